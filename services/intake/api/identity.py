"""Who denounced, and erasing who wrote: asked, agreed to by others, recorded each time."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, status
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from services.intake.api.search import PetitionCursor, printable
from services.intake.deps import Collaborators, Intake
from services.intake.domain.identity.commands import ReasonCode
from services.intake.projections.reveal import RevealRow
from services.intake.vault.reveals import Request as RevealRequest
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.contracts.intake import ErasureGround, RevealScope
from shared.ids import PetitionId
from shared.web.service import CaughtUp, IdempotencyKey, command_id

router = APIRouter(prefix="/api/intake", tags=["identity"])

_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
PetitionPath = Annotated[str, Path(pattern=_ID, description="Petition id")]
RevealPath = Annotated[str, Path(pattern=_ID, description="Reveal id")]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2_000)
]
Reference = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=60,
        # Numbers of papers: digits, and the letters between them. No room for a name.
        pattern=r"^$|^[0-9][0-9A-ZĐ/.-]{1,59}$",
    ),
    AfterValidator(printable),
]
Asker = Annotated[Principal, may(Act.ASK_REVEAL)]
Custodian = Annotated[Principal, may(Act.APPROVE_REVEAL)]
Eraser = Annotated[Principal, may(Act.ERASE)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class RevealIn(_Body):
    """What an officer asks to see, why, and until when."""

    reason_code: ReasonCode
    reason: Reason
    scope: Annotated[list[RevealScope], Field(min_length=1, max_length=3)]
    until: AwareDatetime

    def asked(self) -> RevealRequest:
        """Return it in the vault's own words."""
        return RevealRequest(
            reason_code=self.reason_code,
            reason=self.reason,
            scope=tuple(dict.fromkeys(self.scope)),
            until=self.until.astimezone(dt.UTC),
        )


class ErasureIn(_Body):
    """Why a petition's content is to be erased, and the paper that asks for it."""

    ground: ErasureGround
    reference: Reference = ""


class AskedOut(BaseModel):
    """A reveal was asked for."""

    reveal_id: str
    position: int


class DoneOut(BaseModel):
    """A request was carried out."""

    position: int
    repeated: bool


class RevealOut(BaseModel):
    """A reveal as it stands. The reason is read by custodians on their page."""

    reveal_id: str
    petition_id: str
    officer: str
    agency: str
    reason_code: str
    scope: list[str]
    asked_at: dt.datetime
    until: dt.datetime
    approvals_needed: int
    approved_by: list[str]
    state: str
    views: int
    viewed_at: dt.datetime | None


class RevealsOut(BaseModel):
    """A page of reveals, the latest first."""

    reveals: list[RevealOut]
    next_cursor: str | None
    shown: bool


class ShownOut(BaseModel):
    """What a reveal shows; what is outside its scope is missing."""

    full_name: str | None = None
    id_number: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    respondent: str | None = None
    summary: str | None = None
    request: str | None = None


class ErasureOut(BaseModel):
    """An erasure that waits for a second custodian."""

    petition_id: str
    ground: str
    reference: str
    asked_by: str
    asked_at: dt.datetime


@router.post(
    "/petitions/{petition_id}/reveals", status_code=status.HTTP_201_CREATED,
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 410: {}, 503: {}},
)  # fmt: skip
async def ask_reveal(
    petition_id: PetitionPath,
    body: RevealIn,
    intake: Intake,
    who: Asker,
    key: IdempotencyKey = None,
) -> AskedOut:
    """Ask to see who denounced."""
    reveal_id, done = await intake.reveals.ask(
        who, PetitionId(petition_id), body.asked(), command_id(f"reveal:{who.officer}", key)
    )
    return AskedOut(reveal_id=reveal_id, position=done.position)


