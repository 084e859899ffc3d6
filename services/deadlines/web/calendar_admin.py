"""The years and their days, to read: what dates are counted by, and what somebody wants changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from services.deadlines.api.calendars import VersionPath, YearPath, in_use, preview
from services.deadlines.api.trials import CasesCursor, TrialPath, Trier, cases_of
from services.deadlines.calendars.keeping import CalendarUnknown
from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.domain.calendar.doubts import doubts
from services.deadlines.projections.calendar import CalendarRow, days_of_row
from services.deadlines.rederiving.found import Line
from services.deadlines.rederiving.trials import Trial
from services.deadlines.store import closed_and_made_up
from services.deadlines.web.month import month_of
from services.deadlines.web.showing import name_of
from shared.auth.asking import Officer
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.contracts.deadlines import CalendarDay
from shared.legal.calendar import Calendar, CalendarYear
from shared.web.pages import NOT_KEPT, new_token, pages_of
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)

ROWS = 50
MOST_BODIES = 12
MONTHS = range(1, 13)
Done = Annotated[str, Query(pattern=r"^[a-z]{0,12}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a version differs from the one in use."""

    added: Sequence[CalendarDay]
    gone: Sequence[CalendarDay]


@router.get("/calendars")
async def years(request: Request, deadlines: Deadlines, who: Officer) -> HTMLResponse:
    """Show every year: what dates are counted by, and what waits for a decision."""
    found = await deadlines.calendars.years()
    values = {
        "years": found,
        "proposes": who.may(Act.PROPOSE_CALENDAR),
        "next": max((each.year for each in found), default=0) + 1,
        "progress": await deadlines.rederiving.progress(),
    }
    return pages_of(request).page(request, "calendar_years.html", values)


@router.get("/calendars/progress")
async def progress(request: Request, deadlines: Deadlines, _: Officer) -> HTMLResponse:
    """Return how far counting again has come, for the page that shows it."""
    values = {"progress": await deadlines.rederiving.progress()}
    return pages_of(request).page(
        request, "calendar_progress.html", values, headers=NOT_KEPT
    )


@router.get("/calendars/trials/{trial_id}")
async def trial_part(
    request: Request, trial_id: TrialPath, deadlines: Deadlines, _: Trier
) -> Response:
    """Tell the page that shows a trial how far it is; when it is done, to show it."""
    trial = await deadlines.trials.of(trial_id)
    state = trial.stands(deadlines.clock.now())
    if state != "running":
        return Response(status_code=204, headers={"HX-Refresh": "true", **NOT_KEPT})
    values = {"trial": trial, "state": state}
    return pages_of(request).page(request, "trial_progress.html", values, headers=NOT_KEPT)


@router.get("/calendars/{year}")
async def year(
    request: Request, year: YearPath, deadlines: Deadlines, who: Officer, done: Done = ""
) -> HTMLResponse:
    """Show the days of a year, month by month, and how they came to be."""
    rows = await deadlines.calendars.versions(year)
    used = next((row for row in rows if row.state == "published"), None)
    values = {
        "year": year,
        "rows": rows,
        "used": used,
        "months": months_of(used) if used else (),
        "days_listed": days_of_row(used) if used else (),
        "persons": await persons(deadlines, rows),
        "proposes": who.may(Act.PROPOSE_CALENDAR),
        "done": done,
        "progress": await deadlines.rederiving.progress(),
    }
    return pages_of(request).page(request, "calendar_year.html", values, headers=NOT_KEPT)


@router.get("/calendars/{year}/{version}")
async def version(  # noqa: PLR0913, PLR0917 - a page of a list
    request: Request,
    year: YearPath,
    version: VersionPath,
    deadlines: Deadlines,
    who: Officer,
    trial: Annotated[str, Query(pattern=r"^[0-9a-f-]{0,36}$")] = "",
    cursor: CasesCursor = "",
    done: Done = "",
) -> HTMLResponse:
    """Show one version; of a proposal, what it would move, to whoever proposes or approves."""
    row = await deadlines.calendars.version(year, version)
    values = await proposal_values(request, deadlines, who, row, trial, cursor)
    return proposal_page(request, {**values, "done": done})


def proposal_page(
    request: Request, values: dict[str, Any], *, status: int = 200
) -> HTMLResponse:
    """Return the page of a version."""
    page = pages_of(request).page
    return page(request, "calendar_version.html", values, status=status, headers=NOT_KEPT)


