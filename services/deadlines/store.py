"""Carries out commands about clocks and calendars on deadlines' own log."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import structlog

from services.deadlines.domain.calendar.commands import (
    ApproveCalendar,
    ProposeCalendar,
    PublishCalendar,
    RejectCalendar,
)
from services.deadlines.domain.calendar.decider import CALENDAR
from services.deadlines.domain.calendar.errors import (
    CalendarKeptByPeople,
    CalendarVersionTaken,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.rules import RuleBook
from shared.clock import Clock
from shared.contracts.deadlines import CalendarDay, CalendarPublished
from shared.envelope import Context, decode_envelope, heard_from
from shared.legal.calendar import Calendar, CalendarYear, ClosedDay
from shared.log.handling import Aggregate, handle
from shared.log.saying import Log
from shared.postgres.pool import Pooled

log = structlog.get_logger()

_CALENDAR = Aggregate(CALENDAR, lambda command: f"calendar-{command.year}")
_CALENDAR_COMMANDS = (
    PublishCalendar,
    ProposeCalendar,
    ApproveCalendar,
    RejectCalendar,
)


@dataclass(slots=True)
class DeadlinesAggregates:
    """How this service's commands are decided: under the rules, by the published calendars."""

    book: RuleBook
    calendar: Calendar = field(init=False)
    _clocks: Aggregate[Any, Any] = field(init=False)
    _published: list[CalendarYear] = field(default_factory=list)
    _seen: int = 0

    def __post_init__(self) -> None:
        self._use()

    async def refresh(self, connection: Pooled) -> None:
        """Read the calendars that were published since the last time."""
        rows = await connection.fetch(
            "select position, body from said"
            " where stream >= 'calendar-' and stream < 'calendar.' and position > $1"
            " order by position",
            self._seen,
        )
        rows = [row for row in rows if row[0] > self._seen]  # somebody else read meanwhile
        facts = [heard_from(decode_envelope(body)).fact for _, body in rows]
        new = [calendar_year(f) for f in facts if isinstance(f, CalendarPublished)]
        self._seen = rows[-1][0] if rows else self._seen
        if new:
            self._published += new
            self._use()

    @property
    def clocks(self) -> Aggregate[Any, Any]:
        """How the clocks of a petition are decided on now."""
        return self._clocks

    def of(self, command: object) -> Aggregate[Any, Any]:
        """Return the aggregate that decides a command."""
        return _CALENDAR if isinstance(command, _CALENDAR_COMMANDS) else self._clocks

    def _use(self) -> None:
        """Count by what was published; by what came with the program where nothing was."""
        published = {year.year for year in self._published}
        shipped = (y for y in self.book.calendar_years if y.year not in published)
        self.calendar = Calendar.of([*shipped, *self._published])
        self._clocks = Aggregate(
            clocks_decider(self.book, self.calendar),
            lambda command: str(command.petition_id),
        )


def calendar_year(fact: CalendarPublished) -> CalendarYear:
    """Return the publication as the counting knows it."""
    closed, make_up = closed_and_made_up(fact.days)
    return CalendarYear(
        year=fact.year,
        version=fact.version,
        closed=closed,
        make_up=make_up,
        source=fact.source,
        confidence=fact.confidence,
    )


def closed_and_made_up(
    days: Collection[CalendarDay],
) -> tuple[dict[dt.date, ClosedDay], dict[dt.date, str]]:
    """Return days of facts as the counting knows them: weekdays off, Saturdays worked."""
    closed = {
        day.on: ClosedDay(day.kind, day.name) for day in days if day.kind != "make_up"
    }
    return closed, {day.on: day.name for day in days if day.kind == "make_up"}


def days_of(year: CalendarYear) -> frozenset[CalendarDay]:
    """Return the days of a year as they stand in facts."""
    closed = (
        CalendarDay(on=on, kind=day.kind, name=day.name) for on, day in year.closed.items()
    )
    worked = (
        CalendarDay(on=on, kind="make_up", name=name) for on, name in year.make_up.items()
    )
    return frozenset((*closed, *worked))


async def publish_calendars(own: Log, book: RuleBook, clock: Clock) -> None:
    """
    Say the calendars we were shipped with, those that were not said yet.

    Where people of the province decided on a year, theirs stays.

    Raises:
        StoreUnavailable: ask again.
    """
    for year in book.calendar_years:
        try:
            await _publish(own, year, clock.now())
        except (CalendarVersionTaken, CalendarKeptByPeople) as kept:
            log.warning(
                "calendar_not_published",
                year=year.year,
                version=year.version,
                why=kept.code,
            )


async def _publish(own: Log, year: CalendarYear, at: dt.datetime) -> None:
    command = PublishCalendar(
        year=year.year,
        version=year.version,
        days=days_of(year),
        source=year.source,
        confidence=year.confidence,
        at=at,
    )
    context = Context(actor="service:deadlines", recorded_at=at, correlation_id="")
    await handle(own, _CALENDAR, command, context)
