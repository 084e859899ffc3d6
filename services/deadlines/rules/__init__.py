"""The law of clocks as data: what each clock lasts, and which days are worked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.contracts.deadlines import Ground, Mode, Party, Unit
from shared.legal.calendar import Calendar, CalendarYear
from shared.legal.citation import Citation
from shared.legal.gaps import ClockUnknown, NoRowInForce
from shared.legal.rules import Bilingual, Rule, in_force

Variant = frozenset[str]
"""Circumstances of a case that change its time: `complex`, `remote` …"""

ClockKind = Literal[
    "complaint",
    "disciplinary",
    "denunciation",
    "reception",
    "recommendation_report",
    "reporting",
    "other",
]
Bearer = Literal[
    "agency",
    "superior",
    "head",
    "officer",
    "inspectorate",
    "police",
    "respondent",
    "forwarding_body",
    "handling_body",
    "citizen",
    "civil_servant",
    "none",
]
"""Who exactly must act; `Party` says on which side that is."""
Attributed = Literal["citizen", "other_body", "expert"]
"""Whose the time of a pause is: not the body's that settles the case."""

PERSONS: frozenset[Party] = frozenset({"citizen", "civil_servant"})
"""Parties whose own time runs: an obstacle may have begun before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule(Rule):
    """How long a body or a person has for one thing, or what a length of time means."""

    name: Bilingual
    kind: ClockKind
    mode: Mode
    trigger: Bilingual
    stops_on: Bilingual | None
    length: int
    """0 where the law gives none."""
    unit: Unit
    bounded: Bilingual | None
    """Of a row without a length: what bounds it all the same."""
    variants: Mapping[Variant, int]
    """Other lengths, by all the circumstances that must hold."""
    extensions: Mapping[str, int]
    """How many extensions a circumstance allows; only one of them holds at a time."""
    extension_length: int
    """What one extension adds at most; 0 where there is none."""
    pauses_from: dt.date | None
    """Pauses beginning on or after this day are honored; None: the law knows no pause."""
    pause_grounds: Mapping[Ground, Attributed]
    pause_basis: Citation | None
    runs_against: Party
    bearer: Bearer
    consequence: Bilingual | None
    also: tuple[Citation, ...]
    """Further provisions that the row rests on."""
    note: Bilingual | None
    local: bool
    """A promise of the province or a sample of one: never law, never counted as overdue by law."""
    times: int
    """Of a frequency: how often in each span."""
    whole: bool
    """Of a frequency: falls in the calendar month or week, not a month from the trigger."""
    circumstances: Variant
    """Every circumstance that this row knows."""

    def length_for(self, variant: Variant) -> int | None:
        """Return the length under these circumstances; None where they contradict."""
        telling = variant.difference(self.extensions)
        if not telling:
            return self.length
        return self.variants.get(telling)

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
        ClockUnknown: there is no such clock.
        NoRowInForce: no row of it covers the day.
    """
    rows = book.clocks.get(id)
    if rows is None:
        raise ClockUnknown(
            f"Không có thời hạn nào mang mã {id}; xem danh sách trong clocks.yaml.",
            field="clock",
            values={"clock": id},
        )
    found = in_force(rows, on)
    if not found:
        known = "; ".join(_days_of(row) for row in rows)
        raise NoRowInForce(
            f"Thời hạn {id} không có quy định nào có hiệu lực vào ngày {on:%d/%m/%Y}: {known}.",
            field="started_on",
            values={"clock": id, "day": on},
        )
    return found[0]


def _days_of(row: ClockRule) -> str:
    since = f"từ {row.valid_from:%d/%m/%Y}"
    return (
        since
        if row.valid_until is None
        else f"{since} đến trước {row.valid_until:%d/%m/%Y}"
    )
