"""What looks wrong in the days of a year, though nothing forbids it: to be read before approval."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from services.deadlines.domain.calendar.state import Days
from shared.legal.calendar import SATURDAY

FIXED_HOLIDAYS: Final = (
    (1, 1, 0),
    (4, 30, 0),
    (5, 1, 0),
    (9, 2, 0),
    (11, 24, 2026),
)
"""
Month and day of the holidays that the solar calendar fixes, and their first year.

Legal source: BLLD Đ112.1; NQ28 for 24 November. Tết and Giỗ Tổ follow the lunar calendar.
"""
FEWEST_DAYS: Final = 9
"""The law gives eleven holidays a year, of which two may fall on one weekend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something to ask about."""

    code: Literal["holiday-worked", "swap-uneven", "few-days", "name-missing"]
    on: dt.date | None = None
    closed: int = 0
    made_up: int = 0


def doubts(year: int, days: Days) -> list[Doubt]:
    """Return what somebody who reads a notice wrongly would have got wrong."""
    found = [
        Doubt(code="holiday-worked", on=on)
        for on in _holidays(year)
        if on not in {day.on for day in days if day.kind != "make_up"}
    ]
    swapped = sum(day.kind == "swapped" for day in days)
    made_up = sum(day.kind == "make_up" for day in days)
    if swapped != made_up:
        found.append(Doubt(code="swap-uneven", closed=swapped, made_up=made_up))
    closed = len(days) - made_up
    if closed < FEWEST_DAYS:
        found.append(Doubt(code="few-days", closed=closed))
    nameless = sorted(day.on for day in days if not day.name.strip())
    return [*found, *(Doubt(code="name-missing", on=on) for on in nameless)]


def _holidays(year: int) -> list[dt.date]:
    """Return the holidays on fixed dates of a year that fall on weekdays."""
    dates = [dt.date(year, m, d) for m, d, since in FIXED_HOLIDAYS if year >= since]
    return [on for on in dates if on.weekday() < SATURDAY]
