"""How many open clocks a second are counted again after a holiday was added, facts and all."""

import datetime as dt
import gc
import time

from services.deadlines.domain.announcing import Law
from services.deadlines.rederiving.drafts import of_calendar
from services.deadlines.rederiving.progress import Progress
from services.deadlines.rederiving.trying import Seen, walk
from services.deadlines.store import days_of
from shared.contracts.deadlines import CalendarDay
from tests.benchmarks.figures import Figure, plain
from tests.benchmarks.ground import Ground
from tests.clocks import Clockwork, clockwork

AT_LEAST = 20_000
FIRST_ON = dt.date(2026, 11, 16)
HOLIDAYS = (dt.date(2026, 11, 26), dt.date(2026, 11, 25), dt.date(2026, 11, 27))
"""Added one after the other, each to the year as it stands then."""


async def rederiving_speed(ground: Ground, *, clocks: int, repeats: int) -> list[Figure]:
    """
    Return clocks counted again a second, and clocks that moved a second, in one process.

    The time of every clock touches the holiday. Three in four have another last day then,
    and for each of them a fact is said; that others hear it is not measured here.
    """
    examined, moved = [], []
    async with ground.database("deadlines") as url, clockwork(url) as work:
        await work.begin()
        await work.fill(clocks, first_on=FIRST_ON)
        async with work.database.connection() as connection:
            await connection.execute("vacuum analyze said, live.clock")
        tried = [await _tried(work) for _ in range(repeats)]
        for holiday in HOLIDAYS[:repeats]:
            await work.publish(holiday.year, [holiday])
            gc.collect()
            gc.freeze()  # a service does not hold what this process filled the tables with
            job, started = work.job(), time.perf_counter()
            await job.run_if_due()
            seconds = time.perf_counter() - started
            gc.unfreeze()
            progress = await job.progress()
            await _must_be_done(work, progress, clocks)
            examined.append(progress.examined / seconds)
            moved.append(progress.moved / seconds)
            await work.hear()
    return [
        plain("rederive.examined", "clocks/s", examined, at_least=AT_LEAST),
        plain("rederive.moved", "facts/s", moved),
        plain("what_if.history", "clocks/s", tried),
    ]


async def _tried(work: Clockwork) -> float:
    """Return how many clocks a second a draft is tried on: all there are, stopped ones too."""
    law = Law(book=work.aggregates.book, calendar=work.aggregates.calendar)
    year = law.calendar.years[HOLIDAYS[0].year]
    extra = {CalendarDay(on=on, kind="local", name="Bão") for on in HOLIDAYS}
    draft = of_calendar(law, year.year, days_of(year) | extra)
    seen = Seen(total=0)

    async def take(one: Seen) -> None:
        nonlocal seen
        seen = one

    started = time.perf_counter()
    async with work.database.connection() as connection:
        found = await walk(connection, draft, FIRST_ON, take)
    if not found.moved or seen.examined != seen.total:
        raise RuntimeError(f"it was not all tried: {found}")
    return seen.examined / (time.perf_counter() - started)


async def _must_be_done(work: Clockwork, progress: Progress, clocks: int) -> None:
    said = len(await work.said("clock.moved.v1", after=work.folded))
    if progress.under_way or progress.examined < clocks or said != progress.moved:
        raise RuntimeError(f"it was not all done: {progress}, {said} facts")
