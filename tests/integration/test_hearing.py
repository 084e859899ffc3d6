"""Hearing under trouble: what is lost on the way is noticed, what cannot be processed is kept."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec
import pytest
import pytest_asyncio
import structlog
from structlog.typing import EventDict

from shared.clock import FixedClock
from shared.contracts.deadlines import CalendarPublished, ClockStopped
from shared.decider import Decider
from shared.envelope import Context, Heard
from shared.ids import PetitionId
from shared.log.handling import Aggregate
from shared.log.hearing import Ears, Hearing
from shared.log.migrate import migrate
from shared.log.progress import Progress
from shared.log.reacting import FixedAggregates, Reactions
from shared.log.readmodel import ReadModel, Tally
from shared.log.rebuild import Rebuild, Report
from shared.log.relay import Relay
from shared.log.saying import PostgresLog, Saying
from shared.log.setting_aside import set_aside
from shared.log.streams import STREAM, js_api, source_of
from shared.log.wire import close, connect_once
from shared.postgres.pool import Database, connect

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
SERVICE = "deadlines"
SOURCE = source_of(SERVICE, "80")
CONTEXT = Context(actor="test", recorded_at=MON, correlation_id="p")
BAD = "clock-13"


class Stop(msgspec.Struct, frozen=True):
    """The toy's command: a stopped clock is answered by one calendar of its own."""

    clock_id: str
    at: dt.datetime = MON


class Row(msgspec.Struct, frozen=True):
    """A clock, and how often it was seen."""

    clock_id: str
    seen: int


def decide(command: Stop, said: tuple[str, ...]) -> Sequence[CalendarPublished]:
    """Answer each clock once."""
    if command.clock_id in said:
        return []
    return [
        CalendarPublished(
            year=2026, version=len(said) + 1, closed=(), make_up=(),
            source=command.clock_id, confidence="high",
        )
    ]  # fmt: skip


ANSWERS = Decider(initial=(), evolve=lambda said, fact: (*said, fact.source), decide=decide)
AGGREGATE = Aggregate(ANSWERS, lambda command: f"answer-{command.clock_id}")


def count(row: Row | None, heard: Heard) -> Row:
    """Count what was seen of a clock."""
    assert isinstance(heard.fact, ClockStopped)
    return Row(heard.fact.clock_id, 1 if row is None else row.seen + 1)


def react(heard: Heard) -> Sequence[Stop]:
    """Answer every stopped clock."""
    assert isinstance(heard.fact, ClockStopped)
    return [Stop(heard.fact.clock_id)]


