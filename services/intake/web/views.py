"""Intake's pages, public on purpose: they translate, and refuse in the reader's language."""

import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.intake.api.petitions import RECEPTION_BOARD, lodge, tracked
from services.intake.deps import Collaborators, Intake
from services.intake.domain.petition.errors import (
    KeyUsedForAnother,
    NoSuchPetition,
    UnknownAgency,
)
from services.intake.projections.agency import Agency
from services.intake.projections.tracking import Tracking
from services.intake.store import Receipt
from services.intake.web.attachments import own_papers
from services.intake.web.form import Typed, body_of, faults, grouped, typed_values
from shared.errors import StoreUnavailable
from shared.frame import Frame
from shared.legal.running import NEVER
from shared.web.pages import NOT_KEPT, new_token, pages_of
from shared.web.problem import RETRY_AFTER_S

router = APIRouter(include_in_schema=False)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
_STEP = {"received": 1, "awaiting_acceptance": 3, "accepted": 4}
"""Which of the five steps a state stands at; what is closed stands at the last."""


@router.get("/")
async def home(request: Request) -> HTMLResponse:
    """Show the three ways on."""
    return pages_of(request).page(request, "home.html", {})


@router.get("/lodge")
async def empty_form(request: Request, intake: Intake) -> HTMLResponse:
    """Show the form."""
    agencies = await _agencies(request, intake)
    return _form(request, agencies, Typed(values={}, token=new_token(), wrong={}))


@router.post("/lodge")
async def lodge_by_form(request: Request, intake: Intake) -> HTMLResponse:
    """Lodge what was typed, and show the receipt: its secret must not come into an address."""
    form = await request.form()
    values = typed_values(form)
    given = form.get("token")
    token = given if isinstance(given, str) and _TOKEN.fullmatch(given) else new_token()
    show = pages_of(request).showing(request)
    try:
        receipt = await lodge(body_of(values), intake, f"form:{token}")
        names = await intake.queries.known_agencies([_receiver(values)])
    except ValidationError as error:
        faulty = Typed(values=values, token=token, wrong=faults(error, show))
    except UnknownAgency as error:
        faulty = Typed(
            values=values, token=token, wrong={error.field or "": show.t("wrong.agency")}
        )
    except KeyUsedForAnother:
        notice = show.t("wrong.sent_before")
        faulty = Typed(values=values, token=new_token(), wrong={}, notice=notice)
    except StoreUnavailable:
        return _away(request, Typed(values=values, token=token, wrong={}))
    else:
        return _receipt(request, receipt, names.get(_receiver(values), ""))
    return _form(request, await _agencies(request, intake), faulty, status=400)


@router.get("/track")
async def ask_for_codes(request: Request) -> HTMLResponse:
    """Ask for the two codes."""
    return pages_of(request).page(request, "track.html", {"code": "", "notice": ""})


@router.post("/track")
async def track_by_form(request: Request, intake: Intake) -> HTMLResponse:
    """Show where the petition of these codes stands; the codes stay out of the address."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    pages = pages_of(request)
    code, secret = form.get("code", "")[:40], form.get("secret", "")[:60]
    frame: Frame = request.app.state.frame
    position = form.get("at_least", "")
    shown = True
    if position.isascii() and position.isdigit():
        shown = await frame.progress.reach("intake", min(int(position), 2**62))
    try:
        row = await tracked(intake, code, secret)
    except NoSuchPetition:
        notice = pages.showing(request).t("track.wrong" if shown else "track.late")
        asked = {"code": code, "notice": notice}
        return pages.page(request, "track.html", asked, status=404, headers=NOT_KEPT)
    names = await intake.queries.known_agencies([row.holder])
    holder = names.get(row.holder, row.holder)
    papers = await own_papers(intake, row, secret)
    values = _standing(row, holder) | {"secret": secret, "papers": papers}
    return pages.page(request, "standing.html", values, headers=NOT_KEPT)


def _standing(row: Tracking, holder: str) -> dict[str, object]:
    step = 5 if row.state.startswith("closed") else _STEP.get(row.state, 2)
    due_on = row.due_on if row.due_rule and row.due_on != NEVER else None
    return {"row": row, "holder": holder, "step": step, "due_on": due_on}


def _receiver(values: Mapping[str, str]) -> str:
    return values["receiving_agency"] or RECEPTION_BOARD


def _receipt(request: Request, receipt: Receipt, receiver: str) -> HTMLResponse:
    values = {"receipt": receipt, "receiver": receiver}
    return pages_of(request).page(request, "receipt.html", values, headers=NOT_KEPT)


def _form(
    request: Request, agencies: list[Agency], typed: Typed, *, status: int = 200
) -> HTMLResponse:
    values = {"typed": typed, "groups": grouped(agencies)}
    return pages_of(request).page(request, "lodge.html", values, status=status)


def _away(request: Request, typed: Typed) -> HTMLResponse:
    """Keep what was typed while the store is away: nobody writes a petition twice."""
    pages = pages_of(request)
    notice = pages.showing(request).t("lodge.away")
    kept = Typed(values=typed.values, token=typed.token, wrong={}, notice=notice)
    last: list[Agency] = getattr(request.app.state, "last_agencies", [])
    values = {"typed": kept, "groups": grouped(last)}
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return pages.page(request, "lodge.html", values, status=503, headers=headers)


async def _agencies(request: Request, intake: Collaborators) -> list[Agency]:
    agencies = await intake.queries.agencies()
    request.app.state.last_agencies = agencies
    return agencies
