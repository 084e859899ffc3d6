"""The page of the worklist: filters, rows with names, what can be done with many at once."""

import asyncio
import datetime as dt
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.routing.api.acts import ActionName
from services.routing.api.cases import cursor_text
from services.routing.deps import Collaborators
from services.routing.jobs import Content
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Page, Wanted
from shared.auth.asking import signed_principal_of
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.errors import Refusal
from shared.ids import AgencyCode
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.problem import status_of

SOME_BEFORE = dt.timedelta(minutes=1)
"""What came so shortly before the page is counted twice, then and later: clocks differ."""


async def worklist_page(
    request: Request,
    routing: Collaborators,
    who: Principal,
    asked: Wanted,
    page: Page,
    *,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    """Return the page. It may name senders: no cache keeps it."""
    # Intake opens the names while we look up the rest: most of what they cost is waiting.
    contents, told = await asyncio.gather(
        _names(request, routing, who, page.rows), _told(routing, who, asked, page.rows)
    )
    filters = pairs_of(asked)
    following = ""
    if page.following:
        following = urlencode([*filters, ("cursor", cursor_text(page.following))])
    values = {
        "page": page,
        "asked": asked,
        "query": urlencode(filters),
        "first": "cursor" not in request.query_params,
        "refusal": refusal,
        "done": _done(request),
        "contents": contents,
        "sees_names": who.may(Act.SEE_NAMES),
        "following": following,
        "since": (routing.clock.now() - SOME_BEFORE).isoformat(),
        **told,
    }
    return pages_of(request).page(
        request,
        "desk.html",
        values,
        status=200 if refusal is None else status_of(refusal),
        headers=NOT_KEPT,
    )


async def _names(
    request: Request, routing: Collaborators, who: Principal, rows: list[CaseRow]
) -> dict[str, Content]:
    """Return who wrote, where the officer may see any names; never of who denounced."""
    if not who.may(Act.SEE_NAMES):
        return {}
    shown = [row.petition_id for row in rows if not row.confidential]
    return await routing.unsealing.contents(shown, signed_principal_of(request))


async def _told(
    routing: Collaborators, who: Principal, asked: Wanted, rows: list[CaseRow]
) -> dict[str, Any]:
    """Return what else the page shows; one connection after the other, never several."""
    agencies = await routing.queries.agencies(local_date(routing.clock.now()))
    here = urlencode(pairs_of(asked))
    views = await routing.desk.views(who)
    return {
        "agencies": agencies,
        "names": {agency.code: agency.name for agency in agencies},
        "persons": await routing.desk.names(row.officer for row in rows if row.officer),
        "view": next((view for view in views if view.query == here), None),
        **await givable(routing, who, _body_of(who, asked)),
    }


def _done(request: Request) -> str:
    """Return the act that took a case out of sight, where one just did."""
    said = request.query_params.get("done", "")
    return said if said in get_args(ActionName) else ""


def pairs_of(asked: Wanted) -> list[tuple[str, str]]:
    """Return the filters as they stand in an address."""
    return [
        ("show", asked.show),
        ("whose", asked.whose),
        *(("holder", code) for code in asked.holders),
        *(("kind", code) for code in asked.kinds),
        *(("field", code) for code in asked.fields),
        *(("state", code) for code in asked.states),
        *([("order", asked.order)] if asked.order != "due" else []),
    ]


async def givable(
    routing: Collaborators, who: Principal, agency: AgencyCode
) -> dict[str, Any]:
    """Return to whom the officer may give a body's cases: as head to any there, else themself."""
    heads, settles = who.may(Act.ASSIGN, agency), who.may(Act.SETTLE, agency)
    officers: list[str] = []
    if heads:
        officers = await routing.desk.colleagues(agency, local_date(routing.clock.now()))
    elif settles and who.agency == agency:
        officers = [who.officer]
    names = await routing.desk.names(officers)
    return {
        "heads": heads,
        "officers": [(officer, names[officer]) for officer in officers],
    }


def _body_of(who: Principal, asked: Wanted) -> AgencyCode:
    one = len(asked.holders) == 1
    return AgencyCode(asked.holders[0]) if one else who.agency
