"""The vault: one key a petition, wrapped by the master key; destroying it erases the person."""

import asyncio
import contextlib
import os
import time
from dataclasses import dataclass, field

import msgspec

from services.intake.domain.petition.likeness import Sketch
from services.intake.domain.petition.personal import PersonalContent
from services.intake.vault.boxes import (
    KEY_BYTES,
    ContentGone,
    VaultUnfit,
    box,
    derive,
    unbox,
)
from services.intake.vault.codes import Codes
from services.intake.vault.kept import COLUMNS, placed, values_of
from services.intake.vault.marks import Marked, Marks
from services.intake.vault.ring import READ_EVERY_S, KeyRing, MasterKey
from services.intake.vault.sketches import Sketcher
from shared.auth.attempts import Keys
from shared.errors import StoreUnavailable
from shared.ids import AgencyCode, PetitionId
from shared.personal import Sealed
from shared.postgres.pool import Database, Pooled

ROOT, INDEX = "root", "index"
REMARKING = "intake.marks"
"""The cursor that stands where petitions wait to be marked; see `remarking`."""
ATTEMPTS = 3
UNLODGED_FROM_MS = 90 * 24 * 3_600_000
UNLODGED_UPTO_MS = 3_600_000
"""What is younger may be just being lodged."""
_KEEP = f"""
    with kept as materialized (select vault.keep($1::text, $2, $3, $4, $5) as done),
    sketched as (
        insert into vault.likeness (petition_id, {", ".join(COLUMNS)})
        select $1::text, {placed(6)} from kept where done
    )
    select done from kept
"""
"""Key, marks and sketch, or nothing."""
_ADOPTING = 8_080_018
"""Advisory lock: of several processes that start on a new vault, one makes its secrets."""


class KeysMissing(StoreUnavailable):
    """There are petitions but no keys: a backup of facts alone was put back."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What outlives master keys: it is wrapped by them, and no rotation changes it."""

    codes: Codes = field(repr=False)
    marks: Marks = field(repr=False)
    sketcher: Sketcher = field(repr=False)
    visitors: Keys = field(repr=False)


