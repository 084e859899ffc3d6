"""The page of custodians: what need not be kept any more, and erasing it, by two of them."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from services.intake.api.identity import Eraser, ErasureIn, PetitionPath
from services.intake.api.petitions import code_of
from services.intake.deps import Collaborators, Intake
from services.intake.domain.petition.errors import NoSuchPetition
from services.intake.web.form import Typed
from shared.auth.principal import Principal
from shared.errors import Refusal
from shared.frame import Frame
from shared.ids import PetitionId
from shared.web.pages import NOT_KEPT, pages_of
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)
ROWS = 100


@router.get("/custody")
async def show_custody(request: Request, intake: Intake, who: Eraser) -> HTMLResponse:
    """Show what waits for a second custodian, and the form in which one asks."""
    return await _page(request, intake, who)


@router.post("/custody/erasures")
async def ask_by_form(request: Request, intake: Intake, who: Eraser) -> Response:
    """Ask to erase the petition of a receipt code."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    typed = {name: form.get(name, "") for name in ("code", "ground", "reference")}
    try:
        body = ErasureIn.model_validate(
            {"ground": typed["ground"], "reference": typed["reference"]}
        )
        row = await intake.queries.tracking(code_of(typed["code"]))
        if row is None:
            raise NoSuchPetition("no petition has this receipt code; check it")
        await intake.erasures.ask(
            who, PetitionId(row.petition_id), body.ground, body.reference
        )
    except ValidationError:
        return await _page(request, intake, who, typed=typed, wrong=True)
    except Refusal as refusal:
        return await _page(request, intake, who, typed=typed, refusal=refusal)
    return RedirectResponse("/custody?done=asked", status_code=303)


@router.post("/custody/erasures/{petition_id}/confirm")
async def confirm_by_form(
    request: Request, petition_id: PetitionPath, intake: Intake, who: Eraser
) -> Response:
    """Confirm: the content is gone for good."""
    try:
        done = await intake.erasures.confirm(who, PetitionId(petition_id))
    except Refusal as refusal:
        return await _page(request, intake, who, refusal=refusal)
    frame: Frame = request.app.state.frame
    await frame.progress.reach("intake", done.position)
    return RedirectResponse("/custody?done=confirmed", status_code=303)


@router.post("/custody/erasures/{petition_id}/withdraw")
async def withdraw_by_form(
    request: Request, petition_id: PetitionPath, intake: Intake, who: Eraser
) -> Response:
    """Take a request back, or turn another's down."""
    try:
        await intake.erasures.withdraw(who, PetitionId(petition_id))
    except Refusal as refusal:
        return await _page(request, intake, who, refusal=refusal)
    return RedirectResponse("/custody?done=withdrawn", status_code=303)


async def _page(
    request: Request,
    intake: Collaborators,
    who: Principal,
    *,
    typed: dict[str, str] | None = None,
    wrong: bool = False,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    asked = await intake.finding.erasures_asked(who, ROWS)
    values: dict[str, Any] = {
        "asked": asked,
        "own": who.officer,
        "officers": await intake.colleagues.names(each.asked_by for each in asked),
        "codes": await intake.queries.receipt_codes([each.petition_id for each in asked]),
        "typed": Typed(values=typed or {}, token="", wrong={}),
        "wrong": wrong,
        "refusal": refusal,
        "done": request.query_params.get("done", ""),
    }
    status = 400 if wrong else status_of(refusal) if refusal else 200
    return pages_of(request).page(
        request, "custody.html", values, status=status, headers=NOT_KEPT
    )
