"""What both doors share: taking a file in, listing, and giving out; who may, was asked before."""

import datetime as dt
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

import structlog
from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from services.intake.attachments import naming, taking
from services.intake.attachments.errors import NotNow, ObjectMissing
from services.intake.attachments.giving import opened
from services.intake.attachments.kinds import BY_MEDIA_TYPE
from services.intake.attachments.sealing import Tampered
from services.intake.attachments.taking import Taken
from services.intake.deps import Collaborators
from services.intake.domain.petition.commands import AddAttachment
from services.intake.domain.petition.errors import (
    AttachmentIdUsed,
    ContentErased,
    NoSuchAttachment,
)
from services.intake.projections.attachment import AttachmentRow
from services.intake.vault.keys import ContentGone
from shared.contracts.intake import AttachmentAdded
from shared.ids import PetitionId
from shared.personal import Sealed
from shared.web.problem import problem

log = structlog.get_logger()

TOTAL_FACTOR: Final = 4
"""All files of a petition together may be so many times as large as one."""
_FILE_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Accept-Ranges": "none",
}


class AttachmentOut(BaseModel):
    """A file as it was taken: by its content, cleaned, under a safe name."""

    attachment_id: str
    name: str
    media_type: str
    size_bytes: int
    scanned: bool
    position: int


class ListedOut(BaseModel):
    """A file in the list of a petition."""

    attachment_id: str
    name: str
    media_type: str
    size_bytes: int
    scanned: bool
    added_at: dt.datetime
    by_sender: bool


class Coming:
    """A file that somebody begins to send."""

    def __init__(self, petition_id: str, attachment_id: str, name: str, actor: str) -> None:
        self.petition_id = PetitionId(petition_id)
        self.attachment_id = attachment_id
        self.name = name
        self.actor = actor

    @property
    def sealed_as(self) -> str:
        """What the name is bound to when it is sealed."""
        return name_of(self.attachment_id)


def name_of(attachment_id: str) -> str:
    """Return what the sealed name of a file is bound to, besides its petition."""
    return f"attachment/{attachment_id}"


async def take(file: Coming, request: Request, intake: Collaborators) -> AttachmentOut:
    """
    Take a file in, keep it and record it; nothing of it is left when any of these fails.

    Raises:
        Refusal: see `services.intake.attachments.errors` and the decider.
        NotNow: the scanner or the store of files is away.
    """
    _check_length(request, intake)
    most_bytes = intake.taker.most_bytes * TOTAL_FACTOR
    known = await intake.store.attachment(file.petition_id, file.attachment_id, most_bytes)
    body = request.stream()
    try:
        if known is not None:
            await intake.taker.drain(body)
            return await _answer(file, *known, intake)
        key = await intake.vault.key(file.petition_id)
        async with intake.taker.taken(
            body,
            key=key,
            petition_id=file.petition_id,
            attachment_id=file.attachment_id,
        ) as taken:
            return await _keep(file, taken, intake, most_bytes)
    except ContentGone:
        raise _erased() from None
    except ClientDisconnect:
        log.info("attachment_given_up", petition=file.petition_id)
        raise NotNow("the sender went away") from None


def _check_length(request: Request, intake: Collaborators) -> None:
    """Refuse what says itself that it is too large; nobody reads it."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > intake.taker.most_bytes:
        raise taking.too_large(intake.taker.most_bytes)


async def _keep(
    file: Coming, taken: Taken, intake: Collaborators, most_bytes: int
) -> AttachmentOut:
    """Put a file into the store, then record it: a fact never speaks of what is not there."""
    name = naming.name_of(file.name, taken.kind)
    sealed_name = await intake.vault.seal_text(file.petition_id, name, file.sealed_as)
    spool = taken.spool
    await intake.objects.put(file.petition_id, spool.digest, spool.sealed())
    command = AddAttachment(
        petition_id=file.petition_id,
        attachment_id=file.attachment_id,
        digest=spool.digest,
        size_bytes=spool.size_bytes,
        media_type=taken.kind.media_type,
        sealed_name=sealed_name,
        scanned=taken.scanned,
        most_bytes=most_bytes,
        at=intake.store.now(),
    )
    fact, position = await intake.store.add_attachment(command, actor=file.actor)
    if fact.digest != spool.digest:  # sent twice at the same moment, the other was first
        await intake.objects.delete(file.petition_id, spool.digest)
    log.info(
        "attachment_added",
        petition=file.petition_id,
        attachment=file.attachment_id,
        media_type=fact.media_type,
        size_bytes=fact.size_bytes,
    )
    return await _answer(file, fact, position, intake)


async def _answer(
    file: Coming, fact: AttachmentAdded, position: int, intake: Collaborators
) -> AttachmentOut:
    name = await intake.vault.open_text(fact.sealed_name, file.sealed_as)
    if naming.name_of(file.name, BY_MEDIA_TYPE[fact.media_type]) != name:
        raise AttachmentIdUsed(
            "this id was used for a file of another name; choose a new one",
            field="attachment_id",
        )
    return AttachmentOut(
        attachment_id=fact.attachment_id,
        name=name,
        media_type=fact.media_type,
        size_bytes=fact.size_bytes,
        scanned=fact.scanned,
        position=position,
    )


async def listed(intake: Collaborators, petition_id: str) -> list[ListedOut]:
    """
    Return the files of a petition with their names.

    Raises:
        ContentErased: nobody can read the names any more.
    """
    rows = await intake.queries.attachments(petition_id)
    try:
        return [await _shown(intake, row) for row in rows]
    except ContentGone:
        raise _erased() from None


async def _shown(intake: Collaborators, row: AttachmentRow) -> ListedOut:
    sealed = Sealed(key=row.name_key, box=row.name_box)
    return ListedOut(
        attachment_id=row.attachment_id,
        name=await intake.vault.open_text(sealed, name_of(row.attachment_id)),
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        scanned=row.scanned,
        added_at=row.added_at,
        by_sender=row.by_sender,
    )


async def given(intake: Collaborators, petition_id: str, attachment_id: str) -> Response:
    """
    Return a file as it streams; where it was tampered with, the connection ends before its end.

    Raises:
        NoSuchAttachment, ContentErased, ObjectsAway: there is nothing to give out.
    """
    rows = await intake.queries.attachments(petition_id)
    row = next((row for row in rows if row.attachment_id == attachment_id), None)
    if row is None:
        raise NoSuchAttachment("no file of this petition has this id; look at the list")
    try:
        name = (await _shown(intake, row)).name
        key = await intake.vault.key(petition_id)
        sealed = await intake.objects.get(petition_id, row.digest)
        plain = opened(sealed, key=key, attachment_id=attachment_id, digest=row.digest)
        first = await anext(plain)
    except ContentGone:
        raise _erased() from None
    except (ObjectMissing, Tampered) as why:
        log.error(
            "attachment_unfit",
            petition=petition_id,
            attachment=attachment_id,
            why=type(why).__name__,
        )
        return _unfit()
    return StreamingResponse(
        _from(first, plain),
        media_type=row.media_type,
        headers=_FILE_HEADERS
        | {
            "Content-Disposition": naming.disposition(name),
            "Content-Length": str(row.size_bytes),
        },
    )


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part


def _unfit() -> Response:
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "attachment-unfit",
        "this file is missing from the store or was changed there;"
        " tell the operators, who can put it back from a backup",
    )


def _erased() -> ContentErased:
    return ContentErased("the content was erased for good; nobody can read it any more")
