"""What deadlines says: which clocks run, on which inputs, and what people were told."""

import datetime as dt
from typing import Literal

import msgspec

from shared.ids import AgencyCode, OfficerId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.registry import Fact, RawFact, fact, upcast

Unit = Literal[
    "calendar_day", "working_day", "month", "year", "week", "day_of_month", "none"
]
Mode = Literal[
    "deadline",
    "before",
    "status",
    "minimum",
    "threshold",
    "frequency",
    "fixed_day",
    "ceiling",
    "none",
]
"""What the end of a period means: act by then, act before an event, something takes effect, …"""
Party = Literal["agency", "superior", "citizen", "civil_servant", "none"]
"""Whom a clock runs against. Only those against a body make anybody overdue."""
Ground = Literal["complainant_obstacle", "citizen_obstacle", "other_body", "expert"]
"""Why the law lets a clock stand still."""
Stage = Literal["half", "most", "last"]
"""Half of the time is used up; four fifths; it ends today."""
DayKind = Literal["holiday", "in_lieu", "swapped", "local", "make_up"]


class CalendarDay(msgspec.Struct, frozen=True, kw_only=True):
    """A weekday that is not worked, or (`make_up`) a Saturday that is, and why."""

    on: dt.date
    kind: DayKind
    name: str


@fact("calendar.proposed", v=1)
class CalendarProposed(Fact, frozen=True, kw_only=True):
    """Somebody wants these to be the days of a year; nothing counts by them yet."""

    year: int
    version: int
    days: tuple[CalendarDay, ...]
    source: str
    confidence: str
    proposed_by: OfficerId


@fact("calendar.rejected", v=1)
class CalendarRejected(Fact, frozen=True, kw_only=True):
    """A proposal will not be published."""

    year: int
    version: int
    rejected_by: OfficerId
    reason: str


@fact("calendar.published", v=2)
class CalendarPublished(Fact, frozen=True, kw_only=True):
    """The days of a year on which offices are closed, or open out of turn."""

    year: int
    version: int
    days: tuple[CalendarDay, ...]
    source: str
    confidence: str
    approved_by: OfficerId | None
    """Never who proposed it; None: it came with the program."""


@upcast("calendar.published.v1", "calendar.published.v2")
def _with_kinds(old: RawFact) -> RawFact:
    days = [
        {"on": on, "kind": kind, "name": ""}
        for field, kind in (("closed", "holiday"), ("make_up", "make_up"))
        for on in old[field]
    ]
    kept = {key: old[key] for key in ("year", "version", "source", "confidence")}
    return {**kept, "days": days, "approved_by": None}


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """
    The dates people are told from now on.

    They follow from the inputs of the clock and the calendars named here; wherever a date
    decides, it is computed again.
    """

    nominal_on: dt.date
    """The last day before rolling: the day to warn people of."""
    due_on: dt.date
    """The last lawful day; of a `before` clock, the last day on which the act is in time."""
    half_on: dt.date
    most_on: dt.date
    """The days on which half and four fifths of the time are used up."""
    calendar_version: str
    """Versions of the calendars used: `2026.1+2027.1`."""


@fact("clock.started", v=2)
class ClockStarted(Fact, frozen=True, kw_only=True):
    """A statutory clock runs against somebody. The inputs are the truth, not the dates."""

    clock_id: str
    petition_id: PetitionId
    rule: RuleApplied
    mode: Mode
    party: Party
    trigger_on: dt.date
    """The day of the trigger; it is not counted (BLDS 2015 Đ147.2)."""
    length: int
    unit: Unit
    variant: tuple[str, ...]
    announced: Announced
    against: AgencyCode
    """The body that must act, or before which the party must."""


