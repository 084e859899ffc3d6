"""Everything intake can say about a petition."""

from typing import TypeAlias

from shared.contracts.intake import (
    AttachmentAdded,
    ConflictFound,
    PetitionErased,
    PetitionLodged,
)

PetitionFact: TypeAlias = PetitionLodged | ConflictFound | AttachmentAdded | PetitionErased

__all__ = [
    "AttachmentAdded",
    "ConflictFound",
    "PetitionErased",
    "PetitionFact",
    "PetitionLodged",
]