@router.get("/reveals", responses={401: {}, 403: {}, 503: {}})
async def list_reveals(
    intake: Intake,
    who: Annotated[Principal, may(Act.ASK_REVEAL, Act.LIST_REVEALS)],
    caught_up: CaughtUp,
    cursor: Annotated[PetitionCursor | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> RevealsOut:
    """List reveals: all for who guards them, their own for others."""
    rows = await intake.finding.reveals(who, cursor, limit + 1)
    shown = rows[:limit]
    return RevealsOut(
        reveals=[_shown(row, intake) for row in shown],
        next_cursor=shown[-1].reveal_id if len(rows) > limit else None,
        shown=caught_up,
    )


def state_of(row: RevealRow, now: dt.datetime) -> str:
    """Return `asked`, `open`, `refused`, `ended`, or `expired` when its time is over."""
    return "expired" if row.state in ("asked", "open") and row.until <= now else row.state


def _shown(row: RevealRow, intake: Collaborators) -> RevealOut:
    return RevealOut(
        reveal_id=row.reveal_id,
        petition_id=row.petition_id,
        officer=row.officer,
        agency=row.agency,
        reason_code=row.reason_code,
        scope=row.scope.split(),
        asked_at=row.asked_at,
        until=row.until,
        approvals_needed=row.approvals_needed,
        approved_by=row.approved_by.split(),
        state=state_of(row, intake.clock.now()),
        views=row.views,
        viewed_at=row.viewed_at,
    )


_REVEAL_ANSWERS: dict[int | str, dict[str, object]] = {
    401: {}, 403: {}, 404: {}, 409: {}, 410: {}, 503: {},
}  # fmt: skip


@router.post("/reveals/{reveal_id}/approve", responses=_REVEAL_ANSWERS)
async def approve_reveal(
    reveal_id: RevealPath, intake: Intake, who: Custodian, key: IdempotencyKey = None
) -> DoneOut:
    """Agree, as a custodian who did not ask."""
    done = await intake.reveals.approve(who, reveal_id, _id("approve", reveal_id, who, key))
    return DoneOut(position=done.position, repeated=done.repeated)


@router.post("/reveals/{reveal_id}/refuse", responses=_REVEAL_ANSWERS)
async def refuse_reveal(
    reveal_id: RevealPath, intake: Intake, who: Custodian, key: IdempotencyKey = None
) -> DoneOut:
    """Say no, as a custodian: one is enough."""
    done = await intake.reveals.refuse(who, reveal_id, _id("refuse", reveal_id, who, key))
    return DoneOut(position=done.position, repeated=done.repeated)


@router.post("/reveals/{reveal_id}/end", responses=_REVEAL_ANSWERS)
async def end_reveal(
    reveal_id: RevealPath,
    intake: Intake,
    who: Annotated[Principal, may(Act.ASK_REVEAL, Act.LIST_REVEALS)],
    key: IdempotencyKey = None,
) -> DoneOut:
    """Close it before its end."""
    done = await intake.reveals.end(who, reveal_id, _id("end", reveal_id, who, key))
    return DoneOut(position=done.position, repeated=done.repeated)


@router.post(
    "/reveals/{reveal_id}/view",
    responses=_REVEAL_ANSWERS,
    response_model_exclude_none=True,
)
async def view_identity(reveal_id: RevealPath, intake: Intake, who: Asker) -> ShownOut:
    """Look: recorded each time, before anything is shown."""
    shown = await intake.reveals.view(who, reveal_id)
    return ShownOut.model_validate(shown, from_attributes=True)


@router.post(
    "/petitions/{petition_id}/erasure", status_code=status.HTTP_202_ACCEPTED,
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 410: {}, 503: {}},
)  # fmt: skip
async def ask_erasure(
    petition_id: PetitionPath, body: ErasureIn, intake: Intake, who: Eraser
) -> ErasureOut:
    """Ask to erase who wrote, and what; another custodian must confirm."""
    asked = await intake.erasures.ask(
        who, PetitionId(petition_id), body.ground, body.reference
    )
    return ErasureOut.model_validate(asked, from_attributes=True)


@router.post("/petitions/{petition_id}/erasure/confirm", responses=_REVEAL_ANSWERS)
async def confirm_erasure(
    petition_id: PetitionPath, intake: Intake, who: Eraser
) -> DoneOut:
    """Confirm what another custodian asked: the content is gone for good."""
    done = await intake.erasures.confirm(who, PetitionId(petition_id))
    return DoneOut(position=done.position, repeated=done.repeated)


@router.post(
    "/petitions/{petition_id}/erasure/withdraw", status_code=status.HTTP_204_NO_CONTENT,
    responses={401: {}, 403: {}, 404: {}, 503: {}},
)  # fmt: skip
async def withdraw_erasure(petition_id: PetitionPath, intake: Intake, who: Eraser) -> None:
    """Take a request back, or turn another's down."""
    await intake.erasures.withdraw(who, PetitionId(petition_id))


@router.get("/erasures", responses={401: {}, 403: {}, 503: {}})
async def list_erasures(intake: Intake, who: Eraser) -> list[ErasureOut]:
    """List erasures that wait for a second custodian, the oldest first."""
    asked = await intake.finding.erasures_asked(who, 100)
    return [ErasureOut.model_validate(each, from_attributes=True) for each in asked]


def _id(what: str, reveal_id: str, who: Principal, key: str | None) -> str:
    return command_id(f"{what}:{reveal_id}:{who.officer}", key)
