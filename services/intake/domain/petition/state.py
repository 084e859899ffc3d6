"""What must be remembered of a petition to decide about it."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from services.intake.domain.petition.events import PetitionFact, PetitionLodged


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing reached us under this id."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """Received."""

    request_digest: str


Petition: TypeAlias = Unknown | Lodged


def evolve(petition: Petition, fact: PetitionFact) -> Petition:  # noqa: ARG001 - the first fact is all
    """Return the petition after the fact. Total: facts are never refused."""
    match fact:
        case PetitionLodged(request_digest=digest):
            return Lodged(digest)
        case _:
            assert_never(fact)
