"""What must be remembered of a petition's clocks: their inputs, and what was said of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.deadlines.domain.clocks.events import ClocksEvent
from shared.contracts.deadlines import (
    Announced,
    ClockEscalated,
    ClockExpired,
    ClockExtended,
    ClockExtensionStruck,
    ClockMoved,
    ClockPaused,
    ClockPauseStruck,
    ClockReminded,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
    Ground,
    Mode,
    Party,
)
from shared.ids import AgencyCode
from shared.legal.counting import Extension, Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything the dates of a clock follow from, besides rules and calendar."""

    clock_id: str
    rule_id: str
    trigger_on: dt.date
    variant: frozenset[str]
    party: Party
    mode: Mode
    against: AgencyCode
    pauses: tuple[Pause, ...] = ()
    """Those that ended, in order."""
    extensions: Mapping[int, Extension] = field(default_factory=dict)
    """By number, in the order they were granted; struck ones are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock that ticks."""

    inputs: Inputs
    announced: Announced
    told: frozenset[tuple[str, dt.date]] = frozenset()
    """What was said of it (stage, `expired`, `rung-1`), and for which last lawful day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """A clock that stands still."""

    inputs: Inputs
    announced: Announced
    told: frozenset[tuple[str, dt.date]]
    since: dt.date
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A clock that ticked once; remembered so that a repeat does not start it again."""

    inputs: Inputs


Clock: TypeAlias = Running | Paused | Stopped
Clocks: TypeAlias = Mapping[str, Clock]
"""All clocks of a petition by id, in the order they were started."""


def evolve(clocks: Clocks, event: ClocksEvent) -> Clocks:
    """Return the clocks after the fact. Total: a fact that fits no state changes nothing."""
    if isinstance(event, ClockStarted):
        return {**clocks, event.clock_id: _started(event)}
    clock = clocks.get(event.clock_id)
    if clock is None or isinstance(clock, Stopped):
        return clocks
    return {**clocks, event.clock_id: _after(clock, event)}


def _started(event: ClockStarted) -> Running:
    return Running(
        inputs=Inputs(
            clock_id=event.clock_id,
            rule_id=event.rule.rule,
            trigger_on=event.trigger_on,
            variant=frozenset(event.variant),
            party=event.party,
            mode=event.mode,
            against=event.against,
        ),
        announced=event.announced,
    )


def _after(clock: Running | Paused, event: ClocksEvent) -> Clock:  # noqa: C901, PLR0911 - a line a fact
    match event:
        case ClockStopped():
            return Stopped(inputs=clock.inputs)
        case ClockPaused(paused_on=since, ground=ground):
            return Paused(
                inputs=clock.inputs,
                announced=clock.announced,
                told=clock.told,
                since=since,
                ground=ground,
            )
        case ClockResumed(resumed_on=resumed_on, announced=announced):
            return _resumed(clock, resumed_on, announced)
        case ClockPauseStruck(paused_on=paused_on, announced=announced):
            return _pause_struck(clock, paused_on, announced)
        case ClockExtended() | ClockExtensionStruck() | ClockVariantFound():
            inputs = _changed(clock.inputs, event)
            return replace(clock, inputs=inputs, announced=event.announced)
        case ClockMoved(announced=announced):
            return replace(clock, announced=announced)
        case ClockReminded(stage=stage, due_on=due_on):
            return replace(clock, told=clock.told | {(stage, due_on)})
        case ClockExpired(due_on=due_on):
            return replace(clock, told=clock.told | {("expired", due_on)})
        case ClockEscalated(rung=rung, due_on=due_on):
            return replace(clock, told=clock.told | {(f"rung-{rung}", due_on)})
        case ClockStarted():
            return clock
        case _:
            assert_never(event)


def _resumed(
    clock: Running | Paused, resumed_on: dt.date, announced: Announced
) -> Running | Paused:
    if isinstance(clock, Running):
        return clock
    pause = Pause(from_on=clock.since, until_on=resumed_on, ground=clock.ground)
    inputs = replace(clock.inputs, pauses=(*clock.inputs.pauses, pause))
    return Running(inputs=inputs, announced=announced, told=clock.told)


def _pause_struck(
    clock: Running | Paused, paused_on: dt.date, announced: Announced
) -> Running | Paused:
    if isinstance(clock, Paused) and clock.since == paused_on:
        return Running(inputs=clock.inputs, announced=announced, told=clock.told)
    kept = tuple(pause for pause in clock.inputs.pauses if pause.from_on != paused_on)
    return replace(clock, inputs=replace(clock.inputs, pauses=kept), announced=announced)


def _changed(
    inputs: Inputs, event: ClockExtended | ClockExtensionStruck | ClockVariantFound
) -> Inputs:
    match event:
        case ClockExtended(number=number):
            granted = Extension(granted_on=event.granted_on, days=event.days)
            return replace(
                inputs,
                variant=frozenset(event.variant),
                extensions={**inputs.extensions, number: granted},
            )
        case ClockExtensionStruck(number=number):
            left = {key: each for key, each in inputs.extensions.items() if key != number}
            return replace(inputs, extensions=left)
        case ClockVariantFound(variant=variant):
            return replace(inputs, variant=frozenset(variant))
        case _:
            assert_never(event)
