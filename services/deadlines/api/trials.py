"""Requests about drafts of law: what would they change, of what is open and of what is over."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.deadlines.calendars.files import days_of_file
from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.domain.announcing import Law
from services.deadlines.rederiving.cases import Case, Page, cases, place_of
from services.deadlines.rederiving.drafts import Draft, RuleIn, of_calendar, of_rule
from services.deadlines.rederiving.found import Line
from services.deadlines.rederiving.trials import State, Trial
from shared.auth.asking import Officer, may
from shared.auth.principal import Act, Principal

router = APIRouter(prefix="/api/deadlines", tags=["drafts"])

PATIENCE_S = 2.0
CasesCursor = Annotated[
    str, Query(pattern=r"^([01]_\d{4}-\d\d-\d\d_[0-9A-Za-z./-]{1,100})?$")
]
TrialPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="Trial id"),
]
Trier = Annotated[Principal, may(Act.PROPOSE_CALENDAR, Act.APPROVE_CALENDAR)]


class CalendarDraftIn(BaseModel):
    """Other days of a year, as a list: a line a day, with date, kind and name."""

    model_config = ConfigDict(extra="forbid")

    year: Annotated[int, Field(ge=1945, le=2200)]
    csv: Annotated[str, Field(max_length=100_000)]


class WhatIfIn(BaseModel):
    """A draft of a rule or of a year's days."""

    model_config = ConfigDict(extra="forbid")

    rule: RuleIn | None = None
    calendar: CalendarDraftIn | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> "WhatIfIn":
        """Refuse two drafts at once: nobody could tell which of them did it."""
        if (self.rule is None) == (self.calendar is None):
            raise ValueError("give rule or calendar, one of them")
        return self


class LineOut(BaseModel):
    """The figures of one body, or of one month."""

    key: str
    moved: int
    to_late: int
    to_in_time: int


class CaseOut(BaseModel):
    """A clock that would get another last lawful day."""

    petition_id: str
    receipt_code: str
    clock_id: str
    rule: str
    against: str
    old_on: dt.date
    new_on: dt.date
    side: str
    """`late` or `in_time`: to which side it changes; empty where it does not."""


class TrialOut(BaseModel):
    """A trial as it stands; figures are there when it is done."""

    trial_id: str
    state: State
    examined: int
    total: int
    asked_at: dt.datetime
    moved: int
    earlier: int
    later: int
    to_late: int
    to_in_time: int
    troubled: dict[str, int]
    by_agency: list[LineOut]
    by_month: list[LineOut]
    cases: list[CaseOut]
    """Those that you may see; whoever sees no petitions gets the figures alone."""
    next_cursor: str | None


class RederivingOut(BaseModel):
    """How far counting open clocks again has come since a calendar was published."""

    under_way: bool
    examined: int
    moved: int
    troubled: int
    total: int
    started_at: dt.datetime | None
    finished_at: dt.datetime | None


@router.get("/rederiving", responses={401: {}, 503: {}})
async def show_rederiving(deadlines: Deadlines, _: Officer) -> RederivingOut:
    """Return how far counting again has come."""
    progress = await deadlines.rederiving.progress()
    return RederivingOut(
        under_way=progress.under_way,
        examined=progress.examined,
        moved=progress.moved,
        troubled=progress.troubled,
        total=progress.total,
        started_at=progress.started_at,
        finished_at=progress.finished_at,
    )


@router.post("/what-if", responses={400: {}, 401: {}, 403: {}, 429: {}, 503: {}})
async def try_draft(body: WhatIfIn, deadlines: Deadlines, who: Trier) -> TrialOut:
    """Try a draft on every clock there is or was; nothing is changed by it."""
    draft = await draft_of(deadlines, body)
    trial = await deadlines.trials.ask(draft, by=who.officer, patience_s=PATIENCE_S)
    return await trial_out(deadlines, who, trial, "", 50)


@router.get("/what-if/{trial_id}", responses={400: {}, 401: {}, 403: {}, 404: {}, 503: {}})
async def show_trial(
    trial_id: TrialPath,
    deadlines: Deadlines,
    who: Trier,
    cursor: CasesCursor = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TrialOut:
    """Return what a draft would change, the cases that change side first."""
    trial = await deadlines.trials.of(trial_id)
    return await trial_out(deadlines, who, trial, cursor, limit)


async def draft_of(deadlines: Collaborators, asked: WhatIfIn) -> Draft:
    """
    Return the draft that is asked about.

    Raises:
        DraftUnfit, CalendarFileUnfit: it cannot be tried.
    """
    law = Law(book=deadlines.book, calendar=await deadlines.calendar())
    if asked.rule is not None:
        return of_rule(law, asked.rule)
    if asked.calendar is None:
        raise TypeError("the model lets one of both through")
    year = asked.calendar.year
    return of_calendar(law, year, days_of_file(year, asked.calendar.csv.encode(), "csv"))


async def cases_of(
    deadlines: Collaborators, who: Principal, trial: Trial, cursor: str, limit: int
) -> Page:
    """
    Return a page of the cases that a trial would move.

    Raises:
        PlaceUnreadable: the cursor is none of ours.
    """
    after = place_of(cursor) if cursor else None
    return await cases(deadlines.database, who, trial.trial_id, after, limit)


async def trial_out(
    deadlines: Collaborators, who: Principal, trial: Trial, cursor: str, limit: int
) -> TrialOut:
    """Return a trial as it is answered, with a page of its cases."""
    page = await cases_of(deadlines, who, trial, cursor, limit)
    found = trial.figures
    return TrialOut(
        trial_id=trial.trial_id,
        state=trial.stands(deadlines.clock.now()),
        examined=trial.examined,
        total=trial.total,
        asked_at=trial.asked_at,
        moved=found.moved,
        earlier=found.earlier,
        later=found.later,
        to_late=found.to_late,
        to_in_time=found.to_in_time,
        troubled=found.troubled,
        by_agency=[_line(line) for line in found.by_agency],
        by_month=[_line(line) for line in found.by_month],
        cases=[_case(case) for case in page.cases],
        next_cursor=None if page.following is None else str(page.following),
    )


def _line(line: Line) -> LineOut:
    return LineOut(
        key=line.key, moved=line.moved, to_late=line.to_late, to_in_time=line.to_in_time
    )


def _case(case: Case) -> CaseOut:
    return CaseOut(
        petition_id=case.petition_id,
        receipt_code=case.receipt_code,
        clock_id=case.clock_id,
        rule=case.rule,
        against=case.against,
        old_on=case.old_on,
        new_on=case.new_on,
        side=case.side,
    )
