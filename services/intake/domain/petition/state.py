"""What must be remembered of a petition to decide about it."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from services.intake.domain.petition.events import (
    AttachmentAdded,
    ConflictFound,
    PetitionErased,
    PetitionFact,
    PetitionLodged,
)
from shared.ids import OfficerId


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing reached us under this id."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """Received."""

    request_digest: str
    conflicted: frozenset[OfficerId] = frozenset()
    """Officers who must never see it."""
    erased: bool = False
    """Its content is gone; that it came, and what became of it, is not."""
    attachments: frozenset[str] = frozenset()
    """The files that came with it, by id."""
    attached_bytes: int = 0
    """All of them together."""


Petition: TypeAlias = Unknown | Lodged


def evolve(petition: Petition, fact: PetitionFact) -> Petition:
    """Return the petition after the fact. Total: facts are never refused."""
    match petition, fact:
        case _, PetitionLodged(request_digest=digest):
            return Lodged(digest)
        case Unknown(), _:
            return petition
        case Lodged(), ConflictFound(officer=officer):
            return replace(petition, conflicted=petition.conflicted | {officer})
        case Lodged(), PetitionErased():
            return replace(petition, erased=True)
        case Lodged(), AttachmentAdded(attachment_id=attachment_id, size_bytes=size):
            return replace(
                petition,
                attachments=petition.attachments | {attachment_id},
                attached_bytes=petition.attached_bytes + size,
            )
        case _:
            assert_never(fact)
