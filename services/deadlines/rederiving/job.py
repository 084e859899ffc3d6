"""
Counts the running clocks again when a calendar was published, in the background of the service.

Resumable anywhere: how far it came stands in `recount.progress`, and a clock that was moved
already has its new date, so that looking at it twice says nothing twice. One process at a
time does it, held by an advisory lock; the others look on.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import structlog
from prometheus_client import Gauge

from services.deadlines.domain.announcing import Law
from services.deadlines.rederiving import progress as noted
from services.deadlines.rederiving.counting import Counting
from services.deadlines.rederiving.moving import Mover
from services.deadlines.rederiving.progress import Progress
from services.deadlines.rederiving.scanning import count
from services.deadlines.rederiving.spans import differing
from services.deadlines.rederiving.walking import PAGE, Connections, Walk
from services.deadlines.store import DeadlinesAggregates
from shared.clock import Clock
from shared.postgres.pool import Connection, Database, Pooled, connect
from shared.postgres.where import Where

LOCK = 0x7E2C
EVERY_S = 1.0

log = structlog.get_logger()
_LEFT = Gauge(
    "tiepdan_rederiving_left", "Clocks still to be counted again after a calendar changed"
)


@dataclass(slots=True, kw_only=True)
class Rederiving:
    """Keeps the announced dates of running clocks as the published calendars have them."""

    database: Database
    source: str
    aggregates: DeadlinesAggregates
    clock: Clock
    told: Callable[[Progress], None] = lambda _: None
    page: int = PAGE
    _wait_for: tuple[int, int] = field(default=(0, 0), init=False)
    """A publication, and the position that the rows must contain before it is followed."""

    async def duty(self) -> None:
        """Do what is due; the frame has it done again and again."""
        await self.run_if_due()

    async def progress(self) -> Progress:
        """Return how far it has come, whichever process does it."""
        async with self.database.connection() as connection:
            return await noted.read(connection)

    async def run_if_due(self) -> bool:
        """
        Count again what a publication concerns and was not counted by it yet; False: nothing.

        Raises:
            StoreUnavailable, Conflict: it goes on from where it was, later.
        """
        async with self.database.connection() as connection:
            was = await noted.read(connection)
            target = await noted.published_upto(connection)
            if target <= was.position or not await self._rows_follow(connection, target):
                return False
        async with self._connections() as connections:
            if not await _lead(connections.writing):
                return False
            was = await noted.read(connections.writing)
            await self._follow(connections, was, target)
        return True

    async def run_all(self, *, dry_run: bool) -> Progress | None:
        """
        Count every running clock again, whatever was published; None: another process does.

        Raises:
            StoreUnavailable, Conflict: it was cut off; it may be asked for again.
        """
        async with self._connections() as connections:
            if not await _lead(connections.writing):
                return None
            await self.aggregates.refresh(connections.writing)
            where = running()
            walk = Walk(
                connections=connections,
                counting=Counting(self._law()),
                mover=None if dry_run else self._mover("", notes=False),
                told=self.told,
                page=self.page,
                progress=Progress(total=await count(connections.reading, where)),
            )
            return await walk.over(where)

    async def _follow(self, connections: Connections, was: Progress, target: int) -> None:
        """Go on from where the last attempt was cut off, or begin."""
        reading, writing = connections.reading, connections.writing
        before = await noted.calendar_upto(writing, was.position)
        await self.aggregates.refresh(writing)
        span = differing(before, self.aggregates.calendar)
        begun = was if was.target == target else was.begun(target, self.clock.now())
        if span is not None:
            where = running()
            span.narrow(where)
            total = begun.total or await count(reading, where)
            begun = noted.replace(begun, total=total)
            await noted.write(writing, begun)
            log.info("rederiving_began", target=target, total=total)
            walk = Walk(
                connections=connections,
                counting=Counting(self._law()),
                mover=self._mover(await noted.published_as(writing, target), notes=True),
                told=self._note,
                page=self.page,
                progress=begun,
            )
            begun = await walk.over(where)
        await noted.write(writing, begun.finished(self.clock.now()))
        _LEFT.set(0)
        log.info(
            "rederiving_ended",
            target=target,
            examined=begun.examined,
            moved=begun.moved,
            troubled=begun.troubled,
        )

    async def _rows_follow(self, connection: Pooled, target: int) -> bool:
        """
        Test whether every clock that was counted without the publication stands in the rows.

        Reactions look at the calendars before they decide. Whatever was decided before they
        could see this one was said by the time it was heard: so it is enough to wait until
        the rows contain what was said when we first knew of it.
        """
        if self._wait_for[0] != target:
            self._wait_for = (target, await noted.said_upto(connection))
        return await noted.rows_contain(connection) >= self._wait_for[1]

    def _law(self) -> Law:
        return Law(book=self.aggregates.book, calendar=self.aggregates.calendar)

    def _mover(self, cause: str, *, notes: bool) -> Mover:
        return Mover(
            law=self._law(), source=self.source, clock=self.clock, cause=cause, notes=notes
        )

    def _note(self, progress: Progress) -> None:
        _LEFT.set(max(0, progress.total - progress.examined))
        self.told(progress)

    @asynccontextmanager
    async def _connections(self) -> AsyncIterator[Connections]:
        """Lend what a walk needs, none of the pool's."""
        async with AsyncExitStack() as held:
            lent = []
            for _ in Connections._fields:
                connection = await connect(self.database.url, name="deadlines-rederiving")
                held.callback(connection.terminate)
                lent.append(connection)
            yield Connections(*lent)


def running() -> Where:
    """Return the condition of clocks that tick."""
    where = Where()
    where.add("state = 'running'")
    return where


async def _lead(connection: Connection) -> bool:
    return bool(await connection.fetchval("select pg_try_advisory_lock($1)", LOCK))
