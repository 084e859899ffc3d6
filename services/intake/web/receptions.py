"""The page on which a desk records that a visitor was not received, with the last ones."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from services.intake.api.receptions import Receiver, RefuseIn, refuse
from services.intake.deps import Collaborators, Intake
from services.intake.web.form import Typed
from shared.auth.principal import Act, Principal
from shared.clock import LOCAL, local_date
from shared.errors import Refusal
from shared.frame import Frame
from shared.ids import AgencyCode
from shared.legal.citation import Citation
from shared.legal.rules import in_force
from shared.web.pages import NOT_KEPT, new_token, pages_of, token_in
from shared.web.problem import status_of
from shared.web.service import command_id

router = APIRouter(include_in_schema=False)
ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page says about the form just sent."""

    done: bool = False
    wrong: bool = False
    refusal: Refusal | None = None


@router.get("/receptions")
async def show_refusals(
    request: Request, intake: Intake, who: Receiver, done: str = ""
) -> HTMLResponse:
    """Show the form and the last visitors who were not received."""
    return await _page(request, intake, who, {}, Said(done=bool(done)))


@router.post("/receptions")
async def refuse_by_form(request: Request, intake: Intake, who: Receiver) -> Response:
    """Record it, and go back to the list."""
    form = await request.form()
    typed = {
        name: str(form.get(name, ""))[:40] for name in ("agency", "ground", "refused_at")
    }
    key = token_in(form)
    try:
        body = RefuseIn.model_validate(
            typed
            | {"refused_at": _local(typed["refused_at"]), "agency": typed["agency"] or None}
        )
        id_ = command_id(f"reception:{who.officer}", key)
        recorded = await refuse(body, intake, who, id_)
    except (ValidationError, ValueError):
        return await _page(request, intake, who, typed, Said(wrong=True))
    except Refusal as refusal:
        return await _page(request, intake, who, typed, Said(refusal=refusal))
    frame: Frame = request.app.state.frame
    await frame.progress.reach("intake", recorded.position)
    return RedirectResponse("/receptions?done=1", status_code=303)


def _local(text: str) -> dt.datetime:
    """
    Return a moment as a form gives it: local, without a zone.

    Raises:
        ValueError: it is none.
    """
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)


async def _page(
    request: Request,
    intake: Collaborators,
    who: Principal,
    typed: Mapping[str, str],
    said: Said,
) -> HTMLResponse:
    now = intake.clock.now()
    today = local_date(now)
    rows = await intake.queries.receptions(who, ROWS)
    bodies = await intake.queries.agencies(today)
    show = pages_of(request).showing(request)
    values = {
        "rows": [(row, Citation(row.act, row.provision)) for row in rows],
        "names": await intake.queries.known_agencies([row.agency for row in rows], today),
        "officers": await intake.colleagues.names({row.officer for row in rows}),
        "grounds": [
            (row.ground, f"{show.t(f'reception.{row.ground}')} ({show.law(row.basis)})")
            for row in in_force(intake.receptions.rules, today)
        ],
        "desks": [
            (body.code, body.name)
            for body in bodies
            if who.may(Act.RECEIVE, AgencyCode(body.code))
        ],
        "typed": Typed(
            values={
                "agency": who.agency,
                "refused_at": f"{now.astimezone(LOCAL):%Y-%m-%dT%H:%M}",
                **typed,
            },
            token="",
            wrong={},
        ),
        "said": said,
        "token": new_token(),
    }
    refused = status_of(said.refusal) if said.refusal else 200
    status = 400 if said.wrong else refused
    return pages_of(request).page(
        request, "receptions.html", values, status=status, headers=NOT_KEPT
    )
