"""
Decides on the clocks of a petition: dispatch only.

`running` starts, stops and moves them, `changing` pauses, extends and counts them under
other circumstances, `telling` says what people were told as time went by.
"""

from collections.abc import Sequence
from typing import assert_never

from services.deadlines.domain.announcing import Law
from services.deadlines.domain.clocks.changing import (
    change_variant,
    extend,
    pause,
    resume,
    strike_extension,
    strike_pause,
)
from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ClocksCommand,
    EscalateClock,
    ExpireClock,
    ExtendClocks,
    MoveClocks,
    PauseClocks,
    RemindOf,
    ResumeClocks,
    StartClock,
    StopAllClocks,
    StopClock,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.running import move, start, stop
from services.deadlines.domain.clocks.state import Clocks, evolve
from services.deadlines.domain.clocks.telling import escalate, expire, remind
from services.deadlines.rules import RuleBook
from shared.decider import Decider
from shared.legal.calendar import Calendar


def clocks_decider(
    book: RuleBook, calendar: Calendar
) -> Decider[ClocksCommand, Clocks, ClocksEvent]:
    """Return the decider of a petition's clocks under these rules and this calendar."""
    law = Law(book=book, calendar=calendar)

    def decide(command: ClocksCommand, clocks: Clocks) -> Sequence[ClocksEvent]:
        return _decide(command, clocks, law)

    return Decider(initial={}, evolve=evolve, decide=decide)


def _decide(  # noqa: C901, PLR0911, PLR0912 - dispatch, one line a command
    command: ClocksCommand, clocks: Clocks, law: Law
) -> Sequence[ClocksEvent]:
    match command:
        case StartClock():
            return start(command, clocks, law)
        case StopClock() | StopAllClocks():
            return stop(command, clocks)
        case MoveClocks():
            return move(command, clocks, law)
        case PauseClocks():
            return pause(command, clocks, law)
        case ResumeClocks():
            return resume(command, clocks, law)
        case StrikePause():
            return strike_pause(command, clocks, law)
        case ExtendClocks():
            return extend(command, clocks, law)
        case StrikeExtension():
            return strike_extension(command, clocks, law)
        case ChangeVariant():
            return change_variant(command, clocks, law)
        case RemindOf():
            return remind(command, clocks)
        case ExpireClock():
            return expire(command, clocks, law)
        case EscalateClock():
            return escalate(command, clocks)
        case _:
            assert_never(command)
