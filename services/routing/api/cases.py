"""Requests about cases: translated, asked, answered. No rule here."""

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.routing.deps import Collaborators, Routing
from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseRequest,
    ConfirmTransfer,
    FileCase,
    GuideCase,
    IssueDecision,
    RefuseCase,
    ReturnTransfer,
    TransferPetition,
)
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Cursor, Show, Wanted, Whose
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter
from shared.clock import local_date
from shared.contracts.routing import Outcome
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode, PetitionId, case_of
from shared.legal.running import NEVER
from shared.log.handling import Done
from shared.web.service import CaughtUp, IdempotencyKey, command_id

router = APIRouter(prefix="/api/routing", tags=["cases"])

PetitionPath = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="Petition id"),
]
Code = Annotated[AgencyCode, StringConstraints(max_length=20, pattern=r"^[0-9A-Z-]{2,20}$")]
Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^[^\x00]*$")
]
ActionName = Literal[
    "accept", "refuse", "guide", "file", "answer", "transfer", "confirm", "return", "decide"
]


class CursorUnreadable(Refusal):
    """A page was asked for by a cursor we did not give."""

    code = "cursor-unreadable"
    kind = Kind.INVALID


class ActionIn(BaseModel):
    """What an officer does; each action reads the fields it needs."""

    model_config = ConfigDict(extra="forbid")

    by: Code | None = Field(None, description="The body that acts; by default the holder")
    on: dt.date | None = Field(None, description="Legal date, where it is not today")
    complex: bool = False
    remote: bool = False
    reason_code: Annotated[
        str, StringConstraints(max_length=40, pattern=r"^[A-Z0-9_]*$")
    ] = ""
    to_agency: Code | None = None
    reason: Sentence = ""
    outcome: Outcome | None = None


class DoneOut(BaseModel):
    """A request was carried out."""

    petition_id: str
    position: int
    repeated: bool


class CaseOut(BaseModel):
    """A case as it stands."""

    petition_id: str
    case_id: str
    receipt_code: str
    kind: str
    instance: str
    subject_field: str
    channel: str
    received_on: dt.date
    state: str
    open: bool
    holder: str
    competent: str | None
    decider_role: str
    proposed_action: str
    form: str | None
    eligible: bool
    reason_codes: list[str]
    confidential: bool
    due_rule: str | None
    due_on: dt.date | None
    clocks: dict[str, dt.date]


class WorklistOut(BaseModel):
    """A page of cases; `total` counts all of them."""

    cases: list[CaseOut]
    total: int
    next_cursor: str | None
    shown: bool


Reader = Annotated[Principal, may(Act.SEE_CASES)]
Settler = Annotated[Principal, may(Act.SETTLE)]
FilterCode = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z_-]+$")]
Codes = Annotated[list[FilterCode] | None, Query(max_length=50)]
"""`None` inside: beside the annotation it would be read from the body, and never found."""


def wanted(
    show: Show = "open",
    whose: Whose = "all",
    holder: Codes = None,
    kind: Codes = None,
    field: Codes = None,
    state: Codes = None,
) -> Wanted:
    """Return which cases are asked for; a filter may be given several times."""
    return Wanted(
        show=show,
        whose=whose,
        holders=tuple(holder or ()),
        kinds=tuple(kind or ()),
        fields=tuple(field or ()),
        states=tuple(state or ()),
    )


