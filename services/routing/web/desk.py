"""Forms of an officer's day: a case for an officer, many at once, filters kept under a name."""

import re
from typing import Annotated
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import (
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from pydantic import AwareDatetime, StringConstraints

from services.routing.api.assigning import (
    MOST,
    asked_for,
    assign,
    assign_all,
    preview,
)
from services.routing.api.cases import (
    PetitionPath,
    Reader,
    Settler,
    case_or_refuse,
    wanted,
)
from services.routing.api.desk import Id, OfficerPath
from services.routing.api.directory import PRINTED
from services.routing.deps import Collaborators, Routing
from services.routing.desk import fit_query
from services.routing.queries import Wanted
from services.routing.web.case_page import Said, case_page
from services.routing.web.list_page import pairs_of, worklist_page
from services.routing.web.views import ROWS
from shared.auth.asking import Officer
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.errors import Conflict, Refusal
from shared.frame import Frame
from shared.web.live import Hub
from shared.web.pages import NOT_KEPT, Token, new_token, pages_of
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)

Filters = Annotated[str, StringConstraints(max_length=1_000)]
Chosen = Annotated[OfficerPath | None, Form()]
_VIEW_CAME_FROM = re.compile(r"/desk$")


@router.get("/desk/live")
async def live(request: Request, _: Reader) -> StreamingResponse:
    """Tell the page that cases moved, once a second at most, until it goes away."""
    hub: Hub = request.app.state.hub
    return StreamingResponse(
        hub.listen(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/desk/fresh")
async def fresh(
    request: Request,
    routing: Routing,
    who: Reader,
    asked: Annotated[Wanted, Depends(wanted)],
    since: AwareDatetime,
    base: Annotated[int, Query(ge=-1)] = -1,
) -> HTMLResponse:
    """Offer what came into the list since it was loaded; rows never move by themselves."""
    today = local_date(routing.clock.now())
    count = await routing.queries.entered(who, asked, today=today, since=since)
    first = count if base < 0 else base
    values = {
        "base": first,
        "n": max(0, count - first),
        "query": urlencode(pairs_of(asked)),
    }
    return pages_of(request).page(request, "fresh.html", values, headers=NOT_KEPT)


@router.post("/desk/petitions/{petition_id}/assign")
async def assign_by_form(
    request: Request,
    petition_id: PetitionPath,
    routing: Routing,
    who: Settler,
    officer: Chosen = None,
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Make an officer answerable for a case, and go back to it."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    try:
        done = await assign(routing, who, row, officer or None, token)
    except Refusal as refusal:
        said = Said(refusal=refusal, status=status_of(refusal))
        return await case_page(request, routing, who, row, said)
    except Conflict:
        return await case_page(request, routing, who, row, Said(raced=True, status=409))
    says = {"done": "assign"} | ({} if await _shown(request, done.position) else _LATE)
    return RedirectResponse(
        f"/desk/petitions/{petition_id}?{urlencode(says)}", status_code=303
    )


_LATE = {"late": "1"}


async def _shown(request: Request, position: int) -> bool:
    frame: Frame = request.app.state.frame
    return await frame.progress.reach("routing", position)


@router.post("/desk/assignments")
async def assign_many_by_form(  # noqa: PLR0913 - a form's fields
    request: Request,
    routing: Routing,
    who: Settler,
    *,
    officer: Chosen = None,
    petition_id: Annotated[list[Id] | None, Form(max_length=MOST)] = None,
    all: Annotated[bool, Form()] = False,
    query: Annotated[Filters, Form()] = "",
    token: Annotated[Token | None, Form()] = None,
    sure: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """Show what would become of the chosen cases; when that was confirmed, what became."""
    given = officer or None
    asked = wanted_of(query) if all else petition_id or []
    try:
        rows, missing = await asked_for(routing, who, asked)
    except Refusal as refusal:
        return await _list(request, routing, who, wanted_of(query), refusal)
    if sure:
        results = await assign_all(routing, who, rows, given, token)
        await _shown(request, max((one.position for one in results), default=0))
    else:
        results = await preview(routing, who, rows, given)
    results = [*results, *missing]
    outcomes = [one.outcome for one in results]
    values = {
        "results": sorted(results, key=lambda one: one.outcome != "refused"),
        "counts": {
            name: outcomes.count(name) for name in ("assigned", "already", "refused")
        },
        "officer": given or "",
        "name": (await routing.desk.names([given]))[given] if given else "",
        "petition_ids": petition_id or [],
        "all": all,
        "query": query,
        "sure": sure,
        "token": new_token(),
    }
    return pages_of(request).page(request, "assignments.html", values, headers=NOT_KEPT)


async def _list(
    request: Request,
    routing: Collaborators,
    who: Principal,
    asked: Wanted,
    refusal: Refusal,
) -> HTMLResponse:
    page = await routing.queries.worklist(
        who, asked, today=local_date(routing.clock.now()), after=None, limit=ROWS
    )
    return await worklist_page(request, routing, who, asked, page, refusal=refusal)


def wanted_of(query: str) -> Wanted:
    """
    Return the cases that the filters of an address mean.

    Raises:
        ViewUnfit: it is made of something else.
    """
    found = parse_qs(fit_query(query)) if query else {}
    return wanted(
        found.get("show", ["open"])[-1],  # type: ignore[arg-type]  # fit_query knows them
        found.get("whose", ["all"])[-1],  # type: ignore[arg-type]
        found.get("holder"),
        found.get("kind"),
        found.get("field"),
        found.get("state"),
        found.get("order", ["due"])[-1],  # type: ignore[arg-type]
    )


@router.get("/views")
async def views(request: Request, routing: Routing, who: Officer) -> HTMLResponse:
    """Return the saved views, for the navigation of any page."""
    at = urlsplit(request.headers.get("hx-current-url", ""))
    items = [
        {
            "name": view.name,
            "href": f"/desk?{view.query}",
            "shared": view.shared,
            "here": _VIEW_CAME_FROM.search(at.path) is not None and at.query == view.query,
            "count": None,
        }
        for view in await routing.desk.views(who)
    ]
    return pages_of(request).page(request, "views.html", {"items": items}, headers=NOT_KEPT)


@router.post("/views")
async def keep_view(
    request: Request,
    routing: Routing,
    who: Reader,
    name: Annotated[str, Form(max_length=60, pattern=PRINTED)],
    query: Annotated[Filters, Form()],
    shared: Annotated[bool, Form()] = False,  # noqa: FBT002 - a form's tick
) -> Response:
    """Keep the filters of the list under a name, and go back to the list."""
    try:
        await routing.desk.keep(who, name=name, query=query, shared=shared)
    except Refusal as refusal:
        return await _list(request, routing, who, wanted_of(query), refusal)
    return RedirectResponse(
        f"/desk?{urlencode(pairs_of(wanted_of(query)))}", status_code=303
    )


@router.post("/views/{view_id}/delete")
async def drop_view(view_id: PetitionPath, routing: Routing, who: Reader) -> Response:
    """Delete a view, and go back to the whole list."""
    await routing.desk.drop(who, view_id)
    return RedirectResponse("/desk", status_code=303)
