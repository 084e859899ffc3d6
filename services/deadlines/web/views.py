"""Deadlines' pages, for staff: the board of clocks and the month of legal dates."""

import datetime as dt
import re
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import StringConstraints

from services.deadlines.deps import Collaborators, Deadlines
from services.deadlines.queries import NOBODY, Board, Cursor, Show, Wanted, Whose
from services.deadlines.web.board import MOST_BODIES, cursor_text, figures, pairs_of
from services.deadlines.web.month import month_of, span_of
from services.deadlines.web.showing import line, name_of
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.errors import Kind, Refusal
from shared.legal.calendar import Calendar
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)

ROWS = 50
Reader = Annotated[Principal, may(Act.SEE_CASES)]
FilterCode = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z._-]+$")]
Codes = Annotated[list[FilterCode] | None, Query(max_length=50)]
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)_([0-9A-Za-z./-]{1,100})")
_MONTH = re.compile(r"(20[12]\d)-(0[1-9]|1[0-2])")


class CursorUnreadable(Refusal):
    """A page was asked for by a cursor we did not give."""

    code = "cursor-unreadable"
    kind = Kind.INVALID


def wanted(
    show: Show = "open",
    whose: Whose = "all",
    rule: Codes = None,
    agency: Codes = None,
    officer: Codes = None,
    day: dt.date | None = None,
) -> Wanted:
    """Return which clocks are asked for; a filter may be given several times."""
    return Wanted(
        show=show,
        whose=whose,
        rules=rule or (),
        agencies=agency or (),
        officers=officer or (),
        day=day,
    )


@router.get("/clocks")
async def board(
    request: Request,
    deadlines: Deadlines,
    who: Reader,
    asked: Annotated[Wanted, Depends(wanted)],
    cursor: Annotated[str, Query(max_length=120)] = "",
) -> HTMLResponse:
    """Show the clocks that the officer may see, what ends first first."""
    today = local_date(deadlines.clock.now())
    after = read_cursor(cursor) if cursor else None
    found = await deadlines.queries.board(who, asked, today=today, after=after, limit=ROWS)
    values = await _told(request, deadlines, who, asked, found)
    return pages_of(request).page(request, "clocks.html", values, headers=NOT_KEPT)


async def _told(
    request: Request,
    deadlines: Collaborators,
    who: Principal,
    asked: Wanted,
    found: Board,
) -> dict[str, Any]:
    show = pages_of(request).showing(request)
    calendar = await deadlines.calendar()
    counted = figures(found.groups, who, asked)
    officers = {listed.officer for listed in found.rows}
    officers |= {officer for officer, _ in counted.officers} | {*asked.officers}
    kept = pairs_of(asked)
    following = ""
    if found.following:
        page = ("cursor", cursor_text(found.following))
        following = urlencode([("show", asked.show), *kept, page])
    return {
        "asked": asked,
        "rows": [line(each, show, calendar, deadlines.book) for each in found.rows],
        "figures": counted,
        "most_bodies": MOST_BODIES,
        "kept": kept,
        "names": await deadlines.queries.agencies(show.today),
        "persons": await deadlines.staff.names(officers - {"", NOBODY}),
        "rules": _rules(deadlines, show),
        "nobody": NOBODY,
        "first": "cursor" not in request.query_params,
        "following": following,
    }


def _rules(deadlines: Collaborators, show: Showing) -> list[tuple[str, str]]:
    """Return the clocks one may filter by: those that anybody's time can run by."""
    named = (
        (rule, name_of(rule, show, deadlines.book))
        for rule, rows in deadlines.book.clocks.items()
        if rows[-1].length and rows[-1].kind != "reporting"
    )
    return sorted(named, key=lambda each: each[1])


def read_cursor(text: str) -> Cursor:
    """
    Return the place a cursor names.

    Raises:
        CursorUnreadable: it is none of ours.
    """
    found = _CURSOR.fullmatch(text)
    try:
        if found:
            return Cursor(dt.date.fromisoformat(found[1]), found[2])
    except ValueError:
        pass
    raise CursorUnreadable(
        "cursor: not one that a page gave; start without it", field="cursor"
    )


@router.get("/clocks/count")
async def count(request: Request, deadlines: Deadlines, who: Reader) -> HTMLResponse:
    """Return how many clocks are overdue, for the navigation of any page."""
    overdue = await deadlines.queries.overdue(who, local_date(deadlines.clock.now()))
    values = {"overdue": overdue}
    return pages_of(request).page(request, "count.html", values, headers=NOT_KEPT)


@router.get("/clocks/month")
async def month(
    request: Request,
    deadlines: Deadlines,
    who: Reader,
    asked: Annotated[Wanted, Depends(wanted)],
    m: Annotated[str, Query(max_length=7)] = "",
) -> HTMLResponse:
    """Show a month: which days are worked, and how many clocks end on each."""
    today = local_date(deadlines.clock.now())
    first = month_asked(m, today)
    start, end = span_of(first)
    ends = await deadlines.queries.days(who, asked, today=today, first=start, last=end)
    calendar: Calendar = await deadlines.calendar()
    values = {
        "month": month_of(first, calendar, ends),
        "asked": asked,
        "kept": pairs_of(asked),
        "total": sum(n for on, n in ends.items() if on.month == first.month),
    }
    return pages_of(request).page(request, "month.html", values, headers=NOT_KEPT)


def month_asked(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month in an address; of this month where it names none."""
    found = _MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
