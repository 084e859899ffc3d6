"""A toy service around the real log: one read model, one reaction, as many replicas as liked."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec

from shared.clock import FixedClock
from shared.contracts.deadlines import CalendarPublished, ClockStopped
from shared.decider import Decider
from shared.envelope import Context, Heard, decode_envelope, encode_unplaced
from shared.ids import PetitionId, new_id
from shared.log.handling import Aggregate
from shared.log.hearing import Ears, Hearing
from shared.log.progress import Progress
from shared.log.reacting import FixedAggregates, Reactions
from shared.log.readmodel import ReadModel, Tally
from shared.log.rebuild import Rebuild, Report
from shared.log.relay import Relay
from shared.log.saying import PostgresLog, Saying
from shared.log.streams import STREAM, js_api, source_of
from shared.log.wire import close, connect_once
from shared.postgres.pool import Database

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
SERVICE = "deadlines"
SOURCE = source_of(SERVICE, "80")
CONTEXT = Context(actor="test", recorded_at=MON, correlation_id="p")


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
            year=2026, version=len(said) + 1, days=(), approved_by=None,
            source=command.clock_id, confidence="high",
        )
    ]  # fmt: skip


ANSWERS = Decider(initial=(), evolve=lambda said, fact: (*said, fact.source), decide=decide)
AGGREGATE = Aggregate(ANSWERS, lambda command: f"answer-{command.clock_id}")


def stopped(clock_id: str) -> ClockStopped:
    """Return the fact that the toy hears."""
    return ClockStopped(
        clock_id=clock_id, petition_id=PetitionId("p"), stopped_on=MON.date(), reason="met"
    )


def count(row: Row | None, heard: Heard) -> Row:
    """Count what was seen of a clock."""
    assert isinstance(heard.fact, ClockStopped)
    return Row(heard.fact.clock_id, 1 if row is None else row.seen + 1)


def react(heard: Heard) -> Sequence[Stop]:
    """Answer every stopped clock."""
    assert isinstance(heard.fact, ClockStopped)
    return [Stop(heard.fact.clock_id)]


def fails_at(bad: str, good: Callable[..., Any]) -> Callable[..., Any]:
    """Return the fold or reaction with a bug: it fails on one clock."""

    def buggy(*given: Any) -> Any:
        if given[-1].fact.clock_id == bad:
            raise ZeroDivisionError
        return good(*given)

    return buggy


def refused_at(bad: str) -> Callable[..., Row]:
    """Return the fold with another bug: PostgreSQL refuses the row it makes of one clock."""

    def buggy(row: Row | None, heard: Heard) -> Row:
        after = count(row, heard)
        return Row("with a NUL \x00", 1) if after.clock_id == bad else after

    return buggy


def seen(fold: Callable[..., Row]) -> ReadModel[Row]:
    """Return the toy's read model, folded in this way."""
    return ReadModel(
        table="seen",
        row=Row,
        keys={ClockStopped: lambda fact: fact.clock_id},
        fold=fold,
        tallies=(
            Tally(table="seen_n", columns=(("seen", int),), bucket=lambda r: (r.seen,)),
        ),
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
            ears,
            database_url=self.url,
            nats=nats,
            progress=progress,
            after_commit=lambda: None,
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
            await self.log.append(
                Saying(
                    stream=f"c{number}", after_version=0, facts=[stopped(f"clock-{number}")],
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
            " (select count(*) from said where type = 'calendar.published.v2'),"
            " (select count(*) from heard), (select coalesce(sum(n), 0) from live.seen_n)]"
        )
        return got == [clocks, clocks, 2 * clocks, clocks]

    async def holds(self, query: str, expected: object) -> bool:
        """Test whether one value of its database is as expected."""
        return await self.value(query) == expected

    async def say_unknown(self, stream: str) -> None:
        """Say a fact of a kind that this code was not taught."""
        body = encode_unplaced(
            id=new_id(), source=SOURCE, stream=stream, version=1, happened_at=MON,
            fact=stopped("none"), context=CONTEXT,
        ).replace(b"clock.stopped.v1", b"clock.melted.v9")  # fmt: skip
        await self.fetch(
            "select * from append_facts($1, $2, $3, $4, $5, $6, $7)",
            [decode_envelope(body).id], [stream], [1], ["clock.melted.v9"], [None], [1], [body],
        )  # fmt: skip

    async def rebuilt(self) -> Report:
        """Rebuild beside what is live, and compare."""
        return await Rebuild(owner_url=self.url, models=[seen(count)]).run(
            compare_only=True
        )


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
