"""Everything the calendar of a year can say."""

from typing import TypeAlias

from shared.contracts.deadlines import (
    CalendarProposed,
    CalendarPublished,
    CalendarRejected,
)

CalendarEvent: TypeAlias = CalendarProposed | CalendarPublished | CalendarRejected
