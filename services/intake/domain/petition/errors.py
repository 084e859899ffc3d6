"""When intake says no."""

from shared.errors import Kind, Refusal


class ReceivedInTheFuture(Refusal):
    """A day of receipt that has not come yet: a clock would start too late."""

    code = "received-in-the-future"
    kind = Kind.INVALID


class ReceivedTooLongAgo(Refusal):
    """A day of receipt before any law in the rule books: surely a slip of the pen."""

    code = "received-too-long-ago"
    kind = Kind.INVALID


class KeyUsedForAnother(Refusal):
    """The Idempotency-Key was used for a petition with another content."""

    code = "idempotency-key-reused"
    kind = Kind.CONFLICT


class NoSuchPetition(Refusal):
    """No petition has this code, or the secret is not its own: the two are told apart by nobody."""

    code = "no-such-petition"
    kind = Kind.NOT_FOUND


class IdentitySealed(Refusal):
    """Who denounced is shown to nobody until reveals are decided and recorded."""

    code = "identity-sealed"
    kind = Kind.FORBIDDEN


class UnknownAgency(Refusal):
    """A code that no body of the province has."""

    code = "unknown-agency"
    kind = Kind.INVALID


class AgencyNotInForce(UnknownAgency):
    """A body that is not there on the day of receipt: not yet, or no longer."""

    code = "agency-not-in-force"


class StillOpen(Refusal):
    """A case that is not closed needs what it is about: erasing it would end it unseen."""

    code = "case-still-open"
    kind = Kind.CONFLICT


class RetentionRuns(Refusal):
    """The file must still be kept, or no rule says from when it need not be."""

    code = "retention-runs"
    kind = Kind.CONFLICT


class ReferenceMissing(Refusal):
    """Nobody is erased on request without the paper that asks for it."""

    code = "reference-missing"
    kind = Kind.INVALID


class SameCustodian(Refusal):
    """Nobody erases alone: another custodian must confirm."""

    code = "same-custodian"
    kind = Kind.CONFLICT


class ErasureNotAsked(Refusal):
    """There is nothing to confirm: no custodian asked to erase this petition."""

    code = "erasure-not-asked"
    kind = Kind.CONFLICT


class TooManyAttachments(Refusal):
    """As many files as a petition can have came with it already."""

    code = "too-many-attachments"
    kind = Kind.CONFLICT


class AttachmentsTooLarge(Refusal):
    """Together with this one the files of a petition would be too large."""

    code = "attachments-too-large"
    kind = Kind.CONFLICT


class NoSuchAttachment(Refusal):
    """No file of this petition has this id."""

    code = "no-such-attachment"
    kind = Kind.NOT_FOUND


class AttachmentIdUsed(Refusal):
    """The id was used for a file of another name."""

    code = "attachment-id-reused"
    kind = Kind.CONFLICT


class ContentErased(Refusal):
    """The content was erased for good; nobody can read it any more."""

    code = "content-gone"
    kind = Kind.GONE
