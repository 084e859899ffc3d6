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
