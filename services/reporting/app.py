"""Composition root of reporting: the only file that knows all concrete things."""

from pathlib import Path

from fastapi import FastAPI

from services.reporting import api, jobs
from services.reporting.deps import Collaborators
from services.reporting.projections import MODELS
from services.reporting.queries import Queries
from services.reporting.reactions import REACTIONS
from services.reporting.sentinel.watcher import EVERY_S, Sentinel
from services.reporting.web import views
from shared.clock import SystemClock
from shared.frame import Frame, Parts
from shared.log.reacting import FixedAggregates
from shared.log.streams import SERVICES, source_of
from shared.settings import Settings, from_environment
from shared.telemetry.logging import configure
from shared.web import gallery
from shared.web.live import Hub
from shared.web.pages import Pages, install
from shared.web.service import build, serve

SERVICE = "reporting"
HEARS = SERVICES


def create(settings: Settings) -> tuple[FastAPI, Frame]:
    """Put the service together."""
    parts = Parts(
        service=SERVICE,
        hears=HEARS,
        models=MODELS,
        when=REACTIONS,
        aggregates=FixedAggregates({}),
    )
    frame = Frame(parts, settings, SystemClock())
    sentinel = Sentinel(
        database=frame.database,
        clock=frame.clock,
        source=source_of("deadlines", settings.province),
    )
    frame.every("sentinel", EVERY_S, sentinel.duty)
    hub = Hub()
    jobs.register(frame, hub)
    app = build(frame, api.router, views.router, gallery.router)
    install(app, Pages(frame, Path(views.__file__).parent))
    app.state.hub = hub
    app.state.at_leaving.append(hub.close)
    app.state.collaborators = Collaborators(
        queries=Queries(frame.database), sentinel=sentinel, clock=frame.clock
    )
    return app, frame


def main() -> None:
    """Serve reporting."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
