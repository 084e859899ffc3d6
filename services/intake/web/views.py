"""Intake's pages, public on purpose: they translate, and refuse in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.intake.api.petitions import RECEPTION_BOARD, lodge, tracked
from services.intake.deps import Collaborators, Intake, Network
from services.intake.domain.petition.errors import (
    AgencyNotInForce,
    KeyUsedForAnother,
    NoSuchPetition,
    UnknownAgency,
)
from services.intake.store import Receipt
from services.intake.visitors import TooManyLodged, TooManyWrongCodes
from services.intake.web.alike import Twins, takes_in, twins_of_draft, twins_of_lodged
from services.intake.web.attachments import own_papers
from services.intake.web.form import Typed, body_of, faults, grouped, typed_values
from services.intake.web.why import told
from shared.auth.asking import may, principal_of
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.bodies import BodyRow
from shared.errors import Refusal, StoreUnavailable
from shared.frame import Frame
from shared.web.pages import NOT_KEPT, new_token, pages_of, token_in
from shared.web.problem import RETRY_AFTER_S, retry_after
from shared.web.showing import Showing

router = APIRouter(include_in_schema=False)
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
async def lodge_by_form(request: Request, intake: Intake, network: Network) -> HTMLResponse:
    """Lodge what was typed, and show the receipt: its secret must not come into an address."""
    form = await request.form()
    values = typed_values(form)
    token = token_in(form) or new_token()
    typed = Typed(values=values, token=token, wrong={})
    try:
        body = body_of(values)
        receipt = await lodge(body, intake, f"form:{token}", network)
        today = local_date(intake.clock.now())
        names = await intake.queries.known_agencies([_receiver(values)], today)
    except StoreUnavailable:
        return _away(request, typed)
    except (ValidationError, UnknownAgency, KeyUsedForAnother) as error:
        faulty = _faulty(error, typed, pages_of(request).showing(request))
        return _form(request, await _agencies(request, intake), faulty, status=400)
    except TooManyLodged as full:
        waiting = replace(typed, notice=_later(request, intake, full, "lodge.too_often"))
        agencies = await _agencies(request, intake)
        return _form(request, agencies, waiting, status=429, headers=retry_after(full))
    twins = await twins_of_lodged(
        receipt.petition_id,
        intake,
        principal_of(request),
        pages_of(request).showing(request),
        secret=body.kind_claimed == "denunciation",
        receiver=_receiver(values),
    )
    return _receipt(request, receipt, names.get(_receiver(values), ""), twins)


@router.post("/lodge/alike")
async def look_for_alike(
    request: Request, intake: Intake, who: Annotated[Principal, may(Act.RECEIVE)]
) -> HTMLResponse:
    """Show what may be the same as what an officer types in: alone, or in the whole form."""
    form = await request.form()
    pages, values = pages_of(request), typed_values(form)
    twins = await twins_of_draft(values, intake, who, pages.showing(request))
    if request.headers.get("hx-request"):
        return pages.page(request, "alike.html", {"twins": twins}, headers=NOT_KEPT)
    typed = Typed(values=values, token=token_in(form) or new_token(), wrong={})
    return _form(request, await _agencies(request, intake), typed, twins=twins)


def _faulty(
    error: ValidationError | UnknownAgency | KeyUsedForAnother, typed: Typed, show: Showing
) -> Typed:
    """Return the form with what must be mended."""
    match error:
        case ValidationError():
            return replace(typed, wrong=faults(error, show))
        case AgencyNotInForce():
            return replace(typed, wrong={error.field or "": show.t("wrong.agency_ended")})
        case UnknownAgency():
            return replace(typed, wrong={error.field or "": show.t("wrong.agency")})
        case KeyUsedForAnother():
            notice = show.t("wrong.sent_before")
            return replace(typed, token=new_token(), notice=notice)


def _later(request: Request, intake: Collaborators, refusal: Refusal, key: str) -> str:
    """Say what is too often, and from when on it is not any more."""
    show = pages_of(request).showing(request)
    free_at = intake.clock.now() + dt.timedelta(seconds=refusal.retry_after_s or 0)
    return show.t(key, moment=show.moment(free_at))


@router.get("/track")
async def ask_for_codes(request: Request) -> HTMLResponse:
    """Ask for the two codes."""
    return pages_of(request).page(request, "track.html", {"code": "", "notice": ""})


@router.post("/track")
async def track_by_form(request: Request, intake: Intake, network: Network) -> HTMLResponse:
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
        row = await tracked(intake, network, code, secret)
    except NoSuchPetition:
        notice = pages.showing(request).t("track.wrong" if shown else "track.late")
        return _ask_again(request, code, notice, status=404)
    except TooManyWrongCodes as full:
        notice = _later(request, intake, full, "track.too_often")
        return _ask_again(request, code, notice, status=429, headers=retry_after(full))
    today = local_date(intake.clock.now())
    names = await intake.queries.known_agencies([row.holder], today)
    holder = names.get(row.holder, row.holder)
    papers = await own_papers(intake, row, secret)
    times = await intake.queries.times(row.petition_id)
    duties, own = told(times, pages.showing(request))
    values = {
        "row": row,
        "holder": holder,
        "step": 5 if row.state.startswith("closed") else _STEP.get(row.state, 2),
        "duties": duties,
        "own": own,
        "secret": secret,
        "papers": papers,
    }
    return pages.page(request, "standing.html", values, headers=NOT_KEPT)


def _ask_again(
    request: Request,
    code: str,
    notice: str,
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    asked, said = {"code": code, "notice": notice}, {**NOT_KEPT, **(headers or {})}
    return pages_of(request).page(request, "track.html", asked, status=status, headers=said)


def _receiver(values: Mapping[str, str]) -> str:
    return values["receiving_agency"] or RECEPTION_BOARD


def _receipt(
    request: Request, receipt: Receipt, receiver: str, twins: Twins | None
) -> HTMLResponse:
    values = {"receipt": receipt, "receiver": receiver, "twins": twins}
    return pages_of(request).page(request, "receipt.html", values, headers=NOT_KEPT)


def _form(
    request: Request,
    agencies: list[BodyRow],
    typed: Typed,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    twins: Twins | None = None,
) -> HTMLResponse:
    values = {
        "typed": typed,
        "groups": grouped(agencies),
        "receives": takes_in(principal_of(request)),
        "twins": twins,
    }
    pages = pages_of(request)
    return pages.page(request, "lodge.html", values, status=status, headers=headers)


def _away(request: Request, typed: Typed) -> HTMLResponse:
    """Keep what was typed while the store is away: nobody writes a petition twice."""
    kept = replace(typed, notice=pages_of(request).showing(request).t("lodge.away"))
    last: list[BodyRow] = getattr(request.app.state, "last_agencies", [])
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return _form(request, last, kept, status=503, headers=headers)


async def _agencies(request: Request, intake: Collaborators) -> list[BodyRow]:
    agencies = await intake.queries.agencies(local_date(intake.clock.now()))
    request.app.state.last_agencies = agencies
    return agencies
