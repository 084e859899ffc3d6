"""Giving a file out: opened chunk by chunk, and nothing that was not verified."""

import hashlib
from collections.abc import AsyncIterator

import structlog
from prometheus_client import Counter

from services.intake.attachments.sealing import Opener, Tampered

log = structlog.get_logger()

_TAMPERED = Counter(
    "tiepdan_attachments_tampered", "Files that were not given out to their end"
)


async def opened(
    sealed: AsyncIterator[bytes], *, key: bytes, attachment_id: str, digest: str
) -> AsyncIterator[bytes]:
    """
    Return a file as it streams from the store.

    Raises:
        Tampered: from here on the bytes are not those that were sealed; what was given out is.
    """
    opener = Opener(key, attachment_id)
    whole = hashlib.sha256()
    try:
        async for part in sealed:
            whole.update(part)
            for plain in opener.feed(part):
                yield plain
        last = opener.end()
        _check_digest(whole.hexdigest(), digest)
        yield last
    except Tampered as why:
        _TAMPERED.inc()
        log.error("attachment_tampered", attachment=attachment_id, why=str(why))
        raise


def _check_digest(found: str, wanted: str) -> None:
    if found != wanted:
        raise Tampered("another file stands in its place")
