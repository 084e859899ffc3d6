"""One walk over clocks: pages are counted while what the page before led to is being said."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from services.deadlines.rederiving import scanning
from services.deadlines.rederiving.counting import Counting, Scanned
from services.deadlines.rederiving.moving import Change, Mover
from services.deadlines.rederiving.progress import Progress, replace, rows_contain, write
from shared.log.saying import Saying
from shared.postgres.pool import Connection
from shared.postgres.where import Where

PAGE = 1_000
"""What is said of a page is one statement, during which nobody else can say anything."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """From a place to the end; with a mover, what moved is said and the way is noted."""

    reading: Connection
    writing: Connection
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
        try:
            upto = await rows_contain(self.reading)
            after = self.progress.cursor
            async for rows in scanning.pages(
                self.reading, where, after=after, size=self.page
            ):
                await self._take(rows, upto)
                upto = await rows_contain(self.reading)  # before the next rows are read
            await self._settle()
        finally:
            if self._saying is not None:
                self._saying.cancel()
        return self.progress

    async def _take(self, rows: Sequence[Scanned], upto: int) -> None:
        changes, troubled = changes_of(self.counting, rows)
        sayings: list[Saying] = []
        if self.mover is not None and changes:
            sayings = await self.mover.sayings(self.reading, changes, upto)
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
        return await mover.say(self.writing, sayings)

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
            await write(self.writing, self.progress)
        self.told(self.progress)


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
