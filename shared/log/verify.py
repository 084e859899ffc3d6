"""
Verify: trust no store and no broker; name the first fact that is not as it was said.

A service's own log is checked by itself (positions, versions, hashes, columns against
bytes), then what others heard of it and what the stream holds is checked against it.
Only copies are repaired, from the origin; a broken origin is named and left for people.
"""

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec
from nats.aio.client import Client

from shared.envelope import Envelope, decode_envelope
from shared.log.following import speaker_of
from shared.log.reading import OrderedReader, RawFact
from shared.log.streams import STREAM, js_api, repaired_of
from shared.log.wire import NatsAddress, close, connect_once
from shared.postgres.pool import Connection

PAGE = 5_000
PATIENCE = 5
"""Seconds for which a stream that counts more may deliver nothing."""
SHOWN = 20
"""Findings listed; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact that is not as it should be."""

    place: str
    """`said`, `heard` or `stream`, and whose."""
    position: int
    fact_id: str
    wrong: str
    repair: str
    """Where it can be repaired from."""


@dataclass(slots=True)
class Report:
    """What was checked and what was found."""

    facts: int = 0
    found: int = 0
    repaired: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Count a finding; keep the first ones."""
        self.found += 1
        if len(self.findings) < SHOWN:
            self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as a table holds it."""

    position: int
    id: str
    subject: str
    type: str
    body: bytes


async def verify_said(connection: Connection, service: str, report: Report) -> None:
    """Check a service's own log against itself; stop at the first break of its chain."""
    expected, previous = 1, b""
    versions: dict[str, int] = {}
    async for row in _said(connection):
        report.facts += 1
        wrong = _wrong_with(row[0], row[1], expected, previous)
        stream, version = row[0].subject, row[2]
        if not wrong and version != versions.get(stream, 0) + 1:
            wrong = f"version {version} of its stream follows {versions.get(stream, 0)}"
        if wrong:
            report.add(
                Finding(
                    place=f"said of {service}",
                    position=row[0].position,
                    fact_id=row[0].id,
                    wrong=wrong,
                    repair="a backup of this database, or the stream and what others heard of it",
                )
            )
            return
        versions[stream] = version
        expected, previous = row[0].position + 1, row[1]


def _wrong_with(row: Row, stored_hash: bytes | None, expected: int, previous: bytes) -> str:
    """Return what is wrong with a fact that should follow; empty when nothing is."""
    if row.position != expected:
        return f"position {expected} is missing"
    digest = hashlib.sha256(row.body).digest()
    if stored_hash is not None and digest != stored_hash:
        return "its bytes do not have the hash they were recorded with"
    try:
        envelope = decode_envelope(row.body)
    except msgspec.DecodeError:
        return "its bytes are no fact"
    if envelope.prevhash != previous.hex():
        return "it does not name the hash of its predecessor"
    if not _same(row, envelope):
        return "its columns and its bytes say different things"
    return ""


def _same(row: Row, envelope: Envelope) -> bool:
    said = (envelope.position, envelope.id, envelope.subject, envelope.type)
    return said == (row.position, row.id, row.subject, row.type)


async def _said(connection: Connection) -> AsyncIterator[tuple[Row, bytes, int]]:
    after = 0
    while True:
        rows = await connection.fetch(
            "select position, id, stream, type, body, hash, version from said"
            " where position > $1 order by position limit $2",
            after, PAGE,
        )  # fmt: skip
        if not rows:
            return
        for p, i, s, t, b, h, v in rows:
            yield Row(p, str(i), s, t, b), h, v
        after = rows[-1]["position"]


async def verify_heard(
    connection: Connection,
    origin: Connection,
    *,
    service: str,
    source: str,
    repair: bool,
    report: Report,
) -> None:
    """Check what a service heard of a source against that source; repair it if asked."""
    upto = await connection.fetchval(
        "select coalesce(max(position), 0) from heard_of where source = $1", source
    )
    for first in range(1, upto + 1, PAGE):
        last = min(first + PAGE - 1, upto)
        heard = await _page(
            connection,
            "select position, id, subject, type, body from heard"
            " where source = $3 and position between $1 and $2",
            first, last, source,
        )  # fmt: skip
        said = await _page(
            origin,
            "select position, id, stream, type, body from said where position between $1 and $2",
            first, last,
        )  # fmt: skip
        for position in range(first, last + 1):
            report.facts += 1
            wrong = _differs(heard.get(position), said.get(position))
            if not wrong or position not in said:
                continue
            report.add(
                Finding(
                    place=f"heard by {service} of {source}",
                    position=position,
                    fact_id=said[position].id,
                    wrong=wrong,
                    repair=f"said of {source}",
                )
            )
            if repair:
                damaged = heard.get(position)
                seq = (
                    await _placed_at(origin, source, position) if damaged is None else None
                )
                await _put_back(
                    connection, source, said[position], seq=seq, damaged=damaged
                )
                report.repaired += 1


def _differs(copy: Row | None, origin: Row | None) -> str:
    if copy is None:
        return "it is missing"
    if origin is not None and copy.body != origin.body:
        return "its bytes differ from what was said"
    if origin is not None and copy != origin:
        return "its columns differ from what was said"
    return ""


