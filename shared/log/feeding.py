"""
Feed jobs: what follows a fact outside the log (a mail, a submission), queued once it is recorded.

A cursor of its own over `said`, moved in the transaction that saw the queue take the job.
A rebuild never comes here, so no letter is sent twice because read models were folded again.
Jobs are delivered at least once; their id is the fact's, so a repeat can be known.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog
from faststream.nats import NatsBroker

from shared.envelope import Heard, decode_envelope, heard_from
from shared.errors import StoreUnavailable
from shared.log.streams import JOBS
from shared.postgres.pool import Database, Pooled
from shared.registry import Fact

EVERY_S = 1.0
AT_ONCE = 100

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Which facts lead to which jobs of one queue."""

    subject: str
    """`jobs.<service>.<what>`; also the name of the cursor."""
    jobs: Mapping[type[Fact], Callable[[Heard], dict[str, Any] | None]]
    """Pure: what the job is told; None where the fact needs none. Never personal data."""


class Feeder:
    """Queues the jobs of one feed; several replicas take turns."""

    def __init__(self, feed: Feed, database: Database, broker: NatsBroker) -> None:
        self._feed = feed
        self._database = database
        self._broker = broker

    async def run(self) -> None:
        """Queue until cancelled."""
        while True:
            try:
                while await self._feed_some():
                    pass
            except (StoreUnavailable, asyncpg.PostgresError, OSError) as doubt:
                log.info("feed_waits", feed=self._feed.subject, why=type(doubt).__name__)
            except Exception as doubt:  # the broker is away: the cursor has not moved  # noqa: BLE001
                log.info("feed_waits", feed=self._feed.subject, why=type(doubt).__name__)
            await asyncio.sleep(EVERY_S)

    async def _feed_some(self) -> bool:
        async with self._database.connection() as connection, connection.transaction():
            at = await self._cursor(connection)
            if at is None:
                return False  # another replica feeds
            rows = await connection.fetch(
                "select position, body from said where position > $1 order by position limit $2",
                at, AT_ONCE,
            )  # fmt: skip
            for row in rows:
                await self._queue(heard_from(decode_envelope(row["body"])))
            if rows:
                await connection.execute(
                    "update job_cursor set position = $2 where name = $1",
                    self._feed.subject, rows[-1]["position"],
                )  # fmt: skip
        return len(rows) == AT_ONCE

    async def _cursor(self, connection: Pooled) -> int | None:
        """Return and hold the cursor; a new one starts at the head: the past needs no letters."""
        await connection.execute(
            "insert into job_cursor select $1, position from said_head on conflict do nothing",
            self._feed.subject,
        )
        at: int | None = await connection.fetchval(
            "select position from job_cursor where name = $1 for update skip locked",
            self._feed.subject,
        )
        return at

    async def _queue(self, heard: Heard) -> None:
        job_of = self._feed.jobs.get(type(heard.fact))
        job = None if job_of is None or heard.demo else job_of(heard)
        if job is not None:
            await self._broker.publish(
                job, self._feed.subject, stream=JOBS, headers={"Nats-Msg-Id": heard.id}
            )
