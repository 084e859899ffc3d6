"""Marks made again from facts and keys: after a restore, and for what is older than marks are."""

from collections.abc import Callable, Iterable
from typing import Any

from services.intake.domain.petition.events import PetitionLodged
from services.intake.vault.conflicts import CURSOR as CONFLICTS
from services.intake.vault.keys import INDEX, REMARKING, Vault, read, read_secrets
from services.intake.vault.marks import Marks
from services.intake.vault.ring import KeyRing
from shared.envelope import decode_envelope, heard_from
from shared.postgres.pool import Database, Pooled

PAGE = 2_000
DONE = 2**62
Told = Callable[[int, int], None]


async def remark(
    connection: Pooled,
    ring: KeyRing,
    *,
    after: int = 0,
    told: Told = lambda _done, _all: None,
) -> int:
    """Make the marks of every petition that can be opened; return how many were missing."""
    marks = Marks((await read_secrets(connection, ring))[INDEX])
    total = await connection.fetchval("select position from said_head")
    made = 0
    for start in range(after, total, PAGE):
        rows = await connection.fetch(
            "select s.body, k.wrapped, k.generation from said s"
            " join vault.key k on k.name = s.stream"
            " where s.position > $1 and s.position <= $2"
            " and s.type like 'petition.lodged.%'",
            start, start + PAGE,
        )  # fmt: skip
        made += await _mark(connection, ring, marks, rows)
        told(min(start + PAGE, total), total)
    return made


async def remark_what_is_old(database: Database, vault: Vault, ring: KeyRing) -> None:
    """Mark petitions that were lodged before there were marks; once, and again if cut off."""
    await vault.secrets()
    async with database.connection() as connection:
        at = await connection.fetchval(
            "select position from job_cursor where name = $1", REMARKING
        )
        if at is None or at == DONE:
            return
        await remark(connection, ring)
        # Whom they are against was not known to whoever was appointed meanwhile.
        await connection.execute(
            "update job_cursor set position = 0 where name = $1", CONFLICTS
        )
        await connection.execute(
            "update job_cursor set position = $2 where name = $1", REMARKING, DONE
        )


async def _mark(
    connection: Pooled, ring: KeyRing, marks: Marks, rows: Iterable[Any]
) -> int:
    found: list[tuple[str, str, str]] = []
    for body, wrapped, generation in rows:
        fact = heard_from(decode_envelope(body)).fact
        if not isinstance(fact, PetitionLodged):
            continue
        key = ring.of(generation).unwrap(wrapped, fact.petition_id)
        found += [
            (marked.mark, fact.petition_id, marked.role)
            for marked in marks.of_petition(read(key, fact.sealed))
        ]
    if not found:
        return 0
    done = await connection.execute(
        "insert into vault.mark select * from unnest($1::text[], $2::text[], $3::text[])"
        " on conflict do nothing",
        *(list(column) for column in zip(*found, strict=True)),
    )
    return int(done.rpartition(" ")[2])
