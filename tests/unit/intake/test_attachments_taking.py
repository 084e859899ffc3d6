"""Taking a file in, without a network: what is bounded, and that nothing is left of a refusal."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from services.intake.attachments import taking
from services.intake.attachments.errors import (
    FileEmpty,
    FileTooLarge,
    KindNotAllowed,
    TooManyUploads,
    UploadStalled,
    UploadsTooOften,
)
from services.intake.attachments.kinds import JPEG, TEXT
from services.intake.attachments.taking import Taken, Taker
from tests.unit.intake.pictures import SECRETS, made

KEY = bytes(32)
LETTER = "Kính gửi Ủy ban,\n".encode()


async def body(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def silent() -> AsyncIterator[bytes]:
    yield LETTER
    await asyncio.sleep(3600)


def taker(most_bytes: int = 1_000_000, folder: str | None = None) -> Taker:
    return Taker(scanner=None, folder=folder, most_bytes=most_bytes)


def taken(by: Taker, content: AsyncIterator[bytes], petition: str = "p"):
    return by.taken(content, key=KEY, petition_id=petition, attachment_id="a")


async def test_a_file_is_taken_as_it_comes() -> None:
    """In parts of any length."""
    by = taker()
    for parts in ([LETTER * 500], [LETTER[:1], LETTER[1:]], [b"", LETTER, b""]):
        async with taken(by, body(*parts)) as file:
            assert (TEXT, False) == (file.kind, file.scanned)
            assert b"".join(parts) == b"".join(file.spool.plain())


async def test_a_picture_is_cleaned_on_its_way() -> None:
    """What is kept is the clean one, with its own size and digest."""
    photo = made("JPEG", 6)
    async with taken(taker(), body(photo)) as file:
        clean = b"".join(file.spool.plain())
        assert JPEG is file.kind
        assert len(clean) == file.spool.size_bytes < len(photo)
        assert not [secret for secret in SECRETS if secret in clean]


# fmt: off
REFUSED = [
    ("nothing",         [],                                   FileEmpty),
    ("too much",        [LETTER * 10] * 10_000,               FileTooLarge),
    ("a program",       [b"MZ\x90\x00" + bytes(99)] * 100,    KindNotAllowed),
    ("a late surprise", [LETTER * 9_000, b"\x00", LETTER],    Exception),
]
# fmt: on


@pytest.mark.parametrize(("_", "parts", "why"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_what_is_refused_is_read_to_its_end(
    _: str, parts: list[bytes], why: type[Exception]
) -> None:
    """As far as the limit; then its sender hears why, and no folder holds a byte of it."""
    with tempfile.TemporaryDirectory() as folder:
        coming = body(*parts)
        with pytest.raises(why, match=r"send|save|choose"):
            async with taken(taker(folder=folder), coming):
                raise AssertionError("it was taken")
        left = sum([len(part) async for part in coming])
        assert left == 0 or why is FileTooLarge
        assert [] == _in(folder)


def _in(folder: str) -> list[Path]:
    return list(Path(folder).iterdir())


async def test_who_sends_nothing_more_loses_the_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Others wait for it."""
    monkeypatch.setattr(taking, "_SILENCE_S", 0.05)
    by = taker()
    with pytest.raises(UploadStalled, match="too slowly"):
        async with taken(by, silent()):
            raise AssertionError("it was taken")
    async with taken(by, body(LETTER)) as file:
        assert isinstance(file, Taken)


async def test_only_so_many_come_at_once() -> None:
    """The others are asked to come again; a place that is left is free."""
    by = taker()
    async with AsyncExitStack() as open_ones:
        for n in range(32):
            await open_ones.enter_async_context(taken(by, body(LETTER), f"p{n}"))
        with pytest.raises(TooManyUploads, match="send this one again"):
            await open_ones.enter_async_context(taken(by, body(LETTER), "p33"))
    async with taken(by, body(LETTER), "p33"):
        pass


async def test_one_petition_cannot_send_for_ever() -> None:
    """Sixty an hour, refused ones among them; another petition is not held up."""
    by = taker()
    for _ in range(60):
        with pytest.raises(FileEmpty):
            async with taken(by, body()):
                raise AssertionError("it was taken")
    with pytest.raises(UploadsTooOften, match="try again later"):
        async with taken(by, body(LETTER)):
            raise AssertionError("it was taken")
    async with taken(by, body(LETTER), "another"):
        pass
