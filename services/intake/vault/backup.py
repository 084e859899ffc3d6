"""
Keys apart from facts: a backup of keys opens nothing alone, nor does one of facts.

The file is encrypted under a passphrase (scrypt), not a public key: whoever can make the
backup holds the master key anyway, and a passphrase is what two people can each write half
of into a sealed envelope. Inside, keys are unwrapped: a backup outlives every master key.
Marks and sketches are not in it; they follow from facts and keys, and are made again.
"""

import base64
import os
import struct
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import asyncpg
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from services.intake.vault.boxes import KEY_BYTES, VaultUnfit
from services.intake.vault.erasing import destroy_keys, put_up_stones
from services.intake.vault.keys import INDEX, ROOT, adopt, read_secrets
from services.intake.vault.remarking import remark
from services.intake.vault.ring import KeyRing, MasterKey
from services.intake.vault.sketching import sketch_again
from shared.contracts.intake import PetitionErased
from shared.envelope import Heard, decode_envelope, heard_from
from shared.postgres.pool import Connection

LEAST_PASSPHRASE = 16
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""128 MiB and a good part of a second for each guess."""
CHUNK = 2_000
_LENGTH = struct.Struct(">I")
_MOST_CHUNK_BYTES = 1 << 24

Told = Callable[[int, int], None]


class BackupUnfit(Exception):
    """A file that is no backup of keys or is damaged, or another passphrase."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of the file: how the passphrase becomes a key."""

    tiepdan_keys: int = 1
    salt: str
    n: int = SCRYPT_N
    r: int = SCRYPT_R
    p: int = SCRYPT_P


