"""Which files came with a petition? Where they stand, not what they say or are called."""

import datetime as dt

import msgspec

from shared.contracts.intake import AttachmentAdded
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class AttachmentRow(msgspec.Struct, frozen=True):
    """A file. Whether it can still be opened, the vault tells."""

    key: str
    """Petition and file: ids of files are chosen outside, and mean nothing alone."""
    petition_id: str
    attachment_id: str
    digest: str
    size_bytes: int
    media_type: str
    name_key: str
    name_box: bytes
    """What it is called; opens only with the petition's key."""
    scanned: bool
    added_at: dt.datetime
    by_sender: bool
    """Sent by the petitioner, not added by an officer."""


def fold(row: AttachmentRow | None, heard: Told) -> AttachmentRow | None:
    """Return the file; the first one under an id stands."""
    fact = heard.fact
    if row is None and isinstance(fact, AttachmentAdded):
        return AttachmentRow(
            key=_key(fact),
            petition_id=fact.petition_id,
            attachment_id=fact.attachment_id,
            digest=fact.digest,
            size_bytes=fact.size_bytes,
            media_type=fact.media_type,
            name_key=fact.sealed_name.key,
            name_box=fact.sealed_name.box,
            scanned=fact.scanned,
            added_at=heard.recorded_at,
            by_sender=not heard.actor.startswith("officer:"),
        )
    return row


def _key(fact: AttachmentAdded) -> str:
    return f"{fact.petition_id}/{fact.attachment_id}"


ATTACHMENT: ReadModel[AttachmentRow] = ReadModel(
    table="attachment",
    row=AttachmentRow,
    keys={AttachmentAdded: _key},
    fold=fold,
    indexes=("petition_id, added_at",),
)