async def _page(connection: Connection, query: str, *arguments: object) -> dict[int, Row]:
    rows = await connection.fetch(query, *arguments)
    return {p: Row(p, str(i), s, t, b) for p, i, s, t, b in rows}


async def _placed_at(origin: Connection, source: str, position: int) -> int | None:
    """Return where the fact stands in the stream, by the one who said and heard it."""
    seq: int | None = await origin.fetchval(
        "select seq from heard where source = $1 and position = $2", source, position
    )
    return seq


async def _put_back(
    connection: Connection, source: str, row: Row, *, seq: int | None, damaged: Row | None
) -> None:
    """
    Write a fact back where it stood: facts of other services may depend on the order.

    Where nobody knows the place, it is before the next of its source, as for a reader
    that finds a hole.
    """
    envelope = decode_envelope(row.body)
    async with connection.transaction():
        if damaged is not None:
            seq = await connection.fetchval(
                "delete from heard where source = $1 and position = $2 returning seq",
                source, row.position,
            )  # fmt: skip
        # Never out of the order of its source, even where two count the stream differently.
        earliest, latest = await connection.fetchrow(
            "select coalesce((select max(seq) from heard where source = $1 and position < $2), 0),"
            " coalesce((select min(seq) from heard where source = $1 and position > $2),"
            " (select heard from checkpoint))",
            source, row.position,
        )  # fmt: skip
        await connection.execute(
            "insert into heard (seq, source, position, id, subject, correlation, type, body)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8)",
            latest if seq is None else max(earliest, min(seq, latest)),
            source, row.position, row.id, row.subject, envelope.correlationid,
            row.type, row.body,
        )  # fmt: skip
        # The next fact must follow what was said, not the damaged copy.
        await connection.execute(
            "update heard_of set hash = $3 where source = $1 and position = $2",
            source, row.position, hashlib.sha256(row.body).digest(),
        )  # fmt: skip


async def verify_causes(connection: Connection, *, service: str, report: Report) -> None:
    """Check that whatever a service heard stands after its cause, where it hears the cause."""
    rows = await connection.fetch(
        """
        with facts as (
            select seq, source, position, id,
                   nullif(convert_from(body, 'UTF8')::jsonb ->> 'causationid', '')::uuid as cause
            from heard
        )
        select e.source, e.position, e.id from facts e join heard c on c.id = e.cause
        where e.seq < c.seq limit 100  -- at one sequence a cause is taken before its effect
        """
    )
    for source, position, fact_id in rows:
        report.add(
            Finding(
                place=f"heard by {service} of {source}",
                position=position,
                fact_id=str(fact_id),
                wrong="it stands before its cause",
                repair="the order of the stream: verify the stream",
            )
        )


async def verify_stream(
    address: NatsAddress,
    origins: dict[str, Connection],
    *,
    services: Sequence[str],
    repair: bool,
    report: Report,
) -> None:
    """Check that the stream holds what was said, byte for byte; give back what it lost."""
    held = {service: dict[int, bytes]() for service in services}
    nc = await connect_once(address, name="verify")
    try:
        last_seq = (await js_api(nc, f"STREAM.INFO.{STREAM}"))["state"]["last_seq"]
        for raw in await _read_all(address, services, last_seq):
            try:
                envelope = decode_envelope(raw.body)
            except msgspec.DecodeError:
                continue
            if speaker_of(envelope) == raw.service:  # else nobody takes it for a fact
                held[raw.service][envelope.position] = hashlib.sha256(raw.body).digest()
        for service, origin in origins.items():
            await _compare_stream(nc, service, origin, held[service], repair, report)
    finally:
        await close(nc)


async def _compare_stream(
    nc: Client,
    service: str,
    origin: Connection,
    held: dict[int, bytes],
    repair: bool,  # noqa: FBT001 - internal
    report: Report,
) -> None:
    last = max(held, default=0)
    async for row, stored_hash, _ in _said(origin):
        if row.position > last:
            return  # not sent yet: the relay will
        report.facts += 1
        if held.get(row.position) == stored_hash:
            continue
        lost = row.position not in held
        report.add(
            Finding(
                place=f"stream of {service}",
                position=row.position,
                fact_id=row.id,
                wrong="the stream lost it" if lost else "the stream holds other bytes",
                repair=f"said of {service}",
            )
        )
        if repair and lost:
            await nc.request(repaired_of(service), row.body, timeout=5)
            report.repaired += 1


async def _read_all(
    address: NatsAddress, services: Iterable[str], last_seq: int
) -> list[RawFact]:
    """Return all that the stream delivers; a slow server is waited for, a damaged end is not."""
    reader = OrderedReader(address, name="verify", services=tuple(services))
    out: list[RawFact] = []
    seq = silent = 0
    try:
        await reader.open(1)
        while seq < last_seq and silent < PATIENCE:
            batch = await reader.next_batch(PAGE, 1.0)
            silent = 0 if batch else silent + 1
            out += batch
            seq = batch[-1].seq if batch else seq
        return out
    finally:
        await reader.close()
