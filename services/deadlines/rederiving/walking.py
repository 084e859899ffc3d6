"""
One walk over clocks: while a page is counted, the next is read and what the one before led to
is said, each on a connection of its own.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.deadlines.rederiving import scanning
from services.deadlines.rederiving.counting import Counting, Scanned
from services.deadlines.rederiving.moving import Change, Mover
from services.deadlines.rederiving.progress import Progress, replace, rows_contain, write
from shared.log.saying import Saying
from shared.postgres.pool import Connection
from shared.postgres.where import Where

PAGE = 1_000
"""What is said of a page is one statement, during which nobody else can say anything."""


class Connections(NamedTuple):
    """One for each thing that goes on at a time: none waits for another's statement."""

    reading: Connection
    deciding: Connection
    writing: Connection


@dataclass(slots=True, kw_only=True)
class Walk:
    """From a place to the end; with a mover, what moved is said and the way is noted."""

    connections: Connections
    counting: Counting
    mover: Mover | None
    told: Callable[[Progress], None]
    progress: Progress
    page: int = PAGE
    _saying: asyncio.Task[int] | None = field(default=None, init=False)

    async def over(self, where: Where) -> Progress:
        """
        Look at every clock that a condition leaves, and return what came of it.

        Raises:
            StoreUnavailable, Conflict: it was cut off; what was noted stays.
        """
        ahead = asyncio.create_task(self._read(where, self.progress.cursor))
        try:
            while (page := await ahead).rows:
                cursor = page.rows[-1].clock_id
                ahead = asyncio.create_task(self._read(where, cursor))
                await self._take(page)
            await self._settle()
        finally:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)
            if self._saying is not None:
                self._saying.cancel()
        return self.progress

    async def _read(self, where: Where, after: str) -> "_Page":
        upto = await rows_contain(self.connections.reading)  # before the rows are read
        rows = await scanning.page(
            self.connections.reading, where, after=after, size=self.page
        )
        return _Page(upto, rows)

    async def _take(self, page: "_Page") -> None:
        rows = page.rows
        changes, troubled = changes_of(self.counting, rows)
        sayings: list[Saying] = []
        if self.mover is not None and changes:
            sayings = await self.mover.sayings(
                self.connections.deciding, changes, page.upto
            )
        await self._settle()
        self.progress = replace(
            self.progress,
            cursor=rows[-1].clock_id,
            examined=self.progress.examined + len(rows),
            troubled=self.progress.troubled + troubled,
        )
        if self.mover is None:
            self.progress = replace(self.progress, moved=self.progress.moved + len(changes))
            self.told(self.progress)
        else:
            self._saying = asyncio.create_task(self._say(self.mover, sayings))

    async def _say(self, mover: Mover, sayings: Sequence[Saying]) -> int:
        return await mover.say(self.connections.writing, sayings)

    async def _settle(self) -> None:
        """Wait for what is being said, and note how far it is now."""
        if self._saying is None or self.mover is None:
            return
        moved = await self._saying
        self._saying = None
        now = self.mover.clock.now()
        self.progress = replace(
            self.progress, moved=self.progress.moved + moved, beat_at=now
        )
        if self.mover.notes:
            await write(self.connections.writing, self.progress)
        self.told(self.progress)


class _Page(NamedTuple):
    """Clocks, and the position up to which they contain what was said."""

    upto: int
    rows: Sequence[Scanned]


def changes_of(counting: Counting, rows: Sequence[Scanned]) -> tuple[list[Change], int]:
    """Return the clocks whose last lawful day is another one now, and how many have none."""
    changes: list[Change] = []
    troubled = 0
    for row in rows:
        announced = counting.of(row).announced
        if announced is None:
            troubled += 1
        elif announced.due_on != row.due_on:
            changes.append((row, announced))
    return changes, troubled
