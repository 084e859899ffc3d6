"""Does a fact follow? Positions without holes, hashes in a chain, causes before effects."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import msgspec
import structlog

from shared.envelope import Envelope, Heard, decode_envelope
from shared.log.reading import RawFact
from shared.log.streams import SERVICES
from shared.registry import FACTS, present

PAGE = 500
"""Facts asked for at once."""
LOOKED_AT = 20_000
"""Facts of one service among which a lost cause is looked for."""

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
        return speaker_of(self.envelope)


def speaker_of(envelope: Envelope) -> str:
    """Return the service that a fact names as its speaker."""
    return envelope.source.rpartition("/")[2]


def is_anothers(service: str, wire: str) -> bool:
    """Test whether a fact of this type is known, and only another service may say it."""
    kind = FACTS.get(present(wire))
    owner = kind.__module__.rpartition(".")[2] if kind else ""
    return owner in SERVICES and owner != service


AskOrigin = Callable[[str, int, int], Awaitable[Sequence[bytes]]]
"""Ask a service for its facts by position, first and last included; some of them may come."""
Known = Callable[[Sequence[str]], Awaitable[set[str]]]
"""Return those ids of facts that were heard before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Where the stream's omissions are found out and made good."""

    hears: Sequence[str]
    ask: AskOrigin
    known: Known


async def follow(
    raw: Iterable[RawFact], places: dict[str, Place], origins: Origins
) -> list[Followed]:
    """
    Return the facts that are new, each after its predecessor and its cause; move `places`.

    What is missing or damaged in the stream is asked from the service that said it and
    stands at the sequence that revealed the hole: a later fact of that service, or the
    effect of a lost one. What was heard before is left out.

    Raises:
        ChainBroken: the origin has no fact that fits either.
    """
    arrived: list[tuple[RawFact, Envelope]] = []
    for fact in raw:
        try:
            envelope = decode_envelope(fact.body)
        except msgspec.DecodeError:
            # Its position is missing: the next of that source, or an effect, reveals it.
            log.error("stream_damaged", seq=fact.seq)
            continue
        if speaker_of(envelope) == fact.service:
            arrived.append((fact, envelope))
        else:  # somebody speaks as another; whom he names has said nothing
            log.error("stream_forged", seq=fact.seq, by=fact.service)
    following = _Following(places, origins)
    await following.look_up(envelope for _, envelope in arrived)
    for fact, envelope in arrived:
        await following.take(fact, envelope)
    return following.out


class _Following:
    """The facts of one batch, as they are found to follow."""

    def __init__(self, places: dict[str, Place], origins: Origins) -> None:
        self.out: list[Followed] = []
        self._places = places
        self._origins = origins
        self._known: set[str] = set()

    async def look_up(self, envelopes: Iterable[Envelope]) -> None:
        """Learn in one query which causes from before this batch were heard."""
        ids: set[str] = set()
        causes: set[str] = set()
        for envelope in envelopes:
            ids.add(envelope.id)
            causes.add(envelope.causationid)
        if before := sorted(causes - ids - {""}):
            self._known = await self._origins.known(before)

    async def take(self, fact: RawFact, envelope: Envelope) -> None:
        """Take a fact off the wire, after all that is missing before it."""
        service = fact.service
        place = self._places.get(service, START)
        if envelope.position <= place.position:
            return
        if envelope.position > place.position + 1:
            await self._repair(service, fact.seq, envelope.position - 1)
            place = self._places[service]
        if envelope.prevhash != place.hash.hex():
            await self._repair(service, fact.seq, envelope.position)
            return
        await self._accept(service, fact.seq, fact.body, envelope)

    async def _accept(
        self, service: str, seq: int, body: bytes, envelope: Envelope
    ) -> None:
        if is_anothers(service, envelope.type):
            raise ChainBroken(f"{service} {envelope.position} is another's to say")
        if envelope.causationid and envelope.causationid not in self._known:
            await self._recover_cause(service, seq, envelope.causationid)
        followed = Followed(seq, body, envelope, hashlib.sha256(body).digest())
        self._places[service] = Place(envelope.position, followed.hash)
        self._known.add(envelope.id)
        self.out.append(followed)

    async def _repair(self, service: str, seq: int, last: int) -> None:
        first = self._places.get(service, START).position + 1
        log.error("stream_has_hole", source=service, first=first, last=last, seq=seq)
        while first <= last:
            bodies = await self._origins.ask(service, first, last)
            if not bodies:
                raise ChainBroken(f"{service} does not have its position {first}")
            for body in bodies:
                await self._accept_repaired(service, seq, body)
            first = self._places[service].position + 1
        log.warning("hole_repaired", source=service, last=last)

    async def _accept_repaired(self, service: str, seq: int, body: bytes) -> None:
        envelope = decode_envelope(body)
        place = self._places.get(service, START)
        if envelope.position <= place.position:  # recovered meanwhile, as a cause
            return
        follows = envelope.prevhash == place.hash.hex() and speaker_of(envelope) == service
        if envelope.position != place.position + 1 or not follows:
            raise ChainBroken(
                f"{service} {envelope.position} does not follow {place.position}"
            )
        await self._accept(service, seq, body, envelope)

    async def _recover_cause(self, effect_of: str, seq: int, cause: str) -> None:
        """Ask for a cause that the stream should have delivered before its effect."""
        if await self._origins.known([cause]):
            return
        for service in self._origins.hears:
            if service != effect_of and await self._repair_up_to(service, seq, cause):
                return
        # It is of a service we do not listen to: its effect stands for itself.
        log.info("cause_not_heard", source=effect_of, seq=seq, cause=cause)

    async def _repair_up_to(self, service: str, seq: int, fact_id: str) -> bool:
        """Look for a fact among those of a service that did not come, and take all up to it."""
        first = self._places.get(service, START).position + 1
        for start in range(first, first + LOOKED_AT, PAGE):
            bodies = await self._origins.ask(service, start, start + PAGE - 1)
            for body in bodies:
                envelope = decode_envelope(body)
                if envelope.id == fact_id:
                    await self._repair(service, seq, envelope.position)
                    return True
            if len(bodies) < PAGE:
                break
        return False


def causes_first(facts: Sequence[Heard]) -> Sequence[Heard]:
    """
    Return facts in the order in which they were processed when they were heard.

    They come by sequence; those that share one were recovered there, and among them a
    cause stands before its effect.
    """
    if len({heard.seq for heard in facts}) == len(facts):
        return facts
    out: list[Heard] = []
    for _, group in groupby(facts, key=attrgetter("seq")):
        out += _causes_first(list(group))
    return out


def _causes_first(group: list[Heard]) -> Iterable[Heard]:
    left = {heard.id for heard in group}
    while group:
        ready = (
            n for n, heard in enumerate(group)
            if heard.causation_id not in left
            and all(other.service != heard.service for other in group[:n])
        )  # fmt: skip
        heard = group.pop(next(ready, 0))
        left.discard(heard.id)
        yield heard
