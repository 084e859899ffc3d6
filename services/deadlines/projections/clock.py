"""
Which clocks run, against whom, until when, and what is to be said of them next?

One row a clock: its inputs, so that every date can be counted again without the log, and the
dates as they were announced. Counts of running clocks by body and day.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from services.deadlines.projections.stages import EXPIRED, remaining, with_told
from shared.clock import local_date
from shared.contracts.deadlines import (
    ANNOUNCING,
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
)
from shared.envelope import Told
from shared.legal.running import NEVER
from shared.log.readmodel import ReadModel, Tally
from shared.registry import Fact

replace = msgspec.structs.replace


class ClockRow(msgspec.Struct, frozen=True):
    """A clock, the inputs its dates follow from, and what is to be said next."""

    clock_id: str
    petition_id: str
    rule: str
    rule_version: int
    act: str
    provision: str
    confidence: str
    mode: str
    party: str
    against: str
    trigger_on: dt.date
    length: int
    unit: str
    variant: str
    """Separated by blanks."""
    pauses: str
    """Those that ended: `2026-07-20/2026-08-17/other_body`, separated by blanks."""
    extensions: str
    """Those that stand: `1/2026-01-28/30` (number, day, days), separated by blanks."""
    calendar_version: str
    nominal_on: dt.date
    due_on: dt.date
    """As announced; the page computes it again from the inputs and says so if it differs."""
    half_on: dt.date
    most_on: dt.date
    announced_on: dt.date
    """When these dates were announced."""
    revision: int
    """How often another last lawful day was announced."""
    state: str
    """`running`, `paused`, `met` or `moot`."""
    paused_on: dt.date | None
    ground: str
    """Why it stands still; empty while it does not."""
    overdue: bool
    """It was said that `due_on` is over; false again once a later day was announced."""
    stopped_on: dt.date | None
    told: str
    """What people were told, and of which last lawful day: see `stages.with_told`."""
    next_step: str
    """What is to be said of it next: see `stages.Step`; empty: nothing now."""
    next_on: dt.date
    """From which day; `NEVER` while nothing is to be said."""


def fold(row: ClockRow | None, heard: Told) -> ClockRow | None:
    """Return the clock after the fact; a fact of an unknown clock changes nothing."""
    fact = heard.fact
    today = local_date(heard.recorded_at)
    if isinstance(fact, ClockStarted):
        return _started(fact, today)
    return None if row is None else _after(row, fact, today)


def _started(fact: ClockStarted, today: dt.date) -> ClockRow:
    row = ClockRow(
        clock_id=fact.clock_id,
        petition_id=fact.petition_id,
        rule=fact.rule.rule,
        rule_version=fact.rule.version,
        act=fact.rule.basis.act,
        provision=fact.rule.basis.provision,
        confidence=fact.rule.confidence,
        mode=fact.mode,
        party=fact.party,
        against=fact.against,
        trigger_on=fact.trigger_on,
        length=fact.length,
        unit=fact.unit,
        variant=" ".join(fact.variant),
        pauses="",
        extensions="",
        calendar_version=fact.announced.calendar_version,
        nominal_on=fact.announced.nominal_on,
        due_on=fact.announced.due_on,
        half_on=fact.announced.half_on,
        most_on=fact.announced.most_on,
        announced_on=today,
        revision=0,
        state="running",
        paused_on=None,
        ground="",
        overdue=False,
        stopped_on=None,
        told="",
        next_step="",
        next_on=NEVER,
    )
    return _announced(row, fact.announced, today)


def _stopped(row: ClockRow, fact: ClockStopped) -> ClockRow:
    return _planned(replace(row, state=fact.reason, stopped_on=fact.stopped_on))


def _paused(row: ClockRow, fact: ClockPaused) -> ClockRow:
    return _planned(
        replace(row, state="paused", paused_on=fact.paused_on, ground=fact.ground)
    )


def _resumed(row: ClockRow, fact: ClockResumed) -> ClockRow:
    pause = f"{row.paused_on}/{fact.resumed_on}/{row.ground}"
    pauses = f"{row.pauses} {pause}".strip()
    return replace(row, state="running", paused_on=None, ground="", pauses=pauses)


def _pause_struck(row: ClockRow, fact: ClockPauseStruck) -> ClockRow:
    if row.paused_on == fact.paused_on:
        row = replace(row, state="running", paused_on=None, ground="")
    return replace(row, pauses=_without(row.pauses, f"{fact.paused_on}/"))


def _extended(row: ClockRow, fact: ClockExtended) -> ClockRow:
    granted = f"{fact.number}/{fact.granted_on}/{fact.days}"
    extensions = f"{row.extensions} {granted}".strip()
    return replace(row, extensions=extensions, variant=" ".join(fact.variant))


def _extension_struck(row: ClockRow, fact: ClockExtensionStruck) -> ClockRow:
    return replace(row, extensions=_without(row.extensions, f"{fact.number}/"))


def _variant_found(row: ClockRow, fact: ClockVariantFound) -> ClockRow:
    return replace(row, variant=" ".join(fact.variant), length=fact.length)


def _moved(row: ClockRow, _: ClockMoved) -> ClockRow:
    return row


def _reminded(row: ClockRow, fact: ClockReminded) -> ClockRow:
    return _told(row, fact.stage, fact.due_on)


def _expired(row: ClockRow, fact: ClockExpired) -> ClockRow:
    return _told(replace(row, overdue=True), EXPIRED, fact.due_on)


def _escalated(row: ClockRow, fact: ClockEscalated) -> ClockRow:
    return _told(row, f"rung-{fact.rung}", fact.due_on)


_STEPS: dict[type[Fact], Callable[[ClockRow, Any], ClockRow]] = {
    ClockStopped: _stopped,
    ClockPaused: _paused,
    ClockResumed: _resumed,
    ClockPauseStruck: _pause_struck,
    ClockExtended: _extended,
    ClockExtensionStruck: _extension_struck,
    ClockVariantFound: _variant_found,
    ClockMoved: _moved,
    ClockReminded: _reminded,
    ClockExpired: _expired,
    ClockEscalated: _escalated,
}
"""What each fact changes; those in `ANNOUNCING` change the dates besides."""


def _after(row: ClockRow, fact: Any, today: dt.date) -> ClockRow:  # noqa: ANN401 - by _STEPS
    row = _STEPS[type(fact)](row, fact)
    return _announced(row, fact.announced, today) if isinstance(fact, ANNOUNCING) else row


def _announced(row: ClockRow, announced: Announced, today: dt.date) -> ClockRow:
    row = replace(
        row,
        calendar_version=announced.calendar_version,
        nominal_on=announced.nominal_on,
        due_on=announced.due_on,
        half_on=announced.half_on,
        most_on=announced.most_on,
        announced_on=today,
        revision=row.revision + (announced.due_on != row.due_on),
        overdue=row.overdue and announced.due_on <= row.due_on,
    )
    return _planned(row)


def _told(row: ClockRow, name: str, due_on: dt.date) -> ClockRow:
    return _planned(replace(row, told=with_told(row.told, name, due_on)))


def _planned(row: ClockRow) -> ClockRow:
    steps = remaining(row) if row.state == "running" else []
    if not steps:
        return replace(row, next_step="", next_on=NEVER)
    return replace(row, next_step=steps[0].name, next_on=steps[0].on)


def _without(entries: str, start: str) -> str:
    return " ".join(entry for entry in entries.split() if not entry.startswith(start))


CLOCK: ReadModel[ClockRow] = ReadModel(
    table="clock",
    row=ClockRow,
    keys=dict.fromkeys([ClockStarted, *_STEPS], attrgetter("clock_id")),
    fold=fold,
    indexes=(
        "petition_id",
        "against, state, due_on, clock_id",
        "state, due_on, clock_id",
        "next_on, clock_id",
    ),
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
