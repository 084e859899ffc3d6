"""When a reveal is refused."""

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class NoSuchReveal(Refusal):
    """There is none, or none that this officer may know of: one answer for both."""

    code = "no-such-reveal"
    kind = Kind.NOT_FOUND


class NotSealed(Refusal):
    """Not a denunciation: its sender is shown to whoever may see names."""

    code = "nothing-to-reveal"
    kind = Kind.CONFLICT


class ScopeEmpty(Refusal):
    """Nothing was asked to be shown."""

    code = "scope-empty"
    kind = Kind.INVALID


class EndUnfit(Refusal):
    """It would end before it begins, or last longer than the setting allows."""

    code = "reveal-end-unfit"
    kind = Kind.INVALID


class OwnRequest(Refusal):
    """Who asks cannot be one of those who agree."""

    code = "own-request"
    kind = Kind.CONFLICT
    basis = Citation("LTC", "Đ56")


class AlreadyApproved(Refusal):
    """A custodian agrees once; the next one must be another."""

    code = "already-approved"
    kind = Kind.CONFLICT


class NotAwaited(Refusal):
    """It has all the consent it needs already."""

    code = "approval-not-awaited"
    kind = Kind.CONFLICT


class NotOpen(Refusal):
    """Not enough custodians have agreed yet."""

    code = "reveal-not-open"
    kind = Kind.FORBIDDEN
    basis = Citation("LTC", "Đ56")


class RevealOver(Refusal):
    """A custodian refused it, or it was closed."""

    code = "reveal-over"
    kind = Kind.CONFLICT


class RevealExpired(Refusal):
    """Its time is over."""

    code = "reveal-expired"
    kind = Kind.CONFLICT


class NotYours(Refusal):
    """Another officer asked for it; what was allowed them is allowed nobody else."""

    code = "not-your-reveal"
    kind = Kind.FORBIDDEN
