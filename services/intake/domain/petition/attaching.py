"""Whether a file may still be added to a petition."""

from typing import assert_never

from services.intake.domain.petition.commands import AddAttachment
from services.intake.domain.petition.errors import (
    AttachmentsTooLarge,
    ContentErased,
    NoSuchPetition,
    TooManyAttachments,
)
from services.intake.domain.petition.events import AttachmentAdded, PetitionFact
from services.intake.domain.petition.state import Lodged, Petition, Unknown

MOST_FILES = 20
"""Of one petition; more come on paper, or in one file."""


def add_attachment(command: AddAttachment, petition: Petition) -> list[PetitionFact]:
    """
    Record a file that came with a petition. The same id twice is one file.

    Raises:
        NoSuchPetition: nothing was lodged under this id.
        ContentErased: its content was erased; nothing is added to it any more.
        TooManyAttachments, AttachmentsTooLarge: there is no more room.
    """
    match petition:
        case Unknown():
            raise NoSuchPetition("no petition has this id; check the address")
        case Lodged() if command.attachment_id in petition.attachments:
            return []
        case Lodged():
            check_room(petition, command.size_bytes, most_bytes=command.most_bytes)
            return [
                AttachmentAdded(
                    petition_id=command.petition_id,
                    attachment_id=command.attachment_id,
                    digest=command.digest,
                    size_bytes=command.size_bytes,
                    media_type=command.media_type,
                    sealed_name=command.sealed_name,
                    scanned=command.scanned,
                )
            ]
        case _:
            assert_never(petition)


def check_room(petition: Lodged, size_bytes: int, *, most_bytes: int) -> None:
    """
    Test whether a file of this size may still come; before it is sent, with a size of zero.

    Raises:
        ContentErased, TooManyAttachments, AttachmentsTooLarge: it may not.
    """
    if petition.erased:
        raise ContentErased("the content of this petition was erased; nothing can be added")
    if len(petition.attachments) >= MOST_FILES:
        raise TooManyAttachments(
            f"this petition has {MOST_FILES} files already; put several papers into one file,"
            " or bring them to the desk",
            values={"most": MOST_FILES},
        )
    if petition.attached_bytes + size_bytes > most_bytes:
        raise AttachmentsTooLarge(
            f"the files of a petition may have {most_bytes // 1_000_000} MB together;"
            " send a smaller one, or bring the papers to the desk",
            values={"most": most_bytes // 1_000_000},
        )
