"""Reach the officers and accounts of a running stack, with routing's own rights."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.routing.accounts.sessions import Sessions
from services.routing.accounts.staff import Staff
from shared.auth.sessions import Spans
from shared.clock import Clock, SystemClock
from shared.log.saying import PostgresLog
from shared.log.streams import source_of
from shared.postgres.pool import Database

DEFAULT_SPANS = Spans(idle=dt.timedelta(minutes=30), whole=dt.timedelta(hours=10))


@asynccontextmanager
async def staff_at(
    routing_url: str, *, province: str = "80", clock: Clock | None = None
) -> AsyncIterator[Staff]:
    """Open the accounts for as long as the work lasts."""
    async with staff_and_sessions_at(routing_url, province=province, clock=clock) as both:
        yield both[0]


@asynccontextmanager
async def staff_and_sessions_at(
    routing_url: str, *, province: str = "80", clock: Clock | None = None
) -> AsyncIterator[tuple[Staff, Sessions]]:
    """Open accounts and sessions for as long as the work lasts."""
    clock = clock or SystemClock()
    database = Database(routing_url, name="people", size=4)
    await database.open()
    try:
        log = PostgresLog(
            database, service="routing", source=source_of("routing", province)
        )
        sessions = Sessions(database, clock, DEFAULT_SPANS)
        yield Staff(log, database, sessions, clock), sessions
    finally:
        await database.close()
