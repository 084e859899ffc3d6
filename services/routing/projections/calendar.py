"""Which days of a year do offices work? The latest publication of each year: days end periods."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from shared.contracts.deadlines import CalendarPublished
from shared.envelope import Told
from shared.legal.calendar import Calendar, CalendarYear
from shared.log.readmodel import ReadModel


class CalendarRow(msgspec.Struct, frozen=True):
    """A year as it was published last."""

    year_no: str
    closed: str
    """Weekdays that are not worked, between blanks."""
    make_up: str
    """Saturdays that are."""
    confidence: str
    version: int = 0


def fold(row: CalendarRow | None, heard: Told) -> CalendarRow | None:
    """Return the year after the fact: a higher version supersedes a lower one."""
    fact = heard.fact
    if not isinstance(fact, CalendarPublished):
        return row
    if row is not None and row.version > fact.version:
        return row
    worked = sorted(day.on for day in fact.days if day.kind == "make_up")
    closed = sorted(day.on for day in fact.days if day.kind != "make_up")
    return CalendarRow(
        year_no=str(fact.year),
        closed=" ".join(day.isoformat() for day in closed),
        make_up=" ".join(day.isoformat() for day in worked),
        confidence=fact.confidence,
        version=fact.version,
    )


def calendar_of(rows: Iterable[CalendarRow]) -> Calendar:
    """Return the calendar of these years; laid out once for the same rows."""
    return _laid_out(frozenset(rows))


@lru_cache(maxsize=4)
def _laid_out(rows: frozenset[CalendarRow]) -> Calendar:
    return Calendar.of(_year(row) for row in rows)


def _year(row: CalendarRow) -> CalendarYear:
    return CalendarYear.plain(
        year=int(row.year_no),
        version=row.version,
        closed=map(dt.date.fromisoformat, row.closed.split()),
        make_up=map(dt.date.fromisoformat, row.make_up.split()),
        source="",
        confidence=row.confidence,
    )


CALENDAR: ReadModel[CalendarRow] = ReadModel(
    table="calendar_year",
    row=CalendarRow,
    keys={CalendarPublished: lambda fact: str(fact.year)},
    fold=fold,
)
