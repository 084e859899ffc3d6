"""Forms about the days of a year: somebody wants them otherwise, somebody decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import StringConstraints

from services.deadlines.api.calendars import (
    PRINTED,
    Approver,
    Confidence,
    Keeper,
    Proposer,
    Reason,
    Source,
    VersionPath,
    YearPath,
)
from services.deadlines.calendars.files import FORMATS, LARGEST_BYTES, days_of_file
from services.deadlines.calendars.keeping import Written
from services.deadlines.calendars.lines import (
    CalendarFileUnfit,
    WrittenDay,
    days_from,
    whole,
)
from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.projections.calendar import days_of_row
from services.deadlines.web.calendar_admin import proposal_page, proposal_values
from shared.auth.principal import Principal
from shared.contracts.deadlines import CalendarDay
from shared.errors import Conflict, Kind, Refusal
from shared.frame import Frame
from shared.web.pages import NOT_KEPT, Token, new_token, pages_of
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)

BLANK_ROWS = 6
Cell = Annotated[str, StringConstraints(max_length=200, pattern=PRINTED)]
Cells = Annotated[list[Cell] | None, Form(max_length=40)]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form for days that are added."""

    on: str = ""
    kind: str = "holiday"
    name: str = ""

    @property
    def blank(self) -> bool:
        """Test whether nothing was typed in it."""
        return not self.on.strip() and not self.name.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, and what is wrong with it."""

    source: str = ""
    confidence: str = "secondary"
    removed: Sequence[str] = ()
    rows: Sequence[Row] = ()
    unfit: CalendarFileUnfit | None = None
    refusal: Refusal | None = None


class ChangedMeanwhile(Refusal):
    """Somebody else decided at the same moment."""

    code = "changed-meanwhile"
    kind = Kind.CONFLICT


@router.get("/calendars/{year}/propose")
async def ask_days(
    request: Request, year: YearPath, deadlines: Deadlines, _: Proposer
) -> HTMLResponse:
    """Show the form: the days of a year to take from and add to, or a file."""
    return await _form(request, deadlines, year, Typed())


@router.post("/calendars/{year}/propose")
async def propose(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    year: YearPath,
    deadlines: Deadlines,
    who: Proposer,
    source: Annotated[Source, Form()] = "",
    confidence: Annotated[Confidence, Form()] = "secondary",
    remove: Cells = None,
    on: Cells = None,
    kind: Cells = None,
    name: Cells = None,
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Propose the days in use less those that are ticked, and more those that are typed in."""
    rows = map(Row, on or (), kind or (), name or ())
    typed = Typed(
        source=source,
        confidence=confidence,
        removed=remove or (),
        rows=[row for row in rows if not row.blank],
    )
    try:
        days = await _days(deadlines, year, typed)
        return await _propose(request, deadlines, who, year, days, typed, token)
    except CalendarFileUnfit as unfit:
        wrong = replace(typed, unfit=unfit)
    except Refusal as refusal:
        wrong = replace(typed, refusal=refusal)
    return await _form(request, deadlines, year, wrong)


