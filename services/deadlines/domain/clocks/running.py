"""Starts and stops clocks, and counts them again after a calendar was published."""

from services.deadlines.domain.announcing import Law, announce, question_of
from services.deadlines.domain.clocks.commands import (
    MoveClocks,
    StartClock,
    StopAllClocks,
    StopClock,
)
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.state import Clock, Clocks, Running, Stopped
from services.deadlines.domain.reckoning import Question
from shared.contracts.deadlines import ClockMoved, ClockStarted, ClockStopped

AGAINST_BODIES = frozenset({"agency", "superior"})
"""Parties that the program follows to the end of a matter; a citizen's time is their own."""


def start(command: StartClock, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Start a clock, unless it ran already from the same day against the same body.

    What such a clock was stopped for is done, save where the body has the petition `again`.

    Raises:
        Refusal: the rule row does not know the circumstances.
        RuleMissing: no row covers the trigger, or a calendar is not published.
    """
    same = [clock for clock in clocks.values() if clock.inputs.rule_id == command.rule_id]
    started = {
        (clock.inputs.trigger_on, clock.inputs.against)
        for clock in same
        if not (command.again and isinstance(clock, Stopped))
    }
    if (command.trigger_on, command.against) in started:
        return []
    question = Question(
        rule_id=command.rule_id, trigger_on=command.trigger_on, variant=command.variant
    )
    answer, announced = announce(law, question)
    rule = answer.rule
    return [
        ClockStarted(
            clock_id=f"{command.petition_id}/{rule.id}/{len(same) + 1}",
            petition_id=command.petition_id,
            rule=rule.applied(),
            mode=rule.mode,
            party=rule.runs_against,
            trigger_on=command.trigger_on,
            length=answer.length,
            unit=rule.unit,
            variant=tuple(sorted(command.variant)),
            announced=announced,
            against=command.against,
        )
    ]


def stop(command: StopClock | StopAllClocks, clocks: Clocks) -> list[ClocksEvent]:
    """Stop the clocks of one rule, or all against bodies; where none ticks, say nothing."""
    return [
        ClockStopped(
            clock_id=clock.inputs.clock_id,
            petition_id=command.petition_id,
            stopped_on=command.on,
            reason=command.reason,
        )
        for clock in clocks.values()
        if not isinstance(clock, Stopped) and _meant(command, clock)
    ]


def move(command: MoveClocks, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Announce other dates for the clocks that tick, where the calendar gives other dates.

    A paused clock is counted again when it resumes.

    Raises:
        RuleMissing: a calendar is not published.
    """
    moved: list[ClocksEvent] = []
    for clock in clocks.values():
        if not isinstance(clock, Running):
            continue
        _, announced = announce(law, question_of(clock.inputs))
        if announced.due_on != clock.announced.due_on:
            moved.append(
                ClockMoved(
                    clock_id=clock.inputs.clock_id,
                    petition_id=command.petition_id,
                    earlier=clock.announced.due_on,
                    announced=announced,
                )
            )
    return moved


def _meant(command: StopClock | StopAllClocks, clock: Clock) -> bool:
    if isinstance(command, StopClock):
        return clock.inputs.rule_id == command.rule_id
    return clock.inputs.mode == "deadline" and clock.inputs.party in AGAINST_BODIES
