"""The pages of reveals: asking, the list with what custodians decide, and the look itself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from services.intake.api.identity import (
    Asker,
    PetitionPath,
    RevealIn,
    RevealPath,
    state_of,
)
from services.intake.api.search import PetitionCursor
from services.intake.deps import Collaborators, Intake
from services.intake.domain.identity.commands import REASONS, SCOPES
from services.intake.domain.identity.errors import EndUnfit, NotSealed, ScopeEmpty
from services.intake.projections.reveal import RevealRow
from services.intake.vault.keys import ContentGone
from services.intake.vault.reveals import REASON
from services.intake.web.form import Typed
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.errors import Refusal
from shared.frame import Frame
from shared.ids import PetitionId
from shared.log.handling import Done
from shared.personal import Sealed
from shared.web.pages import NOT_KEPT, new_token, pages_of, token_in
from shared.web.problem import status_of
from shared.web.service import command_id

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, may(Act.ASK_REVEAL, Act.LIST_REVEALS)]
Decision = Literal["approve", "refuse", "end"]
ROWS = 20
DAYS = (1, 3, 7, 14, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the form says about what was just sent."""

    wrong: bool = False
    refusal: Refusal | None = None


_NOTHING = _Said()


@router.get("/reveals")
async def list_reveals(
    request: Request,
    intake: Intake,
    who: Reader,
    cursor: Annotated[PetitionCursor | None, Query()] = None,
) -> HTMLResponse:
    """Show reveals: all to who guards them, their own to others."""
    return await _list(request, intake, who, cursor=cursor)


@router.get("/reveals/ask/{petition_id}")
async def ask_form(
    request: Request, petition_id: PetitionPath, intake: Intake, who: Asker
) -> HTMLResponse:
    """Show the form in which a reveal is asked for."""
    await intake.seeing.must(who, Act.ASK_REVEAL, petition_id)
    return await _form(request, intake, petition_id, {})


@router.post("/reveals/ask/{petition_id}")
async def ask_by_form(
    request: Request, petition_id: PetitionPath, intake: Intake, who: Asker
) -> Response:
    """Ask, and go to the list."""
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("reason_code", "reason", "days")}
    scope = [str(each) for each in form.getlist("scope")]
    try:
        body = RevealIn.model_validate(
            {
                "reason_code": typed["reason_code"],
                "reason": typed["reason"],
                "scope": scope,
                "until": intake.clock.now() + _days(typed["days"]),
            }
        )
        _, done = await intake.reveals.ask(
            who, PetitionId(petition_id), body.asked(), _id("reveal", who, form)
        )
    except ValidationError:
        await intake.seeing.must(who, Act.ASK_REVEAL, petition_id)
        said = _Said(wrong=True)
    except (NotSealed, ScopeEmpty, EndUnfit) as refusal:
        said = _Said(refusal=refusal)
    else:
        return await _back(request, done, "asked")
    return await _form(request, intake, petition_id, typed, scope=scope, said=said)


@router.post("/reveals/{reveal_id}/view")
async def view_by_form(
    request: Request, reveal_id: RevealPath, intake: Intake, who: Asker
) -> HTMLResponse:
    """Show who denounced, once it is recorded; no cache and no address keeps it."""
    try:
        shown = await intake.reveals.view(who, reveal_id)
    except Refusal as refusal:
        return await _list(request, intake, who, refusal=refusal)
    return pages_of(request).page(
        request, "revealed.html", {"shown": shown}, headers=NOT_KEPT
    )


@router.post("/reveals/{reveal_id}/{decision}")
async def decide_by_form(
    request: Request,
    reveal_id: RevealPath,
    decision: Annotated[Decision, Path()],
    intake: Intake,
    who: Reader,
) -> Response:
    """Agree, say no, or close; then go back to the list, or say why not."""
    form = await request.form()
    act = {
        "approve": intake.reveals.approve,
        "refuse": intake.reveals.refuse,
        "end": intake.reveals.end,
    }[decision]
    try:
        done = await act(who, reveal_id, _id(f"{decision}:{reveal_id}", who, form))
    except Refusal as refusal:
        return await _list(request, intake, who, refusal=refusal)
    return await _back(request, done, decision)


