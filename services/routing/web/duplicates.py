"""
The page on which petitions that may be the same lie side by side, are linked and unlinked.

Nobody reads more here than elsewhere: what intake finds is shown only where both services let
the officer see it, letters are opened for the officer who asks, and a denouncer's stay shut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.routing.api.acts import Sentence
from services.routing.api.cases import PetitionPath, Reader, Settler, case_or_refuse
from services.routing.api.linking import (
    LinkIn,
    Other,
    Told,
    UnlinkIn,
    What,
    carry,
    forwarder_of,
    forwarders_of,
    matter_of,
)
from services.routing.deps import Collaborators, Routing
from services.routing.domain.link.commands import Pair
from services.routing.domain.link.state import Unlinked
from services.routing.jobs import Alike, Compared, Content
from services.routing.projections.worklist import CaseRow
from services.routing.web.case_page import SEALING, Said
from services.routing.web.sameness import Common, Piece, common, marked
from shared.auth.asking import signed_principal_of
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter
from shared.clock import local_date
from shared.errors import Conflict, Refusal
from shared.frame import Frame
from shared.ids import AgencyCode, PetitionId
from shared.web.pages import NOT_KEPT, Token, new_token, pages_of
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)
SHOWN = 5
"""Of what may be the same; the rest is folded away: the most alike come first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A petition that may be the same, and why."""

    row: CaseRow
    alike: Alike


@dataclass(frozen=True, slots=True)
class Side:
    """One of two petitions side by side: what may be read of it, the same words marked."""

    row: CaseRow
    content: Content
    summary: Sequence[Piece]
    request: Sequence[Piece]
    forwarder: str | None


@router.get("/desk/petitions/{petition_id}/duplicates")
async def show_duplicates(  # noqa: PLR0913, PLR0917 - what an address says
    request: Request,
    petition_id: PetitionPath,
    routing: Routing,
    who: Reader,
    beside: Annotated[Other | None, Query(alias="with")] = None,
    done: Annotated[str, Query(max_length=20, pattern="^[a-z-]*$")] = "",
    late: Annotated[str, Query(max_length=1)] = "",
) -> HTMLResponse:
    """Show what may be the same as a petition, one of them beside it."""
    row = await case_or_refuse(petition_id, routing, who)
    other = await case_or_refuse(beside, routing, who) if beside else None
    said = Said(done=done, late=bool(late))
    return await _page(request, routing, who, row, other, said)


@router.post("/desk/petitions/{petition_id}/duplicates/{what}")
async def link_by_form(  # noqa: PLR0913, PLR0917 - a form's fields
    request: Request,
    petition_id: PetitionPath,
    what: Annotated[What, Path()],
    routing: Routing,
    who: Settler,
    with_petition: Annotated[Other, Form()],
    reason: Annotated[Sentence, Form()] = "",
    token: Annotated[Token | None, Form()] = None,
) -> Response:
    """Link two petitions, or undo it, and show them as they then stand."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    asked = LinkIn(with_petition=with_petition)
    if what == "unlink":
        asked = UnlinkIn(with_petition=with_petition, reason=reason)
    try:
        done = await carry(asked, petition_id, routing, who, token)
    except NoSuchMatter:
        raise
    except Refusal as refusal:
        said = Said(refusal=refusal, status=status_of(refusal))
    except Conflict:
        said = Said(raced=True, status=409)
    else:
        frame: Frame = request.app.state.frame
        shown = await frame.progress.reach("routing", done.position)
        late = "" if shown else "&late=1"
        return RedirectResponse(
            f"/desk/petitions/{petition_id}/duplicates?with={with_petition}&done={what}{late}",
            status_code=303,
        )
    other = await case_or_refuse(with_petition, routing, who)
    return await _page(request, routing, who, row, other, said)


