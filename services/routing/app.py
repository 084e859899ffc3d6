"""Composition root of routing: the only file that knows all concrete things."""

from pathlib import Path

from fastapi import FastAPI

from services.routing.api import cases as api
from services.routing.deps import Collaborators
from services.routing.jobs import Unsealing
from services.routing.projections import MODELS
from services.routing.queries import Queries
from services.routing.reactions import REACTIONS
from services.routing.rules.loader import load
from services.routing.store import CaseStore, RoutingAggregates
from services.routing.web import views
from shared.clock import SystemClock
from shared.frame import Frame, Parts
from shared.settings import Settings, from_environment
from shared.telemetry.logging import configure
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
    )
    frame = Frame(parts, settings, SystemClock())
    app = build(frame, api.router, views.router)
    install(app, Pages(frame, Path(views.__file__).parent))
    app.state.rules = aggregates.book
    app.state.collaborators = Collaborators(
        store=CaseStore(frame.log, frame.database, aggregates, frame.clock),
        queries=Queries(frame.database),
        unsealing=Unsealing(frame.broker),
        clock=frame.clock,
    )
    return app, frame


def main() -> None:
    """Serve routing."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
