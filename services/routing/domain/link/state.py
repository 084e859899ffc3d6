"""What must be remembered of a pair: whether it is linked now, or ever was."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from services.routing.domain.link.events import LinkEvent
from shared.contracts.routing_custody import PetitionsLinked, PetitionsUnlinked
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True)
class NeverLinked:
    """Nobody held them to be the same."""


@dataclass(frozen=True, slots=True)
class Linked:
    """They are held to be the same."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """They were held to be the same, and are not any more."""

    by: AgencyCode
    reason: str


Link: TypeAlias = NeverLinked | Linked | Unlinked


def evolve(_link: Link, event: LinkEvent) -> Link:
    """Return the pair after the fact. Total: facts are never refused."""
    match event:
        case PetitionsLinked():
            return Linked()
        case PetitionsUnlinked():
            return Unlinked(event.by_agency, event.reason)
        case _:
            assert_never(event)
