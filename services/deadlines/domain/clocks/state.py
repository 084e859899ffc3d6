"""What must be remembered of a petition's clocks: which ran, from when, against whom."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from services.deadlines.domain.clocks.events import ClocksEvent
from shared.contracts.deadlines import ClockStarted, ClockStopped
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock that ticks."""

    clock_id: str
    rule_id: str
    trigger_on: dt.date
    against: AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A clock that ticked once; remembered so that a repeat does not start it again."""

    clock_id: str
    rule_id: str
    trigger_on: dt.date
    against: AgencyCode


Clock: TypeAlias = Running | Stopped
Clocks: TypeAlias = tuple[Clock, ...]
"""All clocks of a petition, in the order they were started."""


def evolve(clocks: Clocks, event: ClocksEvent) -> Clocks:
    """Return the clocks after the fact. Total: facts are never refused."""
    match event:
        case ClockStarted():
            started = Running(
                clock_id=event.clock_id,
                rule_id=event.rule.rule,
                trigger_on=event.trigger_on,
                against=event.against,
            )
            return (*clocks, started)
        case ClockStopped(clock_id=clock_id):
            return tuple(
                _stopped(clock) if clock.clock_id == clock_id else clock for clock in clocks
            )
        case _:
            assert_never(event)


def _stopped(clock: Clock) -> Stopped:
    return Stopped(
        clock_id=clock.clock_id,
        rule_id=clock.rule_id,
        trigger_on=clock.trigger_on,
        against=clock.against,
    )
