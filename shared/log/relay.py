"""
The relay: publish one's own facts in order, exactly as they were recorded, and nothing else.

It resumes from what the stream says it has, never from a note of its own. Any doubt ends
the connection, and it starts over.
"""

import asyncio
import base64
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.errors import StoreUnavailable
from shared.log.streams import STREAM, js_api, said_by, subject_of
from shared.log.wire import LOOK_S, NatsAddress, close, connect_once
from shared.postgres.pool import LOST, Connection, connect

WINDOW = 500
"""Facts published before their acknowledgements are awaited."""
POLL_S = 0.5
"""How long a missed notification can delay a fact."""
ACK_TIMEOUT_S = 5.0
RESTART_AFTER_S = 0.2
RELAY_LOCK = 0x7E1A
"""Advisory lock: one relay a service, however many replicas run."""

log = structlog.get_logger()
_NO_MESSAGE = 10037


class RelayDoubt(Exception):
    """Something about the stream or the connection is not as expected: start over."""


class StreamAhead(Exception):
    """The stream holds facts that our table does not: a restored backup. Nothing may be sent."""


class _Ack(msgspec.Struct):
    seq: int = 0
    duplicate: bool = False
    error: dict[str, object] | None = None


class _Placed(msgspec.Struct):
    source: str
    position: int


