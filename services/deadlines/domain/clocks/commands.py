"""What can be asked of the clocks of a petition."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.contracts.deadlines import Ground, Stage
from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import Citation

StopReason = Literal["met", "moot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What every request says."""

    petition_id: PetitionId
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock(Request):
    """Let a clock run from the day after the trigger."""

    rule_id: str
    trigger_on: dt.date
    variant: frozenset[str] = frozenset()
    against: AgencyCode
    again: bool = False
    """The body had it before, gave it up and has it back: only what still runs is its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopClock(Request):
    """Stop the running clocks of one rule."""

    rule_id: str
    on: dt.date
    reason: StopReason


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAllClocks(Request):
    """Stop whatever runs against bodies for the petition; a citizen's own time goes on."""

    on: dt.date
    reason: StopReason


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseClocks(Request):
    """Let the running clocks of these rules stand still."""

    rule_ids: frozenset[str]
    on: dt.date
    ground: Ground
    basis: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeClocks(Request):
    """Let the paused clocks of these rules run again; the day itself is counted."""

    rule_ids: frozenset[str]
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikePause(Request):
    """Count the days of a pause after all."""

    rule_ids: frozenset[str]
    paused_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendClocks(Request):
    """Add days to the time of these rules by a written decision."""

    rule_ids: frozenset[str]
    number: int
    granted_on: dt.date
    days: int
    variant: frozenset[str]
    """Circumstances that the decision found, besides those that held before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeExtension(Request):
    """Take an extension away as if it had never been."""

    rule_ids: frozenset[str]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVariant(Request):
    """Count these rules under other circumstances."""

    rule_ids: frozenset[str]
    variant: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveClocks(Request):
    """Count every clock that still ticks again, under the calendar of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOf(Request):
    """Say that a stage of a clock was reached, if these are still its dates."""

    clock_id: str
    stage: Stage
    due_on: dt.date
    """The last lawful day that is meant; of another one nothing is said."""
    today: dt.date
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireClock(Request):
    """Say that the last lawful day of a clock is over; `today` is after it."""

    clock_id: str
    today: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateClock(Request):
    """Tell somebody above, if these are still its dates."""

    clock_id: str
    rung: int
    to: Literal["head", "superior", "inspectorate"]
    why: Literal["unassigned", "overdue"]
    due_on: dt.date
    """The last lawful day that is meant; of another one nothing is said."""


ClocksCommand: TypeAlias = (
    StartClock
    | StopClock
    | StopAllClocks
    | PauseClocks
    | ResumeClocks
    | StrikePause
    | ExtendClocks
    | StrikeExtension
    | ChangeVariant
    | MoveClocks
    | RemindOf
    | ExpireClock
    | EscalateClock
)
