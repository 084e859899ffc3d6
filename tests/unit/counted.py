"""A small calendar to count by, known by heart: three years, few days off."""

import datetime as dt

from shared.legal.calendar import Calendar, CalendarYear
from shared.legal.counting import Due, Period, Unit, due

D = dt.date


def year(
    number: int, closed: set[dt.date], make_up: set[dt.date], v: int = 1
) -> CalendarYear:
    return CalendarYear.plain(number, v, closed, make_up, "", "secondary")


YEARS = [
    year(2025, {D(2025, 9, 1), D(2025, 9, 2)}, set()),
    year(
        2026,
        {D(2026, 1, 1), D(2026, 1, 2), *(D(2026, 2, n) for n in range(16, 21))},
        {D(2026, 1, 10)},
    ),
    year(2027, {D(2027, 1, 1)}, set()),
]
CALENDAR = Calendar.of(YEARS)


def ending(trigger_on: dt.date, length: int, unit: Unit, **more: object) -> Due:
    return due(Period(trigger_on=trigger_on, length=length, unit=unit, **more), CALENDAR)
