"""Which clocks run, against whom, and by when? One row a clock; counts by body and day."""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.contracts.deadlines import ClockStarted, ClockStopped
from shared.envelope import Told
from shared.log.readmodel import ReadModel, Tally


class ClockRow(msgspec.Struct, frozen=True):
    """A clock and the inputs its dates follow from."""

    clock_id: str
    petition_id: str
    rule: str
    rule_version: int
    act: str
    provision: str
    confidence: str
    against: str
    trigger_on: dt.date
    length: int
    unit: str
    variant: str
    """Separated by blanks."""
    calendar_version: str
    due_on: dt.date
    """As announced; the page computes it again from the inputs and says so if it differs."""
    state: str
    """`running`, `met` or `moot`."""
    stopped_on: dt.date | None


def fold(row: ClockRow | None, heard: Told) -> ClockRow | None:
    """Return the clock after the fact."""
    match heard.fact:
        case ClockStarted() as fact:
            return ClockRow(
                clock_id=fact.clock_id,
                petition_id=fact.petition_id,
                rule=fact.rule.rule,
                rule_version=fact.rule.version,
                act=fact.rule.basis.act,
                provision=fact.rule.basis.provision,
                confidence=fact.rule.confidence,
                against=fact.against,
                trigger_on=fact.trigger_on,
                length=fact.length,
                unit=fact.unit,
                variant=" ".join(fact.variant),
                calendar_version=fact.calendar_version,
                due_on=fact.announced_due_on,
                state="running",
                stopped_on=None,
            )
        case ClockStopped() as fact:
            if row is None:
                return None
            return msgspec.structs.replace(
                row, state=fact.reason, stopped_on=fact.stopped_on
            )
    return row


CLOCK: ReadModel[ClockRow] = ReadModel(
    table="clock",
    row=ClockRow,
    keys={kind: attrgetter("clock_id") for kind in (ClockStarted, ClockStopped)},
    fold=fold,
    indexes=("petition_id", "against, due_on"),
    tallies=(
        Tally(
            table="clock_due",
            columns=(("against", str), ("due_on", dt.date)),
            bucket=lambda row: (
                (row.against, row.due_on) if row.state == "running" else None
            ),
        ),
    ),
)
