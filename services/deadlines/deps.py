"""Collaborators of a request, as annotated names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.deadlines.queries import Queries
from services.deadlines.rules import RuleBook
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the composition root put together."""

    queries: Queries
    book: RuleBook
    clock: Clock


def collaborators(request: Request) -> Collaborators:
    """Return what `app.py` put together."""
    found: Collaborators = request.app.state.collaborators
    return found


Deadlines = Annotated[Collaborators, Depends(collaborators)]
