"""
Where sealed files stand: in a folder or in S3, by one interface, each under its own digest.

A file appears whole or not at all: a folder gets it under another name first, S3 by a
multipart upload. `<petition>/<SHA-256 of the sealed bytes>`; no name, no kind, nothing
that could be read.
"""

import asyncio
import contextlib
import datetime as dt
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from services.intake.attachments.errors import ObjectMissing, ObjectsAway
from shared import tls
from shared.errors import Unfit

log = structlog.get_logger()

PART_BYTES: Final = 5 * 1024 * 1024
"""The smallest that S3 takes; this times `_PARTS_AT_ONCE` is what an upload holds in memory."""
_PARTS_AT_ONCE = 2
_READ_BYTES = 64 * 1024
_LOST = (BaseError, OSError)
_CLIENT: Final = {"connect_timeout": "5s", "timeout": "600s"}
_RETRY: Final = {"max_retries": 3, "retry_timeout": dt.timedelta(seconds=15)}


class ObjectsUnfit(Unfit):
    """The settings name no store that we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where files are to stand."""

    url: str
    """`file:///…` or `s3://bucket/prefix`."""
    endpoint: str = ""
    """Of an S3 that is not Amazon's."""
    key_file: str = field(default="", repr=False)
    """Two lines: access key id and secret; empty: as the environment says (`AWS_…`)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as the store lists it."""

    petition_id: str
    digest: str
    at: dt.datetime
    """When it was put there."""


class Objects:
    """The store of files."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._store: ObjectStore | None = None
        kind = urlsplit(place.url)
        if kind.scheme not in ("file", "s3") or (kind.scheme == "s3" and not kind.netloc):
            raise ObjectsUnfit(
                "TIEPDAN_ATTACHMENTS_URL must be file:///folder or s3://bucket/prefix"
            )
        if place.endpoint:
            tls.refuse_open(place.endpoint, "TIEPDAN_ATTACHMENTS_ENDPOINT")
        self.folder = Path(unquote(kind.path)) if kind.scheme == "file" else None
        """Where it is one; None for S3."""

    async def put(
        self, petition_id: str, digest: str, sealed: AsyncIterator[bytes]
    ) -> None:
        """
        Keep a file for good, whole or not at all.

        Raises:
            ObjectsAway: the store does not answer, or has no room.
        """
        path = _path(petition_id, digest)
        try:
            await obstore.put_async(
                self._opened(),
                path,
                sealed,
                use_multipart=True,
                chunk_size=PART_BYTES,
                max_concurrency=_PARTS_AT_ONCE,
            )
            if self.folder is not None:
                await asyncio.to_thread(_settle, self.folder / path)
        except _LOST as error:
            raise _away("put", error) from None

    async def get(self, petition_id: str, digest: str) -> AsyncIterator[bytes]:
        """
        Return a sealed file as it streams.

        Raises:
            ObjectMissing: there is none. ObjectsAway: the store does not answer.
        """
        try:
            found = await obstore.get_async(self._opened(), _path(petition_id, digest))
        except FileNotFoundError:
            raise ObjectMissing(_path(petition_id, digest)) from None
        except _LOST as error:
            raise _away("get", error) from None
        return _stream(found)

    async def has(self, petition_id: str, digest: str) -> bool:
        """
        Test whether a file is there.

        Raises:
            ObjectsAway: the store does not answer.
        """
        try:
            await obstore.head_async(self._opened(), _path(petition_id, digest))
        except FileNotFoundError:
            return False
        except _LOST as error:
            raise _away("head", error) from None
        return True

    async def delete(self, petition_id: str, digest: str) -> None:
        """
        Delete a file; one that is not there is deleted already.

        Raises:
            ObjectsAway: the store does not answer.
        """
        try:
            await obstore.delete_async(self._opened(), _path(petition_id, digest))
        except FileNotFoundError:
            return
        except _LOST as error:
            raise _away("delete", error) from None

    async def forget(self, petition_id: str) -> int:
        """
        Delete every file of a petition, recorded or not; return how many there were.

        Raises:
            ObjectsAway: the store does not answer.
        """
        found = [kept async for kept in self.every(petition_id)]
        for kept in found:
            await self.delete(petition_id, kept.digest)
        return len(found)

    async def every(self, petition_id: str = "") -> AsyncIterator[Kept]:
        """
        Return every file there is, or every one of a petition.

        Raises:
            ObjectsAway: the store does not answer.
        """
        try:
            async for batch in obstore.list(self._opened(), prefix=petition_id or None):
                for meta in batch:
                    owner, _, digest = meta["path"].partition("/")
                    if digest:
                        yield Kept(owner, digest, meta["last_modified"])
        except _LOST as error:
            raise _away("list", error) from None

    def leftovers(self, before: dt.datetime) -> int:
        """Delete what uploads into a folder left when the process was killed; return how many."""
        if self.folder is None or not self.folder.exists():
            return 0
        # The store writes to `<digest>#<n>` first, and lists such files nowhere.
        found = [
            path
            for path in self.folder.glob("*/*#*")
            if path.stat().st_mtime < before.timestamp()
        ]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def _opened(self) -> ObjectStore:
        if self._store is None:
            self._store = self._open()
        return self._store

    def _open(self) -> ObjectStore:
        if self.folder is not None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return LocalStore(self.folder)
        place = urlsplit(self._place.url)
        options = {"endpoint": self._place.endpoint} if self._place.endpoint else {}
        allow_http = self._place.endpoint.startswith("http://")
        return S3Store(
            place.netloc,
            prefix=place.path.strip("/") or None,
            client_options=_CLIENT | {"allow_http": allow_http},  # type: ignore[arg-type]
            retry_config=_RETRY,  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
            **_credentials(self._place.key_file),  # type: ignore[arg-type]
        )


def _path(petition_id: str, digest: str) -> str:
    return f"{petition_id}/{digest}"


async def _stream(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    try:
        async for part in found.stream(min_chunk_size=_READ_BYTES):
            yield bytes(part)
    except _LOST as error:
        raise _away("read", error) from None


def _credentials(key_file: str) -> dict[str, str]:
    if not key_file:
        return {}
    try:
        name, secret = Path(key_file).read_text().split()
    except (OSError, ValueError):
        raise ObjectsUnfit(
            "TIEPDAN_ATTACHMENTS_KEY_FILE must hold two lines: access key id and secret"
        ) from None
    return {"access_key_id": name, "secret_access_key": secret}


def _settle(path: Path) -> None:
    """Have the disk keep a file before anybody says that we have it."""
    for part, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        handle = os.open(part, flags)
        try:
            with contextlib.suppress(OSError):  # a file system that cannot
                os.fsync(handle)
        finally:
            os.close(handle)


def _away(what: str, error: Exception) -> ObjectsAway:
    log.error("attachment_store_away", what=what, why=type(error).__name__)
    return ObjectsAway("the store of files does not answer; send it again in a minute")
