"""Composition root of intake: the only file that knows all concrete things."""

from functools import partial
from pathlib import Path

from fastapi import FastAPI

from services.intake import jobs
from services.intake.api import attachments, candidates, identity, receptions, search
from services.intake.api import petitions as api
from services.intake.deps import Collaborators
from services.intake.projections import MODELS
from services.intake.queries import Queries
from services.intake.reactions import REACTIONS
from services.intake.rules.loader import load as retention
from services.intake.rules.loader import load_reception
from services.intake.settings import key_ring, objects, taker, terms, visitor_limit
from services.intake.store import PetitionStore, ReceptionStore
from services.intake.vault.conflicts import Conflicts
from services.intake.vault.erasing import Erasures
from services.intake.vault.finding import Finding
from services.intake.vault.keys import Vault
from services.intake.vault.likenesses import Likenesses
from services.intake.vault.opening import Opening
from services.intake.vault.remarking import remark_what_is_old
from services.intake.vault.reveals import Reveals
from services.intake.vault.seeing import Seeing
from services.intake.vault.sketching import sketch_what_is_old
from services.intake.visitors import FORGET_EVERY_S, Visitors
from services.intake.web import attachments as papers
from services.intake.web import custody as custody_pages
from services.intake.web import receptions as reception_pages
from services.intake.web import reveals as reveal_pages
from services.intake.web import search as search_pages
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
    parts = _collaborators(frame, settings)
    jobs.register(frame, parts.opening, parts.vault)
    jobs.register_comparing(frame, parts.seeing, parts.likenesses)
    jobs.register_duties(
        frame, parts.store, Conflicts(frame.database, frame.clock), parts.erasures
    )
    frame.at_start("what was never lodged", parts.vault.forget_unlodged)
    frame.at_start(
        "marks of old petitions",
        partial(remark_what_is_old, frame.database, parts.vault, key_ring(settings)),
    )
    frame.at_start(
        "sketches of old petitions",
        partial(sketch_what_is_old, frame.database, parts.vault, key_ring(settings)),
    )
    frame.every("visitors of before", FORGET_EVERY_S, parts.visitors.forget)
    jobs.register_sweeping(frame, parts.objects, parts.queries)
    if settings.smtp_url:
        jobs.register_mail(frame, parts.store)
    app = build(
        frame,
        api.router,
        search.router,
        candidates.router,
        identity.router,
        attachments.router,
        receptions.router,
        views.router,
        papers.router,
        search_pages.router,
        reveal_pages.router,
        custody_pages.router,
        reception_pages.router,
        streamed=attachments.STREAMED,
    )
    attachments.install(app)
    install(app, Pages(frame, Path(views.__file__).parent))
    app.state.collaborators = parts
    return app, frame


def _collaborators(frame: Frame, settings: Settings) -> Collaborators:
    database, clock = frame.database, frame.clock
    vault = Vault(database, key_ring(settings))
    seeing = Seeing(database, frame.log)
    files = objects(settings)
    return Collaborators(
        store=PetitionStore(frame.log, vault, Conflicts(database, clock), clock),
        receptions=ReceptionStore(frame.log, load_reception()),
        vault=vault,
        queries=Queries(database),
        opening=Opening(database, vault),
        seeing=seeing,
        finding=Finding(database),
        likenesses=Likenesses(database),
        reveals=Reveals(frame.log, vault, seeing, terms(settings), clock),
        erasures=Erasures(database, frame.log, seeing, retention(), clock, files.forget),
        visitors=Visitors(database, clock, vault.visitors, visitor_limit(settings)),
        objects=files,
        taker=taker(settings),
        colleagues=jobs.Colleagues(frame.broker),
        clock=clock,
    )


def main() -> None:
    """Serve intake."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
