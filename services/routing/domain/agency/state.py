"""What must be remembered of a body: whether it is there, and as what."""

from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.agency.events import AgencyEvent
from shared.contracts.routing import AgencyEstablished


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody established it."""


@dataclass(frozen=True, slots=True)
class Established:
    """It is there."""

    established: AgencyEstablished


AgencyState: TypeAlias = Unknown | Established


def evolve(_agency: AgencyState, event: AgencyEvent) -> AgencyState:
    """Return the body after the fact. Total: facts are never refused."""
    return Established(event)
