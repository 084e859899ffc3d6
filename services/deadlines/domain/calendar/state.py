"""What must be remembered of a year's calendar: every version that was published."""

import datetime as dt
from dataclasses import dataclass, field

from services.deadlines.domain.calendar.events import CalendarEvent

Days = tuple[frozenset[dt.date], frozenset[dt.date]]
"""Closed weekdays and make-up Saturdays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publications:
    """The versions of one year, none at first."""

    days: dict[int, Days] = field(default_factory=dict)

    def latest(self) -> int:
        """Return the version in use; 0 before the first."""
        return max(self.days, default=0)


def evolve(published: Publications, event: CalendarEvent) -> Publications:
    """Return the publications after the fact. Total: facts are never refused."""
    days = (frozenset(event.closed), frozenset(event.make_up))
    return Publications(days={**published.days, event.version: days})