_decode_ack = msgspec.json.Decoder(_Ack).decode
_decode_placed = msgspec.json.Decoder(_Placed).decode


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the stream holds of this service: its sequence and our position."""

    seq: int
    position: int


class Relay:
    """Publishes `said` of one service; alive as a task, of which one in all replicas leads."""

    def __init__(
        self, *, service: str, database_url: str, nats: NatsAddress, wake: asyncio.Event
    ) -> None:
        self.service = service
        self._database_url = database_url
        self._nats = nats
        self._wake = wake
        self.leads = False
        self.sent = 0
        """Last position known to be in the stream."""
        self.trouble = ""
        """Why the last connection ended; empty while all is well."""

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            try:
                await self._publish_until_doubt()
            except (RelayDoubt, StoreUnavailable, *LOST, asyncpg.PostgresError) as doubt:
                self._restarting(doubt)
            except StreamAhead as refusal:
                if str(refusal) != self.trouble:
                    log.error("relay_refused", service=self.service, why=str(refusal))
                self.trouble = str(refusal)
            except Exception as doubt:  # nats-py raises many kinds; all mean: start over  # noqa: BLE001
                self._restarting(doubt)
            self.leads = False
            await asyncio.sleep(RESTART_AFTER_S)

    def _restarting(self, doubt: Exception) -> None:
        why = f"{type(doubt).__name__}: {doubt}"
        if why != self.trouble:
            log.warning("relay_restarts", service=self.service, why=why)
        self.trouble = why

    async def _publish_until_doubt(self) -> None:
        table = await connect(self._database_url, name=f"{self.service}-relay")
        nc: Client | None = None
        try:
            while not await table.fetchval(  # noqa: ASYNC110 - the event is in PostgreSQL
                "select pg_try_advisory_lock($1)", RELAY_LOCK
            ):
                await asyncio.sleep(POLL_S)
            await table.add_listener("said", lambda *_: self._wake.set())
            nc = await connect_once(
                self._nats, name=f"{self.service}-relay", closed=self._wake.set
            )
            sent = await last_sent(nc, self.service)
            await self._refuse_if_ahead(table, sent)
            window = _Window(nc, self.service)
            await window.open()
            self.leads = True
            while True:
                sent = await self._step(table, nc, window, sent)
        finally:
            self.leads = False
            if nc is not None:
                await close(nc)
            table.terminate()

    async def _refuse_if_ahead(self, table: Connection, sent: _Sent) -> None:
        head = await table.fetchval("select position from said_head")
        if sent.position > head:
            raise StreamAhead(
                f"the stream has {self.service} up to {sent.position}, the log only to {head}:"
                " the database was restored from an older copy; run `tiepdan verify`"
            )

    async def _step(
        self, table: Connection, nc: Client, window: "_Window", sent: _Sent
    ) -> _Sent:
        self._wake.clear()
        rows = await table.fetch(
            "select position, id, stream, type, body from said"
            " where position > $1 order by position limit $2",
            sent.position, WINDOW,
        )  # fmt: skip
        if not rows:
            self.sent, self.trouble = sent.position, ""
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_S)
            if nc.is_closed:
                raise RelayDoubt("NATS closed the connection")
            return sent
        if rows[0]["position"] != sent.position + 1:
            raise RelayDoubt(f"position {sent.position + 1} is missing from the log")
        seq = await window.publish(rows, sent.seq)
        self.sent, self.trouble = rows[-1]["position"], ""
        return _Sent(seq, rows[-1]["position"])


class _Window:
    """Publishes runs of facts on one connection and waits for all their acknowledgements."""

    def __init__(self, nc: Client, service: str) -> None:
        self._nc = nc
        self._service = service
        self._inbox = nc.new_inbox()
        self._acks: asyncio.Queue[Msg] = asyncio.Queue()

    async def open(self) -> None:
        async def collect(message: Msg) -> None:
            self._acks.put_nowait(message)

        await self._nc.subscribe(f"{self._inbox}.*", cb=collect)

    async def publish(self, rows: Sequence[asyncpg.Record], last_seq: int) -> int:
        """
        Publish the facts and return the stream sequence of the last.

        The first carries what we believe is the last sequence of our subject: another
        relay, or a window sent twice, is refused by the stream.
        """
        for number, row in enumerate(rows):
            headers = {"Nats-Msg-Id": str(row["id"])}
            if number == 0:
                headers["Nats-Expected-Last-Subject-Sequence"] = str(last_seq)
                headers["Nats-Expected-Last-Subject-Sequence-Subject"] = said_by(
                    self._service
                )
            await self._nc.publish(
                subject_of(self._service, row["type"], row["stream"]),
                row["body"],
                reply=f"{self._inbox}.{number}",
                headers=headers,
            )
        sequences = [0] * len(rows)
        for _ in rows:
            number, seq = await self._next_ack()
            sequences[number] = seq
        if sequences != sorted(set(sequences)) or sequences[0] <= last_seq:
            raise RelayDoubt("acknowledgements are out of order")
        return sequences[-1]

    async def _next_ack(self) -> tuple[int, int]:
        message = await self._answer()
        if not message.data:
            raise RelayDoubt("no JetStream answers")
        ack = _decode_ack(message.data)
        if ack.error is not None:
            raise RelayDoubt(f"the stream refused a fact: {ack.error.get('description')}")
        return int(message.subject.rpartition(".")[2]), ack.seq

    async def _answer(self) -> Msg:
        deadline = time.monotonic() + ACK_TIMEOUT_S
        while time.monotonic() < deadline:
            with contextlib.suppress(asyncio.TimeoutError):
                return await asyncio.wait_for(self._acks.get(), LOOK_S)
            if self._nc.is_closed:  # no answer can come any more: do not wait for it
                raise RelayDoubt("NATS closed the connection")
        raise RelayDoubt("the stream does not acknowledge")


async def last_sent(nc: Client, service: str) -> _Sent:
    """
    Return the last fact of the service that the stream really holds, and its last sequence.

    They may be apart: a server answers on whatever subject it is told to, so somebody with
    rights of his own can have an answer of JetStream's put among our facts. Readers pass
    over it, and the relay looks behind it.
    """
    answer = await js_api(
        nc, f"STREAM.MSG.GET.{STREAM}", {"last_by_subj": said_by(service)}
    )
    error = answer.get("error")
    if error is None:
        message = answer["message"]
        position = _position_of(message, service)
        if position is None:
            log.error("stream_has_junk", service=service, seq=message["seq"])
            position = await _position_before(nc, service, message["seq"])
        return _Sent(message["seq"], position)
    if error.get("err_code") == _NO_MESSAGE:
        return _Sent(0, 0)
    raise RelayDoubt(f"the stream does not tell what it has: {error.get('description')}")


def _position_of(message: dict[str, Any], service: str) -> int | None:
    try:
        placed = _decode_placed(base64.b64decode(message.get("data", "")))
    except msgspec.DecodeError:
        return None
    ours = message["subject"].startswith(f"tiepdan.{service}.")
    return placed.position if ours and placed.source.endswith(f"/{service}") else None


async def _position_before(nc: Client, service: str, seq: int) -> int:
    for earlier in range(seq - 1, 0, -1):
        answer = await js_api(nc, f"STREAM.MSG.GET.{STREAM}", {"seq": earlier})
        if answer.get("error", {}).get("err_code", _NO_MESSAGE) != _NO_MESSAGE:
            raise RelayDoubt(f"the stream does not tell what it has at {earlier}")
        if "message" in answer:
            position = _position_of(answer["message"], service)
            if position is not None:
                return position
    return 0
