"""Facts follow each other without holes; what the stream lost is asked from its origin."""

import datetime as dt
import hashlib
from collections.abc import Sequence

import msgspec
import pytest

from shared.contracts.deadlines import ClockStopped
from shared.contracts.operations import FactSetAside
from shared.envelope import Context, encode_unplaced
from shared.ids import PetitionId, new_id
from shared.log.following import ChainBroken, Origins, Place, follow
from shared.log.reading import RawFact
from shared.registry import Fact

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


SOME_FACT = FactSetAside(service="", fact_id="", reason="met")


def chain(
    service: str,
    count: int,
    fact: Fact = SOME_FACT,
) -> list[bytes]:
    """Bodies as the append function makes them."""
    out, previous = [], b""
    for position in range(1, count + 1):
        bare = encode_unplaced(
            id=new_id(),
            source=f"/tiepdan/80/{service}",
            stream="s",
            version=position,
            happened_at=MON,
            fact=fact,
            context=Context(actor="t", recorded_at=MON, correlation_id="p"),
        )
        body = bare[:-1] + b',"position":%d,"prevhash":"%s"}' % (
            position,
            previous.hex().encode(),
        )
        previous = hashlib.sha256(body).digest()
        out.append(body)
    return out


A = chain("intake", 5)
B = chain("routing", 3)


def raw(*bodies: bytes) -> list[RawFact]:
    """Each on the subject of the service that its body names."""
    return [
        RawFact(seq, body, "routing" if b"80/routing" in body else "intake")
        for seq, body in enumerate(bodies, start=10)
    ]


def knows_nothing(origin: "Origin") -> Origins:
    """Origins of two services; no cause was heard before."""

    async def known(_: Sequence[str]) -> set[str]:
        return set()

    return Origins(hears=("intake", "routing"), ask=origin, known=known)


class Origin:
    """Answers for facts, and remembers what it was asked."""

    def __init__(self, **logs: list[bytes]) -> None:
        self.logs = logs
        self.asked: list[tuple[str, int, int]] = []

    async def __call__(self, service: str, first: int, last: int) -> list[bytes]:
        self.asked.append((service, first, last))
        return self.logs.get(service, [])[first - 1 : last]


NOTHING = knows_nothing(Origin())


async def test_what_is_whole_is_taken_as_it_comes() -> None:
    """Two sources interleave; each is contiguous; nobody is asked."""
    places: dict[str, Place] = {}
    origin = Origin()
    got = await follow(raw(A[0], B[0], A[1], B[1]), places, knows_nothing(origin))
    assert [A[0], B[0], A[1], B[1]] == [f.body for f in got]
    assert {"intake": 2, "routing": 2} == {s: p.position for s, p in places.items()}
    assert origin.asked == []


async def test_a_fact_heard_before_is_left_out() -> None:
    """A window published twice, or a repair, changes nothing."""
    got = await follow(raw(A[0], A[1], A[0], A[1], A[2]), {}, knows_nothing(Origin()))
    assert A[:3] == [f.body for f in got]


async def test_a_hole_is_filled_at_the_place_that_reveals_it() -> None:
    """The lost facts stand before the one that follows them, at its sequence."""
    origin = Origin(intake=A)
    got = await follow(raw(A[0], A[3]), {}, knows_nothing(origin))
    assert A[:4] == [f.body for f in got]
    assert [10, 11, 11, 11] == [f.seq for f in got]
    assert [("intake", 2, 3)] == origin.asked


async def test_a_fact_that_does_not_chain_is_replaced_from_the_origin() -> None:
    """What does not name its predecessor is not believed."""
    forged = A[1].replace(b'"prevhash":"', b'"prevhash":"00')
    got = await follow(raw(A[0], forged, A[2]), {}, knows_nothing(Origin(intake=A)))
    assert A[:3] == [f.body for f in got]


async def test_damage_that_was_believed_is_noticed_by_the_next() -> None:
    """Hearing stands still rather than build on it; verify puts the right bytes back."""
    damaged = A[1].replace(b'"met"', b'"moo"')
    with pytest.raises(ChainBroken):
        await follow(raw(A[0], damaged, A[2]), {}, knows_nothing(Origin(intake=A)))


async def test_bytes_that_are_no_fact_reveal_themselves_by_the_next() -> None:
    """Garbage has no position; the next fact of its source shows what is missing."""
    got = await follow(raw(A[0], b"garbage", A[2]), {}, knows_nothing(Origin(intake=A)))
    assert A[:3] == [f.body for f in got]


async def test_who_speaks_as_another_is_not_heard() -> None:
    """A taken-over service can publish on its own subject alone; there it names nobody else."""
    forged = RawFact(12, A[2], "routing")
    origin = Origin(intake=A)
    places: dict[str, Place] = {}
    got = await follow(
        [*raw(A[0], A[1]), forged, *raw(B[0])], places, knows_nothing(origin)
    )
    assert [A[0], A[1], B[0]] == [f.body for f in got]
    assert {"intake": 2, "routing": 1} == {s: p.position for s, p in places.items()}
    assert origin.asked == []


async def test_an_answer_about_another_is_not_believed() -> None:
    """Whoever is asked for his own facts can give those of nobody else."""
    with pytest.raises(ChainBroken):
        await follow(raw(B[0], B[2]), {}, knows_nothing(Origin(routing=[B[0], A[1]])))


async def test_what_is_anothers_to_say_stops_hearing() -> None:
    """Clocks are told by deadlines: from anybody else a stopped clock is an alarm."""
    stopped = ClockStopped(
        clock_id="c", petition_id=PetitionId("p"), stopped_on=MON.date(), reason="met"
    )
    assert await follow(
        [RawFact(1, chain("deadlines", 1, stopped)[0], "deadlines")], {}, NOTHING
    )
    with pytest.raises(ChainBroken, match="another's to say"):
        await follow(raw(*chain("routing", 1, stopped)), {}, NOTHING)


async def test_an_origin_that_cannot_help_stops_hearing() -> None:
    """Better to stand still than to go on over a hole."""
    with pytest.raises(ChainBroken):
        await follow(raw(A[0], A[2]), {}, knows_nothing(Origin()))
    forged = msgspec.json.decode(A[1])
    with pytest.raises(ChainBroken):
        await follow(
            raw(A[0], A[2]),
            {},
            knows_nothing(
                Origin(intake=[A[0], msgspec.json.encode({**forged, "prevhash": "00"})])
            ),
        )
