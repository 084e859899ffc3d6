"""Which days of a year were proposed, published or laid aside, by whom, and on what ground?"""

import datetime as dt
from collections.abc import Iterable

import msgspec

from services.deadlines.domain.calendar.events import CalendarEvent
from shared.contracts.deadlines import (
    CalendarDay,
    CalendarProposed,
    CalendarPublished,
    CalendarRejected,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel

replace = msgspec.structs.replace
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[CalendarDay, ...]).decode


class CalendarRow(msgspec.Struct, frozen=True):
    """One version of a year's days."""

    calendar_id: str
    """`2026.3`: year and version."""
    year: int
    version: int
    state: str
    """`proposed`, `published` or `rejected`."""
    days: str
    """As JSON, in order."""
    source: str
    confidence: str
    proposed_by: str
    """Officer; empty where it came with the program."""
    proposed_at: dt.datetime | None
    decided_by: str
    """Who approved or rejected it; empty while nobody has, and where it came with the program."""
    decided_at: dt.datetime | None
    reason: str
    """Why it was rejected."""
    position: int
    """Of the publication in our log; 0 where there is none."""


def key_of(fact: CalendarEvent) -> str:
    """Return the key of the row that a fact is about."""
    return f"{fact.year}.{fact.version}"


def fold(row: CalendarRow | None, heard: Told) -> CalendarRow | None:
    """Return the version after the fact."""
    fact = heard.fact
    if isinstance(fact, CalendarProposed):
        return replace(
            _new(fact), proposed_by=fact.proposed_by, proposed_at=heard.recorded_at
        )
    if isinstance(fact, CalendarPublished):
        return replace(
            row or _new(fact),
            state="published",
            days=days_text(fact.days),
            decided_by=fact.approved_by or "",
            decided_at=heard.recorded_at,
            position=heard.position,
        )
    if isinstance(fact, CalendarRejected) and row is not None:
        return replace(
            row,
            state="rejected",
            decided_by=fact.rejected_by,
            decided_at=heard.recorded_at,
            reason=fact.reason,
        )
    return row


def _new(fact: CalendarProposed | CalendarPublished) -> CalendarRow:
    return CalendarRow(
        calendar_id=key_of(fact),
        year=fact.year,
        version=fact.version,
        state="proposed",
        days=days_text(fact.days),
        source=fact.source,
        confidence=fact.confidence,
        proposed_by="",
        proposed_at=None,
        decided_by="",
        decided_at=None,
        reason="",
        position=0,
    )


def days_text(days: Iterable[CalendarDay]) -> str:
    """Return days as they stand in a row."""
    return _encode(tuple(sorted(days, key=lambda day: day.on))).decode()


def days_of_row(row: CalendarRow) -> tuple[CalendarDay, ...]:
    """Return the days of a row, in order."""
    return _decode(row.days)


CALENDAR: ReadModel[CalendarRow] = ReadModel(
    table="calendar",
    row=CalendarRow,
    keys=dict.fromkeys((CalendarProposed, CalendarPublished, CalendarRejected), key_of),
    fold=fold,
    indexes=("year, version",),
)
