"""How many clocks end on which day, against whom, and how many ended in time?"""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.contracts.deadlines import ClockStarted, ClockStopped
from shared.envelope import Told
from shared.log.readmodel import ReadModel, Tally


class DeadlineRow(msgspec.Struct, frozen=True):
    """A clock as it is counted."""

    clock_id: str
    petition_id: str
    rule: str
    against: str
    due_on: dt.date
    state: str
    """`running`, `in_time`, `late` or `moot`."""


def fold(row: DeadlineRow | None, heard: Told) -> DeadlineRow | None:
    """Return the clock after the fact."""
    match heard.fact:
        case ClockStarted() as fact:
            return DeadlineRow(
                clock_id=fact.clock_id,
                petition_id=fact.petition_id,
                rule=fact.rule.rule,
                against=fact.against,
                due_on=fact.announced_due_on,
                state="running",
            )
        case ClockStopped() as fact:
            if row is None:
                return None
            return msgspec.structs.replace(row, state=_ended(fact, row))
    return row


def _ended(fact: ClockStopped, row: DeadlineRow) -> str:
    if fact.reason == "moot":
        return "moot"
    return "in_time" if fact.stopped_on <= row.due_on else "late"


DEADLINE: ReadModel[DeadlineRow] = ReadModel(
    table="deadline",
    row=DeadlineRow,
    keys={kind: attrgetter("clock_id") for kind in (ClockStarted, ClockStopped)},
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
