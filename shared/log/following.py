"""Does this fact follow the last one of its source? Positions without holes, hashes in a chain."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec
import structlog

from shared.envelope import Envelope, decode_envelope
from shared.log.reading import RawFact

log = structlog.get_logger()


class ChainBroken(Exception):
    """Neither the stream nor the origin has a fact that follows the one before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The last fact heard of a source."""

    position: int
    hash: bytes


START = Place(0, b"")


class Followed(msgspec.Struct, frozen=True, gc=False):
    """A fact that follows its predecessor, ready to be kept."""

    seq: int
    body: bytes
    envelope: Envelope
    hash: bytes

    @property
    def service(self) -> str:
        """Return the service that said it."""
        return self.envelope.source.rpartition("/")[2]


AskOrigin = Callable[[str, int, int], Awaitable[Sequence[bytes]]]
"""Ask a service for its facts by position, first and last included."""


async def follow(
    raw: Iterable[RawFact], places: dict[str, Place], ask: AskOrigin
) -> list[Followed]:
    """
    Return the facts that are new, each after its predecessor; move `places` along.

    What is missing or damaged in the stream is asked from the service that said it and
    stands at the sequence that revealed the hole. What was heard before is left out.

    Raises:
        ChainBroken: the origin has no fact that fits either.
    """
    out: list[Followed] = []
    for fact in raw:
        try:
            envelope = decode_envelope(fact.body)
        except msgspec.DecodeError:
            log.error("stream_damaged", seq=fact.seq)
            continue  # its position is missing: the next fact of that source reveals it
        service = envelope.source.rpartition("/")[2]
        place = places.get(service, START)
        if envelope.position <= place.position:
            continue
        if envelope.position > place.position + 1:
            await _repair(out, places, ask, service, fact.seq, envelope.position - 1)
            place = places[service]
        if envelope.prevhash != place.hash.hex():
            await _repair(out, places, ask, service, fact.seq, envelope.position)
            continue
        _accept(out, places, service, Followed(fact.seq, fact.body, envelope, _hash(fact.body)))
    return out


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def _accept(
    out: list[Followed], places: dict[str, Place], service: str, fact: Followed
) -> None:
    places[service] = Place(fact.envelope.position, fact.hash)
    out.append(fact)


async def _repair(
    out: list[Followed],
    places: dict[str, Place],
    ask: AskOrigin,
    service: str,
    seq: int,
    last: int,
) -> None:
    first = places.get(service, START).position + 1
    log.error("stream_has_hole", source=service, first=first, last=last, seq=seq)
    while first <= last:
        bodies = await ask(service, first, last)
        for body in bodies:
            envelope = decode_envelope(body)
            place = places.get(service, START)
            if envelope.position != place.position + 1 or envelope.prevhash != place.hash.hex():
                raise ChainBroken(f"{service} {envelope.position} does not follow {first - 1}")
            _accept(out, places, service, Followed(seq, body, envelope, _hash(body)))
        if not bodies:
            raise ChainBroken(f"{service} does not have its position {first}")
        first = places[service].position + 1
    log.warning("hole_repaired", source=service, last=last)
