"""What deadlines says: which clocks run, on which inputs, and what people were told."""

import datetime as dt
from typing import Literal

from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import RuleApplied
from shared.registry import Fact, fact

Unit = Literal["calendar_day", "working_day", "month", "year"]


@fact("calendar.published", v=1)
class CalendarPublished(Fact, frozen=True, kw_only=True):
    """The days of a year on which offices are closed, or open out of turn."""

    year: int
    version: int
    closed: tuple[dt.date, ...]
    """Weekdays that are not worked: holidays, days off in lieu, swapped days."""
    make_up: tuple[dt.date, ...]
    """Saturdays that are worked."""
    source: str
    confidence: str


@fact("clock.started", v=1)
class ClockStarted(Fact, frozen=True, kw_only=True):
    """
    A statutory clock runs against a body.

    The inputs are the truth; `announced_due_on` is only what was told to people under
    `calendar_version` and is computed again from the inputs wherever a date decides.
    """

    clock_id: str
    petition_id: PetitionId
    rule: RuleApplied
    trigger_on: dt.date
    """The day of the trigger; it is not counted (BLDS 2015 Đ147.2)."""
    length: int
    unit: Unit
    variant: tuple[str, ...]
    calendar_version: str
    """Versions of the calendars used: `2026.1+2027.1`."""
    announced_due_on: dt.date
    against: AgencyCode


@fact("clock.stopped", v=1)
class ClockStopped(Fact, frozen=True, kw_only=True):
    """What the clock waited for happened, or nothing can come of it any more."""

    clock_id: str
    petition_id: PetitionId
    stopped_on: dt.date
    reason: Literal["met", "moot"]
    """`met`: the act was done; `moot`: the matter ended or moved in another way."""
