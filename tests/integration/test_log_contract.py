"""One contract for both logs: PostgreSQL in life, its twin in memory in tests."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.contracts.deadlines import ClockStopped
from shared.envelope import Context
from shared.errors import Conflict
from shared.ids import PetitionId
from shared.log.memory import MemoryLog
from shared.log.migrate import migrate
from shared.log.saying import Log, PostgresLog, Saying
from shared.postgres.pool import Database, connect

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def fact(clock: str = "c") -> ClockStopped:
    """Any fact will do: the log does not look inside."""
    return ClockStopped(
        clock_id=clock, petition_id=PetitionId("p"), stopped_on=MON.date(), reason="met"
    )


def saying(stream: str, after: int, n: int = 1, command: str | None = None) -> Saying:
    """N facts for a stream after a version."""
    return Saying(
        stream=stream,
        after_version=after,
        facts=[fact() for _ in range(n)],
        happened_at=MON,
        context=Context(actor="test", recorded_at=MON, correlation_id="p"),
        command_id=command,
    )


@pytest_asyncio.fixture(name="log", params=["memory", "postgres"])
async def _log(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Log]:
    if request.param == "memory":
        yield MemoryLog(service="deadlines")
        return
    owner = await connect(database_url, name="test")
    await migrate(owner, role="pg_monitor", models=())
    await owner.close()
    database = Database(database_url, name="test")
    await database.open()
    yield PostgresLog(database, service="deadlines", source="/tiepdan/80/deadlines")
    await database.close()


async def test_what_was_said_is_loaded_in_order(log: Log) -> None:
    """Versions count within the stream, positions over the whole log."""
    assert 2 == await log.append(saying("a", 0, 2))
    assert 3 == await log.append(saying("b", 0))
    assert 4 == await log.append(saying("a", 2))
    loaded = await log.load("a")
    assert [(1, 1), (2, 2), (3, 4)] == [(h.version, h.position) for h in loaded]
    assert fact() == loaded[0].fact
    assert MON == loaded[0].recorded_at


async def test_a_stream_that_moved_on_refuses(log: Log) -> None:
    """A writer that saw an old version loses, and nothing of it is kept."""
    await log.append(saying("a", 0))
    with pytest.raises(Conflict):
        await log.append(saying("a", 0))
    with pytest.raises(Conflict):
        await log.append(saying("a", 2))
    assert 1 == len(await log.load("a"))


async def test_a_command_is_carried_out_once(log: Log) -> None:
    """The same command id is refused the second time, on whatever stream."""
    await log.append(saying("a", 0, 2, command="k"))
    with pytest.raises(Conflict):
        await log.append(saying("b", 0, command="k"))
    answered = await log.answered("k")
    assert answered is not None
    assert ("a", 2) == (answered.stream, answered.position)
    assert await log.answered("other") is None


async def test_writers_at_once_leave_no_gap(log: Log) -> None:
    """Of many writers to one stream exactly one wins; positions stay gapless."""
    results = await asyncio.gather(
        *(log.append(saying(f"s{n % 10}", 0)) for n in range(50)), return_exceptions=True
    )
    won = sorted(r for r in results if isinstance(r, int))
    assert list(range(1, 11)) == won
    assert all(isinstance(r, int | Conflict) for r in results)


async def test_groups_of_one_statement_are_decided_in_turn(log: Log) -> None:
    """Each sees what those before it wrote; one that is refused leaves the others standing."""
    asked = [
        saying("a", 1),
        saying("a", 0, 2, command="k"),
        saying("b", 0, command="k"),
        saying("a", 2),
        saying("a", 2),
        saying("c", 0, command="l"),
    ]
    results = await asyncio.gather(
        *(log.append(each) for each in asked), return_exceptions=True
    )
    assert [Conflict, 2, Conflict, 3, Conflict, 4] == [
        each if isinstance(each, int) else type(each) for each in results
    ]
    loaded = await log.load("a")
    assert [(1, 1), (2, 2), (3, 3)] == [(h.version, h.position) for h in loaded]
