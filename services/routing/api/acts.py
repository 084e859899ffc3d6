"""
Acts about a case: what an officer sends, and the command that it asks for. No rule here.

Those on its time, from acceptance to what follows the decision, stand in `settling`.
"""

import datetime as dt
from abc import ABC, abstractmethod
from typing import Annotated, Any, ClassVar, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.datastructures import FormData

from services.routing.api.cases import (
    Code,
    DoneOut,
    PetitionPath,
    Settler,
    case_or_refuse,
)
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
from services.routing.domain.held import Beside
from services.routing.projections.worklist import CaseRow
from shared.auth.principal import Act, Principal
from shared.contracts.routing import GuideManner, Outcome
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode, PetitionId, case_of
from shared.log.handling import Done
from shared.web.service import IdempotencyKey, command_id

router = APIRouter(prefix="/api/routing", tags=["cases"])

Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^[^\x00]*$")
]
ActionName = Literal[
    "accept", "refuse", "guide", "file", "answer", "transfer", "confirm", "return", "decide"
]
Common = dict[str, Any]
"""What every command about a case is made with."""


class ActIn(BaseModel, ABC):
    """What an officer does, in whose name, and on which day."""

    model_config = ConfigDict(extra="forbid")

    from_above: ClassVar[bool] = False
    """Whoever asks acts in the name of their own body, which is above the holder."""

    by: Code | None = Field(None, description="The body that acts; by default the holder")
    on: dt.date | None = Field(None, description="Legal date, where it is not today")

    @abstractmethod
    def request(self, action: str, common: Common) -> CaseRequest | Beside:
        """Return the command that it asks for."""

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:  # noqa: ARG002 - for those that need it
        """Return what the command must know besides, as this service's tables have it."""
        return {}

    @classmethod
    def given(cls, form: FormData) -> dict[str, object]:
        """Return what a form says, by field; what is left empty is not said."""
        return {name: form[name] for name in cls.model_fields if form.get(name)}


class ActionIn(ActIn):
    """An act that takes a case in or ends it; each reads the fields it needs."""

    complex: bool = False
    remote: bool = False
    reason_code: Annotated[
        str, StringConstraints(max_length=40, pattern=r"^[A-Z0-9_]*$")
    ] = ""
    to_agency: Code | None = None
    ground: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]*$")] = ""
    reason: Sentence = ""
    outcome: Outcome | None = None
    manner: GuideManner = "elsewhere"

    def request(self, action: str, common: Common) -> CaseRequest:  # noqa: PLR0911 - one line an act
        """
        Return the command that it asks for.

        Raises:
            OutcomeMissing: it decides, and does not say how.
        """
        match action:
            case "accept":
                return AcceptCase(**common, complex=self.complex, remote=self.remote)
            case "refuse":
                return RefuseCase(**common, reason_code=self.reason_code)
            case "guide":
                return GuideCase(**common, manner=self.manner)
            case "file":
                return FileCase(**common)
            case "answer":
                return AnswerCase(**common)
            case "transfer":
                to_agency = self.to_agency
                return TransferPetition(**common, to_agency=to_agency, reason=self.reason)
            case "confirm":
                return ConfirmTransfer(**common)
            case "return":
                return ReturnTransfer(**common, ground=self.ground, reason=self.reason)
        if self.outcome is None:
            raise OutcomeMissing("outcome: say how the case was decided", field="outcome")
        return IssueDecision(**common, outcome=self.outcome)


class OutcomeMissing(Refusal):
    """A decision without an outcome decides nothing."""

    code = "outcome-missing"
    kind = Kind.INVALID


class ForAnotherBody(Refusal):
    """An act in the name of a body where the officer holds no role."""

    code = "not-your-body"
    kind = Kind.FORBIDDEN


async def carry_out(
    action: str,
    body: ActIn,
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
    by = body.by or (who.agency if body.from_above else AgencyCode(row.holder))
    if not who.may(Act.SETTLE, by):
        raise ForAnotherBody("by: you hold no role in that body", field="by")
    petition_id = PetitionId(row.petition_id)
    common = {
        "case_id": case_of(petition_id),
        "by": by,
        "at": routing.store.now(),
        "on": body.on,
        **await body.look_up(row, routing),
    }
    return await routing.store.carry_out(
        body.request(action, common),
        petition_id=petition_id,
        actor=who.actor,
        command_id=act_id(action, row.petition_id, who, key),
    )


def act_id(action: str, petition_id: str, who: Principal, key: str | None) -> str:
    """Return the id of an officer's act: nobody else's key finds it."""
    return command_id(f"{action}:{petition_id}:{who.officer}", key)


async def done(  # noqa: PLR0913 - what an endpoint is given
    action: str,
    petition_id: str,
    body: ActIn,
    routing: Collaborators,
    who: Principal,
    key: str | None,
    *,
    act: Act = Act.SETTLE,
) -> DoneOut:
    """
    Carry out an act once, whoever repeats it, and say by which position it is recorded.

    Raises:
        Refusal, Conflict, StoreUnavailable: see `carry_out`.
    """
    # First: after a transfer the officer may not see the case, and must still learn that it went.
    position = await routing.store.answered(act_id(action, petition_id, who, key))
    if position is not None:
        return DoneOut(petition_id=petition_id, position=position, repeated=True)
    row = await case_or_refuse(petition_id, routing, who, act)
    now = await carry_out(action, body, row, routing, who, key)
    return DoneOut(petition_id=petition_id, position=now.position, repeated=now.repeated)


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
    return await done(action, petition_id, body, routing, who, key)
