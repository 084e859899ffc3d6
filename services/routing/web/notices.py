"""The bell: what an officer is told of, why, and how far they have seen it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from services.routing.deps import Collaborators, Routing
from services.routing.desk import Notice
from shared.auth.asking import Officer
from shared.auth.principal import Principal
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)
IN_BELL = 12
A_PAGE = 50


@router.get("/notices")
async def bell(request: Request, routing: Routing, who: Officer) -> HTMLResponse:
    """Return the newest notices, for the bell of any page."""
    return await _answer(request, routing, who, "notices.html", limit=IN_BELL)


@router.get("/notices/count")
async def count(routing: Routing, who: Officer) -> PlainTextResponse:
    """Return how many notices are new, 100 at most."""
    return PlainTextResponse(str(await routing.desk.unread(who)), headers=NOT_KEPT)


@router.get("/desk/notices")
async def all_notices(
    request: Request,
    routing: Routing,
    who: Officer,
    cursor: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """Show the notices of an officer, a page at a time."""
    return await _answer(
        request, routing, who, "all_notices.html", limit=A_PAGE, before=cursor
    )


@router.post("/notices/seen")
async def seen(
    request: Request,
    routing: Routing,
    who: Officer,
    upto: Annotated[int, Form(ge=0, le=2**62)],
) -> Response:
    """Remember what was looked at: up to the newest that the page could show."""
    await routing.desk.see(who, upto)
    if request.headers.get("hx-request"):
        return await _answer(request, routing, who, "notices.html", limit=IN_BELL)
    return RedirectResponse("/desk/notices", status_code=303)


async def _answer(
    request: Request,
    routing: Collaborators,
    who: Principal,
    template: str,
    *,
    limit: int,
    before: int | None = None,
) -> HTMLResponse:
    pages = pages_of(request)
    show = pages.showing(request)
    found = await routing.desk.notices(who, before=before, limit=limit + 1)
    page = found[:limit]
    values = {
        "items": [_told(notice, show) for notice in page],
        "unread": await routing.desk.unread(who),
        "upto": page[0].row.position if page else 0,
        "following": page[-1].row.position if len(found) > limit else 0,
        "first": before is None,
    }
    return pages.page(request, template, values, headers=NOT_KEPT)


def _told(notice: Notice, show: Showing) -> dict[str, Any]:
    row = notice.row
    due = show.date(row.due_on) if row.due_on else ""
    return {
        "title": show.t(
            f"notice.{row.why}",
            code=notice.receipt_code,
            kind=show.word("kind", notice.kind),
            clock=show.word("clock", row.rule),
            due=due,
        ),
        # Told from outside, it need not be one that they may read.
        "href": "" if notice.to == "outside" else f"/desk/petitions/{row.petition_id}",
        "at": row.at,
        "why": show.t(f"because.{_because(notice)}"),
        "unread": notice.unread,
    }


def _because(notice: Notice) -> str:
    """Return why this reader is told: of a clock, in which right."""
    row = notice.row
    if not row.rule:
        of_officer = row.why == "returned" and notice.to == "officer"
        return "returned_officer" if of_officer else row.why
    if notice.to != "above":
        return f"clock_{notice.to}"
    return f"clock_{row.agency.partition(':')[0]}"
