"""Who else has the page of a case open: said on the page, and again while it stays open."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from services.routing.api.cases import PetitionPath, Reader, case_or_refuse
from services.routing.deps import Collaborators, Routing
from services.routing.presence import SIGN_EVERY_S
from services.routing.projections.worklist import CaseRow
from shared.auth.principal import Act, Principal
from shared.clock import LOCAL
from shared.ids import AgencyCode
from shared.web.pages import NOT_KEPT, pages_of

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else who has the case open, as the page says it."""

    name: str
    since: str
    """`10:42`."""
    writes: bool


@router.post("/desk/petitions/{petition_id}/here")
async def stay_here(
    request: Request,
    petition_id: PetitionPath,
    routing: Routing,
    who: Reader,
    *,
    writes: Annotated[bool, Form()] = False,
    shown: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Give a sign of life; return who else is there, or nothing where that did not change."""
    row = await case_or_refuse(petition_id, routing, who)
    told = await here(routing, who, row, writes=writes)
    if told["shown"] == shown:
        return Response(status_code=204, headers=NOT_KEPT)
    return pages_of(request).page(request, "here.html", told, headers=NOT_KEPT)


async def here(
    routing: Collaborators, who: Principal, row: CaseRow, *, writes: bool = False
) -> dict[str, Any]:
    """Note whoever may act on the case, and return who else is there, for the page."""
    if who.may(Act.SETTLE, AgencyCode(row.holder)):
        await routing.presence.note(who, row.petition_id, writes=writes)
    found = await routing.presence.others(who, row.petition_id)
    names = await routing.desk.names(each.officer for each in found)
    colleagues = [
        Colleague(names[each.officer], f"{each.since.astimezone(LOCAL):%H:%M}", each.writes)
        for each in found
    ]
    return {
        "colleagues": colleagues,
        "shown": _mark(colleagues),
        "sign_every_s": SIGN_EVERY_S,
    }


def _mark(colleagues: list[Colleague]) -> str:
    """Return what tells one answer from the next: what did not change is not read out again."""
    if not colleagues:
        return "nobody"
    return hashlib.sha256(repr(colleagues).encode()).hexdigest()[:16]
