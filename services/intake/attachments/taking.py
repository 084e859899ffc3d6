"""
Taking a file in: from the network, past the scanner, onto disk sealed, looked at, cleaned.

Memory holds a few blocks of a file, however large it is. What is refused is refused after
the rest of it was read and thrown away, as far as the limit: a browser that is still sending
does not listen, and its user would see a broken connection instead of the sentence.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Final

from services.intake.attachments import kinds
from services.intake.attachments.errors import (
    FileEmpty,
    FileTooLarge,
    NotNow,
    TooManyUploads,
    UploadStalled,
    UploadsTooOften,
)
from services.intake.attachments.kinds import FileKind
from services.intake.attachments.metadata.edits import Edit, edited
from services.intake.attachments.scanning import Scan, Scanner
from services.intake.attachments.spool import Spool
from shared.errors import Refusal

MEGABYTE: Final = 1_000_000
_BLOCK_BYTES = 256 * 1024
_SILENCE_S = 30.0
_SLOWEST_BYTES_S = 8_000
"""Slower than an old mobile network nobody may send: the place is needed."""
_AT_ONCE = 32
_AN_HOUR = 3600.0
_OF_ONE_PETITION = 60
"""Uploads an hour, refused ones among them; a petition can have 20 files."""

Body = AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that can be kept."""

    spool: Spool
    kind: FileKind
    scanned: bool


class Taker:
    """Takes files in; one a process."""

    def __init__(
        self, *, scanner: Scanner | None, folder: str | None, most_bytes: int
    ) -> None:
        self._scanner = scanner
        self._folder = folder
        self.most_bytes = most_bytes
        """Of one file."""
        self._room = _AT_ONCE
        self._sent: dict[str, deque[float]] = {}

    @asynccontextmanager
    async def taken(
        self, body: Body, *, key: bytes, petition_id: str, attachment_id: str
    ) -> AsyncIterator[Taken]:
        """
        Take a file in, and have it at hand, sealed, while it is being kept.

        Raises:
            Refusal: see `errors`; nothing of the file is left.
            NotNow: what is needed is away; nothing of the file is left.
        """
        self._count(petition_id)
        with self._place(), Spool(key, attachment_id, self._folder) as raw:
            try:
                await self._receive(body, raw)
                kind, edits = await asyncio.to_thread(_looked_at, raw)
            except (Refusal, NotNow):
                await self.drain(body)
                raise
            scanned = self._scanner is not None
            if not edits:
                yield Taken(raw, kind, scanned)
                return
            with Spool(key, attachment_id, self._folder) as clean:
                await asyncio.to_thread(_clean, raw, edits, clean)
                yield Taken(clean, kind, scanned)

    async def _receive(self, body: Body, raw: Spool) -> None:
        async with self._scan() as scan:
            head = b""
            async for block in _blocks(body, self.most_bytes):
                if len(head) < kinds.HEAD_BYTES:
                    head += block[: kinds.HEAD_BYTES]
                    if len(head) >= kinds.HEAD_BYTES:
                        kinds.check_start(head)
                if scan is not None:
                    await scan.feed(block)
                await asyncio.to_thread(raw.write, block)
            if not head:
                raise FileEmpty("the file is empty; choose another one")
            kinds.check_start(head)
            await asyncio.to_thread(raw.end)
            if scan is not None:
                await scan.verdict()

    def _scan(self) -> AbstractAsyncContextManager[Scan | None]:
        return self._scanner.scan() if self._scanner else nullcontext()

    async def drain(self, body: Body) -> None:
        """Read what is still coming, and throw it away."""
        with contextlib.suppress(Refusal):
            async for _ in _blocks(body, self.most_bytes):
                pass

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        if self._room <= 0:
            raise TooManyUploads("many files are being sent; send this one again shortly")
        self._room -= 1
        try:
            yield
        finally:
            self._room += 1

    def _count(self, petition_id: str) -> None:
        """Bound how often files of one petition are sent: refused ones leave no other trace."""
        now = time.monotonic()
        for name in [n for n, sent in self._sent.items() if sent[-1] < now - _AN_HOUR]:
            del self._sent[name]
        sent = self._sent.setdefault(petition_id, deque())
        while sent and sent[0] < now - _AN_HOUR:
            sent.popleft()
        if len(sent) >= _OF_ONE_PETITION:
            raise UploadsTooOften(
                "many files of this petition were sent within an hour; try again later"
            )
        sent.append(now)


async def _blocks(body: Body, most_bytes: int) -> AsyncIterator[bytes]:
    """Return what comes in larger blocks, never more than may come, never waiting for ever."""
    held = bytearray()
    taken = 0
    deadline = time.monotonic() + _SILENCE_S + most_bytes / _SLOWEST_BYTES_S
    while True:
        part = await _next(body, deadline)
        taken += len(part or b"")
        if taken > most_bytes:
            raise too_large(most_bytes)
        held += part or b""
        if len(held) >= _BLOCK_BYTES or (part is None and held):
            yield bytes(held)
            held.clear()
        if part is None:
            return


async def _next(body: Body, deadline: float) -> bytes | None:
    left = min(_SILENCE_S, deadline - time.monotonic())
    try:
        async with asyncio.timeout(left):
            return await anext(body, None)
    except TimeoutError:
        raise UploadStalled("the file came too slowly; send it again") from None


def too_large(most_bytes: int) -> FileTooLarge:
    """Return the refusal of a file over the limit."""
    return FileTooLarge(
        f"the file is over {most_bytes // MEGABYTE} MB; send a smaller one,"
        " scan it with less detail, or bring the paper to the desk",
        values={"most": most_bytes // MEGABYTE},
    )


def _looked_at(raw: Spool) -> tuple[FileKind, list[Edit]]:
    kind = kinds.kind_of(raw.reader())
    return kind, kinds.what_to_leave_out(kind, raw.reader())


def _clean(raw: Spool, edits: list[Edit], clean: Spool) -> None:
    for part in edited(raw.plain(), edits):
        clean.write(part)
    clean.end()
