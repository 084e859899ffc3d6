"""
Pauses, extends and re-counts the clocks of a petition.

What is asked twice is said once: routing may be heard again, and commands are repeated.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from services.deadlines.domain.announcing import Law, announce, question_of
from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ExtendClocks,
    PauseClocks,
    ResumeClocks,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.state import Clocks, Inputs, Paused, Running, Stopped
from shared.contracts.deadlines import (
    ClockExtended,
    ClockExtensionStruck,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockVariantFound,
)
from shared.legal.counting import Extension, Pause

COMPLEXITY = frozenset({"complex", "especially_complex"})
"""One at most holds; the later decision tells which."""

T = TypeVar("T", Running, Paused)


def pause(command: PauseClocks, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Let clocks stand still from a day on.

    Raises:
        Refusal: the law knows no pause of this clock, not on this ground or not yet; or the
            day lies in another pause, or before the clock ran.
    """
    said: list[ClocksEvent] = []
    for clock in _of(Running, clocks, command.rule_ids):
        try_out = Pause(
            from_on=command.on,
            until_on=command.on + dt.timedelta(days=1),
            ground=command.ground,
        )
        tried = replace(clock.inputs, pauses=(*clock.inputs.pauses, try_out))
        announce(law, question_of(tried))
        said.append(
            ClockPaused(
                clock_id=clock.inputs.clock_id,
                petition_id=command.petition_id,
                paused_on=command.on,
                ground=command.ground,
                basis=command.basis,
            )
        )
    return said


def resume(command: ResumeClocks, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Let paused clocks run again.

    Raises:
        Refusal: the day is not after the pause began.
    """
    said: list[ClocksEvent] = []
    for clock in _of(Paused, clocks, command.rule_ids):
        ended = Pause(from_on=clock.since, until_on=command.on, ground=clock.ground)
        inputs = replace(clock.inputs, pauses=(*clock.inputs.pauses, ended))
        _, announced = announce(law, question_of(inputs))
        said.append(
            ClockResumed(
                clock_id=clock.inputs.clock_id,
                petition_id=command.petition_id,
                resumed_on=command.on,
                announced=announced,
            )
        )
    return said


def strike_pause(command: StrikePause, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """Count the days of a pause after all; of a pause that is not there, say nothing."""
    said: list[ClocksEvent] = []
    for clock in _ticking(clocks, command.rule_ids):
        inputs = clock.inputs
        left = tuple(each for each in inputs.pauses if each.from_on != command.paused_on)
        stands = isinstance(clock, Paused) and clock.since == command.paused_on
        if left == inputs.pauses and not stands:
            continue
        _, announced = announce(law, question_of(replace(inputs, pauses=left)))
        said.append(
            ClockPauseStruck(
                clock_id=inputs.clock_id,
                petition_id=command.petition_id,
                paused_on=command.paused_on,
                announced=announced,
            )
        )
    return said


def extend(command: ExtendClocks, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Make the time longer by a written decision.

    Raises:
        Refusal: the law allows no extension here, no further one, or not so long.
    """
    said: list[ClocksEvent] = []
    for clock in _ticking(clocks, command.rule_ids):
        inputs = clock.inputs
        if command.number in inputs.extensions:
            continue
        granted = Extension(granted_on=command.granted_on, days=command.days)
        changed = replace(
            inputs,
            variant=_with(inputs, command.variant),
            extensions={**inputs.extensions, command.number: granted},
        )
        _, announced = announce(law, question_of(changed))
        said.append(
            ClockExtended(
                clock_id=inputs.clock_id,
                petition_id=command.petition_id,
                number=command.number,
                granted_on=command.granted_on,
                days=command.days,
                variant=tuple(sorted(changed.variant)),
                announced=announced,
            )
        )
    return said


def strike_extension(
    command: StrikeExtension, clocks: Clocks, law: Law
) -> list[ClocksEvent]:
    """Take an extension away; of one that is not there, say nothing."""
    said: list[ClocksEvent] = []
    for clock in _ticking(clocks, command.rule_ids):
        inputs = clock.inputs
        if command.number not in inputs.extensions:
            continue
        left = {
            key: each for key, each in inputs.extensions.items() if key != command.number
        }
        _, announced = announce(law, question_of(replace(inputs, extensions=left)))
        said.append(
            ClockExtensionStruck(
                clock_id=inputs.clock_id,
                petition_id=command.petition_id,
                number=command.number,
                announced=announced,
            )
        )
    return said


def change_variant(command: ChangeVariant, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Count clocks under other circumstances.

    Raises:
        Refusal: the rule row does not know them.
    """
    said: list[ClocksEvent] = []
    for clock in _ticking(clocks, command.rule_ids):
        inputs = clock.inputs
        if inputs.variant == command.variant:
            continue
        changed = replace(inputs, variant=command.variant)
        answer, announced = announce(law, question_of(changed))
        said.append(
            ClockVariantFound(
                clock_id=inputs.clock_id,
                petition_id=command.petition_id,
                variant=tuple(sorted(command.variant)),
                length=answer.length
                - sum(each.days for each in inputs.extensions.values()),
                announced=announced,
            )
        )
    return said


def _of(kind: type[T], clocks: Clocks, rule_ids: frozenset[str]) -> Iterator[T]:
    for clock in clocks.values():
        if isinstance(clock, kind) and clock.inputs.rule_id in rule_ids:
            yield clock


def _ticking(clocks: Clocks, rule_ids: frozenset[str]) -> Iterator[Running | Paused]:
    for clock in clocks.values():
        if not isinstance(clock, Stopped) and clock.inputs.rule_id in rule_ids:
            yield clock


def _with(inputs: Inputs, found: frozenset[str]) -> frozenset[str]:
    kept = inputs.variant - COMPLEXITY if found & COMPLEXITY else inputs.variant
    return kept | found
