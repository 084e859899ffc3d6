"""
Clocks as a calendar that other programs subscribe to (RFC 5545).

It goes to machines that we do not know: receipt code, name of the clock and its last day, and
nothing else. One event keeps its id for ever and counts how often its day was moved.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from shared.clock import LOCAL

_OURS: Final = UUID("6d0f6c0e-4a5b-5d0e-9c1d-2f6b8c1e7a10")
_REFRESH: Final = dt.timedelta(hours=6)
"""How often programs need ask: dates move by the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day of a clock, as another program may know it."""

    clock_id: str
    title: str
    on: dt.date
    revision: int
    announced_on: dt.date


def calendar_of(name: str, clocks: Iterable[Due]) -> bytes:
    """Return the calendar, the same for the same clocks."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tiepdan//Clocks//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for due in clocks:
        calendar.add_component(_event(due))
    return bytes(calendar.to_ical())


def _event(due: Due) -> Event:
    told_at = dt.datetime.combine(due.announced_on, dt.time(), LOCAL).astimezone(dt.UTC)
    event = Event()
    event.add("uid", str(uuid5(_OURS, due.clock_id)))
    # Without a METHOD it says when the event was last revised (RFC 5545 3.8.7.2).
    event.add("dtstamp", told_at)
    event.add("sequence", due.revision)
    event.add("dtstart", due.on)
    event.add("dtend", due.on + dt.timedelta(days=1))
    event.add("summary", due.title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
