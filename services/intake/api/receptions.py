"""Visitors who were not received: recorded and listed. No rule here, and no name anywhere."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.intake.api.petitions import Code
from services.intake.deps import Collaborators, Intake
from services.intake.domain.petition.errors import UnknownAgency
from services.intake.domain.reception.commands import RefuseReception
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.intake import ReceptionGround
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode, new_id
from shared.log.handling import Done
from shared.web.service import CaughtUp, IdempotencyKey, command_id

router = APIRouter(prefix="/api/intake", tags=["reception"])
Receiver = Annotated[Principal, may(Act.RECEIVE)]
MOST = 100
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=dt.datetime(2000, 1, 1, tzinfo=dt.UTC), lt=dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
    ),
]
"""A moment that can be told in any zone; which of them can be is the domain's to say."""


class NotYourDesk(Refusal):
    """They do not receive visitors in that body."""

    code = "not-your-desk"
    kind = Kind.FORBIDDEN


class RefuseIn(BaseModel):
    """A visitor was not received. There is no field for who it was."""

    model_config = ConfigDict(extra="forbid")

    ground: ReceptionGround
    refused_at: Moment
    agency: Code | None = None
    """Where; by default the body of whoever records it."""


class RefusedOut(BaseModel):
    """It is recorded at this position of intake's log."""

    reception_id: str
    position: int
    repeated: bool


class ReceptionOut(BaseModel):
    """A visitor who was not received."""

    reception_id: str
    agency: str
    ground: str
    refused_at: dt.datetime
    form: str | None
    basis: str


@router.post(
    "/receptions/refusals",
    status_code=status.HTTP_201_CREATED,
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def refuse_reception(
    body: RefuseIn, intake: Intake, who: Receiver, key: IdempotencyKey = None
) -> RefusedOut:
    """Record that a visitor was not received, and on which ground of the law."""
    done = await refuse(body, intake, who, command_id(f"reception:{who.officer}", key))
    return RefusedOut(
        reception_id=done.stream.removeprefix("reception-"),
        position=done.position,
        repeated=done.repeated,
    )


@router.get("/receptions/refusals", responses={400: {}, 401: {}, 403: {}, 503: {}})
async def list_refusals(
    intake: Intake,
    who: Receiver,
    _: CaughtUp,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[ReceptionOut]:
    """Return the last visitors who were not received in the bodies of whoever asks."""
    return [
        ReceptionOut(
            reception_id=row.reception_id,
            agency=row.agency,
            ground=row.ground,
            refused_at=row.refused_at,
            form=row.form,
            basis=f"{row.act} {row.provision}",
        )
        for row in await intake.queries.receptions(who, limit)
    ]


async def refuse(
    body: RefuseIn, intake: Collaborators, who: Principal, command: str
) -> Done:
    """
    Record it once.

    Raises:
        NotYourDesk: not in a body where they receive.
        UnknownAgency: there is none.
        Refusal: see the decider.
    """
    agency = AgencyCode(body.agency or who.agency)
    if not who.may(Act.RECEIVE, agency):
        raise NotYourDesk("agency: you receive nobody there", field="agency")
    known = await intake.queries.bodies([agency])
    if not known:
        raise UnknownAgency("agency: no body has this code", field="agency")
    refused = RefuseReception(
        reception_id=new_id(),
        agency=agency,
        ground=body.ground,
        refused_at=body.refused_at.astimezone(dt.UTC),
        there=known[agency].in_force(local_date(body.refused_at)),
        at=intake.clock.now(),
    )
    return await intake.receptions.refuse(refused, actor=who.actor, command_id=command)
