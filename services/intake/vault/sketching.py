"""Sketches made again from facts and keys: after a restore, and for what is older than they are."""

import asyncio
from collections.abc import Sequence
from typing import Any

from services.intake.domain.petition.events import PetitionLodged
from services.intake.domain.petition.likeness import Sketch
from services.intake.vault.kept import keep
from services.intake.vault.keys import INDEX, Vault, read, read_secrets
from services.intake.vault.ring import KeyRing
from services.intake.vault.sketches import Sketcher
from shared.envelope import decode_envelope, heard_from
from shared.postgres.pool import Database, Pooled

CURSOR = "intake.likeness"
PAGE = 1_000
"""Positions looked at in one go; at most a few seconds of work, aside of what is asked."""
DONE = 2**62

_WITHOUT = """
    select s.body, k.wrapped, k.generation from said s
    join vault.key k on k.name = s.stream
    left join vault.likeness l on l.petition_id = s.stream
    where s.position > $1 and s.position <= $2 and s.type like 'petition.lodged.%'
        and l.petition_id is null
"""


async def sketch_again(connection: Pooled, ring: KeyRing) -> int:
    """Make the sketch of every petition that can be opened and has none; return how many."""
    sketcher = Sketcher((await read_secrets(connection, ring))[INDEX])
    total = await connection.fetchval("select position from said_head")
    made = 0
    for start in range(0, total, PAGE):
        made += await _sketch(connection, ring, sketcher, start)
    return made


async def sketch_what_is_old(database: Database, vault: Vault, ring: KeyRing) -> None:
    """Sketch what was lodged before there were sketches; once, going on where it was cut off."""
    sketcher = (await vault.secrets()).sketcher
    while True:
        async with database.connection() as connection:
            await connection.execute(
                "insert into job_cursor values ($1, 0) on conflict do nothing", CURSOR
            )
            at, total = await connection.fetchrow(
                "select c.position, h.position from job_cursor c, said_head h"
                " where c.name = $1",
                CURSOR,
            )
            if at == DONE:
                return
            await _sketch(connection, ring, sketcher, at)
            await connection.execute(
                "update job_cursor set position = $2 where name = $1",
                CURSOR, at + PAGE if at + PAGE < total else DONE,
            )  # fmt: skip


async def _sketch(connection: Pooled, ring: KeyRing, sketcher: Sketcher, after: int) -> int:
    rows = await connection.fetch(_WITHOUT, after, after + PAGE)
    sketches = await asyncio.to_thread(_sketches, ring, sketcher, rows)
    await keep(connection, sketches)
    return len(sketches)


def _sketches(
    ring: KeyRing, sketcher: Sketcher, rows: Sequence[Any]
) -> list[tuple[str, Sketch]]:
    made: list[tuple[str, Sketch]] = []
    for body, wrapped, generation in rows:
        fact = heard_from(decode_envelope(body)).fact
        if isinstance(fact, PetitionLodged):
            key = ring.of(generation).unwrap(wrapped, fact.petition_id)
            sketch = sketcher.of(
                read(key, fact.sealed),
                fact.respondent_agency,
                secret=fact.kind_claimed == "denunciation",
            )
            made.append((fact.petition_id, sketch))
    return made
