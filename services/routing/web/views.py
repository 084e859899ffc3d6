"""Routing's pages, for staff: they translate; what may be done is decided in the domain."""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from services.routing.api.cases import (
    ActionIn,
    ActionName,
    PetitionPath,
    case_or_refuse,
    cursor_text,
    read_cursor,
    request_of,
)
from services.routing.deps import Collaborators, Routing
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Show
from services.routing.web.case_page import Said, case_page
from shared.auth.officer import NotAtThisMachine, Officer, Principal
from shared.clock import local_date
from shared.errors import Conflict, Refusal
from shared.frame import Frame
from shared.ids import AgencyCode, PetitionId
from shared.web.pages import pages_of
from shared.web.problem import status_of
from shared.web.service import command_id

router = APIRouter(include_in_schema=False)
ROWS = 50
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def same_origin(request: Request) -> None:
    """
    Let only forms of our own pages act.

    Raises:
        NotAtThisMachine: the browser says that another page sent the form.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotAtThisMachine(
            "a page of another site asked for this; open it from Tiepdan"
        )


@router.get("/desk")
async def worklist(
    request: Request,
    routing: Routing,
    _: Officer,
    show: Show = "open",
    holder: Annotated[str, Query(max_length=20, pattern=r"^[0-9A-Z-]*$")] = "",
    cursor: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """Show cases, what is due first first."""
    page = await routing.queries.worklist(
        show=show,
        holder=holder or None,
        today=local_date(routing.clock.now()),
        after=read_cursor(cursor) if cursor else None,
        limit=ROWS,
    )
    agencies = await routing.queries.agencies()
    following = {"show": show, "holder": holder, "cursor": ""}
    if page.following:
        following["cursor"] = cursor_text(page.following)
    values = {
        "page": page,
        "tab": show,
        "holder": holder,
        "first": not cursor,
        "agencies": agencies,
        "names": {agency.code: agency.name for agency in agencies},
        "following": urlencode(following) if page.following else "",
    }
    return pages_of(request).page(request, "desk.html", values)


@router.get("/desk/petitions/{petition_id}")
async def show_case(
    request: Request,
    petition_id: PetitionPath,
    routing: Routing,
    officer: Officer,
    done: Annotated[str, Query(max_length=20, pattern="^[a-z]*$")] = "",
    late: Annotated[str, Query(max_length=1)] = "",
) -> HTMLResponse:
    """Show a case: its facts and clocks, its story, and what to do."""
    row = await case_or_refuse(petition_id, routing)
    return await case_page(request, routing, officer, row, Said(done=done, late=bool(late)))


@router.post("/desk/petitions/{petition_id}/{action}", dependencies=[Depends(same_origin)])
async def act_by_form(
    request: Request,
    petition_id: PetitionPath,
    action: ActionName,
    routing: Routing,
    officer: Officer,
) -> Response:
    """Carry out an act, wait until the page can show it, and go back to the case."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    row = await case_or_refuse(petition_id, routing)
    try:
        position = await _carry_out(row, action, form, routing, officer)
    except ValidationError:
        said = Said(wrong=True, status=400)
    except Refusal as refusal:
        said = Said(refusal=refusal, status=status_of(refusal))
    except Conflict:
        said = Said(raced=True, status=409)
    else:
        return await _back(request, row, action, position)
    return await case_page(request, routing, officer, row, said)


async def _back(request: Request, row: CaseRow, action: str, position: int) -> Response:
    frame: Frame = request.app.state.frame
    shown = await frame.progress.reach("routing", position)
    says = urlencode({"done": action} | ({} if shown else {"late": "1"}))
    return RedirectResponse(f"/desk/petitions/{row.petition_id}?{says}", status_code=303)


async def _carry_out(
    row: CaseRow,
    action: ActionName,
    form: Mapping[str, str],
    routing: Collaborators,
    officer: Principal,
) -> int:
    given = {name: form[name] for name in ActionIn.model_fields if form.get(name)}
    command = request_of(
        action,
        ActionIn.model_validate(given),
        row.petition_id,
        AgencyCode(row.holder),
        routing.store.now(),
    )
    token = form.get("token", "")
    done = await routing.store.carry_out(
        command,
        petition_id=PetitionId(row.petition_id),
        actor=officer.actor,
        command_id=command_id(
            f"{action}:{row.petition_id}", token if _TOKEN.fullmatch(token) else None
        ),
    )
    return done.position