def _days(text: str) -> dt.timedelta:
    return dt.timedelta(days=int(text) if text in {str(n) for n in DAYS} else 0)


def _id(what: str, who: Principal, form: Mapping[str, Any]) -> str:
    return command_id(f"{what}:{who.officer}", token_in(form))


async def _back(request: Request, done: Done, what: str) -> Response:
    frame: Frame = request.app.state.frame
    await frame.progress.reach("intake", done.position)
    return RedirectResponse(f"/reveals?done={what}", status_code=303)


async def _form(
    request: Request,
    intake: Collaborators,
    petition_id: str,
    typed: Mapping[str, str],
    *,
    scope: list[str] | None = None,
    said: _Said = _NOTHING,
) -> HTMLResponse:
    codes = await intake.queries.receipt_codes([petition_id])
    values = {
        "petition_id": petition_id,
        "receipt_code": codes.get(petition_id, ""),
        "typed": Typed(values=typed, token="", wrong={}),
        "scope": scope or [],
        "wrong": said.wrong,
        "refusal": said.refusal,
        "reasons": REASONS,
        "scopes": SCOPES,
        "days": [n for n in DAYS if n <= intake.reveals.terms.longest.days],
        "custodians": intake.reveals.terms.custodians,
        "token": new_token(),
    }
    refused = status_of(said.refusal) if said.refusal else 200
    status = 400 if said.wrong else refused
    return pages_of(request).page(
        request, "reveal_ask.html", values, status=status, headers=NOT_KEPT
    )


async def _list(
    request: Request,
    intake: Collaborators,
    who: Principal,
    *,
    cursor: str | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    rows = await intake.finding.reveals(who, cursor, ROWS + 1)
    shown = rows[:ROWS]
    now = intake.clock.now()
    values = {
        "rows": [await _row(row, intake, who, now) for row in shown],
        "codes": await intake.queries.receipt_codes([row.petition_id for row in shown]),
        "names": await intake.queries.known_agencies(
            [row.agency for row in shown], local_date(now)
        ),
        "officers": await intake.colleagues.names(row.officer for row in shown),
        "next": f"/reveals?cursor={shown[-1].reveal_id}" if len(rows) > ROWS else "",
        "first": "/reveals" if cursor else "",
        "refusal": refusal,
        "done": request.query_params.get("done", ""),
        "token": new_token(),
    }
    status = status_of(refusal) if refusal else 200
    return pages_of(request).page(
        request, "reveals.html", values, status=status, headers=NOT_KEPT
    )


async def _row(
    row: RevealRow, intake: Collaborators, who: Principal, now: dt.datetime
) -> dict[str, Any]:
    """Return a row as the page shows it, with what its reader can do with it."""
    state = state_of(row, now)
    own = row.officer == who.officer
    decides = who.may(Act.APPROVE_REVEAL) and not own and state == "asked"
    alive = state in ("asked", "open")
    return {
        "reveal": row,
        "state": state,
        "reason": await _reason(row, intake) if own or who.may(Act.APPROVE_REVEAL) else "",
        "approves": decides and who.officer not in row.approved_by.split(),
        "refuses": decides,
        "views": own and state == "open",
        "ends": alive and (own or bool(who.roles & {"custodian", "inspectorate"})),
        "agreed": len(row.approved_by.split()),
    }


async def _reason(row: RevealRow, intake: Collaborators) -> str:
    try:
        sealed = Sealed(key=row.sealed_key, box=row.sealed_reason)
        return await intake.vault.open_text(sealed, REASON)
    except ContentGone:
        return ""