def fails_at(bad: str, good: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """Return the function with a bug: it fails on one clock."""

    def buggy(*given: Any) -> Any:  # noqa: ANN401 - either of two functions
        if given[-1].fact.clock_id == bad:
            raise error
        return good(*given)

    return buggy


def seen(fold: Callable[..., Row]) -> ReadModel[Row]:
    """Return the toy's read model, folded in this way."""
    return ReadModel(
        table="seen",
        row=Row,
        keys={ClockStopped: lambda fact: fact.clock_id},
        fold=fold,
        tallies=(Tally(table="seen_n", columns=(("seen", int),), bucket=lambda r: (r.seen,)),),
    )


@dataclass
class Toy:
    """A service with one read model and one reaction, as often started as a test likes."""

    servers: Any
    url: str
    database: Database
    log: PostgresLog
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(
        self, *, fold: Callable[..., Row] = count, when: Callable[..., Any] = react
    ) -> tuple[Hearing, Relay, Progress]:
        """Start a replica."""
        progress = Progress()
        nats = self.servers.nats_user(SERVICE)
        reactions = Reactions(
            service=SERVICE,
            when={ClockStopped: when},
            aggregates=FixedAggregates({Stop: AGGREGATE}),
            clock=FixedClock(MON),
        )
        ears = Ears(
            service=SERVICE, source=SOURCE, hears=(SERVICE,), models=(seen(fold),),
            reactions=reactions, ask_origin=self._ask_origin,
        )  # fmt: skip
        hearing = Hearing(
            ears, database_url=self.url, nats=nats, progress=progress, after_commit=lambda: None
        )
        wake = self.log.appended
        relay = Relay(service=SERVICE, database_url=self.url, nats=nats, wake=wake)
        self.tasks += [asyncio.create_task(hearing.run()), asyncio.create_task(relay.run())]
        return hearing, relay, progress

    async def _ask_origin(self, _: str, first: int, last: int) -> Sequence[bytes]:
        rows = await self.fetch(
            "select body from said where position between $1 and $2 order by position",
            first, last,
        )  # fmt: skip
        return [row[0] for row in rows]

    async def stop(self) -> None:
        """End every replica."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()

    async def say(self, first: int, last: int) -> None:
        """Say that some clocks were stopped."""
        for number in range(first, last + 1):
            fact = ClockStopped(
                clock_id=f"clock-{number}", petition_id=PetitionId("p"),
                stopped_on=MON.date(), reason="met",
            )  # fmt: skip
            await self.log.append(
                Saying(
                    stream=f"c{number}", after_version=0, facts=[fact],
                    happened_at=MON, context=CONTEXT,
                )
            )  # fmt: skip

    async def fetch(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        """Return rows of its database."""
        async with self.database.connection() as connection:
            return list(await connection.fetch(query, *arguments))

    async def value(self, query: str) -> object:
        """Return one value of its database; None while that is away."""
        with contextlib.suppress(Exception):
            return (await self.fetch(query))[0][0]
        return None

    async def all_done(self, clocks: int) -> bool:
        """Test whether so many clocks were heard, shown and answered, and the answers heard."""
        got = await self.value(
            "select array[(select count(*) from live.seen where seen = 1),"
            " (select count(*) from said where type = 'calendar.published.v1'),"
            " (select count(*) from heard), (select coalesce(sum(n), 0) from live.seen_n)]"
        )
        return got == [clocks, clocks, 2 * clocks, clocks]

    async def rebuilt(self) -> Report:
        """Rebuild beside what is live, and compare."""
        return await Rebuild(owner_url=self.url, models=[seen(count)]).run(compare_only=True)


@pytest_asyncio.fixture(name="toy")
async def _toy(stream: Any, database_url: str) -> AsyncIterator[Toy]:
    owner = await connect(database_url, name="test")
    await migrate(owner, role="pg_monitor", models=[seen(count)])
    await owner.close()
    database = Database(database_url, name="test")
    await database.open()
    toy = Toy(stream, database_url, database, PostgresLog(database, service=SERVICE, source=SOURCE))
    yield toy
    await toy.stop()
    await database.close()


async def until(test: Callable[[], Awaitable[object]], timeout_s: float = 30.0) -> None:
    """Wait until it is so."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while not await test():
        assert asyncio.get_running_loop().time() < deadline, "it never came true"
        await asyncio.sleep(0.05)


async def consumers(toy: Toy) -> list[str]:
    """Return the names of the consumers the stream has."""
    nc = await connect_once(toy.servers.operator, name="test")
    answer = await js_api(nc, f"CONSUMER.NAMES.{STREAM}")
    await close(nc)
    return list(answer["consumers"] or [])


async def test_a_deleted_consumer_is_noticed(toy: Toy) -> None:
    """Somebody deletes the consumer on the server: hearing makes another and loses nothing."""
    toy.start()
    await toy.say(1, 5)
    await until(lambda: toy.all_done(5))
    nc = await connect_once(toy.servers.operator, name="test")
    for name in await consumers(toy):
        assert (await js_api(nc, f"CONSUMER.DELETE.{STREAM}.{name}"))["success"]
        await toy.say(6, 10)
    await close(nc)
    await until(lambda: toy.all_done(10))


async def test_a_second_replica_takes_over(toy: Toy) -> None:
    """The leader's connections die: another replica hears and relays, and nothing is doubled."""
    first, first_relay, _ = toy.start()
    await toy.say(1, 5)
    await until(lambda: toy.all_done(5))
    second, second_relay, follows = toy.start()
    assert await follows.reach(SERVICE, 10, 20)
    assert (first.leads, first_relay.leads) == (True, True)
    assert (second.leads, second_relay.leads) == (False, False)
    for task in toy.tasks[:2]:
        task.cancel()
    saying = asyncio.create_task(toy.say(6, 30))
    await toy.fetch(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and application_name = any($1)",
        [f"{SERVICE}-hearing", f"{SERVICE}-relay"],
    )
    await saying
    await until(lambda: toy.all_done(30))
    assert (second.leads, second_relay.leads) == (True, True)
    assert (await toy.rebuilt()).differences == {}


async def test_connections_cut_again_and_again_lose_nothing(toy: Toy) -> None:
    """Two replicas whose connections to PostgreSQL are cut while facts are said stay exact."""
    toy.start()
    toy.start()
    for round_ in range(6):
        await toy.say(1 + 10 * round_, 10 + 10 * round_)
        await toy.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name"
            " like $1 and datname = current_database()",
            f"{SERVICE}-%",
        )
    await until(lambda: toy.all_done(60))
    assert (await toy.rebuilt()).differences == {}


@pytest.mark.parametrize("name", ["nats", "postgres"])
async def test_a_restarted_server_is_found_again(toy: Toy, name: str) -> None:
    """NATS or PostgreSQL goes down and comes back: hearing goes on where it was."""
    toy.start()
    await toy.say(1, 5)
    await until(lambda: toy.all_done(5))
    server = getattr(toy.servers, name)
    if name == "nats":
        await asyncio.to_thread(server.stop)
        await toy.say(6, 10)
        await asyncio.to_thread(server.start)
    else:
        await asyncio.to_thread(lambda: (server.stop(), server.start()))
        await until(lambda: toy.value("select true"))
        await toy.say(6, 10)
    await until(lambda: toy.all_done(10))


async def test_a_reader_of_its_own_write_waits_in_vain_but_briefly(toy: Toy) -> None:
    """A fact that does not come round is waited for a bounded time, one that does is seen."""
    _, _, progress = toy.start()
    await toy.say(1, 1)
    assert await progress.reach(SERVICE, 2, 20)
    assert not await progress.reach(SERVICE, 3, 0.2)