class Chunk(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some of what the vault holds."""

    secrets: dict[str, bytes] = {}
    keys: dict[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    keys: int
    left_out: int
    """Their petitions were erased."""
    marks: int


async def back_up(
    connection: Connection, ring: KeyRing, passphrase: str, file: BinaryIO, told: Told
) -> int:
    """
    Write all keys and secrets, as they stand at one moment; return how many keys.

    Raises:
        VaultUnfit: a key does not open.
    """
    await adopt(connection, ring)
    sealer = _Sealer(passphrase, file)
    count = 0
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        total = await connection.fetchval("select count(*) from vault.key")
        sealer.put(Chunk(secrets=await read_secrets(connection, ring)))
        rows = connection.cursor(
            "select name, wrapped, generation from vault.key", prefetch=CHUNK
        )
        async for chunk in _in_chunks(rows):
            keys = {name: ring.of(by).unwrap(key, name) for name, key, by in chunk}
            sealer.put(Chunk(keys=keys))
            count += len(keys)
            told(count, total)
    sealer.end()
    return count


async def restore(
    connection: Connection,
    ring: KeyRing,
    passphrase: str,
    file: BinaryIO,
    erased: Sequence[Heard],
    told: Told,
) -> Restored:
    """
    Put keys and secrets back, but for petitions that were erased; make their marks again.

    `erased` are all facts of erasures that can be found anywhere: neither an old backup of
    keys nor one of facts brings back what was erased since.

    Raises:
        BackupUnfit: nothing was changed.
        VaultUnfit: this vault has keys of another province.
    """
    chunks = list(_opened(passphrase, file))
    await _put_back_secrets(connection, ring, chunks[0].secrets)
    stones = [(heard.stream, heard.recorded_at) for heard in erased]
    await put_up_stones(connection, stones)
    head = await connection.fetchval("select generation from vault.head")
    kept = found = 0
    for chunk in chunks:
        found += len(chunk.keys)
        kept += await _put_back_keys(connection, ring.of(head), chunk.keys)
    dead = await connection.fetch("select petition_id from vault.tombstone")
    await destroy_keys(connection, [row[0] for row in dead])
    marks = await remark(connection, ring, told=told)
    await sketch_again(connection, ring)
    return Restored(keys=kept, left_out=found - kept, marks=marks)


async def erasures_in(connection: Connection, table: str) -> list[Heard]:
    """Return every erasure of which a service's `said` or `heard` knows."""
    rows = await connection.fetch(
        f"select body from {table} where type like 'petition.erased.%'"
    )
    found = [heard_from(decode_envelope(row[0])) for row in rows]
    return [heard for heard in found if isinstance(heard.fact, PetitionErased)]


async def _put_back_secrets(
    connection: Connection, ring: KeyRing, secrets: dict[str, bytes]
) -> None:
    if set(secrets) != {ROOT, INDEX}:
        raise BackupUnfit("the backup lacks the secrets of receipts or of marks")
    async with connection.transaction():
        here = await read_secrets(connection, ring)
        if here == secrets:
            return
        if await connection.fetchval("select exists (select from vault.key)"):
            raise VaultUnfit("this vault holds keys of its own; restore into an empty one")
        newest = ring.newest
        await connection.execute("delete from vault.secret")
        await connection.execute("delete from vault.mark")
        await connection.execute("delete from vault.likeness")
        await connection.execute("update vault.head set generation = $1", newest.generation)
        await connection.executemany(
            "insert into vault.secret values ($1, $2, $3)",
            [
                (name, newest.wrap(secret, f"secret/{name}"), newest.generation)
                for name, secret in secrets.items()
            ],
        )


async def _put_back_keys(
    connection: Connection, master: MasterKey, keys: dict[str, bytes]
) -> int:
    done = await connection.execute(
        "insert into vault.key select u.name, u.wrapped, $3"
        " from unnest($1::text[], $2::bytea[]) as u (name, wrapped) where not exists"
        " (select from vault.tombstone t where t.petition_id = u.name)"
        " on conflict (name) do update set wrapped = excluded.wrapped,"
        " generation = excluded.generation",
        list(keys),
        [master.wrap(key, name) for name, key in keys.items()],
        master.generation,
    )
    return int(done.rpartition(" ")[2])


async def _in_chunks(
    rows: AsyncIterator[asyncpg.Record],
) -> AsyncIterator[list[asyncpg.Record]]:
    chunk: list[asyncpg.Record] = []
    async for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class _Sealer:
    """Writes chunks, each bound to the header, its number, and whether it is the last."""

    def __init__(self, passphrase: str, file: BinaryIO) -> None:
        header = Header(salt=base64.b64encode(os.urandom(16)).decode())
        self._head = msgspec.json.encode(header)
        self._aead = AESGCM(_key(passphrase, header))
        self._file = file
        self._number = 0
        file.write(self._head + b"\n")

    def put(self, chunk: Chunk, *, last: bool = False) -> None:
        """Write a chunk."""
        sealed = self._aead.encrypt(
            _nonce(self._number, last=last), msgspec.msgpack.encode(chunk), self._head
        )
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1

    def end(self) -> None:
        """Say that this was all: a file that was cut off does not restore."""
        self.put(Chunk(), last=True)


def _opened(passphrase: str, file: BinaryIO) -> Iterator[Chunk]:
    head = file.readline(4_096).rstrip(b"\n")
    try:
        header = msgspec.json.decode(head, type=Header)
        aead = AESGCM(_key(passphrase, header))
    except (msgspec.DecodeError, ValueError) as error:
        raise BackupUnfit("this is no backup of keys") from error
    number = 0
    while length := file.read(_LENGTH.size):
        size = _LENGTH.unpack(length.ljust(_LENGTH.size, b"\0"))[0]
        sealed = file.read(min(size, _MOST_CHUNK_BYTES))
        last = not _more(file)
        try:
            plain = aead.decrypt(_nonce(number, last=last), sealed, head)
            yield msgspec.msgpack.decode(plain, type=Chunk)
        except (InvalidTag, ValueError, msgspec.DecodeError):
            raise BackupUnfit(
                "the passphrase is another, or the file is damaged or cut off"
            ) from None
        number += 1
    if number < 2:  # noqa: PLR2004 - secrets and the end
        raise BackupUnfit("the file is cut off")


def _more(file: BinaryIO) -> bool:
    at = file.tell()
    found = bool(file.read(1))
    file.seek(at)
    return found


def _key(passphrase: str, header: Header) -> bytes:
    if header.n > SCRYPT_N or header.r > SCRYPT_R or header.p > SCRYPT_P:
        raise ValueError("a header that asks for more than we ever wrote")
    salt = base64.b64decode(header.salt)
    kdf = Scrypt(salt=salt, length=KEY_BYTES, n=header.n, r=header.r, p=header.p)
    return kdf.derive(passphrase.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