@upcast("clock.started.v1", "clock.started.v2")
def _with_stages(old: RawFact) -> RawFact:
    due_on = dt.date.fromisoformat(old["announced_due_on"])
    span = due_on - dt.date.fromisoformat(old["trigger_on"])
    announced = {
        "nominal_on": due_on.isoformat(),
        "due_on": due_on.isoformat(),
        "half_on": (due_on - span * 5 // 10).isoformat(),
        "most_on": (due_on - span * 2 // 10).isoformat(),
        "calendar_version": old["calendar_version"],
    }
    gone = ("announced_due_on", "calendar_version")
    kept = {key: value for key, value in old.items() if key not in gone}
    return {**kept, "mode": "deadline", "party": "agency", "announced": announced}


@fact("clock.paused", v=1)
class ClockPaused(Fact, frozen=True, kw_only=True):
    """The clock stands still from this day: `paused_on` itself is not counted."""

    clock_id: str
    petition_id: PetitionId
    paused_on: dt.date
    ground: Ground
    basis: Citation


@fact("clock.resumed", v=1)
class ClockResumed(Fact, frozen=True, kw_only=True):
    """The clock runs again: `resumed_on` is counted (ND124 Đ28b.2)."""

    clock_id: str
    petition_id: PetitionId
    resumed_on: dt.date
    announced: Announced


@fact("clock.pause_struck", v=1)
class ClockPauseStruck(Fact, frozen=True, kw_only=True):
    """A pause turned out not to be lawful, or was a mistake: its days are counted."""

    clock_id: str
    petition_id: PetitionId
    paused_on: dt.date
    """Which pause."""
    announced: Announced


@fact("clock.extended", v=1)
class ClockExtended(Fact, frozen=True, kw_only=True):
    """A written decision made the time longer; one span from the trigger, rolled once."""

    clock_id: str
    petition_id: PetitionId
    number: int
    """First, second … of this clock."""
    granted_on: dt.date
    days: int
    variant: tuple[str, ...]
    """The circumstances from now on: what is complex allows one, especially complex two."""
    announced: Announced


@fact("clock.extension_struck", v=1)
class ClockExtensionStruck(Fact, frozen=True, kw_only=True):
    """An extension was withdrawn or was a mistake: as if it had never been granted."""

    clock_id: str
    petition_id: PetitionId
    number: int
    announced: Announced


@fact("clock.variant_found", v=1)
class ClockVariantFound(Fact, frozen=True, kw_only=True):
    """The circumstances of the case are others than held before: another length applies."""

    clock_id: str
    petition_id: PetitionId
    variant: tuple[str, ...]
    length: int
    """Of the rule under these circumstances, without extensions."""
    announced: Announced


@fact("clock.moved", v=1)
class ClockMoved(Fact, frozen=True, kw_only=True):
    """A calendar was published and the same inputs give other dates; history stays."""

    clock_id: str
    petition_id: PetitionId
    earlier: dt.date
    """The last lawful day as it was announced before."""
    announced: Announced


@fact("clock.reminded", v=1)
class ClockReminded(Fact, frozen=True, kw_only=True):
    """Whoever is answerable was reminded, in office hours. Once a stage and due date."""

    clock_id: str
    petition_id: PetitionId
    stage: Stage
    stage_on: dt.date
    due_on: dt.date
    against: AgencyCode
    late: bool
    """Said on a later working day than it should have been: the service was away."""


@fact("clock.expired", v=1)
class ClockExpired(Fact, frozen=True, kw_only=True):
    """The last lawful day is over and the clock was still running. Once a due date."""

    clock_id: str
    petition_id: PetitionId
    due_on: dt.date
    mode: Mode
    """Of a `status` clock it means that something took effect, not that somebody is late."""
    party: Party
    against: AgencyCode


@fact("clock.escalated", v=1)
class ClockEscalated(Fact, frozen=True, kw_only=True):
    """Somebody above was told that a clock is running out or over. Once a rung and due date."""

    clock_id: str
    petition_id: PetitionId
    rung: int
    to: Literal["head", "superior", "inspectorate"]
    why: Literal["unassigned", "overdue"]
    due_on: dt.date
    against: AgencyCode


@fact("clock.stopped", v=1)
class ClockStopped(Fact, frozen=True, kw_only=True):
    """What the clock waited for happened, or nothing can come of it any more."""

    clock_id: str
    petition_id: PetitionId
    stopped_on: dt.date
    reason: Literal["met", "moot"]
    """`met`: the act was done; `moot`: the matter ended or moved in another way."""


ANNOUNCING = (
    ClockStarted,
    ClockResumed,
    ClockPauseStruck,
    ClockExtended,
    ClockExtensionStruck,
    ClockVariantFound,
    ClockMoved,
)
"""The facts after which people are told other dates: each carries `announced`."""
