"""Decides when clocks start and stop; the due date told to people is computed here."""

from collections.abc import Sequence
from typing import assert_never

from services.deadlines.domain.clocks.commands import (
    ClocksCommand,
    StartClock,
    StopAllClocks,
    StopClock,
)
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.state import Clocks, Running, evolve
from services.deadlines.domain.reckoning import Question, reckon
from services.deadlines.rules import RuleBook
from shared.contracts.deadlines import ClockStarted, ClockStopped
from shared.decider import Decider
from shared.legal.calendar import Calendar
from shared.legal.counting import calendars_read


def start(
    command: StartClock, clocks: Clocks, *, book: RuleBook, calendar: Calendar
) -> list[ClocksEvent]:
    """
    Start a clock, unless it ran already from the same day against the same body.

    Raises:
        VariantUnknown: the rule row does not know the circumstances.
        RuleMissing: no row covers the trigger, or a calendar is not published.
    """
    same = [clock for clock in clocks if clock.rule_id == command.rule_id]
    started = {(clock.trigger_on, clock.against) for clock in same}
    if (command.trigger_on, command.against) in started:
        return []
    question = Question(
        rule_id=command.rule_id, trigger_on=command.trigger_on, variant=command.variant
    )
    answer = reckon(book, calendar, question)
    rule = answer.rule
    return [
        ClockStarted(
            clock_id=f"{command.petition_id}/{rule.id}/{len(same) + 1}",
            petition_id=command.petition_id,
            rule=rule.applied(),
            trigger_on=command.trigger_on,
            length=answer.length,
            unit=rule.unit,
            variant=tuple(sorted(command.variant)),
            calendar_version=calendars_read(
                command.trigger_on, rule.unit, answer.due, calendar
            ),
            announced_due_on=answer.due.due_on,
            against=command.against,
        )
    ]


def stop(command: StopClock | StopAllClocks, clocks: Clocks) -> list[ClocksEvent]:
    """Stop the running clocks of one rule, or all of them; where none runs, say nothing."""
    wanted = command.rule_id if isinstance(command, StopClock) else None
    return [
        ClockStopped(
            clock_id=clock.clock_id,
            petition_id=command.petition_id,
            stopped_on=command.on,
            reason=command.reason,
        )
        for clock in clocks
        if isinstance(clock, Running) and wanted in (None, clock.rule_id)
    ]


def clocks_decider(
    book: RuleBook, calendar: Calendar
) -> Decider[ClocksCommand, Clocks, ClocksEvent]:
    """Return the decider of a petition's clocks under these rules and this calendar."""

    def decide(command: ClocksCommand, clocks: Clocks) -> Sequence[ClocksEvent]:
        match command:
            case StartClock():
                return start(command, clocks, book=book, calendar=calendar)
            case StopClock() | StopAllClocks():
                return stop(command, clocks)
            case _:
                assert_never(command)

    return Decider(initial=(), evolve=evolve, decide=decide)
