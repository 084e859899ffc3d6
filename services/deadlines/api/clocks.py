"""Requests about clocks: every date with its day-by-day reason."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from services.deadlines.deps import Deadlines
from services.deadlines.projections.asked import (
    Explained,
    explained,
    extensions_of,
    pauses_of,
)
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.legal.counting import Step
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
    days: int
    """That it adds to the count."""
    total: int
    sentence: str
    """In Vietnamese."""
    sentence_en: str
    basis: str | None


class PauseOut(BaseModel):
    """Days that are not counted; `until_on` is."""

    from_on: dt.date
    until_on: dt.date | None
    """None: it stands still today."""
    ground: str


class ExtensionOut(BaseModel):
    """What a written decision added."""

    number: int
    granted_on: dt.date
    days: int


class ClockOut(BaseModel):
    """A clock, its inputs, what people were told, and why it ends when it does."""

    clock_id: str
    rule: str
    rule_version: int
    basis: str
    confidence: str
    mode: str
    """What its end means: `deadline`, `before`, `status` …"""
    party: str
    """Whom it runs against; only bodies are ever late."""
    against: str
    trigger_on: dt.date
    length: int
    unit: str
    variant: list[str]
    pauses: list[PauseOut]
    extensions: list[ExtensionOut]
    state: str
    stopped_on: dt.date | None
    announced_nominal_on: dt.date
    announced_due_on: dt.date
    """What people were told."""
    announced_on: dt.date
    revision: int
    """How often another last day was announced."""
    calendar_version: str
    differs: bool
    """The day counted now is another than people were told: an announcement is under way."""
    nominal_on: dt.date | None
    """The last day before rolling, as counted now."""
    due_on: dt.date | None
    """As counted now; of a clock that stands still, if it went on today. None: see `refused`."""
    rolled: bool
    effective_on: dt.date | None
    """Of a status: the first day on which it holds."""
    steps: list[StepOut]
    refused: str | None
    """Why there is no date."""
    days_left: int | None
    """Calendar days; None unless it runs."""


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
    calendar = await deadlines.calendar()
    rows = await deadlines.queries.clocks(petition_id)
    return [_shown(explained(row, deadlines.book, calendar, today), today) for row in rows]


def _shown(clock: Explained, today: dt.date) -> ClockOut:
    row = clock.row
    due = None if clock.answer is None else clock.answer.due
    return ClockOut(
        clock_id=row.clock_id,
        rule=row.rule,
        rule_version=row.rule_version,
        basis=f"{row.act} {row.provision}",
        confidence=row.confidence,
        mode=row.mode,
        party=row.party,
        against=row.against,
        trigger_on=row.trigger_on,
        length=row.length,
        unit=row.unit,
        variant=row.variant.split(),
        pauses=_pauses(clock),
        extensions=_extensions(clock),
        state=row.state,
        stopped_on=row.stopped_on,
        announced_nominal_on=row.nominal_on,
        announced_due_on=row.due_on,
        announced_on=row.announced_on,
        revision=row.revision,
        calendar_version=row.calendar_version,
        differs=clock.differs,
        nominal_on=due.nominal_on if due else None,
        due_on=due.due_on if due else None,
        rolled=due is not None and due.rolled,
        effective_on=due.effective_on if due else None,
        steps=[_step(step) for step in due.steps] if due else [],
        refused=None if clock.refusal is None else clock.refusal.sentence,
        days_left=(row.due_on - today).days if row.state == "running" else None,
    )


def _step(step: Step) -> StepOut:
    return StepOut(
        from_on=step.from_on,
        until_on=step.until_on,
        kind=step.kind,
        days=step.days,
        total=step.total,
        sentence=step.sentence,
        sentence_en=step.sentence_en,
        basis=None if step.basis is None else str(step.basis),
    )


def _pauses(clock: Explained) -> list[PauseOut]:
    row = clock.row
    ended = [
        PauseOut(from_on=pause.from_on, until_on=pause.until_on, ground=pause.ground)
        for pause in pauses_of(row)
    ]
    if row.paused_on is None:
        return ended
    return [*ended, PauseOut(from_on=row.paused_on, until_on=None, ground=row.ground)]


def _extensions(clock: Explained) -> list[ExtensionOut]:
    return [
        ExtensionOut(number=number, granted_on=each.granted_on, days=each.days)
        for number, each in extensions_of(clock.row)
    ]
