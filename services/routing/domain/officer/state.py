"""What must be remembered of an officer: where they work, what they may do, whether they left."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from services.routing.domain.officer.events import OfficerEvent
from services.routing.domain.officer.grants import Held, after_grant, after_withdrawal
from shared.contracts.routing_bodies import (
    OfficerAppointed,
    OfficerLeft,
    RelativeDeclared,
    RoleGranted,
    RoleWithdrawn,
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody was appointed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Works here."""

    appointed: OfficerAppointed
    held: Held = ()
    relatives: tuple[RelativeDeclared, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """Left; no role holds any more."""

    served: Serving
    left: OfficerLeft


OfficerState: TypeAlias = Unknown | Serving | Gone


def evolve(officer: OfficerState, event: OfficerEvent) -> OfficerState:  # noqa: PLR0911 - one line a fact
    """Return the officer after the fact. Total: a fact that fits no state changes nothing."""
    if isinstance(officer, Gone):
        return officer
    if isinstance(officer, Unknown):
        return Serving(appointed=event) if isinstance(event, OfficerAppointed) else officer
    match event:
        case OfficerAppointed():
            return replace(officer, appointed=event)
        case RoleGranted():
            return replace(officer, held=after_grant(officer.held, event))
        case RoleWithdrawn():
            return replace(officer, held=after_withdrawal(officer.held, event))
        case RelativeDeclared():
            return replace(officer, relatives=(*officer.relatives, event))
        case OfficerLeft():
            return Gone(officer, event)
        case _:
            assert_never(event)
