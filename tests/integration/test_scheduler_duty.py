"""When the scheduler ticks, when it waits, and what it makes a noise about."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from services.deadlines.scheduling import scheduler as module
from services.deadlines.scheduling.demonstration import QUIET
from services.deadlines.scheduling.scheduler import Scheduler
from services.deadlines.scheduling.ticking import Place
from shared.clock import FixedClock
from shared.contracts.deadlines import ClockStopped
from shared.envelope import Context, encode_unplaced
from shared.ids import PetitionId, new_id
from shared.log.progress import Progress
from tests.integration.ticking import Ticking, at, ticking

MORNING = at("2026-07-08 08:00")


@dataclass
class Ears:
    """Hearing as a test wants it."""

    leads: bool = True
    at_end: bool = True


@pytest_asyncio.fixture(name="clocks")
async def _clocks(database_url: str) -> AsyncIterator[Ticking]:
    async with ticking(database_url) as made:
        yield made


def scheduler(clocks: Ticking, ears: Ears, now: dt.datetime = MORNING) -> Scheduler:
    """Return one that looks at two clocks at a time."""
    return Scheduler(
        ticker=clocks.ticker(2),
        clock=FixedClock(now),
        ears=ears,
        progress=Progress(),
        service="deadlines",
    )


@contextlib.asynccontextmanager
async def hearing(clocks: Ticking, progress: Progress) -> AsyncIterator[None]:
    """Follow what is said, as long as the block lasts."""

    async def follow() -> None:
        while True:
            progress.move("deadlines", await clocks.follow())
            await asyncio.sleep(0.01)

    task = asyncio.create_task(follow())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _five(clocks: Ticking) -> None:
    for name in "abcde":
        await clocks.start(name)
        await clocks.assign(name, "lan")
    await clocks.follow()


async def test_everything_due_is_said_page_by_page(clocks: Ticking) -> None:
    await _five(clocks)
    made = scheduler(clocks, Ears(), at("2026-07-16 08:00"))
    async with hearing(clocks, made.progress):
        await made.duty()
    told = await clocks.told()
    assert len(set(told)) == len(told) == 5 * 5
    assert REGISTRY.get_sample_value("tiepdan_scheduler_lag_seconds") == 0
    said = REGISTRY.get_sample_value(
        "tiepdan_scheduler_said_total", {"fact": "clock.expired.v1"}
    )
    assert (said or 0) >= 5


async def test_what_is_not_heard_yet_holds_up_nobody(
    clocks: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page is gone through, though no row follows; the lag tells."""
    monkeypatch.setattr(module, "FOLLOWED_WITHIN_S", 0.02)
    await _five(clocks)
    made = scheduler(clocks, Ears())
    await made.duty()
    await made.duty()
    assert sorted(await clocks.told()) == [(name, "half") for name in "abcde"]
    lag = REGISTRY.get_sample_value("tiepdan_scheduler_lag_seconds")
    assert lag == dt.timedelta(minutes=30).total_seconds()


@pytest.mark.parametrize("leads", [True, False])
async def test_before_all_was_heard_nothing_is_said(
    clocks: Ticking, monkeypatch: pytest.MonkeyPatch, *, leads: bool
) -> None:
    """Its clock may have been stopped by a fact that is on its way; who waits long says so."""
    monkeypatch.setattr(module, "EVERY_S", 0.1)
    monkeypatch.setattr(module, "PATIENCE_S", 0.05)
    await _five(clocks)
    made = scheduler(clocks, Ears(leads=leads, at_end=False))
    with capture_logs() as logs:
        for _ in range(3):
            await made.duty()
    assert await clocks.told() == []
    assert {line["event"] for line in logs} == ({"scheduler_waits"} if leads else set())


async def test_who_comes_to_the_end_begins(clocks: Ticking) -> None:
    await _five(clocks)
    ears = Ears(at_end=False)
    made = scheduler(clocks, ears)

    async def arrive() -> None:
        await asyncio.sleep(0.1)
        ears.at_end = True

    async with hearing(clocks, made.progress):
        await asyncio.gather(made.duty(), arrive())
    assert len(await clocks.told()) == 5


async def test_what_cannot_be_counted_is_told_once(clocks: Ticking) -> None:
    await clocks.start("far", "2026-12-28")
    await clocks.follow()
    clocks.forget_calendars_from(2027)
    made = scheduler(clocks, Ears(), at("2027-01-13 09:00"))
    with capture_logs() as logs:
        await made.duty()
        await made.duty()
    assert [(line["log_level"], line["event"], line["why"]) for line in logs] == [
        ("error", "office_hours_unknown", "calendar-missing"),
        ("error", "clock_not_counted", "calendar-missing"),
    ]
    assert REGISTRY.get_sample_value("tiepdan_scheduler_troubled") == 1


async def test_a_demonstration_is_told_of_once_it_is_loaded(clocks: Ticking) -> None:
    """While its loader speaks, real petitions are not kept waiting."""
    await clocks.start("d", demo=True)
    await clocks.start("r")
    for name in "dr":
        await clocks.assign(name, "lan")
    await clocks.follow()
    now = dt.datetime.now(dt.UTC)
    await _load_demo(clocks)
    tick = await clocks.ticker().tick(now, Place())
    assert {who for who, _ in await clocks.told()} == {"r"}
    assert tick.said
    await clocks.follow()
    await clocks.ticker().tick(now + 2 * QUIET, Place())
    assert {who for who, _ in await clocks.told()} == {"r", "d"}


async def _load_demo(clocks: Ticking) -> None:
    """Have a fact of a demonstration be heard just now, about a day long ago."""
    fact_id, long_ago = new_id(), at("2024-01-05 09:00")
    context = Context(
        actor="demo:desk", recorded_at=long_ago, correlation_id="d", demo=True
    )
    fact = ClockStopped(
        clock_id="c", petition_id=PetitionId("d"), stopped_on=long_ago.date(), reason="met"
    )
    body = encode_unplaced(
        id=fact_id,
        source="/tiepdan/80/intake",
        stream="d",
        version=1,
        happened_at=long_ago,
        fact=fact,
        context=context,
    )
    async with clocks.database.connection() as connection:
        await connection.execute(
            "insert into heard (seq, source, position, id, subject, correlation, type, body)"
            " values (1, 'intake', 1, $1, 'd', 'd', 'x', $2)",
            fact_id, body,
        )  # fmt: skip
