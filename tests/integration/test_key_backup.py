"""Keys and facts are backed up apart: together they open, alone nothing, and no erasure is undone."""

import io
import os

import asyncpg
import msgspec
import pytest

from services.intake.vault.backup import BackupUnfit, back_up, erasures_in, restore
from services.intake.vault.boxes import ContentGone
from services.intake.vault.keys import KeysMissing
from shared.contracts.intake import PetitionErased
from shared.ids import OfficerId
from shared.log.saying import Saying
from tests.integration.keeping import CANARY, CONTEXT, Province, made, province

PASSPHRASE = "bốn chữ dài và một con số 91"


async def backed_up(one: Province) -> bytes:
    connection = await asyncpg.connect(one.url)
    file = io.BytesIO()
    await back_up(connection, one.ring, PASSPHRASE, file, lambda _d, _t: None)
    await connection.close()
    assert CANARY.encode() not in file.getvalue()
    return file.getvalue()


async def facts_of(url: str) -> dict[str, list[tuple]]:
    """A backup of facts: intake's log without the vault."""
    connection = await asyncpg.connect(url)
    tables = {}
    for table in ("said", "said_head"):
        rows = await connection.fetch(f"select * from {table}")
        tables[table] = [tuple(row.values()) for row in rows]
    await connection.close()
    return tables


async def put_back(url: str, facts: dict[str, list[tuple]]) -> None:
    await made(url)
    connection = await asyncpg.connect(url)
    await connection.execute("delete from said_head")
    for table, rows in facts.items():
        await connection.copy_records_to_table(table, records=rows)
    await connection.close()


async def restored(
    one: Province, keys: bytes, passphrase: str = PASSPHRASE, erased=()
) -> object:
    connection = await asyncpg.connect(one.url)
    try:
        file = io.BytesIO(keys)
        return await restore(
            connection, one.ring, passphrase, file, list(erased), lambda _d, _t: None
        )
    finally:
        await connection.close()


async def test_facts_and_keys_open_together_and_alone_nothing(
    servers, database_url: str
) -> None:
    """On another machine, under another master key: all opens, receipts are the same."""
    elsewhere = f"elsewhere_{os.urandom(4).hex()}"
    admin = await asyncpg.connect(servers.url("postgres"))
    await admin.execute(f"create database {elsewhere}")
    await admin.close()
    async with province(database_url) as one:
        for _ in range(3):
            await one.lodge()
        await one.rotate()
        keys, facts = await backed_up(one), await facts_of(one.url)
        await put_back(servers.url(elsewhere), facts)
        async with province(servers.url(elsewhere)) as other:
            other.receipts = one.receipts
            with pytest.raises(KeysMissing):
                await other.vault.secrets()
            for wrong in (keys[:-40], keys[:60] + b"x" + keys[61:], b"", b"{}\n"):
                with pytest.raises(BackupUnfit):
                    await restored(other, wrong)
            with pytest.raises(BackupUnfit):
                await restored(other, keys, "không phải câu này đâu")
            done = msgspec.to_builtins(await restored(other, keys))
            assert (3, 0) == (done["keys"], done["left_out"])
            assert done["marks"] > 3
            await other.check()
            assert 3 == (await restored(other, keys)).keys


async def test_old_backups_do_not_bring_back_who_was_erased(
    servers, database_url: str
) -> None:
    """Facts and keys from before the erasure, and the erasure from whoever else heard of it."""
    elsewhere = f"erased_{os.urandom(4).hex()}"
    admin = await asyncpg.connect(servers.url("postgres"))
    await admin.execute(f"create database {elsewhere}")
    await admin.close()
    async with province(database_url) as one:
        gone, kept = await one.lodge(), await one.lodge()
        keys, facts = await backed_up(one), await facts_of(one.url)
        fact = PetitionErased(
            petition_id=gone, ground="lawful_request", reference="1/QĐ",
            asked_by=OfficerId("a"), confirmed_by=OfficerId("b"),
        )  # fmt: skip
        await one.log.append(
            Saying(
                stream=gone,
                after_version=1,
                facts=[fact],
                happened_at=CONTEXT.recorded_at,
                context=CONTEXT,
            )
        )
        connection = await asyncpg.connect(one.url)
        erased = await erasures_in(connection, "said")
        await connection.close()
        await put_back(servers.url(elsewhere), facts)
        async with province(servers.url(elsewhere)) as other:
            done = await restored(other, keys, erased=erased)
            assert (1, 1) == (done.keys, done.left_out)
            with pytest.raises(ContentGone):
                await other.store.content(gone)
            assert await other.store.content(kept) is not None
            assert 1 == (await restored(other, keys)).left_out
            with pytest.raises(ContentGone):
                await other.store.content(gone)
