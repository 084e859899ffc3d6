"""
The ordered reader: facts from the stream from a given sequence on, contiguous, or not at all.

Built from what the caller stored, never from the broker's memory: an ephemeral consumer
without acknowledgements, standing pulls into a callback. Consumer sequences must be
contiguous and heartbeats must come; otherwise the reader is in doubt and must be replaced.
"""

import asyncio
import base64
import contextlib
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.envelope import decode_envelope
from shared.log.streams import STREAM, js_api, repaired_of, said_by
from shared.log.wire import NatsAddress, close, connect_once

PULL = 5_000
"""Messages asked for at once."""
BUFFER = 3 * PULL
"""No further pull while so many wait to be processed."""
HEARTBEAT_S = 1.0
SILENCE_S = 3.5
"""A stopped server keeps TCP open: only missing heartbeats tell."""
PULL_EXPIRES_S = 30


class ReaderDoubt(Exception):
    """Messages may be missing: read again from the checkpoint with a new consumer."""


@dataclass(frozen=True, slots=True)
class RawFact:
    """A fact as it came off the wire."""

    seq: int
    body: bytes
    service: str
    """On whose subject it came: nobody else could publish there."""


class OrderedReader:
    """Reads the facts of some services from one sequence on. One use; closed after a doubt."""

    def __init__(self, address: NatsAddress, *, name: str, services: Sequence[str]) -> None:
        self._address = address
        self._name = name
        self._filters = [f(service) for service in services for f in (said_by, repaired_of)]
        self._nc: Client | None = None
        self._pull_subject = ""
        self._inbox = ""
        self._buffer: deque[RawFact] = deque()
        self._arrived = asyncio.Event()
        self._expected = 1
        self._asked = 0
        self._pending = 0
        self._last_sign = 0.0
        self._doubt = ""

    async def holds(self, upto: int, landmark: tuple[int, frozenset[str]]) -> bool:
        """
        Test whether the stream is the one that was heard up to a sequence.

        The landmark is a sequence and the ids of which the fact there must have one. A
        message that is damaged tells nothing; a shorter stream or another fact tell all.
        """
        nc = await self._connected()
        state = (await js_api(nc, f"STREAM.INFO.{STREAM}")).get("state")
        if state is None:
            raise ReaderDoubt("the stream does not tell what it has")
        if state["last_seq"] < upto:
            return False
        seq, ids = landmark
        if seq <= 0:
            return True
        answer = await js_api(nc, f"STREAM.MSG.GET.{STREAM}", {"seq": seq})
        try:
            body = base64.b64decode(answer["message"]["data"])
            return decode_envelope(body).id in ids
        except (KeyError, msgspec.DecodeError):
            return True

    async def _connected(self) -> Client:
        if self._nc is None:
            self._nc = await connect_once(
                self._address, name=self._name, closed=self._arrived.set
            )
        return self._nc

    async def open(self, from_seq: int) -> None:
        """
        Connect and make a consumer that starts at `from_seq`.

        Raises:
            ReaderDoubt: the stream or the consumer cannot be had.
        """
        nc = await self._connected()
        config = {
            "ack_policy": "none",
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": from_seq,
            "filter_subjects": self._filters,
            "inactive_threshold": 30_000_000_000,
            "replay_policy": "instant",
            "mem_storage": True,
            "num_replicas": 1,
        }
        answer = await js_api(
            nc,
            f"CONSUMER.CREATE.{STREAM}",
            {"stream_name": STREAM, "config": config},
        )
        if "error" in answer:
            raise ReaderDoubt(f"no consumer: {answer['error'].get('description')}")
        self._pending = int(answer.get("num_pending", 0))
        self._pull_subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{answer['name']}"
        self._inbox = nc.new_inbox()
        await nc.subscribe(
            self._inbox, cb=self._receive, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        self._last_sign = time.monotonic()

    async def close(self) -> None:
        """Let go of the connection; the server forgets the consumer by itself."""
        if self._nc is not None:
            await close(self._nc)

    async def next_batch(self, limit: int, wait_s: float) -> list[RawFact]:
        """
        Return what has accumulated, at most `limit`, after waiting for the first one.

        Empty when nothing came in `wait_s` and all is well.

        Raises:
            ReaderDoubt: something may be missing.
        """
        await self._ask()
        if not self._buffer:
            self._arrived.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), wait_s)
        self._check()
        size = min(len(self._buffer), limit)
        return [self._buffer.popleft() for _ in range(size)]

    @property
    def has_more(self) -> bool:
        """Test whether facts have come in that were not taken yet, or are known to come."""
        return bool(self._buffer) or self._pending > 0

    def _check(self) -> None:
        if self._doubt:
            raise ReaderDoubt(self._doubt)
        if self._nc is None or self._nc.is_closed:
            raise ReaderDoubt("NATS closed the connection")
        if time.monotonic() - self._last_sign > SILENCE_S:
            raise ReaderDoubt("no heartbeat")

    async def _ask(self) -> None:
        if self._nc is None or self._asked >= PULL or len(self._buffer) >= BUFFER:
            return
        self._asked += PULL
        request = {
            "batch": PULL,
            "expires": PULL_EXPIRES_S * 1_000_000_000,
            "idle_heartbeat": int(HEARTBEAT_S * 1e9),
        }
        # A pause in asking is not silence of the server.
        self._last_sign = time.monotonic()
        await self._nc.publish(
            self._pull_subject, msgspec.json.encode(request), reply=self._inbox
        )

    async def _receive(self, message: Msg) -> None:
        self._last_sign = time.monotonic()
        if message.headers and "Status" in message.headers:
            self._note_status(message.headers)
            return
        # $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<left>
        parts = message.reply.split(".")
        seq, consumer_seq = int(parts[5]), int(parts[6])
        if consumer_seq != self._expected:
            self._doubt = f"message {self._expected} of the consumer is missing"
        self._expected = consumer_seq + 1
        self._pending = int(parts[8])
        self._asked -= 1
        self._buffer.append(RawFact(seq, message.data, _speaker(message.subject)))
        self._arrived.set()

    def _note_status(self, headers: dict[str, str]) -> None:
        status = headers["Status"]
        if status == "100":  # heartbeat
            return
        if status in ("404", "408"):  # this pull is over; its rest was not delivered
            self._asked = 0
        else:
            self._doubt = f"{status} {headers.get('Description', '')}"
        self._arrived.set()


def _speaker(subject: str) -> str:
    """Return whose subject it is: `tiepdan.<service>.…` or `repair.<service>`."""
    return subject.split(".", 2)[1]
