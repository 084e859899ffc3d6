"""A fact changed, removed or lost on the way is found by name, and copies are put back."""

import asyncio
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.names import SERVICES
from deploy.embedded.supervisor import Stack
from shared.log import saying, streams
from shared.log import verify as checks
from shared.log.wire import close, connect_once
from tests.faults.province import (
    Clients,
    ask,
    differences,
    establish,
    eventually,
    heads,
    operator,
    owners,
    settle,
    unseen,
    verified,
)
from tests.folders import data_folder

LOAD = 60


@pytest.fixture(name="stack", scope="module")
def _stack() -> Iterator[Stack]:
    """One stack with some load for all tests of this module."""
    with (
        data_folder() as folder,
        Stack(folder, ports=None, with_caddy=False, tell=lambda _: None) as stack,
    ):
        asyncio.run(_loaded(stack))
        yield stack


async def _loaded(stack: Stack) -> None:
    await establish(stack)
    await post(stack, range(LOAD))
    await settle(stack)


async def post(stack: Stack, numbers: range) -> list[str]:
    """Post petitions and return their ids."""
    clients = Clients(stack.services["intake"].url, "verify")
    await clients.post_all(numbers)
    return list(clients.acknowledged.values())


async def test_what_was_said_is_everywhere_as_it_was_said(stack: Stack) -> None:
    """After some load every check is clean, and there was something to check."""
    report = await verified(stack)
    assert report.findings == []
    assert report.facts >= 4 * sum((await heads(stack)).values())


TAMPERED = [
    pytest.param(
        "update said set body = overlay(body placing '\\x58' from 200) where position = 7",
        7, "hash", id="one byte of a fact",
    ),
    pytest.param(
        "update said s set body = new, hash = sha256(new) from (select position,"
        " overlay(body placing 'X' from position('\"data\"'::bytea in body) + 12) as new"
        " from said) o where s.position = o.position and s.position = 7",
        8, "predecessor", id="one byte, and its hash made to fit",
    ),
    pytest.param("delete from said where position = 7", 8, "7 is missing", id="a fact removed"),
    pytest.param(
        "update said set stream = 'other' where position = 7",
        7, "columns", id="a column that leads elsewhere",
    ),
]  # fmt: skip


async def _copied(stack: Stack) -> asyncpg.Connection:
    """Return the owner of a copy of intake's database: same tables, same log."""
    admin = await asyncpg.connect(stack.workspace.admin_dsn())
    await admin.execute("drop database if exists copy_of_intake with (force)")
    await admin.execute("create database copy_of_intake")
    await admin.close()
    copy = await asyncpg.connect(stack.workspace.admin_dsn("copy_of_intake"))
    await copy.execute((Path(saying.__file__).with_name("schema.sql")).read_text())
    original = await asyncpg.connect(stack.dsn("intake", "owner"))
    rows = await original.fetch("table said order by position")
    await original.close()
    await copy.copy_records_to_table("said", records=rows)
    return copy


@pytest.mark.parametrize(("statement", "position", "wrong"), TAMPERED)
async def test_a_changed_log_is_found_at_the_very_fact(
    stack: Stack, statement: str, position: int, wrong: str
) -> None:
    """In a copy of intake's database one thing is changed: that very fact is named."""
    copy = await _copied(stack)
    try:
        report = checks.Report()
        await checks.verify_said(copy, "intake", report)
        assert report.found == 0
        fact_id = await copy.fetchval("select id from said where position = $1", position)
        await copy.execute(statement)
        await checks.verify_said(copy, "intake", report)
    finally:
        await copy.close()
    found = [(each.position, each.fact_id) for each in report.findings]
    assert found == [(position, str(fact_id))]
    assert wrong in report.findings[0].wrong


