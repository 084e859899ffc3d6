"""Facts to measure with: those of a real demonstration, repeated with new ids and chained anew."""

import asyncio
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice

import asyncpg
import msgspec
from nats.aio.msg import Msg

from shared.log.streams import subject_of
from shared.log.wire import NatsAddress, close, connect_once

Row = tuple[int, str, int, str, str, str, str, bytes]
"""As in the columns of `heard`."""
COLUMNS = ("seq", "source", "position", "id", "subject", "correlation", "type", "body")

_ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_WINDOW = 500


class _Head(msgspec.Struct, gc=False):
    id: str
    source: str
    type: str
    subject: str
    correlationid: str


_head = msgspec.json.Decoder(_Head).decode


async def taken_from(url: str) -> list[bytes]:
    """Return all facts that a service has heard, in order."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("select body from heard order by seq, position")
    await connection.close()
    return [row[0] for row in rows]


def multiplied(base: list[bytes], wanted: int) -> Iterator[Row]:
    """
    Yield the base again and again, each time about other petitions, chained as if said.

    Shapes and proportions stay as they were, and so does the way in which facts of
    several petitions alternate. What is about no petition (bodies, calendars) comes once.
    """
    return islice(_rows(_repeated(base)), wanted)


def _repeated(base: list[bytes]) -> Iterator[bytes]:
    yield from base
    about = [body for body in base if _head(body).correlationid]
    number = 0
    while True:
        number += 1
        # Every id keeps its tail: petition, case, clock and cause still fit each other.
        new = b"%08x\\1" % number
        for body in about:
            yield _ID.sub(new, body)


def _rows(bodies: Iterable[bytes]) -> Iterator[Row]:
    last: dict[str, tuple[int, str]] = {}
    for seq, body in enumerate(bodies, start=1):
        head = _head(body)
        service = head.source.rpartition("/")[2]
        position, hash_ = last.get(service, (0, ""))
        position += 1
        whole = b'%b,"position":%d,"prevhash":"%b"}' % (
            body[: body.rindex(b',"position":')], position, hash_.encode(),
        )  # fmt: skip
        last[service] = (position, hashlib.sha256(whole).hexdigest())
        yield (
            seq, service, position, head.id, head.subject, head.correlationid, head.type, whole,
        )  # fmt: skip


async def fill_heard(url: str, rows: Iterable[Row]) -> int:
    """Put the facts where a service keeps what it heard; return how many."""
    connection = await asyncpg.connect(url)
    rows, count = iter(rows), 0
    while page := list(islice(rows, 10_000)):
        await connection.copy_records_to_table("heard", columns=COLUMNS, records=page)
        count += len(page)
    await connection.execute("update checkpoint set heard = $1, processed = $1", count)
    await connection.execute("vacuum analyze heard")
    await connection.close()
    return count


async def fill_stream(address: NatsAddress, rows: Iterable[Row]) -> int:
    """Publish the facts as relays do; return how many."""
    nc = await connect_once(address, name="bench-fill")
    acks: asyncio.Queue[bytes] = asyncio.Queue()
    inbox = nc.new_inbox()

    async def collect(message: Msg) -> None:
        acks.put_nowait(message.data)

    await nc.subscribe(inbox, cb=collect)
    rows, count = iter(rows), 0
    while page := list(islice(rows, _WINDOW)):
        for _, service, _, id_, stream, _, kind, body in page:
            await nc.publish(
                subject_of(service, kind, stream),
                body,
                reply=inbox,
                headers={"Nats-Msg-Id": id_},
            )
        for _ in page:
            ack = await asyncio.wait_for(acks.get(), 10)
            if b'"error"' in ack:
                raise RuntimeError(ack.decode())
        count += len(page)
    await close(nc)
    return count
