"""What was sealed comes back whole; whatever else is opened is noticed before it is given out."""

import os
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.attachments.sealing import (
    CHUNK_BYTES,
    HEADER_BYTES,
    SEALED_CHUNK_BYTES,
    ChunkCipher,
    Opener,
    Sealer,
    Tampered,
    sealed_size,
)
from services.intake.attachments.spool import Spool

KEY = bytes(range(32))
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_001)


def sealed(
    content: bytes, *, key: bytes = KEY, name: str = "a", step: int = 50_000
) -> bytes:
    sealer = Sealer(ChunkCipher.new(key, name))
    parts = [content[n : n + step] for n in range(0, len(content), step)]
    return b"".join(p for part in parts for p in sealer.feed(part)) + b"".join(sealer.end())


def opened(box: bytes, *, key: bytes = KEY, name: str = "a", step: int = 30_000) -> bytes:
    """Everything that is given out until the end; raises where it is not the end."""
    opener = Opener(key, name)
    parts = [box[n : n + step] for n in range(0, len(box), step)]
    return b"".join(p for part in parts for p in opener.feed(part)) + opener.end()


def given_out(box: bytes) -> bytes:
    """Everything that is given out before the fault is noticed."""
    opener, found = Opener(KEY, "a"), b""
    with pytest.raises(Tampered):
        for plain in opener.feed(box):
            found += plain
        found += opener.end()
    return found


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_whole(size: int) -> None:
    """Of any size, however it is cut on its way."""
    content = os.urandom(size)
    box = sealed(content)
    assert sealed_size(size) == len(box)
    for step in (1_000, CHUNK_BYTES, 10**7):
        assert content == opened(box, step=step)
    assert content == opened(sealed(content, step=7_777))


CONTENT = os.urandom(3 * CHUNK_BYTES + 99)
BOX = sealed(CONTENT)


@given(st.integers(0, len(BOX) - 1), st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_a_flipped_bit_is_noticed(place: int, bit: int) -> None:
    """Nothing of its chunk is given out, and nothing wrong before."""
    broken = BOX[:place] + bytes([BOX[place] ^ 1 << bit]) + BOX[place + 1 :]
    found = given_out(broken)
    assert CONTENT.startswith(found)
    assert len(found) <= max(0, place - HEADER_BYTES)


@given(st.integers(0, len(BOX) - 1))
@settings(max_examples=200, deadline=None)
def test_an_end_that_is_missing_is_noticed(length: int) -> None:
    """Also where it is cut between two chunks."""
    assert len(given_out(BOX[:length])) < len(CONTENT)


@given(st.binary(min_size=1, max_size=100))
@settings(deadline=None)
def test_something_behind_the_end_is_noticed(more: bytes) -> None:
    """Nothing is added to a file."""
    assert len(given_out(BOX + more)) < len(CONTENT)


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=6))
@settings(deadline=None)
def test_chunks_in_another_order_are_noticed(order: list[int], more: list[int]) -> None:
    """Swapped, repeated or left out."""
    chunks = [
        BOX[n : n + SEALED_CHUNK_BYTES]
        for n in range(HEADER_BYTES, len(BOX), SEALED_CHUNK_BYTES)
    ]
    for wanted in (order, more, order + more):
        if wanted != [0, 1, 2, 3]:
            given_out(BOX[:HEADER_BYTES] + b"".join(chunks[n] for n in wanted))


def test_a_chunk_of_another_file_is_noticed() -> None:
    """Of the same content, under the same key and id."""
    other = sealed(CONTENT)
    at = HEADER_BYTES + SEALED_CHUNK_BYTES
    assert CONTENT[:CHUNK_BYTES] == given_out(BOX[:at] + other[at:])


@pytest.mark.parametrize(("key", "name"), [(bytes(32), "a"), (KEY, "b")])
def test_another_key_or_another_name_opens_nothing(key: bytes, name: str) -> None:
    """A file moved under another id, or to another petition."""
    with pytest.raises(Tampered):
        opened(BOX, key=key, name=name)


def test_a_file_is_never_sealed_the_same_way_twice() -> None:
    """Who sees the store cannot tell that two petitions came with the same paper."""
    assert sealed(CONTENT)[HEADER_BYTES:] != BOX[HEADER_BYTES:]


@given(
    st.lists(st.tuples(st.integers(0, len(CONTENT)), st.integers(0, 150_000)), max_size=8)
)
@settings(deadline=None)
def test_a_spooled_file_is_read_in_any_order(places: list[tuple[int, int]]) -> None:
    """As if it lay open; on disk it does not."""
    with Spool(KEY, "a", tempfile.gettempdir()) as spool:
        spool.write(CONTENT)
        spool.end()
        reader = spool.reader()
        for place, length in places:
            reader.seek(place)
            assert CONTENT[place : place + length] == reader.read(length)
        assert CONTENT == b"".join(spool.plain())


async def test_what_is_spooled_is_what_is_kept() -> None:
    """The digest is that of the sealed bytes, which open."""
    with Spool(KEY, "a", tempfile.gettempdir()) as spool:
        for n in range(0, len(CONTENT), 9_999):
            spool.write(CONTENT[n : n + 9_999])
        spool.end()
        kept = b"".join([part async for part in spool.sealed()])
        assert CONTENT == opened(kept)
        assert CONTENT[:1000] not in kept
        assert 64 == len(spool.digest)
