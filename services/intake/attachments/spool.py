"""
Where a file stands while it is being taken in: on disk, encrypted, and in no folder.

The file has no name from its first byte on, so nothing of it outlives the request or the
process. What is left of memory's use is a chunk; whoever looks at the file inside reads
it through `SealedReader`, chunk by chunk.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import BinaryIO, Self

from services.intake.attachments.sealing import (
    CHUNK_BYTES,
    HEADER_BYTES,
    SEALED_CHUNK_BYTES,
    ChunkCipher,
    Sealer,
)

_BLOCK_BYTES = 1024 * 1024


class Spool:
    """A file that is being sealed onto disk. Blocking; callers use threads."""

    def __init__(self, key: bytes, attachment_id: str, folder: str | None) -> None:
        self._cipher = ChunkCipher.new(key, attachment_id)
        self._sealer = Sealer(self._cipher)
        self._digest = hashlib.sha256()
        self._file: BinaryIO = tempfile.TemporaryFile(  # noqa: SIM115 - lives as long as the upload
            dir=folder, buffering=0
        )

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go; it has no name, so its bytes go with it."""
        self._file.close()

    @property
    def size_bytes(self) -> int:
        """Of the file itself."""
        return self._sealer.size_bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the sealed bytes."""
        return self._digest.hexdigest()

    def write(self, plain: bytes) -> None:
        """Take more of the file."""
        self._put(self._sealer.feed(plain))

    def end(self) -> None:
        """Take note that the file is whole."""
        self._put(self._sealer.end())

    def _put(self, sealed: Iterable[bytes]) -> None:
        for part in sealed:
            self._digest.update(part)
            self._file.write(part)

    def reader(self) -> "SealedReader":
        """Return the whole file, to be looked at in any order."""
        return SealedReader(self._file, self._cipher, self.size_bytes)

    def plain(self) -> Iterator[bytes]:
        """Return the whole file, chunk by chunk."""
        reader = self.reader()
        while part := reader.read(CHUNK_BYTES):
            yield part

    async def sealed(self) -> AsyncIterator[bytes]:
        """Return the sealed bytes for the store. From the page cache: it blocks nobody long."""
        self._file.seek(0, os.SEEK_SET)
        while part := self._file.read(_BLOCK_BYTES):
            yield part


class SealedReader(io.RawIOBase):
    """A sealed file as if it lay open: seek and read; one chunk is in memory at a time."""

    def __init__(self, file: BinaryIO, cipher: ChunkCipher, size_bytes: int) -> None:
        self._file = file
        self._cipher = cipher
        self.size_bytes = size_bytes
        self._at = 0
        self._number = -1
        self._chunk = b""

    def readable(self) -> bool:
        """Test whether it can be read: always."""
        return True

    def seekable(self) -> bool:
        """Test whether it can be read in any order: always."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size_bytes}[
            whence
        ]
        if start + offset < 0:
            raise OSError("a place before the start of the file")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Return where it stands."""
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes from here, fewer only at the end of the file."""
        left = max(0, self.size_bytes - self._at)
        wanted = left if size < 0 else min(size, left)
        parts = []
        while wanted > 0:
            chunk = self._load(self._at // CHUNK_BYTES)
            start = self._at % CHUNK_BYTES
            part = chunk[start : start + wanted]
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER_BYTES + number * SEALED_CHUNK_BYTES)
            sealed = self._file.read(SEALED_CHUNK_BYTES)
            last = (number + 1) * CHUNK_BYTES >= self.size_bytes
            self._chunk = self._cipher.open(number, sealed, last=last)
            self._number = number
        return self._chunk
