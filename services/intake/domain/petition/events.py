"""Everything intake can say about a petition."""

from typing import TypeAlias

from shared.contracts.intake import PetitionLodged

PetitionFact: TypeAlias = PetitionLodged

__all__ = ["PetitionFact", "PetitionLodged"]