async def proposal_values(
    request: Request,
    deadlines: Collaborators,
    who: Principal,
    row: CalendarRow,
    trial_id: str = "",
    cursor: str = "",
) -> dict[str, Any]:
    """Return what the page of a version shows."""
    looks = who.may(Act.PROPOSE_CALENDAR) or who.may(Act.APPROVE_CALENDAR)
    waits = row.state == "proposed"
    trial = None
    if waits and looks:
        known = await deadlines.trials.of(trial_id) if trial_id else None
        trial = known or await preview(deadlines, who, row)
    used = await in_use(deadlines, row.year)
    days = days_of_row(row)
    return {
        "row": row,
        "days_listed": days,
        "months": months_of(row),
        "used": used,
        "difference": await _difference(deadlines, row, used),
        "doubts": doubts(row.year, frozenset(days)) if waits else (),
        "persons": await persons(deadlines, [row]),
        "looks": looks,
        "approves": WHOLE_PROVINCE in who.reach(Act.APPROVE_CALENDAR),
        "own": row.proposed_by == who.officer,
        "token": new_token(),
        "refusal": None,
        **(await trial_values(request, deadlines, who, trial, cursor)),
        "here": f"/calendars/{row.year}/{row.version}",
        "stale": waits and row.version < used,
    }


async def trial_values(
    request: Request,
    deadlines: Collaborators,
    who: Principal,
    trial: Trial | None,
    cursor: str,
) -> dict[str, Any]:
    """Return what the part of a page about a trial shows."""
    if trial is None:
        return {"trial": None, "state": ""}
    show = pages_of(request).showing(request)
    state = trial.stands(deadlines.clock.now())
    page = await cases_of(deadlines, who, trial, cursor, ROWS)
    return {
        "trial": trial,
        "state": state,
        "found": trial.figures,
        "bodies": _bodies(trial.figures.by_agency),
        "names": await deadlines.queries.agencies(show.today),
        "rules": _rules(deadlines, show, {case.rule for case in page.cases}),
        "cases": page.cases,
        "following": str(page.following) if page.following else "",
        "first": not cursor,
        "sees": who.may(Act.SEE_CASES),
    }


def _bodies(lines: Sequence[Line]) -> list[Line]:
    """Return the bodies whose dates move most; those of the rest together."""
    first, rest = list(lines[:MOST_BODIES]), lines[MOST_BODIES:]
    if rest:
        first.append(
            Line(
                key="",
                moved=sum(line.moved for line in rest),
                to_late=sum(line.to_late for line in rest),
                to_in_time=sum(line.to_in_time for line in rest),
            )
        )
    return first


def _rules(deadlines: Collaborators, show: Showing, rules: set[str]) -> dict[str, str]:
    return {rule: name_of(rule, show, deadlines.book) for rule in rules}


async def _difference(
    deadlines: Collaborators, row: CalendarRow, used: int
) -> Difference | None:
    """Return how a version differs from the one in use; None where that cannot be said."""
    if not used or used == row.version:
        return None
    try:
        other = days_of_row(await deadlines.calendars.version(row.year, used))
    except CalendarUnknown:  # published this moment, not heard yet
        return None
    new = {(day.on, day.kind): day for day in days_of_row(row)}
    old = {(day.on, day.kind): day for day in other}
    return Difference(
        added=[day for key, day in new.items() if key not in old],
        gone=[day for key, day in old.items() if key not in new],
    )


async def persons(deadlines: Collaborators, rows: Sequence[CalendarRow]) -> dict[str, str]:
    """Return what those who proposed and decided are called; their ids while nobody says."""
    officers = {one for row in rows for one in (row.proposed_by, row.decided_by) if one}
    known = await deadlines.staff.names(officers)
    return {officer: known.get(officer, officer) for officer in officers}


def months_of(row: CalendarRow) -> list[Any]:
    """Return the twelve months of a version."""
    closed, made_up = closed_and_made_up(days_of_row(row))
    own = CalendarYear(
        year=row.year,
        version=row.version,
        closed=closed,
        make_up=made_up,
        source=row.source,
        confidence=row.confidence,
    )
    calendar = Calendar.of([own])
    return [month_of(dt.date(row.year, month, 1), calendar, {}) for month in MONTHS]
