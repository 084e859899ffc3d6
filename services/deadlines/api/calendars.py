"""Requests about the days of a year: who wants them how, what would follow, who decides."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.deadlines.api.trials import CasesCursor, TrialOut, trial_out
from services.deadlines.calendars.files import FORMATS, days_of_file
from services.deadlines.calendars.keeping import Proposed, Written, Year
from services.deadlines.calendars.lines import MOST_LINES, CalendarFileUnfit
from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.domain.announcing import Law
from services.deadlines.domain.calendar.doubts import Doubt, doubts
from services.deadlines.projections.calendar import CalendarRow, days_of_row
from services.deadlines.rederiving.drafts import of_calendar
from services.deadlines.rederiving.trials import Trial
from shared.auth.asking import Officer, may
from shared.auth.principal import Act, Principal
from shared.contracts.deadlines import CalendarDay, DayKind
from shared.errors import Kind, Refusal
from shared.web.problem import list_problem
from shared.web.service import CaughtUp, IdempotencyKey, command_id

router = APIRouter(prefix="/api/deadlines/calendars", tags=["calendars"])

PATIENCE_S = 2.0
"""A trial that takes longer goes on in the background."""
YearPath = Annotated[int, Path(ge=1945, le=2200, description="Year")]
VersionPath = Annotated[int, Path(ge=1, le=1_000_000, description="Version of the year")]
PRINTED = r"^[^\x00-\x1f\x7f]*$"
Source = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300, pattern=PRINTED)
]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1_000, pattern=r"^[^\x00]*$")
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=PRINTED),
]
Confidence = Literal["primary", "secondary", "memory", "inference"]
Proposer = Annotated[Principal, may(Act.PROPOSE_CALENDAR)]
Approver = Annotated[Principal, may(Act.APPROVE_CALENDAR)]
Keeper = Annotated[Principal, may(Act.PROPOSE_CALENDAR, Act.APPROVE_CALENDAR)]
"""Whoever proposes or approves: both look at what would follow."""


class MediaTypeUnknown(Refusal):
    """A file of a kind that we do not read."""

    code = "calendar-format-unknown"
    kind = Kind.INVALID


class DayBody(BaseModel):
    """A weekday that is not worked, or (`make_up`) a Saturday that is, and why."""

    model_config = ConfigDict(extra="forbid")

    on: dt.date
    kind: DayKind
    name: Name


class ProposalIn(BaseModel):
    """All days of a year that differ from plain weekdays and weekends."""

    model_config = ConfigDict(extra="forbid")

    days: Annotated[list[DayBody], Field(max_length=MOST_LINES)]
    source: Source
    """Which notice says so."""
    confidence: Confidence = "secondary"


class ApprovalIn(BaseModel):
    """What the consequences were looked at under."""

    model_config = ConfigDict(extra="forbid")

    instead_of: Annotated[int, Field(ge=0, le=1_000_000)]
    """The version in use then; 0: the year had none."""


class RejectionIn(BaseModel):
    """Why a proposal is laid aside."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class YearOut(BaseModel):
    """A year, and what dates are counted by."""

    year: int
    version: int | None
    source: str
    confidence: str
    proposals: int


class DoubtOut(BaseModel):
    """Something that looks wrong though nothing forbids it."""

    code: str
    on: dt.date | None
    closed: int
    made_up: int


class CalendarOut(BaseModel):
    """One version of a year."""

    year: int
    version: int
    state: str
    days: list[DayBody]
    source: str
    confidence: str
    proposed_by: str
    decided_by: str
    decided_at: dt.datetime | None
    reason: str
    doubts: list[DoubtOut]


class CalendarDoneOut(BaseModel):
    """A request about a calendar was carried out."""

    year: int
    version: int
    position: int
    repeated: bool


class PreviewOut(TrialOut):
    """What a proposal would move, of what is open now."""

    year: int
    version: int
    instead_of: int
    """To be sent with the approval."""


@router.get("", responses={401: {}, 503: {}})
async def list_years(deadlines: Deadlines, _: Officer, __: CaughtUp) -> list[YearOut]:
    """Return every year that is known, the latest first."""
    return [_year(each) for each in await deadlines.calendars.years()]


@router.get("/{year}", responses={401: {}, 404: {}, 503: {}})
async def list_versions(
    year: YearPath, deadlines: Deadlines, _: Officer, __: CaughtUp
) -> list[CalendarOut]:
    """Return the versions of a year, the latest first."""
    return [_calendar(row) for row in await deadlines.calendars.versions(year)]


@router.get("/{year}/{version}", responses={401: {}, 404: {}, 503: {}})
async def show_version(
    year: YearPath, version: VersionPath, deadlines: Deadlines, _: Officer, __: CaughtUp
) -> CalendarOut:
    """Return one version of a year."""
    return _calendar(await deadlines.calendars.version(year, version))


@router.post(
    "/{year}", status_code=201, responses={400: {}, 401: {}, 403: {}, 409: {}, 503: {}}
)
async def propose_days(
    year: YearPath,
    body: ProposalIn,
    deadlines: Deadlines,
    who: Proposer,
    key: IdempotencyKey = None,
) -> CalendarDoneOut:
    """Propose the days of a year; another person must approve."""
    days = frozenset(
        CalendarDay(on=day.on, kind=day.kind, name=day.name) for day in body.days
    )
    written = Written(year=year, days=days, source=body.source, confidence=body.confidence)
    return _done(year, await deadlines.calendars.propose(who, written, _key(who, key)))


