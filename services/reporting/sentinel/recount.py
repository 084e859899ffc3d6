"""
Counts a period by walking from day to day, as one would with a pencil on a wall calendar.

Deliberately naive: no formula, no search. It is slow (some ten microseconds a month) and
easy to believe, and that is its purpose.

Legal source: BLDS Đ147.2, Đ148.3-5; pauses ND124 Đ28b, LTC Đ34.2.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DAY = dt.timedelta(days=1)
SATURDAY = 5


class CannotCount(Exception):
    """The log does not tell what is needed: a year without calendar, an unknown unit."""


@dataclass(frozen=True, slots=True)
class Days:
    """One publication of a year: weekdays that are closed and Saturdays that are worked."""

    closed: frozenset[dt.date]
    make_up: frozenset[dt.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a period is, as the facts tell it."""

    trigger_on: dt.date
    length: int
    """Of the rule and of every extension that stands, together."""
    unit: str
    rolls: bool
    """Whether a closed last day is moved to the next one that is worked."""
    pauses: Sequence[tuple[dt.date, dt.date]] = ()
    """From, until (not included)."""


def recount(span: Span, years: Mapping[int, Days]) -> tuple[dt.date, dt.date]:
    """
    Return the last day before rolling, and the last lawful day.

    Raises:
        CannotCount: see there.
    """
    day, counted = span.trigger_on, 0
    wanted = _days_wanted(span)
    while counted < wanted:
        day += DAY
        rests = span.unit == "working_day" and not _is_worked(day, years)
        if not _is_paused(day, span) and not rests:
            counted += 1
    last = day
    while span.rolls and (_is_paused(last, span) or not _is_worked(last, years)):
        last += DAY
    return day, last


def _is_paused(day: dt.date, span: Span) -> bool:
    return any(start <= day < until for start, until in span.pauses)


def _days_wanted(span: Span) -> int:
    match span.unit:
        case "calendar_day" | "working_day":
            return span.length
        case "month":
            return (_months_on(span.trigger_on, span.length) - span.trigger_on).days
        case "year":
            return (_months_on(span.trigger_on, 12 * span.length) - span.trigger_on).days
        case _:
            raise CannotCount(f"the unit {span.unit} is not known")


def _months_on(start: dt.date, months: int) -> dt.date:
    """Walk month by month; a month without the day ends on its last one."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
    for day in (start.day, 30, 29, 28):
        if day > start.day:
            continue
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    raise CannotCount(f"no day corresponds to {start} after {months} months")


def _is_worked(day: dt.date, years: Mapping[int, Days]) -> bool:
    if day.year not in years:
        raise CannotCount(f"no calendar is published for {day.year}")
    days = years[day.year]
    return day in days.make_up or (day.weekday() < SATURDAY and day not in days.closed)
