"""
A new master key: every key is wrapped anew while the service runs, then the old one is destroyed.

Each step leaves files and vault in a state from which the next run goes on: the new key is
written beside the present one; from then on new keys are wrapped by it; those that are there
follow in batches; the fact is said; the files change places; the old one is overwritten.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from services.intake.vault.boxes import VaultUnfit
from services.intake.vault.keys import adopt
from services.intake.vault.ring import NEXT, OLD, KeyRing, MasterKey
from shared.contracts.intake import VaultRotated
from shared.envelope import Context
from shared.log.saying import Saying, append_on
from shared.postgres.pool import Connection

BATCH = 500
STREAM = "vault"
KEEPING = 8_080_017
"""The advisory lock of `vault.keep`: whoever keeps a key shares it."""

Told = Callable[[int, int], None]
"""Hears how many keys are wrapped anew, and of how many."""


async def rotate(
    connection: Connection, ring: KeyRing, source: str, context: Context, told: Told
) -> VaultRotated:
    """
    Change the master key, or go on where an earlier run was cut off; return what was said.

    Raises:
        VaultUnfit: the key files do not fit the vault; nothing was changed.
    """
    await adopt(connection, ring)
    target = await begin(connection, ring)
    await rewrap(connection, ring, target, told)
    fact = await say(connection, target, source, context)
    put_in_place(ring)
    return fact


async def begin(connection: Connection, ring: KeyRing) -> MasterKey:
    """
    Return the key that all are to be wrapped by; from now on new keys are.

    Raises:
        VaultUnfit: the key in its file is not the one that the vault was wrapped by.
    """
    ring.read_again()
    head = await connection.fetchval("select generation from vault.head")
    if ring.beside(NEXT).exists():
        target = MasterKey.read(ring.beside(NEXT))
    elif ring.beside(OLD).exists():
        return ring.of(head)  # cut off while the old key was being destroyed
    else:
        target = MasterKey.new(ring.of(head).generation + 1)
        _write(ring.beside(NEXT), target.text)
    if head not in (target.generation, target.generation - 1):
        raise VaultUnfit(
            f"{ring.beside(NEXT)} holds generation {target.generation}, the vault {head}"
        )
    ring.read_again()
    async with connection.transaction():
        # Alone: when this is through, no key under the old one is on its way any more.
        await connection.execute("select pg_advisory_xact_lock($1)", KEEPING)
        await connection.execute("update vault.head set generation = $1", target.generation)
    return target


async def rewrap(
    connection: Connection, ring: KeyRing, target: MasterKey, told: Told
) -> None:
    """
    Wrap everything by the new key that is not yet.

    Raises:
        VaultUnfit: something does not open; it is left as it is, and so is the old key.
    """
    await _rewrap_secrets(connection, ring, target)
    left = "select count(*) from vault.key where generation < $1"
    total = await connection.fetchval(left, target.generation)
    done, after = 0, ""
    while rows := await connection.fetch(
        "select name, wrapped, generation from vault.key"
        " where generation < $1 and ($2 = '' or name > $2) order by name limit $3",
        target.generation, after, BATCH,
    ):  # fmt: skip
        names = [row[0] for row in rows]
        await connection.execute(
            "update vault.key k set wrapped = u.wrapped, generation = $3"
            " from unnest($1::text[], $2::bytea[]) as u (name, wrapped)"
            " where k.name = u.name and k.generation < $3",
            names,
            [_again(row, ring, target, row[0]) for row in rows],
            target.generation,
        )
        done, after = done + len(rows), names[-1]
        told(done, total)
    if await connection.fetchval(left, target.generation):
        raise VaultUnfit("keys were put back meanwhile; run this again")


async def _rewrap_secrets(connection: Connection, ring: KeyRing, target: MasterKey) -> None:
    rows = await connection.fetch(
        "select name, wrapped, generation from vault.secret where generation < $1",
        target.generation,
    )
    for row in rows:
        await connection.execute(
            "update vault.secret set wrapped = $2, generation = $3 where name = $1",
            row[0], _again(row, ring, target, f"secret/{row[0]}"), target.generation,
        )  # fmt: skip


def _again(row: Sequence[object], ring: KeyRing, target: MasterKey, bound_to: str) -> bytes:
    _, wrapped, generation = row
    key = ring.of(generation).unwrap(wrapped, bound_to)  # type: ignore[arg-type]  # columns
    return target.wrap(key, bound_to)


async def say(
    connection: Connection, target: MasterKey, source: str, context: Context
) -> VaultRotated:
    """Say that the old key opens nothing any more; once for each generation."""
    keys = await connection.fetchval("select count(*) from vault.key")
    fact = VaultRotated(generation=target.generation, keys=keys)
    command_id = f"vault-rotated:{target.generation}"
    version = await connection.fetchval(
        "select count(*) from said where stream = $1", STREAM
    )
    await append_on(
        connection,
        [
            Saying(
                stream=STREAM,
                after_version=version,
                facts=[fact],
                happened_at=context.recorded_at,
                context=context,
                command_id=command_id,
            )
        ],
        source,
    )
    return fact


def put_in_place(ring: KeyRing) -> None:
    """
    Make the new key the present one, and destroy the old.

    It is overwritten where it stands; on disks that write elsewhere, or keep snapshots,
    what is left must be destroyed with the disk. There is a key in the ring at any moment.
    """
    present, coming, old = ring.path, ring.beside(NEXT), ring.beside(OLD)
    if coming.exists():
        if not old.exists():
            os.link(present, old)
        coming.replace(present)
        _sync(present.parent)
    if old.exists():
        with old.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
        old.unlink()
        _sync(present.parent)
    ring.read_again()


def _write(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
