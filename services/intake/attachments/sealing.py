"""
A file under encryption: in chunks, each of which opens only in its own place.

The form is that of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as Tink writes it: a
header with a fresh salt; from salt, the petition's key and the attachment's id a key for
this file alone; then AES-256-GCM chunks whose nonces hold their number and whether they
are the last. So nothing can be flipped, cut off, put in another order or moved to
another file without being noticed before the first wrong byte is given out.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK_BYTES: Final = 64 * 1024
"""Of the file itself; what is read at once, and what is verified before it is given out."""
TAG_BYTES: Final = 16
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + TAG_BYTES
_MAGIC = b"TPDA"
_VERSION = 1
_SALT_BYTES = 32
_KEY_BYTES = 32
_PREFIX_BYTES = 7
HEADER_BYTES: Final = len(_MAGIC) + 1 + _SALT_BYTES


class Tampered(Exception):
    """These are not the bytes that were sealed: changed, cut, mixed up, or another's."""


@dataclass(frozen=True, slots=True)
class ChunkCipher:
    """Seals and opens the chunks of one file by their numbers."""

    header: bytes
    _aead: AESGCM
    _prefix: bytes

    @classmethod
    def new(cls, key: bytes, attachment_id: str) -> "ChunkCipher":
        """Return the cipher of a file that is to be sealed; never the same twice."""
        salt = os.urandom(_SALT_BYTES)
        return cls._derive(key, attachment_id, salt)

    @classmethod
    def read(cls, key: bytes, attachment_id: str, header: bytes) -> "ChunkCipher":
        """
        Return the cipher of a sealed file from its header.

        Raises:
            Tampered: this is no header of ours.
        """
        start = _MAGIC + bytes([_VERSION])
        if len(header) != HEADER_BYTES or not header.startswith(start):
            raise Tampered("the header is not one of ours")
        return cls._derive(key, attachment_id, header[len(start) :])

    @classmethod
    def _derive(cls, key: bytes, attachment_id: str, salt: bytes) -> "ChunkCipher":
        secret = HKDF(
            algorithm=SHA256(),
            length=_KEY_BYTES + _PREFIX_BYTES,
            salt=salt,
            info=b"tiepdan/attachment/1/" + attachment_id.encode(),
        ).derive(key)
        header = _MAGIC + bytes([_VERSION]) + salt
        return cls(header, AESGCM(secret[:_KEY_BYTES]), secret[_KEY_BYTES:])

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        """Encrypt a chunk."""
        return self._aead.encrypt(self._nonce(number, last=last), plain, self.header)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        """
        Decrypt a chunk.

        Raises:
            Tampered: it is not that chunk of that file.
        """
        try:
            return self._aead.decrypt(self._nonce(number, last=last), sealed, self.header)
        except InvalidTag:
            raise Tampered(f"chunk {number} is not what was sealed") from None

    def _nonce(self, number: int, *, last: bool) -> bytes:
        return self._prefix + number.to_bytes(4, "big") + bytes([last])


class Sealer:
    """Seals a file as it comes; a chunk is held back until it is known not to be the last."""

    def __init__(self, cipher: ChunkCipher) -> None:
        self._cipher = cipher
        self._held = bytearray()
        self._number = 0
        self.size_bytes = 0
        """Of the file itself, as far as it has come."""

    def feed(self, plain: bytes) -> Iterator[bytes]:
        """Take more of the file; give out what is sealed by now, the header first."""
        if not self.size_bytes and plain:
            yield self._cipher.header
        self.size_bytes += len(plain)
        self._held += plain
        while len(self._held) > CHUNK_BYTES:
            yield self._next(bytes(self._held[:CHUNK_BYTES]), last=False)
            del self._held[:CHUNK_BYTES]

    def end(self) -> Iterator[bytes]:
        """Give out the last chunk. An empty file is a header and an empty chunk."""
        if not self.size_bytes:
            yield self._cipher.header
        yield self._next(bytes(self._held), last=True)

    def _next(self, plain: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.seal(self._number, plain, last=last)
        self._number += 1
        return sealed


class Opener:
    """Opens a sealed file as it comes; gives out nothing that it has not verified."""

    def __init__(self, key: bytes, attachment_id: str) -> None:
        self._key = key
        self._attachment_id = attachment_id
        self._cipher: ChunkCipher | None = None
        self._held = bytearray()
        self._number = 0

    def feed(self, sealed: bytes) -> Iterator[bytes]:
        """
        Take more of the sealed file; give out what is open by now.

        Raises:
            Tampered: these are not the bytes that were sealed.
        """
        self._held += sealed
        if self._cipher is None:
            if len(self._held) < HEADER_BYTES:
                return
            header = bytes(self._held[:HEADER_BYTES])
            self._cipher = ChunkCipher.read(self._key, self._attachment_id, header)
            del self._held[:HEADER_BYTES]
        while len(self._held) > SEALED_CHUNK_BYTES:
            chunk = bytes(self._held[:SEALED_CHUNK_BYTES])
            yield self._cipher.open(self._number, chunk, last=False)
            self._number += 1
            del self._held[:SEALED_CHUNK_BYTES]

    def end(self) -> bytes:
        """
        Return the last chunk.

        Raises:
            Tampered: the file ends before it should, or after.
        """
        if self._cipher is None:
            raise Tampered("the header is not whole")
        return self._cipher.open(self._number, bytes(self._held), last=True)


def sealed_size(size_bytes: int) -> int:
    """Return how long a file of this size is when sealed."""
    chunks = max(1, -(-size_bytes // CHUNK_BYTES))
    return HEADER_BYTES + size_bytes + chunks * TAG_BYTES
