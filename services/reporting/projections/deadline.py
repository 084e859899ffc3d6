"""
How many clocks end on which day, against whom, and how many ended in time?

Only those with which a body can be late are counted. In time is what was done by the day that
was announced when it was done; what stands still is late with nothing.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from shared.contracts.deadlines import (
    ANNOUNCING,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
)
from shared.contracts.ticking import counted
from shared.envelope import Told
from shared.log.readmodel import ReadModel, Tally
from shared.registry import Fact


class DeadlineRow(msgspec.Struct, frozen=True):
    """A clock as it is counted."""

    clock_id: str
    petition_id: str
    rule: str
    against: str
    due_on: dt.date
    """The last lawful day as it was last announced."""
    state: str
    """`running`, `paused`, `in_time`, `late` or `moot`."""
    paused_on: dt.date | None
    """Since when it stands still; None: it does not."""


replace = msgspec.structs.replace
_ENDED = ("in_time", "late", "moot")


def fold(row: DeadlineRow | None, heard: Told) -> DeadlineRow | None:
    """Return the clock after the fact; of a clock that is not counted there is no row."""
    fact: Any = heard.fact
    if type(fact) is ClockStarted:
        return _started(fact) if counted(fact) else None
    if row is None or row.state in _ENDED:
        return row
    return _STEPS[type(fact)](row, fact)


def _started(fact: ClockStarted) -> DeadlineRow:
    return DeadlineRow(
        clock_id=fact.clock_id,
        petition_id=fact.petition_id,
        rule=fact.rule.rule,
        against=fact.against,
        due_on=fact.announced.due_on,
        state="running",
        paused_on=None,
    )


def _announced(row: DeadlineRow, fact: Any) -> DeadlineRow:  # noqa: ANN401 - any of ANNOUNCING
    return replace(row, due_on=fact.announced.due_on)


def _paused(row: DeadlineRow, fact: ClockPaused) -> DeadlineRow:
    return replace(row, state="paused", paused_on=fact.paused_on)


def _resumed(row: DeadlineRow, fact: ClockResumed | ClockPauseStruck) -> DeadlineRow:
    return replace(row, state="running", paused_on=None, due_on=fact.announced.due_on)


def _unpaused(row: DeadlineRow, fact: ClockPauseStruck) -> DeadlineRow:
    if row.paused_on == fact.paused_on:
        return _resumed(row, fact)
    return _announced(row, fact)


def _stopped(row: DeadlineRow, fact: ClockStopped) -> DeadlineRow:
    return replace(row, state=_ended(row, fact))


def _ended(row: DeadlineRow, fact: ClockStopped) -> str:
    if fact.reason == "moot":
        return "moot"
    # Its time stood still: how far it had run when the pause began decides.
    used_until = row.paused_on or fact.stopped_on
    return "in_time" if used_until <= row.due_on else "late"


_STEPS: dict[type[Fact], Callable[[DeadlineRow, Any], DeadlineRow]] = {
    **dict.fromkeys(ANNOUNCING, _announced),
    ClockPaused: _paused,
    ClockResumed: _resumed,
    ClockPauseStruck: _unpaused,
    ClockStopped: _stopped,
}


DEADLINE: ReadModel[DeadlineRow] = ReadModel(
    table="deadline",
    row=DeadlineRow,
    keys=dict.fromkeys(_STEPS, attrgetter("clock_id")),
    fold=fold,
    indexes=("petition_id",),
    tallies=(
        Tally(
            table="deadline_due",
            columns=(("against", str), ("due_on", dt.date)),
            bucket=lambda row: (
                (row.against, row.due_on) if row.state == "running" else None
            ),
        ),
        Tally(
            table="deadline_kept",
            columns=(("against", str), ("rule", str), ("state", str)),
            bucket=lambda row: (row.against, row.rule, row.state),
        ),
    ),
)
