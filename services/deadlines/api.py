"""Requests about clocks: every date with its day-by-day reason."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.domain.reckoning import Question, explain
from services.deadlines.projections.clock import ClockRow
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.web.service import CaughtUp

router = APIRouter(prefix="/api/deadlines", tags=["clocks"])

PetitionPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="Petition id"),
]


class StepOut(BaseModel):
    """A stretch of days and what became of it."""

    from_on: dt.date
    until_on: dt.date
    """Not included."""
    kind: str
    sentence: str
    basis: str | None


class ClockOut(BaseModel):
    """A clock, its inputs, and why it ends when it does."""

    clock_id: str
    rule: str
    rule_version: int
    basis: str
    confidence: str
    against: str
    trigger_on: dt.date
    length: int
    unit: str
    state: str
    stopped_on: dt.date | None
    announced_due_on: dt.date
    """What people were told."""
    nominal_on: dt.date
    due_on: dt.date
    """Computed now from the inputs; differs from the announced date after a calendar changed."""
    rolled: bool
    days_left: int | None
    steps: list[StepOut]


@router.get(
    "/petitions/{petition_id}/clocks", responses={401: {}, 403: {}, 404: {}, 503: {}}
)
async def show_clocks(
    petition_id: PetitionPath,
    deadlines: Deadlines,
    who: Annotated[Principal, may(Act.SEE_CASES)],
    _: CaughtUp,
) -> list[ClockOut]:
    """Return every clock of a petition with its day-by-day reason."""
    (await deadlines.queries.view(who, petition_id)).must(Act.SEE_CASES)
    today = local_date(deadlines.clock.now())
    rows = await deadlines.queries.clocks(petition_id)
    return [_shown(row, deadlines, today) for row in rows]


def _shown(row: ClockRow, deadlines: Collaborators, today: dt.date) -> ClockOut:
    question = Question(
        rule_id=row.rule, trigger_on=row.trigger_on, variant=frozenset(row.variant.split())
    )
    answer = explain(deadlines.book, deadlines.book.calendar(), question)
    due = answer.due
    return ClockOut(
        clock_id=row.clock_id,
        rule=row.rule,
        rule_version=row.rule_version,
        basis=f"{row.act} {row.provision}",
        confidence=row.confidence,
        against=row.against,
        trigger_on=row.trigger_on,
        length=row.length,
        unit=row.unit,
        state=row.state,
        stopped_on=row.stopped_on,
        announced_due_on=row.due_on,
        nominal_on=due.nominal_on,
        due_on=due.due_on,
        rolled=due.rolled,
        days_left=(due.due_on - today).days if row.state == "running" else None,
        steps=[
            StepOut(
                from_on=step.from_on,
                until_on=step.until_on,
                kind=step.kind,
                sentence=step.sentence,
                basis=None if step.basis is None else str(step.basis),
            )
            for step in due.steps
        ],
    )
