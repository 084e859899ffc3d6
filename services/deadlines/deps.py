"""Collaborators of a request, as annotated names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.deadlines.calendars.keeping import Calendars
from services.deadlines.jobs import Staff
from services.deadlines.queries import Queries
from services.deadlines.rederiving.job import Rederiving
from services.deadlines.rederiving.trials import Trials
from services.deadlines.rules import RuleBook
from services.deadlines.store import DeadlinesAggregates
from services.deadlines.subscriptions import Subscriptions
from shared.clock import Clock
from shared.legal.calendar import Calendar
from shared.postgres.pool import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the composition root put together."""

    queries: Queries
    book: RuleBook
    aggregates: DeadlinesAggregates
    """Knows the calendars published so far."""
    staff: Staff
    subscriptions: Subscriptions
    calendars: Calendars
    trials: Trials
    rederiving: Rederiving
    database: Database
    clock: Clock

    async def calendar(self) -> Calendar:
        """Return the calendar as it is published now, by whichever process."""
        async with self.database.connection() as connection:
            await self.aggregates.refresh(connection)
        return self.aggregates.calendar


def collaborators(request: Request) -> Collaborators:
    """Return what `app.py` put together."""
    found: Collaborators = request.app.state.collaborators
    return found


Deadlines = Annotated[Collaborators, Depends(collaborators)]
