"""What can go wrong around the servers, said in one sentence with what to do next."""


class StackError(Exception):
    """A fault of the surroundings, not of a request, that somebody can mend."""

    code = "stack-error"


class ProgramMissing(StackError):
    """A program that should have come with a wheel is not there or cannot be run."""

    code = "program-missing"


class FolderUnusable(StackError):
    """The data folder cannot be written, or the database's account cannot reach it."""

    code = "folder-unusable"


class SecretsLost(StackError):
    """Data are there, but what opens them is not."""

    code = "secrets-lost"


class AlreadyRunning(StackError):
    """Another supervisor holds this data folder."""

    code = "already-running"


class NotRunning(StackError):
    """The command needs a running stack, and none runs on this data folder."""

    code = "not-running"


class NotProvisioned(StackError):
    """Roles, databases, tables or streams could not be made."""

    code = "not-provisioned"


class DidNotStart(StackError):
    """A process ended, or stayed silent, before it was ready."""

    code = "did-not-start"
