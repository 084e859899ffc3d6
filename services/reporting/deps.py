"""Collaborators of a request, as annotated names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.reporting.queries import Queries
from services.reporting.sentinel.watcher import Sentinel
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the composition root put together."""

    queries: Queries
    sentinel: Sentinel
    clock: Clock


def collaborators(request: Request) -> Collaborators:
    """Return what `app.py` put together."""
    found: Collaborators = request.app.state.collaborators
    return found


Reporting = Annotated[Collaborators, Depends(collaborators)]
