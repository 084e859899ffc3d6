"""Do facts and files agree? Files without a fact go; facts without a file are told."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from prometheus_client import Counter, Gauge

from services.intake.attachments.store import Kept, Objects

log = structlog.get_logger()

ORPHANED_AFTER = dt.timedelta(hours=24)
"""An upload that is being recorded is never so old."""
_BATCH = 500
_MISSING = Gauge("tiepdan_attachments_missing", "Files that facts speak of and nobody has")
_ORPHANS = Counter("tiepdan_attachments_orphans", "Files without a fact that were deleted")


class Recorded(Protocol):
    """What the facts say about files."""

    async def recorded(self, files: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """
        Return of which of these (petition and digest) a fact speaks, and can be opened still.

        From the facts themselves: a read model that is behind would cost somebody's file.
        """
        ...

    def openable(self) -> AsyncIterator[tuple[str, str]]:
        """Return petition and digest of every file that can still be opened."""
        ...


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found."""

    orphans: int
    missing: tuple[tuple[str, str], ...]


async def sweep(objects: Objects, facts: Recorded, now: dt.datetime) -> Swept:
    """
    Delete the files that no fact speaks of, a day after they came; find those that are missing.

    Raises:
        ObjectsAway, StoreUnavailable: one of the two stores does not answer.
    """
    before = now - ORPHANED_AFTER
    orphans = await asyncio.to_thread(objects.leftovers, before)
    waiting: list[Kept] = []
    async for kept in objects.every():
        if kept.at < before:
            waiting.append(kept)
        if len(waiting) >= _BATCH:
            orphans += await _delete_orphans(objects, facts, waiting)
            waiting = []
    orphans += await _delete_orphans(objects, facts, waiting)
    missing = tuple([name async for name in missing_of(objects, facts)])
    _MISSING.set(len(missing))
    for petition_id, digest in missing[:20]:
        log.error("attachment_missing", petition=petition_id, digest=digest)
    log.info("attachments_swept", orphans=orphans, missing=len(missing))
    return Swept(orphans, missing)


async def missing_of(objects: Objects, facts: Recorded) -> AsyncIterator[tuple[str, str]]:
    """
    Return petition and digest of every file that a fact speaks of and the store does not have.

    Raises:
        ObjectsAway, StoreUnavailable: one of the two stores does not answer.
    """
    async for petition_id, digest in facts.openable():
        if await objects.has(petition_id, digest):
            continue
        if await facts.recorded([(petition_id, digest)]):  # not erased meanwhile
            yield petition_id, digest


async def _delete_orphans(objects: Objects, facts: Recorded, found: list[Kept]) -> int:
    if not found:
        return 0
    recorded = await facts.recorded([(kept.petition_id, kept.digest) for kept in found])
    orphans = [kept for kept in found if (kept.petition_id, kept.digest) not in recorded]
    for kept in orphans:
        await objects.delete(kept.petition_id, kept.digest)
        log.info("attachment_orphan_deleted", petition=kept.petition_id, digest=kept.digest)
    _ORPHANS.inc(len(orphans))
    return len(orphans)
