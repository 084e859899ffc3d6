"""The law of clocks as data: what each clock lasts, and which days are worked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import RuleMissing
from shared.legal.calendar import Calendar, CalendarYear
from shared.legal.counting import Unit
from shared.legal.rules import Rule, in_force

Variant = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule(Rule):
    """How long a body or a person has for one thing."""

    name: str
    trigger: str
    stops_on: str
    length: int
    unit: Unit
    variants: Mapping[Variant, int]
    """Other lengths, by all the circumstances that must hold."""
    extensions: Mapping[str, int]
    """How many extensions a circumstance allows."""
    extension_length: int
    """What one extension adds at most; 0 where there is none."""
    pauses_from: dt.date | None
    """Pauses beginning on or after this day are honored; None: the law knows no pause."""

    def circumstances(self) -> frozenset[str]:
        """Return every circumstance that this row knows."""
        return frozenset().union(*self.variants, self.extensions)

    def length_for(self, variant: Variant) -> int:
        """Return the length under these circumstances; others than known change nothing."""
        return self.variants.get(variant & frozenset().union(*self.variants), self.length)

    def extensions_for(self, variant: Variant) -> int:
        """Return how many extensions these circumstances allow."""
        return max((self.extensions.get(each, 0) for each in variant), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rows of the service, read once at start."""

    clocks: Mapping[str, tuple[ClockRule, ...]]
    calendar_years: tuple[CalendarYear, ...]
    """Every version we were shipped with; more are published while we run."""

    def calendar(self) -> Calendar:
        """Return the calendar of the years we were shipped with."""
        return Calendar.of(self.calendar_years)


def clock_rule(book: RuleBook, id: str, on: dt.date) -> ClockRule:
    """
    Return the row of a clock in force on the day of its trigger.

    A later amendment does not touch a running clock: no act on petitions says it does.

    Raises:
        RuleMissing: there is no such clock, or no row covers the day.
    """
    rows = in_force(book.clocks.get(id, ()), on)
    if not rows:
        raise RuleMissing(f"clocks.yaml has no row of {id} for {on}")
    return rows[0]
