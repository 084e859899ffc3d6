"""When a file is not taken, or not given out."""

from shared.errors import Kind, Refusal


class KindNotAllowed(Refusal):
    """Not one of the kinds of file that are taken, judged by its content."""

    code = "attachment-kind"
    kind = Kind.INVALID


class FileUnreadable(Refusal):
    """It begins like a kind that is taken, and is then damaged or something else as well."""

    code = "attachment-unreadable"
    kind = Kind.INVALID


class FileEmpty(Refusal):
    """A file without a single byte."""

    code = "attachment-empty"
    kind = Kind.INVALID


class FileTooLarge(Refusal):
    """A file over the limit; the rest of it was not kept."""

    code = "attachment-too-large"
    kind = Kind.INVALID


class TooManyPixels(Refusal):
    """A picture that would fill the memory of who opens it."""

    code = "attachment-too-many-pixels"
    kind = Kind.INVALID


class NameUnreadable(Refusal):
    """The header with the file's name cannot be read."""

    code = "attachment-name"
    kind = Kind.INVALID


class FileInfected(Refusal):
    """The scanner found something; nothing was kept."""

    code = "attachment-infected"
    kind = Kind.INVALID


class UploadsTooOften(Refusal):
    """One petition's files are sent again and again."""

    code = "attachments-too-often"
    kind = Kind.TOO_OFTEN


class UploadStalled(Refusal):
    """No byte came for so long that somebody else may have the place."""

    code = "attachment-stalled"
    kind = Kind.INVALID


class NotNow(Exception):
    """What is needed to take or give out a file is away; nothing was kept, asking again helps."""

    code = "attachments-away"


class ScannerAway(NotNow):
    """A scanner is set and does not answer: unscanned files are not taken."""

    code = "scanner-away"


class ObjectsAway(NotNow):
    """The store of files does not answer."""

    code = "attachment-store-away"


class TooManyUploads(NotNow):
    """As many files as this process can take are on their way."""

    code = "too-many-uploads"


class ObjectMissing(Exception):
    """A file that a fact speaks of is not in the store."""