@router.get("/worklist", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def show_worklist(
    routing: Routing,
    who: Reader,
    caught_up: CaughtUp,
    asked: Annotated[Wanted, Depends(wanted)],
    cursor: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WorklistOut:
    """Return the cases that the officer may see, what is due first first."""
    page = await routing.queries.worklist(
        who,
        asked,
        today=local_date(routing.clock.now()),
        after=read_cursor(cursor) if cursor else None,
        limit=limit,
    )
    return WorklistOut(
        cases=[shown(row) for row in page.rows],
        total=page.total,
        next_cursor=cursor_text(page.following) if page.following else None,
        shown=caught_up,
    )


def cursor_text(cursor: Cursor) -> str:
    """Return a place as it stands in an address."""
    return f"{cursor.due_on}_{cursor.petition_id}"


def read_cursor(text: str) -> Cursor:
    """
    Return the place a cursor names.

    Raises:
        CursorUnreadable: it is none of ours.
    """
    day, _, petition_id = text.partition("_")
    try:
        return Cursor(dt.date.fromisoformat(day), str(uuid.UUID(petition_id)))
    except ValueError:
        raise CursorUnreadable(
            "cursor: not one that a page gave; start without it", field="cursor"
        ) from None


def shown(row: CaseRow) -> CaseOut:
    """Return a row as it is answered."""
    clocks = dict(entry.split("=") for entry in row.running.split())
    return CaseOut(
        petition_id=row.petition_id,
        case_id=row.case_id,
        receipt_code=row.receipt_code,
        kind=row.kind,
        instance=row.instance,
        subject_field=row.subject_field,
        channel=row.channel,
        received_on=row.received_on,
        state=row.state,
        open=row.open,
        holder=row.holder,
        competent=row.competent,
        decider_role=row.decider_role,
        proposed_action=row.proposed_action,
        form=row.form,
        eligible=row.eligible,
        reason_codes=row.reason_codes.split(),
        confidential=row.confidential,
        due_rule=row.due_rule or None,
        due_on=None if row.due_on == NEVER else row.due_on,
        clocks={rule: dt.date.fromisoformat(due) for rule, due in clocks.items()},
    )


@router.get("/petitions/{petition_id}", responses={401: {}, 403: {}, 404: {}, 503: {}})
async def show_case(
    petition_id: PetitionPath, routing: Routing, who: Reader, _: CaughtUp
) -> CaseOut:
    """Return the case of a petition."""
    return shown(await case_or_refuse(petition_id, routing, who))


async def case_or_refuse(
    petition_id: str, routing: Collaborators, who: Principal, act: Act = Act.SEE_CASES
) -> CaseRow:
    """
    Return the case of a petition, for an officer who may act so on it.

    Raises:
        NoSuchMatter: there is none, it has not come here yet, or they may not know of it.
        NotHere: they may see it and no more.
    """
    (await routing.queries.view(who, petition_id)).must(act)
    row = await routing.queries.case(petition_id)
    if row is None:
        raise NoSuchMatter("no petition has this id; check the address")
    return row


class ForAnotherBody(Refusal):
    """An act in the name of a body where the officer holds no role."""

    code = "not-your-body"
    kind = Kind.FORBIDDEN


async def carry_out(
    action: ActionName,
    body: ActionIn,
    row: CaseRow,
    routing: Collaborators,
    who: Principal,
    key: str | None,
) -> Done:
    """
    Carry out an act about a case, in the name of the body that holds it or of another of theirs.

    Raises:
        Refusal, Conflict, StoreUnavailable: see `CaseStore.carry_out`.
    """
    by = body.by or AgencyCode(row.holder)
    if not who.may(Act.SETTLE, by):
        raise ForAnotherBody("by: you hold no role in that body", field="by")
    return await routing.store.carry_out(
        request_of(action, body, row.petition_id, by, routing.store.now()),
        petition_id=PetitionId(row.petition_id),
        actor=who.actor,
        command_id=act_id(action, row.petition_id, who, key),
    )


def act_id(action: ActionName, petition_id: str, who: Principal, key: str | None) -> str:
    """Return the id of an officer's act: nobody else's key finds it."""
    return command_id(f"{action}:{petition_id}:{who.officer}", key)


@router.post(
    "/petitions/{petition_id}/{action}",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def act(
    petition_id: PetitionPath,
    action: ActionName,
    body: ActionIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Carry out one act about a case: accept, refuse, guide, transfer, …"""
    # First: after a transfer the officer may not see the case, and must still learn that it went.
    position = await routing.store.answered(act_id(action, petition_id, who, key))
    if position is not None:
        return DoneOut(petition_id=petition_id, position=position, repeated=True)
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    done = await carry_out(action, body, row, routing, who, key)
    return DoneOut(petition_id=petition_id, position=done.position, repeated=done.repeated)


class OutcomeMissing(Refusal):
    """A decision without an outcome decides nothing."""

    code = "outcome-missing"
    kind = Kind.INVALID


def request_of(  # noqa: C901, PLR0911 - one line an act
    action: ActionName, body: ActionIn, petition_id: str, by: AgencyCode, at: dt.datetime
) -> CaseRequest:
    """Return the command that the form or the program asks for."""
    common: dict[str, Any] = {
        "case_id": case_of(PetitionId(petition_id)),
        "by": by,
        "at": at,
        "on": body.on,
    }
    match action:
        case "accept":
            return AcceptCase(**common, complex=body.complex, remote=body.remote)
        case "refuse":
            return RefuseCase(**common, reason_code=body.reason_code)
        case "guide":
            return GuideCase(**common)
        case "file":
            return FileCase(**common)
        case "answer":
            return AnswerCase(**common)
        case "transfer":
            return TransferPetition(**common, to_agency=body.to_agency, reason=body.reason)
        case "confirm":
            return ConfirmTransfer(**common)
        case "return":
            return ReturnTransfer(**common, reason=body.reason)
        case "decide":
            if body.outcome is None:
                raise OutcomeMissing(
                    "outcome: say how the case was decided", field="outcome"
                )
            return IssueDecision(**common, outcome=body.outcome)