@router.post(
    "/{year}/file",
    status_code=201,
    response_model=CalendarDoneOut,
    responses={400: {}, 401: {}, 403: {}, 409: {}, 503: {}},
)
async def propose_file(  # noqa: PLR0913, PLR0917 - what comes beside a body
    request: Request,
    year: YearPath,
    source: Annotated[Source, Query()],
    deadlines: Deadlines,
    who: Proposer,
    confidence: Confidence = "secondary",
    key: IdempotencyKey = None,
) -> CalendarDoneOut | JSONResponse:
    """Propose the days that a file lists, CSV or YAML; every bad line is answered."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in FORMATS:
        raise MediaTypeUnknown(
            "Gửi tệp với Content-Type text/csv hoặc application/yaml.", field="content-type"
        )
    try:
        days = days_of_file(year, await request.body(), FORMATS[kind])
    except CalendarFileUnfit as unfit:
        return list_problem(unfit)
    written = Written(year=year, days=days, source=source, confidence=confidence)
    return _done(year, await deadlines.calendars.propose(who, written, _key(who, key)))


@router.get(
    "/{year}/{version}/preview",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 429: {}, 503: {}},
)
async def preview_proposal(
    year: YearPath,
    version: VersionPath,
    deadlines: Deadlines,
    who: Keeper,
    __: CaughtUp,
    cursor: CasesCursor = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PreviewOut:
    """Return which open clocks a proposal would move, the cases that change side first."""
    row = await deadlines.calendars.proposal(year, version)
    trial = await preview(deadlines, who, row)
    shown = await trial_out(deadlines, who, trial, cursor, limit)
    return PreviewOut(
        **shown.model_dump(),
        year=year,
        version=version,
        instead_of=await in_use(deadlines, year),
    )


async def preview(deadlines: Collaborators, who: Principal, row: CalendarRow) -> Trial:
    """Return what a proposal would move now; still under way where that takes long."""
    law = Law(book=deadlines.book, calendar=await deadlines.calendar())
    days = frozenset(days_of_row(row))
    draft = of_calendar(law, row.year, days, proposed=row.version)
    known = await deadlines.trials.lately(draft)
    if known is not None:
        return known
    return await deadlines.trials.ask(draft, by=who.officer, patience_s=PATIENCE_S)


async def in_use(deadlines: Collaborators, year: int) -> int:
    """Return the version of a year that dates are counted by; 0: none."""
    known = (await deadlines.calendar()).years.get(year)
    return 0 if known is None else known.version


@router.post(
    "/{year}/{version}/approve",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def approve_proposal(
    year: YearPath,
    version: VersionPath,
    body: ApprovalIn,
    deadlines: Deadlines,
    who: Approver,
    key: IdempotencyKey = None,
) -> CalendarDoneOut:
    """Publish what another person proposed; open clocks are counted again from now on."""
    calendars = deadlines.calendars
    row = await calendars.version(year, version)
    done = await calendars.approve(
        who, row, instead_of=body.instead_of, key=_key(who, key, "approve")
    )
    return _done(year, Proposed(version, done))


@router.post(
    "/{year}/{version}/reject",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def reject_proposal(
    year: YearPath,
    version: VersionPath,
    body: RejectionIn,
    deadlines: Deadlines,
    who: Keeper,
    key: IdempotencyKey = None,
) -> CalendarDoneOut:
    """Lay a proposal aside, with a word to whoever made it; its proposer may do so too."""
    calendars = deadlines.calendars
    row = await calendars.version(year, version)
    done = await calendars.reject(
        who, row, reason=body.reason, key=_key(who, key, "reject")
    )
    return _done(year, Proposed(version, done))


def _key(who: Principal, key: str | None, what: str = "propose") -> str:
    return command_id(f"calendar-{what}:{who.officer}", key)


def _done(year: int, proposed: Proposed) -> CalendarDoneOut:
    return CalendarDoneOut(
        year=year,
        version=proposed.version,
        position=proposed.done.position,
        repeated=proposed.done.repeated,
    )


def _year(each: Year) -> YearOut:
    used = each.in_use
    return YearOut(
        year=each.year,
        version=None if used is None else used.version,
        source="" if used is None else used.source,
        confidence="" if used is None else used.confidence,
        proposals=each.waiting,
    )


def _calendar(row: CalendarRow) -> CalendarOut:
    days = days_of_row(row)
    return CalendarOut(
        year=row.year,
        version=row.version,
        state=row.state,
        days=[DayBody.model_construct(on=d.on, kind=d.kind, name=d.name) for d in days],
        source=row.source,
        confidence=row.confidence,
        proposed_by=row.proposed_by,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        doubts=_doubts(doubts(row.year, frozenset(days))),
    )


def _doubts(found: Sequence[Doubt]) -> list[DoubtOut]:
    return [
        DoubtOut(code=each.code, on=each.on, closed=each.closed, made_up=each.made_up)
        for each in found
    ]
