"""
The page on which rules and officer meet, and how often they agree. No rule here.

What is answered travels in the form until something can be proposed; from then on it stands in
the proposal. Works without a script.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from services.routing.agreement import Agreed
from services.routing.api.cases import PetitionPath, Reader, Settler, case_or_refuse
from services.routing.api.guided import (
    AnswersIn,
    FollowIn,
    Guided,
    OverrideIn,
    fit,
    guided,
    judge,
    propose,
)
from services.routing.api.guiding import Month, a_year_ago
from services.routing.deps import Collaborators, Routing
from services.routing.domain.guiding.asking import is_moot, merged
from services.routing.domain.guiding.questions import KNOWN, NOT_KNOWN, QUESTIONS
from services.routing.projections.worklist import CaseRow
from services.routing.web.guiding_words import Asked, Guidewords
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.routing_guiding import Did
from shared.errors import Conflict, Refusal
from shared.frame import Frame
from shared.web.pages import NOT_KEPT, new_token, pages_of, token_in
from shared.web.problem import status_of

router = APIRouter(include_in_schema=False)


@router.get("/desk/petitions/{petition_id}/guidance")
async def show_guide(
    request: Request,
    petition_id: PetitionPath,
    routing: Routing,
    who: Settler,
    done: Annotated[str, Query(max_length=10, pattern="^[a-z]*$")] = "",
) -> HTMLResponse:
    """Show what is known, what is worth asking and what is proposed."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    return await _page(request, routing, row, await guided(row, routing), done=done)


