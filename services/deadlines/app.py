"""Composition root of deadlines: the only file that knows all concrete things."""

from fastapi import FastAPI

from services.deadlines import api
from services.deadlines.deps import Collaborators
from services.deadlines.projections import MODELS
from services.deadlines.queries import Queries
from services.deadlines.reactions import REACTIONS
from services.deadlines.rules.loader import load
from services.deadlines.store import aggregates, publish_calendars
from shared.clock import SystemClock
from shared.frame import Frame, Parts
from shared.settings import Settings, from_environment
from shared.telemetry.logging import configure
from shared.web.service import build, serve

SERVICE = "deadlines"
HEARS = ("intake", "routing", "deadlines")


def create(settings: Settings) -> tuple[FastAPI, Frame]:
    """Put the service together."""
    book = load()
    parts = Parts(
        service=SERVICE,
        hears=HEARS,
        models=MODELS,
        when=REACTIONS,
        aggregates=aggregates(book),
    )
    frame = Frame(parts, settings, SystemClock())

    async def say_calendars() -> None:
        await publish_calendars(frame.log, book, frame.clock)

    frame.at_start("calendars", say_calendars)
    app = build(frame, api.router)
    app.state.collaborators = Collaborators(
        queries=Queries(frame.database), book=book, clock=frame.clock
    )
    return app, frame


def main() -> None:
    """Serve deadlines."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
