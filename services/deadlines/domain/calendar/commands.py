"""What can be asked of the calendar of a year."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCalendar:
    """Make these the working days of a year; due dates are computed again from them."""

    year: int
    version: int
    closed: frozenset[dt.date]
    make_up: frozenset[dt.date]
    source: str
    confidence: str
    at: dt.datetime


CalendarCommand: TypeAlias = PublishCalendar
