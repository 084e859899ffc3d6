"""Why a question about a clock gets no date: what the law does not provide for, with its basis."""

from collections.abc import Mapping
from typing import ClassVar

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class ClockRefused(Refusal):
    """A question the law gives no date for; `basis` is the provision of the row in question."""

    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(
        self,
        sentence: str,
        *,
        field: str,
        basis: Citation | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sentence, field=field, values=values)
        # Refusals name one provision for all; here each row has its own.
        vars(self)["basis"] = basis


class UnknownClock(ClockRefused):
    """There is no clock of this id."""

    code = "clock-unknown"
    kind = Kind.NOT_FOUND


class ClockNotInForce(ClockRefused):
    """The clock had no row on the day of the trigger."""

    code = "no-row-in-force"


class CalendarNotPublished(ClockRefused):
    """The answer depends on a year whose days off nobody published."""

    code = "calendar-missing"
    kind = Kind.CONFLICT


class DateImpossible(ClockRefused):
    """A day that no petition can have: centuries away."""

    code = "date-impossible"


class NoLength(ClockRefused):
    """The law gives this clock no length; the sentence says what bounds it."""

    code = "no-length"


class VariantUnknown(ClockRefused):
    """Asked to count under a circumstance that the rule row does not know."""

    code = "variant-unknown"


class VariantsContradict(ClockRefused):
    """Asked to count under circumstances that cannot hold together."""

    code = "variants-contradict"


class ExtensionNotAllowed(ClockRefused):
    """Asked to extend a period more often, or by more, than its rule row allows."""

    code = "extension-not-allowed"
    kind = Kind.CONFLICT


class ExtensionImpossible(ClockRefused):
    """An extension of no days, or granted before the period began."""

    code = "extension-impossible"


class PauseNotAllowed(ClockRefused):
    """The law knows no pause of this clock, or did not know it yet on that day."""

    code = "pause-not-allowed"
    kind = Kind.CONFLICT


class PauseGroundUnknown(ClockRefused):
    """The law knows a pause of this clock, but not on this ground."""

    code = "pause-ground-unknown"


class PauseImpossible(ClockRefused):
    """A pause that ends before it begins, or begins before the body's time did."""

    code = "pause-impossible"


class PausesOverlap(ClockRefused):
    """Two pauses claim the same day."""

    code = "pauses-overlap"
