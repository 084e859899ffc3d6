"""What is refused about the attention a case gets. Codes are part of the public API."""

from shared.errors import Kind, Refusal


class NotOverdue(Refusal):
    """No time of the body that holds it is over: there is nothing to urge."""

    code = "not-overdue"
    kind = Kind.CONFLICT


class UrgedAlready(Refusal):
    """The last urging has no report yet."""

    code = "urged-already"
    kind = Kind.CONFLICT


class NothingUrged(Refusal):
    """Nobody wants a report."""

    code = "nothing-urged"
    kind = Kind.CONFLICT


class LeaderBarred(Refusal):
    """The leader must not have the case. One answer for every reason: some are secret."""

    code = "leader-barred"
    kind = Kind.CONFLICT
