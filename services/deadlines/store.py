"""Carries out commands about clocks and calendars on deadlines' own log."""

from services.deadlines.domain.calendar.commands import PublishCalendar
from services.deadlines.domain.calendar.decider import CALENDAR
from services.deadlines.domain.clocks.commands import StartClock, StopAllClocks, StopClock
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.rules import RuleBook
from shared.clock import Clock
from shared.envelope import Context
from shared.log.handling import Aggregate, handle
from shared.log.reacting import FixedAggregates
from shared.log.saying import Log

_CALENDAR = Aggregate(CALENDAR, lambda command: f"calendar-{command.year}")


def aggregates(book: RuleBook) -> FixedAggregates:
    """Return how the commands of this service are decided under these rules."""
    clocks = Aggregate(
        clocks_decider(book, book.calendar()), lambda command: str(command.petition_id)
    )
    return FixedAggregates(
        {
            StartClock: clocks,
            StopClock: clocks,
            StopAllClocks: clocks,
            PublishCalendar: _CALENDAR,
        }
    )


async def publish_calendars(log: Log, book: RuleBook, clock: Clock) -> None:
    """
    Say the calendars we were shipped with, those that were not said yet.

    Raises:
        StoreUnavailable: ask again.
    """
    for year in book.calendar_years:
        at = clock.now()
        command = PublishCalendar(
            year=year.year,
            version=year.version,
            closed=year.closed,
            make_up=year.make_up,
            source=year.source,
            confidence=year.confidence,
            at=at,
        )
        context = Context(actor="service:deadlines", recorded_at=at, correlation_id="")
        await handle(log, _CALENDAR, command, context)
