"""How fast sixteen writers append, beside sixteen connections that only insert."""

import asyncio
import time
import uuid
from typing import Any

import asyncpg

from shared.contracts.intake import PetitionLodged
from shared.envelope import Context, Heard, decode_envelope, heard_from
from shared.ids import new_id
from shared.log.saying import PostgresLog, Saying
from shared.postgres.pool import Database
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.ground import Ground

WRITERS = 16
_DDL = """
    drop table if exists bare_said;
    create table bare_said (
        position bigint generated always as identity primary key, stream text not null,
        version int not null, type text not null, at timestamptz not null, id uuid not null,
        body bytea not null, unique (stream, version))
"""
_INSERT = (
    "insert into bare_said (stream, version, type, at, id, body) values ($1,$2,$3,$4,$5,$6)"
)


async def append_speed(
    ground: Ground, base: list[bytes], *, facts: int, repeats: int
) -> Figure:
    """Return appends a second, one petition lodged each, beside bare inserts of the same body."""
    body = next(
        b for b in base if isinstance(heard_from(decode_envelope(b)).fact, PetitionLodged)
    )
    heard = heard_from(decode_envelope(body))
    async with ground.database("intake") as url:
        pairs = []
        for _ in range(repeats):
            reference = await _insert(url, body, heard, facts)
            pairs.append((await _append(url, heard, facts), reference))
    return compared(
        "append.16_writers",
        "appends/s",
        pairs,
        to="bare inserts, 16 connections",
        at_least=0.3,
    )


async def _append(url: str, heard: Heard, facts: int) -> float:
    database = Database(url, name="bench-append", size=WRITERS)
    await database.open()
    log = PostgresLog(database, service="intake", source="/tiepdan/80/intake")
    await log.answered("warm")
    context = Context(
        actor=heard.actor,
        recorded_at=heard.recorded_at,
        correlation_id=heard.correlation_id,
    )

    async def one() -> None:
        stream = new_id()
        await log.append(
            Saying(
                stream=stream,
                after_version=0,
                facts=[heard.fact],
                happened_at=heard.happened_at,
                context=context,
                command_id=f"bench:{stream}",
            )
        )

    speed = await _at_once(one, facts)
    await database.close()
    return speed


async def _insert(url: str, body: bytes, heard: Heard, facts: int) -> float:
    pool = await asyncpg.create_pool(url, min_size=WRITERS, max_size=WRITERS)
    await pool.execute(_DDL)

    async def one() -> None:
        fact_id = uuid.uuid4()
        await pool.execute(
            _INSERT, str(fact_id), 1, "petition.lodged.v1", heard.recorded_at, fact_id, body
        )

    await asyncio.gather(*(one() for _ in range(WRITERS)))  # statements are prepared
    speed = await _at_once(one, facts)
    await pool.close()
    return speed


async def _at_once(one: Any, facts: int) -> float:
    left = iter(range(facts))

    async def writer() -> None:
        for _ in left:
            await one()

    started = time.perf_counter()
    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    return facts / (time.perf_counter() - started)