async def _page(
    request: Request,
    routing: Collaborators,
    who: Principal,
    row: CaseRow,
    other: CaseRow | None,
    said: Said,
) -> HTMLResponse:
    """Return the page. It may name senders: no cache keeps it."""
    matter = await matter_of(row.petition_id, routing, who)
    compared = await _compared(request, routing, who, row)
    found = await _within_sight(routing, who, compared, matter)
    if other is None or other.petition_id == row.petition_id:
        shown = [*(each.row for each in found), *(each.row for each in matter)]
        other = shown[0] if shown else None
    agencies = await routing.queries.agencies(local_date(routing.clock.now()))
    values = {
        "row": row,
        "said": said,
        "matter": matter,
        "compared": compared,
        "found": found,
        "names": {agency.code: agency.name for agency in agencies},
        "forwarders": forwarders_of(row, matter),
        "first_shown": SHOWN,
        "sealing": SEALING,
        "links": who.may(Act.SETTLE, AgencyCode(row.holder)),
        "token": new_token(),
        "undone": await _undone(routing, row, other),
        **await _side_by_side(request, routing, who, row, other),
        **_about(other, found, matter),
    }
    return pages_of(request).page(
        request, "duplicates.html", values, status=said.status, headers=NOT_KEPT
    )


async def _compared(
    request: Request, routing: Collaborators, who: Principal, row: CaseRow
) -> Compared:
    if not who.may(Act.SEE_NAMES, AgencyCode(row.holder)):
        return Compared(refused="not-your-role")
    return await routing.comparing.candidates(row.petition_id, signed_principal_of(request))


async def _undone(
    routing: Collaborators, row: CaseRow, other: CaseRow | None
) -> Unlinked | None:
    """Return why the two that lie side by side are not the same, if somebody said so."""
    if other is None:
        return None
    pair = Pair.of(PetitionId(row.petition_id), PetitionId(other.petition_id))
    state = await routing.store.pair(pair)
    return state if isinstance(state, Unlinked) else None


async def _within_sight(
    routing: Collaborators, who: Principal, compared: Compared, matter: Sequence[Told]
) -> list[Candidate]:
    """Return what is not linked yet and may be seen by our own books too."""
    linked = {told.row.petition_id for told in matter}
    ids = [each.petition_id for each in compared.candidates]
    rows = {row.petition_id: row for row in await routing.queries.cases(who, ids)}
    return [
        Candidate(rows[each.petition_id], each)
        for each in compared.candidates
        if each.petition_id in rows and each.petition_id not in linked
    ]


async def _side_by_side(
    request: Request,
    routing: Collaborators,
    who: Principal,
    row: CaseRow,
    other: CaseRow | None,
) -> dict[str, Any]:
    """Return the two sides; letters are opened only of the two that are looked at."""
    if other is None:
        return {"sides": []}
    ids = [row.petition_id, other.petition_id]
    if who.may(Act.SEE_NAMES):
        contents = await routing.unsealing.letters(ids, signed_principal_of(request))
    else:
        contents = dict.fromkeys(ids, Content(refused="not-your-role"))
    mine, theirs = (contents[each] for each in ids)
    both = common(f"{mine.summary}\n{mine.request}", f"{theirs.summary}\n{theirs.request}")
    return {
        "sides": [
            _side(each, content, both) for each, content in ((row, mine), (other, theirs))
        ]
    }


def _side(row: CaseRow, content: Content, both: Common) -> Side:
    return Side(
        row=row,
        content=content,
        summary=marked(content.summary, both),
        request=marked(content.request, both),
        forwarder=forwarder_of(row),
    )


def _about(
    other: CaseRow | None, found: Sequence[Candidate], matter: Sequence[Told]
) -> dict[str, Any]:
    """Return what is known of the one beside: why it is alike, and how it is linked."""
    chosen = other.petition_id if other else ""
    return {
        "chosen": chosen,
        "why": next((each for each in found if each.row.petition_id == chosen), None),
        "told": next((each for each in matter if each.row.petition_id == chosen), None),
        "following": _following(chosen, found),
    }


def _following(chosen: str, found: Sequence[Candidate]) -> str:
    """Return the candidate after the one beside; empty: there is none."""
    ids = [each.row.petition_id for each in found]
    if chosen not in ids:
        return ""
    return next(iter(ids[ids.index(chosen) + 1 :]), "")