async def test_facts_removed_from_a_copy_are_put_back_where_they_stood(
    stack: Stack,
) -> None:
    """First, middle and last fact heard are gone, another is damaged: origin and rebuild mend."""
    async with owners(stack) as databases:
        reporting = databases["reporting"]
        before = await reporting.fetch("table heard order by seq, source, position")
        for source in SERVICES[:3]:
            last = (await heads(stack))[source]
            await reporting.execute(
                "delete from heard where source = $1 and position = any($2)",
                source, [1, 2, last // 2, last],
            )  # fmt: skip
            await reporting.execute(
                "update heard set body = overlay(body placing '\\x58' from 200)"
                " where source = $1 and position = 9",
                source,
            )
        found = await verified(stack)
        assert {each.place for each in found.findings} == {
            f"heard by reporting of {source}" for source in SERVICES[:3]
        }
        repaired = await verified(stack, repair=True)
        assert (found.found, repaired.found, repaired.repaired) == (15, 15, 15)
        assert (await verified(stack)).findings == []
        after = await reporting.fetch("table heard order by seq, source, position")
        assert after == before
    assert await differences(stack) == {}


def damage(stack: Stack, fact_id: str) -> None:
    """Flip one bit of a fact in the files of the stopped NATS server."""
    for block in stack.workspace.folder.rglob("*.blk"):
        content = bytearray(block.read_bytes())
        at = content.find(f'"id":"{fact_id}"'.encode())
        if at >= 0:
            content[at + 100] ^= 1
            block.write_bytes(content)
            return
    raise AssertionError(f"no block holds {fact_id}")


async def lodged(stack: Stack, petition_id: str) -> tuple[str, int]:
    """Return id and position of the fact that a petition was lodged."""
    rows = await ask(
        stack.dsn("intake"), "select id, position from said where stream = $1", petition_id
    )
    return str(rows[0][0]), rows[0][1]


async def test_a_hole_in_the_stream_is_filled_by_the_origin(stack: Stack) -> None:
    """
    One bit of the stream's file flips before reporting has read it: reporting asks intake.

    The petition whose first fact was lost is shown as all others are, and once the
    stream was repaired it is whole, its relay goes on, and nobody hears the fact twice.
    """
    await asyncio.to_thread(stack.process("reporting").stop)
    petitions = []
    for numbers in (range(1_000, 1_010), range(1_010, 1_011), range(1_011, 1_020)):
        petitions += await post(stack, numbers)
        await eventually(partial(_has_classified, stack, petitions))
    # The lost one's effects stand before the next fact of intake, which reveals the hole.
    lost = await lodged(stack, petitions[10])
    await asyncio.to_thread(stack.nats.stop)
    damage(stack, lost[0])
    await asyncio.to_thread(stack.nats.start)
    await asyncio.to_thread(stack.process("reporting").start)
    await settle(stack)
    assert await unseen(stack, set(petitions)) == set()
    assert await differences(stack) == {}
    await _stream_is_mended(stack, lost)
    more = await post(stack, range(2_000, 2_010))
    await settle(stack)
    assert await unseen(stack, set(more)) == set()
    assert await differences(stack) == {}
    assert (await verified(stack)).findings == []


async def _stream_is_mended(stack: Stack, lost: tuple[str, int]) -> None:
    found = await verified(stack)
    assert [(each.place, each.fact_id, each.position) for each in found.findings] == [
        ("stream of intake", *lost)
    ]
    assert (await verified(stack, repair=True)).repaired == 1
    assert (await verified(stack)).findings == []


async def test_a_stream_that_was_lost_is_published_and_heard_again(stack: Stack) -> None:
    """NATS loses its disk: what was said makes the stream anew, what is new is heard once."""
    await asyncio.to_thread(stack.nats.stop)
    shutil.rmtree(stack.workspace.folder / "nats" / "store")
    meanwhile = await post(stack, range(3_000, 3_010))
    await asyncio.to_thread(stack.nats.start)
    nc = await connect_once(operator(stack), name="test")
    await streams.declare(nc)
    await close(nc)
    await settle(stack)
    assert await unseen(stack, set(meanwhile)) == set()
    await asyncio.to_thread(stack.restart, "reporting")
    later = await post(stack, range(3_010, 3_020))
    await settle(stack)
    assert await unseen(stack, set(later)) == set()
    assert await differences(stack) == {}
    assert (await verified(stack)).findings == []


async def _has_classified(stack: Stack, petitions: list[str]) -> bool:
    rows = await ask(
        stack.dsn("deadlines"),
        "select distinct petition_id from live.clock where petition_id = any($1)",
        petitions,
    )
    return len(rows) == len(petitions)
