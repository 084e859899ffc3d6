"""Collaborators of a request, as annotated names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.routing.accounts.attempts import Attempts
from services.routing.accounts.half_sessions import HalfSessions
from services.routing.accounts.handovers import Handovers
from services.routing.accounts.oidc_requests import OidcRequests
from services.routing.accounts.principals import Principals
from services.routing.accounts.second_step import SecondStep
from services.routing.accounts.sessions import Sessions
from services.routing.accounts.staff import Staff
from services.routing.agreement import Agreements
from services.routing.desk import Desk
from services.routing.directory.keeping import Directories
from services.routing.jobs import Comparing, Marking, Unsealing
from services.routing.presence import Presence
from services.routing.queries import Queries
from services.routing.store import CaseStore
from shared.auth.oidc import Provider
from shared.auth.token import Signer
from shared.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the composition root put together."""

    store: CaseStore
    queries: Queries
    desk: Desk
    presence: Presence
    unsealing: Unsealing
    comparing: Comparing
    directories: Directories
    agreements: Agreements
    clock: Clock


def collaborators(request: Request) -> Collaborators:
    """Return what `app.py` put together."""
    found: Collaborators = request.app.state.collaborators
    return found


Routing = Annotated[Collaborators, Depends(collaborators)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What signing in, and governing who may, is done with."""

    staff: Staff
    sessions: Sessions
    half_sessions: HalfSessions
    second_step: SecondStep
    attempts: Attempts
    principals: Principals
    signer: Signer
    provider: Provider | None
    oidc_requests: OidcRequests
    handovers: Handovers
    marking: Marking


def tools(request: Request) -> Tools:
    """Return what `app.py` put together for signing in."""
    found: Tools = request.app.state.tools
    return found


SigningIn = Annotated[Tools, Depends(tools)]
