"""The references: the least code that reads, decodes, folds and keeps the same facts."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
from nats.aio.msg import Msg

from shared.log.streams import STREAM, js_api
from shared.log.wire import NatsAddress, close, connect_once

PAGE = 5_000
_DDL = """
    drop table if exists bare_log, bare_model;
    create table bare_log (
        seq bigint primary key, petition text, version int, type text, body bytea);
    create table bare_model (
        petition text primary key, holder text, kind text, channel text, received_on text,
        status text, version int, at text, transfers int)
"""


class _Envelope(msgspec.Struct, gc=False):
    type: str
    correlationid: str
    streamversion: int
    time: str
    data: msgspec.Raw


class _Data(msgspec.Struct, gc=False):
    holder: str = ""
    kind: str = ""
    channel: str = ""
    received_on: str | None = ""


class _State:
    __slots__ = (
        "at",
        "channel",
        "holder",
        "kind",
        "received",
        "status",
        "transfers",
        "version",
    )


_envelope = msgspec.json.Decoder(_Envelope).decode
_data = msgspec.json.Decoder(_Data).decode
States = dict[str, _State]


def _fold(states: States, body: bytes) -> _Envelope:
    e = _envelope(body)
    d = _data(e.data)
    s = states.get(e.correlationid)
    if s is None:
        s = states[e.correlationid] = _State()
        s.transfers = 0
    s.holder, s.kind, s.channel, s.received = d.holder, d.kind, d.channel, d.received_on
    s.status, s.version, s.at = e.type, e.streamversion, e.time
    if e.type == "transfer.sent.v1":
        s.transfers += 1
    return e


async def _put(connection: Any, states: States) -> None:
    await connection.copy_records_to_table(
        "bare_model",
        records=[
            (
                key, s.holder, s.kind, s.channel, s.received, s.status, s.version, s.at,
                s.transfers,
            )
            for key, s in states.items()
        ],
    )  # fmt: skip


async def rebuild(url: str, count: int) -> float:
    """Fold one model from `heard`: keyset pages, one read ahead, one COPY at the end; facts/s."""
    writing = await asyncpg.connect(url)
    await writing.execute(_DDL)
    started = time.perf_counter()
    states: States = {}
    async for page in _pages(url, count):
        for row in page:
            _fold(states, row[1])
    await _put(writing, states)
    speed = count / (time.perf_counter() - started)
    await writing.close()
    return speed


async def _pages(url: str, count: int) -> AsyncIterator[list[Any]]:
    reading = await asyncpg.connect(url)
    select = "select seq, body from heard where seq > $1 and seq <= $2 order by seq"
    coming = asyncio.create_task(reading.fetch(select, 0, PAGE))
    for start in range(0, count, PAGE):
        page = await coming
        coming = asyncio.create_task(reading.fetch(select, start + PAGE, start + 2 * PAGE))
        await asyncio.sleep(0)
        yield page
    await coming
    await reading.close()


async def hear(url: str, address: NatsAddress, count: int) -> float:
    """Read the stream by standing pulls, COPY the raw facts, fold one model; facts/s."""
    writing = await asyncpg.connect(url)
    await writing.execute(_DDL)
    started = time.perf_counter()
    states: States = {}
    done, copying = 0, None
    async for bodies in _batches(address, count):
        rows = []
        for seq, body in enumerate(bodies, start=done + 1):
            e = _fold(states, body)
            rows.append((seq, e.correlationid, e.streamversion, e.type, body))
        done += len(bodies)
        if copying:
            await copying
        copying = asyncio.create_task(
            writing.copy_records_to_table("bare_log", records=rows)
        )
    if copying:
        await copying
    await _put(writing, states)
    speed = count / (time.perf_counter() - started)
    await writing.close()
    return speed


async def _batches(address: NatsAddress, count: int) -> AsyncIterator[list[bytes]]:
    nc = await connect_once(address, name="bench-bare")
    config = {"ack_policy": "none", "deliver_policy": "all", "mem_storage": True}
    answer = await js_api(
        nc, f"CONSUMER.CREATE.{STREAM}", {"stream_name": STREAM, "config": config}
    )
    subject, inbox = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{answer['name']}", nc.new_inbox()
    pull = msgspec.json.encode({"batch": PAGE, "expires": 20_000_000_000})
    batches: asyncio.Queue[list[bytes]] = asyncio.Queue()
    batch: list[bytes] = []
    got = 0

    async def receive(message: Msg) -> None:
        nonlocal batch, got
        if message.reply:
            batch.append(message.data)
            got += 1
            if len(batch) == PAGE or got == count:
                batches.put_nowait(batch)
                batch = []

    await nc.subscribe(inbox, cb=receive, pending_msgs_limit=-1, pending_bytes_limit=-1)
    for _ in range(2):
        await nc.publish(subject, pull, reply=inbox)
    taken = 0
    while taken < count:
        bodies = await batches.get()
        taken += len(bodies)
        await nc.publish(subject, pull, reply=inbox)
        yield bodies
    await close(nc)
