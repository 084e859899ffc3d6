"""Composition root of deadlines: the only file that knows all concrete things."""

from pathlib import Path

from fastapi import FastAPI

from services.deadlines.api import calendars as calendars_api
from services.deadlines.api import clocks as clocks_api
from services.deadlines.api import trials as trials_api
from services.deadlines.calendars.keeping import Calendars
from services.deadlines.deps import Collaborators
from services.deadlines.jobs import Staff
from services.deadlines.projections import MODELS
from services.deadlines.queries import Queries
from services.deadlines.reactions import REACTIONS
from services.deadlines.rederiving import job
from services.deadlines.rederiving.job import Rederiving
from services.deadlines.rederiving.trials import Trials
from services.deadlines.rules.loader import load
from services.deadlines.rules.office import load as load_hours
from services.deadlines.scheduling.scheduler import EVERY_S, Scheduler
from services.deadlines.scheduling.ticking import Ticker
from services.deadlines.store import DeadlinesAggregates, publish_calendars
from services.deadlines.subscriptions import Subscriptions
from services.deadlines.web import (
    calendar_admin,
    calendar_forms,
    panel,
    rule_pages,
    subscription,
    views,
    what_if,
)
from shared.clock import Clock, SystemClock
from shared.frame import Frame, Parts
from shared.settings import Settings, from_environment
from shared.telemetry.logging import configure
from shared.web.pages import Pages, install
from shared.web.service import build, serve

SERVICE = "deadlines"
HEARS = ("intake", "routing", "deadlines")
APIS = (clocks_api.router, calendars_api.router, trials_api.router)
# `/rules/what-if` before the rules, forms before the versions: their paths would match too.
RULES = (what_if.router, rule_pages.router)
CALENDARS = (calendar_forms.router, calendar_admin.router)
PAGES = (panel.router, subscription.router, *RULES, *CALENDARS, views.router)
SYSTEM = SystemClock()


def create(settings: Settings, clock: Clock = SYSTEM) -> tuple[FastAPI, Frame]:
    """Put the service together; tests of what time does bring a clock that they can move."""
    book = load()
    aggregates = DeadlinesAggregates(book)
    parts = Parts(
        service=SERVICE,
        hears=HEARS,
        models=MODELS,
        when=REACTIONS,
        aggregates=aggregates,
    )
    frame = Frame(parts, settings, clock)

    async def say_calendars() -> None:
        await publish_calendars(frame.log, book, frame.clock)

    frame.at_start("calendars", say_calendars)
    frame.every("scheduler", EVERY_S, _scheduler(frame, aggregates).duty)
    rederiving = Rederiving(
        database=frame.database,
        source=frame.source,
        aggregates=aggregates,
        clock=frame.clock,
    )
    frame.every("rederiving", job.EVERY_S, rederiving.duty)
    trials = Trials(frame.database, frame.clock)
    app = build(frame, *APIS, *PAGES)
    app.state.at_leaving.append(trials.close)
    install(app, Pages(frame, Path(views.__file__).parent))
    app.state.collaborators = Collaborators(
        queries=Queries(frame.database),
        book=book,
        aggregates=aggregates,
        staff=Staff(frame.broker),
        subscriptions=Subscriptions(frame.database),
        calendars=Calendars(
            database=frame.database, log=frame.log, aggregates=aggregates, clock=frame.clock
        ),
        trials=trials,
        rederiving=rederiving,
        database=frame.database,
        clock=frame.clock,
    )
    return app, frame


def _scheduler(frame: Frame, aggregates: DeadlinesAggregates) -> Scheduler:
    ticker = Ticker(
        database=frame.database,
        aggregates=aggregates,
        hours=load_hours(),
        source=frame.source,
    )
    return Scheduler(
        ticker=ticker,
        clock=frame.clock,
        ears=frame.hearing,
        progress=frame.progress,
        service=SERVICE,
    )


def main() -> None:
    """Serve deadlines."""
    configure(SERVICE)
    app, frame = create(from_environment())
    serve(app, frame)
