"""Routing's pages, for staff: they translate; what may be done is decided in the domain."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from services.routing.api.acts import ActionIn, ActionName, act_id, carry_out
from services.routing.api.cases import (
    PetitionPath,
    Reader,
    Settler,
    case_or_refuse,
    read_cursor,
    wanted,
)
from services.routing.api.lives import BODIES, HEADS_ONLY, LifeName
from services.routing.deps import Collaborators, Routing
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Wanted
from services.routing.web.case_page import Said, case_page
from services.routing.web.list_page import worklist_page
from shared.auth.asking import NotYourRole
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.errors import Conflict, Refusal
from shared.frame import Frame
from shared.web.pages import token_in
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)
ROWS = 50


@router.get("/desk")
async def worklist(
    request: Request,
    routing: Routing,
    who: Reader,
    asked: Annotated[Wanted, Depends(wanted)],
    cursor: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """Show the cases that the officer may see, what is due first first."""
    page = await routing.queries.worklist(
        who,
        asked,
        today=local_date(routing.clock.now()),
        after=read_cursor(cursor) if cursor else None,
        limit=ROWS,
    )
    return await worklist_page(request, routing, who, asked, page)


@router.get("/desk/petitions/{petition_id}")
async def show_case(
    request: Request,
    petition_id: PetitionPath,
    routing: Routing,
    who: Reader,
    done: Annotated[str, Query(max_length=20, pattern="^[a-z-]*$")] = "",
    late: Annotated[str, Query(max_length=1)] = "",
) -> HTMLResponse:
    """Show a case: its facts and clocks, its story, and what to do."""
    row = await case_or_refuse(petition_id, routing, who)
    return await case_page(request, routing, who, row, Said(done=done, late=bool(late)))


@router.post("/desk/petitions/{petition_id}/{action}")
async def act_by_form(
    request: Request,
    petition_id: PetitionPath,
    action: ActionName | LifeName,
    routing: Routing,
    who: Settler,
) -> Response:
    """Carry out an act, wait until the page can show it, and go back to the case."""
    role = Act.ASSIGN if action in HEADS_ONLY else Act.SETTLE
    if not who.may(role):
        raise NotYourRole("only heads decide or take back this; ask yours")
    form = await request.form()
    again = await routing.store.answered(act_id(action, petition_id, who, token_in(form)))
    if again is not None:  # sent twice: after a transfer they may not see the case any more
        return await _back(request, routing, who, petition_id, action, again)
    row = await case_or_refuse(petition_id, routing, who, role)
    try:
        position = await _carry_out(row, action, form, routing, who)
    except ValidationError:
        said = Said(wrong=True, status=400)
    except Refusal as refusal:
        said = Said(refusal=refusal, status=status_of(refusal))
    except Conflict:
        said = Said(raced=True, status=409)
    else:
        return await _back(request, routing, who, petition_id, action, position)
    return await case_page(request, routing, who, row, said)


async def _back(
    request: Request,
    routing: Collaborators,
    who: Principal,
    petition_id: str,
    action: str,
    position: int,
) -> Response:
    """Go back to the case; to the list where the case has left the officer's sight."""
    frame: Frame = request.app.state.frame
    shown = await frame.progress.reach("routing", position)
    says = urlencode({"done": action} | ({} if shown else {"late": "1"}))
    view = await routing.queries.view(who, petition_id)
    page = f"/desk/petitions/{petition_id}" if view.may(Act.SEE_CASES) else "/desk"
    return RedirectResponse(f"{page}?{says}", status_code=303)


async def _carry_out(
    row: CaseRow,
    action: str,
    form: FormData,
    routing: Collaborators,
    who: Principal,
) -> int:
    asked = BODIES.get(action, ActionIn)
    body = asked.model_validate(asked.given(form))
    done = await carry_out(action, body, row, routing, who, token_in(form))
    return done.position
