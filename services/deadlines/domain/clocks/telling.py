"""
Says what people were told as time went by: once for each stage, rung and last lawful day.

Who asks looked at a read model that may be behind: what the clock itself knows decides, and
of dates that are not announced any more nothing is said.

When the date moves, what was told of the old date stays told, and the new date is told of
again: an officer who was late yesterday and has until Friday today must hear of Friday.
"""

import datetime as dt

from services.deadlines.domain.announcing import Law, announce, question_of
from services.deadlines.domain.clocks.commands import EscalateClock, ExpireClock, RemindOf
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.state import Clocks, Running
from shared.contracts.deadlines import (
    Announced,
    ClockEscalated,
    ClockExpired,
    ClockMoved,
    ClockReminded,
    Stage,
)


def remind(command: RemindOf, clocks: Clocks) -> list[ClocksEvent]:
    """Say that a stage was reached, once; of a clock that does not run, say nothing."""
    clock = clocks.get(command.clock_id)
    if not isinstance(clock, Running) or clock.announced.due_on != command.due_on:
        return []
    announced = clock.announced
    if (command.stage, announced.due_on) in clock.told:
        return []
    if stage_on(announced, command.stage) > command.today:
        return []
    return [
        ClockReminded(
            clock_id=command.clock_id,
            petition_id=command.petition_id,
            stage=command.stage,
            stage_on=stage_on(announced, command.stage),
            due_on=announced.due_on,
            against=clock.inputs.against,
            late=command.late,
        )
    ]


def expire(command: ExpireClock, clocks: Clocks, law: Law) -> list[ClocksEvent]:
    """
    Say that the last lawful day is over, once; or that it is another day by now.

    Raises:
        RuleMissing: a calendar is not published.
    """
    clock = clocks.get(command.clock_id)
    if not isinstance(clock, Running):
        return []
    inputs, told_on = clock.inputs, clock.announced.due_on
    _, announced = announce(law, question_of(inputs))
    if announced.due_on != told_on:  # a calendar came; nobody is late by an old one
        return [
            ClockMoved(
                clock_id=command.clock_id,
                petition_id=command.petition_id,
                earlier=told_on,
                announced=announced,
            )
        ]
    if command.today <= told_on or ("expired", told_on) in clock.told:
        return []
    return [
        ClockExpired(
            clock_id=command.clock_id,
            petition_id=command.petition_id,
            due_on=told_on,
            mode=inputs.mode,
            party=inputs.party,
            against=inputs.against,
        )
    ]


def escalate(command: EscalateClock, clocks: Clocks) -> list[ClocksEvent]:
    """
    Tell somebody above, once a rung; of a clock that does not run, say nothing.

    That a clock is overdue is told above only after it was said to be over.
    """
    clock = clocks.get(command.clock_id)
    if not isinstance(clock, Running) or clock.announced.due_on != command.due_on:
        return []
    due_on = command.due_on
    if (f"rung-{command.rung}", due_on) in clock.told:
        return []
    if command.why == "overdue" and ("expired", due_on) not in clock.told:
        return []
    return [
        ClockEscalated(
            clock_id=command.clock_id,
            petition_id=command.petition_id,
            rung=command.rung,
            to=command.to,
            why=command.why,
            due_on=due_on,
            against=clock.inputs.against,
        )
    ]


def stage_on(announced: Announced, stage: Stage) -> dt.date:
    """Return the day on which a stage is reached; the last is told on the nominal day."""
    match stage:
        case "half":
            return announced.half_on
        case "most":
            return announced.most_on
        case "last":
            return announced.nominal_on
