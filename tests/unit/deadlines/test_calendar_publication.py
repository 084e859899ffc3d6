"""Decisions on the calendar of a year."""

import datetime as dt

import pytest

from services.deadlines.domain.calendar.commands import CalendarCommand, PublishCalendar
from services.deadlines.domain.calendar.decider import CALENDAR
from services.deadlines.domain.calendar.errors import (
    CalendarImpossible,
    CalendarVersionTaken,
)
from services.deadlines.domain.calendar.events import CalendarEvent
from shared.contracts.deadlines import CalendarPublished
from shared.testing.spec import Case, check

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
CULTURE_DAY, SWAPPED, SATURDAY = (
    dt.date(2026, 11, 24),
    dt.date(2026, 11, 23),
    dt.date(2026, 11, 28),
)
SUNDAY, NEXT_YEAR = dt.date(2026, 11, 29), dt.date(2027, 1, 1)


def publish(
    version: int, closed: set[dt.date], make_up: set[dt.date] = frozenset()
) -> PublishCalendar:
    return PublishCalendar(
        year=2026,
        version=version,
        closed=frozenset(closed),
        make_up=frozenset(make_up),
        source="TB 1",
        confidence="primary",
        at=AT,
    )


first = CalendarPublished(
    year=2026,
    version=1,
    closed=(CULTURE_DAY,),
    make_up=(),
    source="TB 1",
    confidence="primary",
)
swap = CalendarPublished(
    year=2026,
    version=2,
    closed=(SWAPPED, CULTURE_DAY),
    make_up=(SATURDAY,),
    source="TB 1",
    confidence="primary",
)

# fmt: off
CASES: list[Case[CalendarCommand, CalendarEvent]] = [
    Case("a year is published", [], publish(1, {CULTURE_DAY}), [first]),
    Case("a swap is a higher version", [first], publish(2, {CULTURE_DAY, SWAPPED}, {SATURDAY}), [swap]),
    Case("the same publication twice is one", [first], publish(1, {CULTURE_DAY}), []),
    Case("a late repeat of an old publication changes nothing", [first, swap], publish(1, {CULTURE_DAY}), []),
    Case("a version says one thing only", [first], publish(1, {SWAPPED}), CalendarVersionTaken),
    Case("an older version does not come later", [swap], publish(1, {CULTURE_DAY}), CalendarVersionTaken),
    Case("weekends are closed anyway", [], publish(1, {SUNDAY}), CalendarImpossible),
    Case("only Saturdays make up", [], publish(1, set(), {SUNDAY}), CalendarImpossible),
    Case("a year speaks of its own days", [], publish(1, {NEXT_YEAR}), CalendarImpossible),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_calendar_decides(case: Case[CalendarCommand, CalendarEvent]) -> None:
    check(CALENDAR, case)
