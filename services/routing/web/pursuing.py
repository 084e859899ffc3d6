"""Two pages: what must still be carried out, and the catalogue of old cases. No rule here."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.routing.api.cases import Reader
from services.routing.api.pursuing import After, place_of
from services.routing.deps import Routing
from services.routing.domain.execution.measures import measured
from services.routing.jobs import Content
from services.routing.queries import Carried
from shared.auth.asking import signed_principal_of
from shared.auth.principal import Act
from shared.clock import local_date
from shared.web.pages import NOT_KEPT, pages_of

router = APIRouter(include_in_schema=False)
ROWS = 50


@router.get("/executions")
async def show_executions(
    request: Request,
    routing: Routing,
    who: Reader,
    show: Carried = "open",
    cursor: After = "",
) -> HTMLResponse:
    """Show what must be carried out, by whom and until when, with what was recovered."""
    today = local_date(routing.clock.now())
    items, sums = await routing.queries.executions(
        who, show, today=today, after=place_of(cursor), limit=ROWS
    )
    agencies = await routing.queries.agencies(today)
    last = items[-1].item if len(items) == ROWS else None
    values = {
        "items": items,
        "sums": sums,
        "asked": show,
        "measured": measured,
        "names": {agency.code: agency.name for agency in agencies},
        "following": f"{last.item_due_on}_{last.item_id}" if last else "",
        "first": not cursor,
    }
    return pages_of(request).page(request, "executions.html", values)


@router.get("/backlog")
async def show_backlog(
    request: Request, routing: Routing, who: Reader, cursor: After = ""
) -> HTMLResponse:
    """Show the old cases with their plans. It may name senders: no cache keeps it."""
    today = local_date(routing.clock.now())
    cases, total, planned = await routing.queries.backlog(
        who, today=today, after=place_of(cursor), limit=ROWS
    )
    plain = [old.case.petition_id for old in cases if not old.case.confidential]
    sees = who.may(Act.SEE_NAMES)
    contents, agencies = await asyncio.gather(
        routing.unsealing.contents(plain if sees else [], signed_principal_of(request)),
        routing.queries.agencies(today),
    )
    last = cases[-1].case if len(cases) == ROWS else None
    values = {
        "cases": cases,
        "total": total,
        "planned": planned,
        "contents": contents,
        "nothing": Content(),
        "names": {agency.code: agency.name for agency in agencies},
        "persons": await routing.desk.names(old.plan.leader for old in cases if old.plan),
        "following": f"{last.received_on}_{last.petition_id}" if last else "",
        "first": not cursor,
    }
    return pages_of(request).page(request, "backlog.html", values, headers=NOT_KEPT)
