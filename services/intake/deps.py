"""Collaborators of a request, as annotated names: a signature says what an endpoint needs."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.intake.attachments.store import Objects
from services.intake.attachments.taking import Taker
from services.intake.jobs import Colleagues
from services.intake.queries import Queries
from services.intake.store import PetitionStore, ReceptionStore
from services.intake.vault.erasing import Erasures
from services.intake.vault.finding import Finding
from services.intake.vault.keys import Vault
from services.intake.vault.likenesses import Likenesses
from services.intake.vault.opening import Opening
from services.intake.vault.reveals import Reveals
from services.intake.vault.seeing import Seeing
from services.intake.visitors import Visitors
from shared.auth.asking import address_of, principal_of
from shared.auth.attempts import network_of
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the composition root put together."""

    store: PetitionStore
    receptions: ReceptionStore
    vault: Vault
    queries: Queries
    opening: Opening
    seeing: Seeing
    finding: Finding
    likenesses: Likenesses
    reveals: Reveals
    erasures: Erasures
    visitors: Visitors
    objects: Objects
    taker: Taker
    colleagues: Colleagues
    clock: Clock


def collaborators(request: Request) -> Collaborators:
    """Return what `app.py` put together."""
    found: Collaborators = request.app.state.collaborators
    return found


Intake = Annotated[Collaborators, Depends(collaborators)]


def network(request: Request) -> str | None:
    """Return which network a visitor comes from; None for whoever is signed in."""
    return None if principal_of(request) else network_of(address_of(request))


Network = Annotated[str | None, Depends(network)]
