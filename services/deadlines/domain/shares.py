"""
Whose time a matter took: every working day of its life, given to exactly one party.

A body is not blamed for what lay with another: while a petition is on its way, while the
complainant cannot go on, while an expert is awaited, the days count against those. Shares add
up to the age of the matter, so nobody's days can be hidden in another's.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.legal.calendar import Calendar

AGENCY = "agency:"
"""Prefix of a body's code; the other parties are `transit`, `citizen`, `other_body`, `expert`."""
WAITS_FOR = {
    "complainant_obstacle": "citizen",
    "citizen_obstacle": "citizen",
    "other_body": "other_body",
    "expert": "expert",
}
"""Whom a pause is waited for, by its ground."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From this day on the matter lay with a party."""

    from_on: dt.date
    party: str


@dataclass(frozen=True, slots=True)
class Share:
    """Working days of one party."""

    party: str
    days: int


def laid_with(stretches: Sequence[Stretch], party: str, on: dt.date) -> tuple[Stretch, ...]:
    """
    Return the stretches after the matter came to a party.

    What is typed in late cannot take back days that were given already: it begins where the
    last stretch began, at the earliest.
    """
    if not stretches:
        return (Stretch(on, party),)
    last = stretches[-1]
    on = max(on, last.from_on)
    if last.party == party:
        return tuple(stretches)
    kept = stretches[:-1] if last.from_on == on else stretches
    return (*kept, Stretch(on, party))


def not_waited(
    stretches: Sequence[Stretch], on: dt.date, party: str
) -> tuple[Stretch, ...]:
    """Return the stretches with the wait that began on a day given back to a party."""
    kept: list[Stretch] = []
    for each in stretches:
        waited = each.from_on == on and each.party in WAITS_FOR.values()
        found = Stretch(on, party) if waited else each
        if not kept or kept[-1].party != found.party:
            kept.append(found)
    return tuple(kept)


def shares(
    stretches: Sequence[Stretch], until_on: dt.date, calendar: Calendar
) -> list[Share]:
    """
    Return each party's working days in `[first day, until_on)`, who took most first.

    Raises:
        RuleMissing: the calendar of a year on the way is not published.
    """
    ends = [*(each.from_on for each in stretches[1:]), max(until_on, stretches[-1].from_on)]
    days: dict[str, int] = {}
    for stretch, end in zip(stretches, ends, strict=True):
        worked = worked_days(stretch.from_on, end, calendar)
        days[stretch.party] = days.get(stretch.party, 0) + worked
    found = [Share(party, n) for party, n in days.items()]
    return sorted(found, key=lambda share: -share.days)


def worked_days(from_on: dt.date, until_on: dt.date, calendar: Calendar) -> int:
    """
    Return how many days of `[from_on, until_on)` are worked.

    Raises:
        RuleMissing: a year on the way is not published.
    """
    if until_on <= from_on:
        return 0
    last_on = until_on - dt.timedelta(days=1)
    calendar.require(from_on, last_on)
    before = from_on - dt.timedelta(days=1)
    return calendar.index_after(last_on) - calendar.index_after(before)


def in_text(stretches: Sequence[Stretch]) -> str:
    """Return stretches as a read model keeps them: `2026-10-02=agency:TN-X 2026-10-05=…`."""
    return " ".join(f"{each.from_on}={each.party}" for each in stretches)


def from_text(text: str) -> tuple[Stretch, ...]:
    """Return the stretches that `in_text` wrote."""
    pairs = (entry.split("=", 1) for entry in text.split())
    return tuple(Stretch(dt.date.fromisoformat(on), party) for on, party in pairs)
