"""Guided work: which questions are open, what is proposed, and what the officer holds of it."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from services.routing.agreement import Agreed, Departed
from services.routing.api.cases import (
    DoneOut,
    PetitionPath,
    Reader,
    Settler,
    case_or_refuse,
)
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
from services.routing.deps import Collaborators, Routing
from services.routing.domain.guiding.asking import merged
from services.routing.domain.guiding.bodies import candidates
from services.routing.domain.guiding.state import Guiding
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.routing_guiding import ProposalMade
from shared.web.service import CaughtUp, IdempotencyKey

router = APIRouter(prefix="/api/routing", tags=["guided work"])
_ANSWERS: dict[int | str, dict[str, object]] = {
    code: {} for code in (400, 401, 403, 404, 409, 503)
}
Month = Annotated[str, Query(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")]


class QuestionOut(BaseModel):
    """A question worth asking now."""

    id: str
    group: str
    sort: str
    choices: list[str]
    usual: str
    """What is taken where nobody knows."""
    basis: str
    must: bool
    """Nothing can be proposed without it."""


class RuleOut(BaseModel):
    """A rule that took part."""

    rule: str
    version: int
    basis: str
    confidence: str


class ProposalOut(BaseModel):
    """What the rules propose. Only officers decide."""

    number: int
    made_on: dt.date
    kind: str
    eligible: bool | None
    reason_codes: list[str]
    actions: list[str]
    jurisdiction: dict[str, str]
    competent: str | None
    form: str | None
    flags: list[str]
    needs_human: bool
    rests_on: dict[str, str]
    """What nobody knows, and what was taken to be usual."""
    rules: list[RuleOut]
    judged: str | None
    """`followed`, `overridden`; null: nobody has said anything of it."""


class GuidanceOut(BaseModel):
    """What is known, what is worth asking, and what is proposed."""

    petition_id: str
    known: dict[str, str]
    answers: dict[str, str]
    questions: list[QuestionOut]
    proposal: ProposalOut | None
    position: int | None
    """Where the proposal stands in the log, if this request made it."""


class AgreedOut(BaseModel):
    """How often a unit did in a month what was proposed."""

    unit: str
    month: str
    proposals: int
    followed: int
    overridden: int
    as_proposed: int
    otherwise: int
    open: int
    share: float | None
    """Of what was judged or done: how much was as proposed; null: nothing was."""


class DepartedOut(BaseModel):
    """A rule, how often it was applied, and how often people did something else."""

    rule: str
    proposals: int
    departed: int


class AgreementOut(BaseModel):
    """Agreement by unit and month, the latest month first; and the rules most departed from."""

    rows: list[AgreedOut]
    rules: list[DepartedOut]
    shown: bool


@router.get("/petitions/{petition_id}/guidance", responses=_ANSWERS)
async def show_guidance(
    petition_id: PetitionPath, routing: Routing, who: Settler, _: CaughtUp
) -> GuidanceOut:
    """Return what is known of a petition, what is worth asking, and the last proposal."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    return shown(petition_id, await guided(row, routing))


@router.post("/petitions/{petition_id}/guidance", responses=_ANSWERS)
async def answer_questions(
    petition_id: PetitionPath,
    body: AnswersIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> GuidanceOut:
    """Propose on these answers; while one is missing without which nothing can be, ask it."""
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    now = await guided(row, routing, fit(body.answers))
    if now.missing and now.waits:
        return shown(petition_id, now)
    done = await propose(row, now, routing, who, key)
    return shown(petition_id, await guided(row, routing), done.position)


@router.post("/petitions/{petition_id}/accept-proposal", responses=_ANSWERS)
async def accept_proposal(
    petition_id: PetitionPath,
    body: FollowIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Agree with a proposal; the act itself follows by its own endpoint."""
    return await _judged("accept-proposal", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/override-proposal", responses=_ANSWERS)
async def override_proposal(
    petition_id: PetitionPath,
    body: OverrideIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Hold something else to be right than what was proposed, for a reason."""
    return await _judged("override-proposal", petition_id, body, routing, who, key)


async def _judged(
    name: str,
    petition_id: str,
    body: FollowIn | OverrideIn,
    routing: Collaborators,
    who: Principal,
    key: str | None,
) -> DoneOut:
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    done = await judge(name, body, row, routing, who, key)
    return DoneOut(petition_id=petition_id, position=done.position, repeated=done.repeated)


@router.get("/agreement", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def show_agreement(
    routing: Routing,
    who: Reader,
    caught_up: CaughtUp,
    since: Month = "",
) -> AgreementOut:
    """Return how often officers did what was proposed, by unit and month since a month."""
    rows, rules = await routing.agreements.since(who, since or a_year_ago(routing))
    return AgreementOut(
        rows=[_agreed(row) for row in rows],
        rules=[_departed(rule) for rule in rules],
        shown=caught_up,
    )


def a_year_ago(routing: Collaborators) -> str:
    """Return the month from which a year is shown."""
    today = local_date(routing.clock.now())
    return f"{today.year - 1}-{today.month:02d}"


def _agreed(row: Agreed) -> AgreedOut:
    return AgreedOut(
        unit=row.unit,
        month=row.month,
        proposals=row.proposals,
        followed=row.followed,
        overridden=row.overridden,
        as_proposed=row.as_proposed,
        otherwise=row.otherwise,
        open=row.open,
        share=row.share,
    )


def _departed(row: Departed) -> DepartedOut:
    return DepartedOut(rule=row.rule, proposals=row.proposals, departed=row.departed)


def shown(petition_id: str, now: Guided, position: int | None = None) -> GuidanceOut:
    """Return it as it is answered."""
    values = merged(now.known, now.answers)
    return GuidanceOut(
        petition_id=petition_id,
        known=now.known,
        answers=now.answers,
        questions=[
            QuestionOut(
                id=each.id,
                group=each.group,
                sort=each.sort,
                choices=list(
                    candidates(each, values, now.guide.bodies)
                    if each.sort == "body"
                    else each.choices
                ),
                usual=each.usual,
                basis=str(each.basis),
                must=each.id == now.missing,
            )
            for each in now.open
        ],
        proposal=None if now.made is None else _proposal(now.made, now.guiding),
        position=position,
    )


def _proposal(made: ProposalMade, guiding: Guiding) -> ProposalOut:
    judged = guiding.judged
    return ProposalOut(
        number=made.number,
        made_on=made.made_on,
        kind=made.kind,
        eligible=made.eligible,
        reason_codes=list(made.reason_codes),
        actions=list(made.actions),
        jurisdiction={each.slot: each.seat for each in made.jurisdiction},
        competent=made.competent,
        form=made.form,
        flags=list(made.flags),
        needs_human="NEEDS_HUMAN" in made.flags,
        rests_on={
            each.question: each.value
            for each in made.inputs
            if each.source in ("usual", "not_known")
        },
        rules=[
            RuleOut(
                rule=rule.rule,
                version=rule.version,
                basis=str(rule.basis),
                confidence=rule.confidence,
            )
            for rule in made.rules
        ],
        judged=None if judged is None else judged.wire_type.split(".")[1],
    )
