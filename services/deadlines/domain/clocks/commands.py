"""What can be asked of the clocks of a petition."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.ids import AgencyCode, PetitionId

StopReason = Literal["met", "moot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock:
    """Let a clock run against a body from the day after the trigger."""

    petition_id: PetitionId
    rule_id: str
    trigger_on: dt.date
    variant: frozenset[str] = frozenset()
    against: AgencyCode
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopClock:
    """Stop the running clocks of one rule."""

    petition_id: PetitionId
    rule_id: str
    on: dt.date
    reason: StopReason
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAllClocks:
    """Stop whatever runs for the petition."""

    petition_id: PetitionId
    on: dt.date
    reason: StopReason
    at: dt.datetime


ClocksCommand: TypeAlias = StartClock | StopClock | StopAllClocks
