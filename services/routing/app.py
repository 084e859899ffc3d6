"""Composition root of routing: the only file that knows all concrete things."""

import datetime as dt
from pathlib import Path

from fastapi import FastAPI

from services.routing.accounts.attempts import Attempts
from services.routing.accounts.factor_keys import FactorKeys
from services.routing.accounts.half_sessions import HalfSessions
from services.routing.accounts.handovers import Handovers
from services.routing.accounts.oidc_requests import OidcRequests
from services.routing.accounts.principals import Principals
from services.routing.accounts.second_step import SecondStep
from services.routing.accounts.sessions import Sessions
from services.routing.accounts.staff import Staff
from services.routing.accounts.standings import Standings
from services.routing.agreement import Agreements
from services.routing.api import acts, linking, lives, pursuing, session
from services.routing.api import cases as api
from services.routing.api import desk as desk_api
from services.routing.api import directory as directory_api
from services.routing.api import guiding as guiding_api
from services.routing.deps import Collaborators, Tools
from services.routing.desk import Desk
from services.routing.directory.keeping import Directories
from services.routing.jobs import (
    HANDOVER_FEED,
    Comparing,
    HandOver,
    Marking,
    Unsealing,
    register_handover,
    register_live,
    register_names,
    register_standing,
)
from services.routing.presence import SWEEP_EVERY_S, Presence
from services.routing.projections import MODELS
from services.routing.queries import Queries
from services.routing.reactions import REACTIONS
from services.routing.rules.loader import load
from services.routing.store import CaseStore, RoutingAggregates
from services.routing.web import (
    account,
    directory,
    directory_forms,
    duplicates,
    factor,
    notices,
    officer_page,
    oidc,
    people,
    presence,
    second_step,
    sign_in,
    views,
)
from services.routing.web import desk as desk_pages
from services.routing.web import guiding as guiding_pages
from services.routing.web import pursuing as pursuing_pages
from shared.auth.attempts import Keys
from shared.auth.oidc import Provider
from shared.auth.sessions import Spans
from shared.auth.token import Signer
from shared.clock import SystemClock
from shared.frame import Frame, Parts
from shared.settings import Settings, from_environment
from shared.telemetry.logging import configure
from shared.web.live import Hub
from shared.web.pages import Pages, install
from shared.web.service import build, serve

SERVICE = "routing"
HEARS = ("intake", "routing", "deadlines")


def create(settings: Settings) -> tuple[FastAPI, Frame]:
    """Put the service together."""
    aggregates = RoutingAggregates(load())
    parts = Parts(
        service=SERVICE,
        hears=HEARS,
        models=MODELS,
        when=REACTIONS,
        aggregates=aggregates,
        feeds=(HANDOVER_FEED,),
    )
    frame = Frame(parts, settings, SystemClock())
    # Before the cases': these acts have names of their own among those of a case.
    desks = (desk_api.router, desk_pages.router, notices.router, presence.router)
    cases = (
        *(guiding_api.router, guiding_pages.router),
        *(*lives.ROUTERS, linking.router, acts.router),
        *(pursuing.router, pursuing_pages.router, api.router),
        *(duplicates.router, views.router),
    )
    bodies = (directory_api.router, directory.router, directory_forms.router)
    entrances = (session.router, sign_in.router, second_step.router, oidc.router)
    governing = (account.router, factor.router, people.router, officer_page.router)
    app = build(frame, *desks, *cases, *bodies, *entrances, *governing)
    install(app, Pages(frame, Path(views.__file__).parent))
    app.state.rules = aggregates.book
    store = CaseStore(frame.log, frame.database, aggregates, frame.clock)
    app.state.collaborators = found = Collaborators(
        store=store,
        queries=Queries(frame.database, aggregates.book.ending.priorities),
        desk=Desk(frame.database),
        presence=Presence(frame.database, frame.clock),
        unsealing=Unsealing(frame.broker),
        comparing=Comparing(frame.broker),
        directories=Directories(store, frame.database),
        agreements=Agreements(frame.database),
        clock=frame.clock,
    )
    frame.every("who is gone", SWEEP_EVERY_S, found.presence.forget)
    app.state.tools = tools = _tools(frame)
    register_names(frame, tools.staff.accounts.names)
    register_standing(frame, Standings(frame.database, frame.clock).of)
    register_handover(frame, HandOver(store, found.desk, tools.handovers))
    app.state.hub = hub = Hub()
    app.state.at_leaving.append(hub.close)
    register_live(frame, hub)
    return app, frame


def _tools(frame: Frame) -> Tools:
    settings, clock = frame.settings, frame.clock
    spans = Spans(
        idle=dt.timedelta(seconds=settings.session_idle_s),
        whole=dt.timedelta(seconds=settings.session_s),
    )
    signer = Signer.read(settings.principal_key_file)
    sessions = Sessions(frame.database, clock, spans)
    staff = Staff(frame.log, frame.database, sessions, clock)
    attempts = Attempts(frame.database, clock, Keys(signer.derive("attempts")))
    return Tools(
        staff=staff,
        sessions=sessions,
        half_sessions=HalfSessions(frame.database, clock),
        second_step=SecondStep(
            FactorKeys.read(settings.factor_key_file), staff, attempts, clock
        ),
        attempts=attempts,
        principals=Principals(frame.database, clock, spans, settings.second_factor),
        signer=signer,
        provider=Provider.of(settings.oidc, clock),
        oidc_requests=OidcRequests(frame.database, clock),
        handovers=Handovers(frame.database, clock),
        marking=Marking(frame.broker),
    )


def main() -> None:
    """Serve routing."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
