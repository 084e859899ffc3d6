"""What must be remembered of a year's calendar: every version, and who stands where."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from services.deadlines.domain.calendar.events import CalendarEvent
from shared.contracts.deadlines import (
    CalendarDay,
    CalendarProposed,
    CalendarPublished,
    CalendarRejected,
)

Days = frozenset[CalendarDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publications:
    """The versions of one year, none at first. A version is used once, also by a proposal."""

    published: dict[int, Days] = field(default_factory=dict)
    proposed: dict[int, CalendarProposed] = field(default_factory=dict)
    """Those that nobody approved or rejected yet."""
    rejected: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()
    """Those that a person of the province published; the others came with the program."""
    last: int = 0
    """The highest version ever named."""

    def latest(self) -> int:
        """Return the version in use; 0 before the first."""
        return max(self.published, default=0)


def evolve(known: Publications, event: CalendarEvent) -> Publications:
    """Return the publications after the fact. Total: facts are never refused."""
    last = max(known.last, event.version)
    waiting = {each: what for each, what in known.proposed.items() if each != event.version}
    match event:
        case CalendarProposed():
            proposed = {**waiting, event.version: event}
            return replace(known, proposed=proposed, last=last)
        case CalendarRejected():
            rejected = known.rejected | {event.version}
            return replace(known, proposed=waiting, rejected=rejected, last=last)
        case CalendarPublished():
            published = {**known.published, event.version: frozenset(event.days)}
            by_person = {event.version} if event.approved_by else set()
            return replace(
                known,
                published=published,
                proposed=waiting,
                approved=known.approved | by_person,
                last=last,
            )
        case _:
            assert_never(event)
