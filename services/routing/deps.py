"""Collaborators of a request, as annotated names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.routing.jobs import Unsealing
from services.routing.queries import Queries
from services.routing.store import CaseStore
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the composition root put together."""

    store: CaseStore
    queries: Queries
    unsealing: Unsealing
    clock: Clock


def collaborators(request: Request) -> Collaborators:
    """Return what `app.py` put together."""
    found: Collaborators = request.app.state.collaborators
    return found


Routing = Annotated[Collaborators, Depends(collaborators)]
