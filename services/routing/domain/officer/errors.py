"""What is refused about officers and their roles. Codes are part of the public API."""

from shared.errors import Kind, Refusal


class OfficerUnknown(Refusal):
    """Nobody was appointed under this id."""

    code = "officer-unknown"
    kind = Kind.NOT_FOUND


class OfficerIsGone(Refusal):
    """The officer left; whoever comes back gets a new account."""

    code = "officer-is-gone"
    kind = Kind.CONFLICT


class OwnRole(Refusal):
    """Nobody grants a role to themself."""

    code = "own-role"
    kind = Kind.FORBIDDEN


class RoleHeldAlready(Refusal):
    """The officer holds the role in that body on some of these days."""

    code = "role-held-already"
    kind = Kind.CONFLICT


class RoleNotHeld(Refusal):
    """The officer does not hold the role in that body."""

    code = "role-not-held"
    kind = Kind.CONFLICT


class RolesClash(Refusal):
    """Two roles that no one person may hold at a time."""

    code = "roles-clash"
    kind = Kind.CONFLICT


class PeriodImpossible(Refusal):
    """A period that ends before it begins, or begins in the past."""

    code = "period-impossible"
    kind = Kind.INVALID


class NothingToKnowThemBy(Refusal):
    """A relative was declared without any mark by which matters about them could be found."""

    code = "marks-missing"
    kind = Kind.INVALID


class OwnSuccessor(Refusal):
    """Nobody takes over from themself."""

    code = "own-successor"
    kind = Kind.INVALID
