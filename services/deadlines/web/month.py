"""A month as a calendar of legal dates: which days are worked, and what ends on them."""

import calendar as gregorian
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.legal.calendar import SATURDAY, Calendar

_MONDAY_FIRST = gregorian.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One cell of the month."""

    on: dt.date
    inside: bool
    """Of this month, not of the one before or after."""
    look: str
    """`worked`, `rest` (weekend), `make_up`, or why a weekday is closed: see `ClosedKind`."""
    name: str
    """As the notice has it; empty where it gives none."""
    ends: int
    """Running clocks that end on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in whole weeks from Monday."""

    first: dt.date
    weeks: Sequence[Sequence[Day]]
    known: bool
    """Its year's calendar is published."""
    source: str
    confidence: str

    @property
    def before(self) -> dt.date:
        """The first day of the month before."""
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> dt.date:
        """The first day of the month after."""
        return (self.first + dt.timedelta(days=31)).replace(day=1)


def span_of(first: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day that the cells of a month show."""
    days = [*_MONDAY_FIRST.itermonthdates(first.year, first.month)]
    return days[0], days[-1]


def month_of(first: dt.date, calendar: Calendar, ends: Mapping[dt.date, int]) -> Month:
    """Return a month with what is known of its days."""
    year = calendar.years.get(first.year)
    return Month(
        first=first,
        weeks=[
            [_day(on, first, calendar, ends.get(on, 0)) for on in week]
            for week in _MONDAY_FIRST.monthdatescalendar(first.year, first.month)
        ],
        known=year is not None,
        source="" if year is None else year.source,
        confidence="" if year is None else year.confidence,
    )


def _day(on: dt.date, first: dt.date, calendar: Calendar, ends: int) -> Day:
    look, name = _look(on, calendar)
    inside = (on.year, on.month) == (first.year, first.month)
    return Day(on=on, inside=inside, look=look, name=name, ends=ends)


def _look(on: dt.date, calendar: Calendar) -> tuple[str, str]:
    year = calendar.years.get(on.year)
    if year is not None and on in year.make_up:
        return "make_up", year.make_up[on]
    if year is not None and on in year.closed:
        return year.closed[on].kind, year.closed[on].name
    return ("rest" if on.weekday() >= SATURDAY else "worked"), ""
