"""Composition root of intake: the only file that knows all concrete things."""

from pathlib import Path

from fastapi import FastAPI

from services.intake import api, jobs
from services.intake.deps import Collaborators
from services.intake.projections import MODELS
from services.intake.queries import Queries
from services.intake.reactions import REACTIONS
from services.intake.settings import master_key
from services.intake.store import PetitionStore
from services.intake.vault.keys import Vault
from services.intake.web import views
from shared.clock import SystemClock
from shared.frame import Frame, Parts
from shared.log.reacting import FixedAggregates
from shared.settings import Settings, from_environment
from shared.telemetry.logging import configure
from shared.web.pages import Pages, install
from shared.web.service import build, serve

SERVICE = "intake"
HEARS = ("intake", "routing", "deadlines")


def frame_of(settings: Settings) -> Frame:
    """Return the frame of this service."""
    parts = Parts(
        service=SERVICE,
        hears=HEARS,
        models=MODELS,
        when=REACTIONS,
        aggregates=FixedAggregates({}),
        feeds=(jobs.MAIL_FEED,) if settings.smtp_url else (),
    )
    return Frame(parts, settings, SystemClock())


def create(settings: Settings) -> tuple[FastAPI, Frame]:
    """Put the service together."""
    frame = frame_of(settings)
    vault = Vault(frame.database, master_key(settings))
    store = PetitionStore(frame.log, vault, frame.clock)
    queries = Queries(frame.database)
    jobs.register(frame, store, queries)
    if settings.smtp_url:
        jobs.register_mail(frame, store)
    app = build(frame, api.router, views.router)
    install(app, Pages(frame, Path(views.__file__).parent))
    app.state.collaborators = Collaborators(
        store=store, vault=vault, queries=queries, clock=frame.clock
    )
    return app, frame


def main() -> None:
    """Serve intake."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
