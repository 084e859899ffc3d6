"""On which days a schedule of reception falls; a setting of each agency, by its own notice."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from shared.legal.calendar import Calendar
from shared.legal.counting import ONE_DAY

Shift = Literal["next", "nearest", "same_month"]
"""Where a day off moves: the next working day, the nearest one, or one of the same month."""


def shift_reception(
    scheduled_on: dt.date, calendar: Calendar, how: Shift = "next"
) -> dt.date:
    """
    Return the day on which a reception scheduled for a day takes place.

    No law says so: notices of provinces and communes do, mostly `next` (row RECEPTION.SHIFT).

    Raises:
        CalendarMissing: a year it must look at is not published.
    """
    after = calendar.next_working(scheduled_on)
    if how == "next" or after == scheduled_on:
        return after
    before = calendar.last_ending(scheduled_on)
    if how == "same_month":
        return after if after.month == scheduled_on.month else before
    return before if scheduled_on - before < after - scheduled_on else after


def weekly(weekday: int, first_on: dt.date, last_on: dt.date) -> Iterator[dt.date]:
    """Yield the days of a weekly reception; Monday is 1. Days off are among them: see above."""
    on = first_on + ONE_DAY * ((weekday - first_on.isoweekday()) % 7)
    while on <= last_on:
        yield on
        on += 7 * ONE_DAY