@router.post("/calendars/{year}/file")
async def propose_file(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    year: YearPath,
    deadlines: Deadlines,
    who: Proposer,
    file: Annotated[UploadFile | None, File()] = None,
    source: Annotated[Source, Form()] = "",
    confidence: Annotated[Confidence, Form()] = "secondary",
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Propose the days that a file lists; every line that cannot be taken is named."""
    typed = Typed(source=source, confidence=confidence)
    try:
        days = await _days_of(year, file)
        return await _propose(request, deadlines, who, year, days, typed, token)
    except CalendarFileUnfit as unfit:
        wrong = replace(typed, unfit=unfit)
    except Refusal as refusal:
        wrong = replace(typed, refusal=refusal)
    return await _form(request, deadlines, year, wrong)


async def _days_of(year: int, file: UploadFile | None) -> frozenset[CalendarDay]:
    if file is None or not file.filename:
        raise whole("file_missing")
    known = FORMATS.get(PurePath(file.filename).suffix.casefold())
    if known is None:
        raise whole("file_unknown")
    return days_of_file(year, await file.read(LARGEST_BYTES + 1), known)


async def _days(
    deadlines: Collaborators, year: int, typed: Typed
) -> frozenset[CalendarDay]:
    kept = [
        day
        for day in await _in_use(deadlines, year)
        if day.on.isoformat() not in typed.removed
    ]
    written = [
        WrittenDay(line=n, on=row.on, kind=row.kind, name=row.name)
        for n, row in enumerate(typed.rows, start=1)
    ]
    if not written:
        return frozenset(kept)
    return frozenset(kept) | days_from(year, written, {day.on for day in kept})


async def _in_use(deadlines: Collaborators, year: int) -> Sequence[CalendarDay]:
    for each in await deadlines.calendars.years():
        if each.year == year and each.in_use is not None:
            return days_of_row(each.in_use)
    return ()


async def _propose(  # noqa: PLR0913, PLR0917 - what a proposal is made of
    request: Request,
    deadlines: Collaborators,
    who: Principal,
    year: int,
    days: frozenset[CalendarDay],
    typed: Typed,
    token: str | None,
) -> Response:
    written = Written(
        year=year, days=days, source=typed.source, confidence=typed.confidence
    )
    key = f"calendar-propose:{who.officer}:{token or new_token()}"
    proposed = await deadlines.calendars.propose(who, written, key)
    await _shown(request, proposed.done.position)
    return RedirectResponse(
        f"/calendars/{year}/{proposed.version}?done=propose", status_code=303
    )


@router.post("/calendars/{year}/{version}/approve")
async def approve(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    year: YearPath,
    version: VersionPath,
    deadlines: Deadlines,
    who: Approver,
    instead_of: Annotated[int, Form(ge=0, le=1_000_000)],
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Publish a proposal; go to the year, where counting again is shown."""
    calendars = deadlines.calendars
    row = await calendars.version(year, version)
    key = f"calendar-approve:{who.officer}:{token or new_token()}"
    try:
        done = await calendars.approve(who, row, instead_of=instead_of, key=key)
    except Refusal as refusal:
        return await _again(request, deadlines, who, year, version, refusal)
    except Conflict:
        raced = ChangedMeanwhile("Người khác vừa quyết định; xin xem lại.")
        return await _again(request, deadlines, who, year, version, raced)
    await _shown(request, done.position)
    return RedirectResponse(f"/calendars/{year}?done=approve", status_code=303)


@router.post("/calendars/{year}/{version}/reject")
async def reject(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    year: YearPath,
    version: VersionPath,
    deadlines: Deadlines,
    who: Keeper,
    reason: Annotated[Reason, Form()] = "",
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Lay a proposal aside, with a word to whoever made it."""
    calendars = deadlines.calendars
    row = await calendars.version(year, version)
    key = f"calendar-reject:{who.officer}:{token or new_token()}"
    try:
        done = await calendars.reject(who, row, reason=reason, key=key)
    except Refusal as refusal:
        return await _again(request, deadlines, who, year, version, refusal)
    await _shown(request, done.position)
    says = urlencode({"done": "reject"})
    return RedirectResponse(f"/calendars/{year}/{version}?{says}", status_code=303)


async def _again(
    request: Request,
    deadlines: Collaborators,
    who: Principal,
    year: int,
    version: int,
    refusal: Refusal,
) -> Response:
    row = await deadlines.calendars.version(year, version)
    values = await proposal_values(request, deadlines, who, row)
    values |= {"refusal": refusal, "done": ""}
    return proposal_page(request, values, status=status_of(refusal))


async def _form(
    request: Request, deadlines: Collaborators, year: int, typed: Typed
) -> HTMLResponse:
    blank = [Row()] * max(2, BLANK_ROWS - len(typed.rows))
    values: dict[str, Any] = {
        "year": year,
        "days_listed": await _in_use(deadlines, year),
        "typed": typed,
        "rows": [*typed.rows, *blank],
        "token": new_token(),
    }
    refused = typed.refusal
    status = status_of(refused) if refused else 400 if typed.unfit else 200
    return pages_of(request).page(
        request, "calendar_propose.html", values, status=status, headers=NOT_KEPT
    )


async def _shown(request: Request, position: int) -> None:
    """Wait, not for long, until the pages show what was just decided."""
    frame: Frame = request.app.state.frame
    await frame.progress.reach("deadlines", position)