class Vault:
    """Seals and opens personal content."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring
        self._generation = 0
        self._secrets: Secrets | None = None
        self._read_at = 0.0

    async def secrets(self) -> Secrets:
        """
        Return the codes and marks of this province.

        Raises:
            KeysMissing: the keys of the petitions that are here were not put back yet.
        """
        if self._secrets is None or time.monotonic() - self._read_at > READ_EVERY_S:
            async with self._database.connection() as connection:
                rows = await read_secrets(connection, self._ring)
                if len(rows) < len((ROOT, INDEX)):
                    rows = await adopt(connection, self._ring)
            self._secrets = Secrets(
                codes=Codes(rows[ROOT]),
                marks=Marks(rows[INDEX]),
                sketcher=Sketcher(rows[INDEX]),
                visitors=Keys(derive(rows[ROOT], "visitors")),
            )
            self._read_at = time.monotonic()
        return self._secrets

    async def codes(self) -> Codes:
        """Return what makes receipt codes; see `secrets`."""
        return (await self.secrets()).codes

    async def marks(self) -> Marks:
        """Return what makes marks; see `secrets`."""
        return (await self.secrets()).marks

    async def visitors(self) -> Keys:
        """Return what makes keys of the networks that visitors come from; see `secrets`."""
        return (await self.secrets()).visitors

    async def sketch(
        self, content: PersonalContent, agency: AgencyCode | None, *, secret: bool
    ) -> Sketch:
        """Return by what a petition is known again; `secret`: it denounces."""
        sketcher = (await self.secrets()).sketcher
        # A long letter takes a few milliseconds, in which others are served.
        return await asyncio.to_thread(sketcher.of, content, agency, secret=secret)

    async def seal(
        self, petition_id: PetitionId, content: PersonalContent, sketch: Sketch
    ) -> Sealed:
        """Encrypt under a new key; it is kept, with marks and sketch, before the fact is said."""
        key = os.urandom(KEY_BYTES)
        marked = (await self.marks()).of_petition(content)
        await self._keep(petition_id, key, marked, sketch)
        return Sealed(
            key=petition_id, box=box(key, msgspec.json.encode(content), petition_id)
        )

    async def open(self, sealed: Sealed) -> PersonalContent:
        """
        Decrypt.

        Raises:
            ContentGone: the key was destroyed.
        """
        return read(await self.key(sealed.key), sealed)

    async def seal_text(self, petition_id: PetitionId, text: str, what: str) -> Sealed:
        """
        Encrypt something else about a petition under its key; `what` it is stays bound to it.

        Raises:
            ContentGone: the key was destroyed.
        """
        key = await self.key(petition_id)
        return Sealed(key=petition_id, box=box(key, text.encode(), f"{petition_id}/{what}"))

    async def open_text(self, sealed: Sealed, what: str) -> str:
        """
        Decrypt what `seal_text` encrypted as the same thing.

        Raises:
            ContentGone: the key was destroyed.
        """
        key = await self.key(sealed.key)
        return unbox(key, sealed.box, f"{sealed.key}/{what}").decode()

    async def key(self, petition_id: str) -> bytes:
        """
        Return the key of a petition; for nothing that outlives the request.

        Raises:
            ContentGone: it was destroyed.
        """
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                "select wrapped, generation from vault.key where name = $1 and not exists"
                " (select from vault.tombstone where petition_id = $1)",
                petition_id,
            )
        if row is None:
            raise ContentGone(petition_id)
        return self.unwrap(row[0], row[1], petition_id)

    def unwrap(self, wrapped: bytes, generation: int, name: str) -> bytes:
        """Return a key from the form in which the vault keeps it."""
        return self._ring.of(generation).unwrap(wrapped, name)

    async def discard(self, petition_id: PetitionId) -> None:
        """Forget key, marks and sketch of a petition that was not recorded after all."""
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute("delete from vault.key where name = $1", petition_id)
            for table in ("mark", "likeness"):
                await connection.execute(
                    f"delete from vault.{table} where petition_id = $1", petition_id
                )

    async def forget_unlodged(self) -> None:
        """
        Forget keys and marks that a failed append left behind.

        Nothing finds them meanwhile: every search begins at petitions that were lodged. An
        id says when it was made; what may still be under way is left alone.
        """
        now = int(time.time() * 1000)
        first, last = now - UNLODGED_FROM_MS, now - UNLODGED_UPTO_MS
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select name from vault.key k where name > $1 and name < $2 and not exists"
                " (select from said s where s.stream = k.name and s.version = 1)",
                _id_at(first), _id_at(last),
            )  # fmt: skip
        for (petition_id,) in rows:
            await self.discard(petition_id)

    async def _keep(
        self, petition_id: PetitionId, key: bytes, marked: list[Marked], sketch: Sketch
    ) -> None:
        """Keep a key; where the master key is just being changed, under the new one."""
        marks, roles = [m.mark for m in marked], [m.role for m in marked]
        async with self._database.connection() as connection:
            for _ in range(ATTEMPTS):
                master = await self._master(connection)
                wrapped = master.wrap(key, petition_id)
                if await connection.fetchval(
                    _KEEP, petition_id, wrapped, master.generation, marks, roles,
                    *values_of(sketch),
                ):  # fmt: skip
                    return
                self._generation = 0
        raise StoreUnavailable("the master key changes again and again")

    async def _master(self, connection: Pooled) -> MasterKey:
        """Return the master key in force; the one we remember may be destroyed already."""
        if self._generation:
            with contextlib.suppress(VaultUnfit):
                return self._ring.of(self._generation)
        self._generation = await connection.fetchval("select generation from vault.head")
        return self._ring.of(self._generation)


def _id_at(milliseconds: int) -> str:
    digits = f"{milliseconds:012x}"
    return f"{digits[:8]}-{digits[8:]}"


def read(key: bytes, sealed: Sealed) -> PersonalContent:
    """Return the personal content of a box whose key is known."""
    plain = unbox(key, sealed.box, sealed.key)
    return msgspec.json.decode(plain, type=PersonalContent)


async def read_secrets(connection: Pooled, ring: KeyRing) -> dict[str, bytes]:
    """
    Return the secrets of the vault by name.

    Raises:
        VaultUnfit: the master key at hand did not wrap them.
    """
    rows = await connection.fetch("select name, wrapped, generation from vault.secret")
    return {
        name: ring.of(generation).unwrap(wrapped, f"secret/{name}")
        for name, wrapped, generation in rows
    }


async def adopt(connection: Pooled, ring: KeyRing) -> dict[str, bytes]:
    """
    Return the secrets of the vault, making them where it has none.

    Receipts given out before there was a root were made from the master key itself: there
    the root is that very key, wrapped once, so that they stay good for ever.

    Raises:
        KeysMissing: the keys of the petitions that are here were not put back yet.
        VaultUnfit: the master key at hand is not the one that wrapped them.
    """
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _ADOPTING)
        found = await read_secrets(connection, ring)
        if found:
            return found
        has_keys = await connection.fetchval("select exists (select from vault.key)")
        await (_begin_marks if has_keys else _begin_vault)(connection, ring)
        master = ring.of(await connection.fetchval("select generation from vault.head"))
        root = master.key if has_keys else os.urandom(KEY_BYTES)
        made = {ROOT: root, INDEX: os.urandom(KEY_BYTES)}
        await connection.executemany(
            "insert into vault.secret values ($1, $2, $3)",
            [
                (name, master.wrap(secret, f"secret/{name}"), master.generation)
                for name, secret in made.items()
            ],
        )
    return made


async def _begin_vault(connection: Pooled, ring: KeyRing) -> None:
    if await connection.fetchval(
        "select exists (select from said where type like 'petition.lodged.%')"
    ):
        raise KeysMissing("the keys are missing: run `tiepdan keys restore`")
    await connection.execute(
        "update vault.head set generation = $1", ring.newest.generation
    )


async def _begin_marks(connection: Pooled, _: KeyRing) -> None:
    """Have the petitions marked that are older than marks are; no sketch of another key stays."""
    await connection.execute("delete from vault.likeness")
    await connection.execute(
        "insert into job_cursor values ($1, 0) on conflict do nothing", REMARKING
    )


__all__ = [
    "ContentGone",
    "KeyRing",
    "KeysMissing",
    "Secrets",
    "Vault",
    "VaultUnfit",
    "read",
]
