"""What an execution refuses. Codes are part of the public API."""

from shared.errors import Kind, Refusal


class OrderedAlready(Refusal):
    """The decision has an order; what was done is recorded on it."""

    code = "execution-ordered-already"
    kind = Kind.CONFLICT


class NothingOrdered(Refusal):
    """No order stands on which something could be recorded."""

    code = "nothing-ordered"
    kind = Kind.CONFLICT


class ItemWrong(Refusal):
    """An item cannot be as it is: no amount, no body, no day, nobody to get it."""

    code = "item-wrong"
    kind = Kind.INVALID


class ItemUnknown(Refusal):
    """The order has no item, or the item no entry, of that number."""

    code = "item-unknown"
    kind = Kind.NOT_FOUND


class MoreThanOrdered(Refusal):
    """More than the item still asks for."""

    code = "more-than-ordered"
    kind = Kind.INVALID


class EvidenceMissing(Refusal):
    """What was done is shown by a paper of the case."""

    code = "evidence-missing"
    kind = Kind.INVALID


class EntryStruckAlready(Refusal):
    """It was taken back before, for another reason."""

    code = "entry-struck-already"
    kind = Kind.CONFLICT


class DecisionStands(Refusal):
    """An order falls only with its decision."""

    code = "decision-stands"
    kind = Kind.CONFLICT