@router.post("/desk/petitions/{petition_id}/guidance")
async def answer_by_form(
    request: Request, petition_id: PetitionPath, routing: Routing, who: Settler
) -> Response:
    """Take answers: propose on them, or ask what is missing."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    form = await request.form()
    kept: dict[str, str] | None = None
    try:
        answers = AnswersIn.model_validate({"answers": _given(form)}).answers
        now = await guided(row, routing, fit(answers))
        kept = now.answers
        if now.missing and now.waits:
            return await _page(request, routing, row, now)
        done = await propose(row, now, routing, who, token_in(form))
    except (ValidationError, Refusal, Conflict) as fault:
        return await _refused(request, routing, row, fault, kept)
    await _shown(request, done.position)
    return RedirectResponse(
        f"/desk/petitions/{petition_id}/guidance?done=made#proposal", status_code=303
    )


@router.post("/desk/petitions/{petition_id}/guidance/accept")
async def accept_by_form(
    request: Request, petition_id: PetitionPath, routing: Routing, who: Settler
) -> Response:
    """Agree with the proposal, and go to the case, where the act is done."""
    return await _judge(request, petition_id, routing, who, "accept-proposal", FollowIn)


@router.post("/desk/petitions/{petition_id}/guidance/override")
async def override_by_form(
    request: Request, petition_id: PetitionPath, routing: Routing, who: Settler
) -> Response:
    """Hold something else to be right, for a reason, and go to the case."""
    return await _judge(request, petition_id, routing, who, "override-proposal", OverrideIn)


@router.get("/desk/agreement")
async def show_agreement(
    request: Request, routing: Routing, who: Reader, since: Month = ""
) -> HTMLResponse:
    """Show how often officers do what is proposed, by unit and month."""
    first = since or a_year_ago(routing)
    rows, rules = await routing.agreements.since(who, first)
    agencies = await routing.queries.agencies(local_date(routing.clock.now()))
    values = {
        "rows": rows,
        "rules": rules,
        "months": _months(rows),
        "names": {agency.code: agency.name for agency in agencies},
    }
    return pages_of(request).page(request, "agreement.html", values, headers=NOT_KEPT)


def _months(rows: Sequence[Agreed]) -> list[tuple[str, int]]:
    """Return how many of a hundred were as proposed, the earliest month first."""
    found = []
    for month, units in groupby(reversed(rows), key=lambda row: row.month):
        listed = list(units)
        judged = sum(each.judged for each in listed)
        if judged:
            share = 100 * sum(each.agreed for each in listed) / judged
            found.append((f"{month[5:]}/{month[:4]}", round(share)))
    return found


async def _judge(
    request: Request,
    petition_id: str,
    routing: Collaborators,
    who: Principal,
    name: str,
    shape: type[FollowIn | OverrideIn],
) -> Response:
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    form = await request.form()
    given = {field: form[field] for field in shape.model_fields if form.get(field)}
    try:
        body = shape.model_validate(given)
        done = await judge(name, body, row, routing, who, token_in(form))
    except (ValidationError, Refusal, Conflict) as fault:
        return await _refused(request, routing, row, fault)
    await _shown(request, done.position)
    says = urlencode({"done": name})
    return RedirectResponse(f"/desk/petitions/{petition_id}?{says}", status_code=303)


async def _refused(
    request: Request,
    routing: Collaborators,
    row: CaseRow,
    fault: ValidationError | Refusal | Conflict,
    answers: dict[str, str] | None = None,
) -> HTMLResponse:
    """Show why not; `answers`: what was typed and is an answer, so that it is not lost."""
    status = 400 if isinstance(fault, ValidationError) else 409
    status = int(status_of(fault)) if isinstance(fault, Refusal) else status
    now = await guided(row, routing, answers)
    return await _page(request, routing, row, now, fault=fault, status=status)


async def _page(  # noqa: PLR0913 - what a page shows
    request: Request,
    routing: Collaborators,
    row: CaseRow,
    now: Guided,
    *,
    done: str = "",
    fault: Exception | None = None,
    status: int = 200,
) -> HTMLResponse:
    pages = pages_of(request)
    show = pages.showing(request)
    agencies = await routing.queries.agencies(show.today)
    words = Guidewords(
        show=show,
        names={agency.code: agency.name for agency in agencies},
        guide=now.guide,
    )
    values = merged(now.known, now.answers)
    asked = [each for each in QUESTIONS if each.id in {q.id for q in now.open}]
    said = [each for each in QUESTIONS if each.id in values or each.id in now.answers]
    shown: dict[str, Any] = {
        "row": row,
        "now": now,
        "made": now.made,
        "judged": now.guiding.judged if now.made else None,
        "asked": [each.id for each in asked],
        "groups": _grouped([words.asked(each, values, now.missing) for each in asked]),
        "said": [words.asked(each, values, "") for each in said],
        "ways": get_args(Did),
        "told": _told(now, words),
        "w": words,
        "values": values,
        "done": done,
        "refusal": fault if isinstance(fault, Refusal) else None,
        "wrong": isinstance(fault, ValidationError),
        "raced": isinstance(fault, Conflict),
        "token": new_token(),
    }
    return pages.page(request, "guide.html", shown, status=status, headers=NOT_KEPT)


def _told(now: Guided, words: Guidewords) -> list[tuple[str, str, str]]:
    """Return what is known or was answered, and bears on such a petition: id, words, source."""
    values = merged(now.known, now.answers)
    title = values.get("title", "")
    meant = values | {"signals": values.get("signals") or _MEANT.get(title, title)}
    moot = {each.id for each in QUESTIONS if is_moot(each, meant)}
    found = []
    for id_ in (*KNOWN, *(each.id for each in QUESTIONS)):
        if id_ in values and id_ not in moot:
            officer = now.answers.get(id_, NOT_KNOWN) not in (NOT_KNOWN, now.known.get(id_))
            found.append((id_, words.show.t(f"ask.{id_}"), "officer" if officer else ""))
        elif now.answers.get(id_) == NOT_KNOWN:
            found.append((id_, words.show.t(f"ask.{id_}"), NOT_KNOWN))
    return found


_MEANT = {
    "complaint": "asks_review_admin_decision",
    "denunciation": "reports_official_violation",
}
"""What a petition asks for by its title, until somebody has read it."""


def _grouped(asked: Sequence[Asked]) -> dict[str, list[Asked]]:
    """Return the questions by what they are about, in the order in which the law asks."""
    found: dict[str, list[Asked]] = {}
    for each in asked:
        found.setdefault(each.group, []).append(each)
    return found


def _given(form: FormData) -> dict[str, str]:
    """Return answers by question: what the form carries, then what it asks; several joined."""
    found: dict[str, str] = {}
    for question in QUESTIONS:
        for prefix in ("was-", "q-"):
            values = [str(each) for each in form.getlist(prefix + question.id) if each]
            if values:
                found[question.id] = " ".join(values)
    return found


async def _shown(request: Request, position: int) -> None:
    frame: Frame = request.app.state.frame
    await frame.progress.reach("routing", position)
