"""Requests about petitions: translated, asked, answered. No rule here."""

import datetime as dt
import hmac
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, status
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from services.intake.deps import Collaborators, Intake, Network
from services.intake.domain.petition.decider import EARLIEST
from services.intake.domain.petition.errors import (
    AgencyNotInForce,
    NoSuchPetition,
    UnknownAgency,
)
from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from services.intake.domain.petition.roles import post_of
from services.intake.projections.times import Time
from services.intake.projections.tracking import Tracking
from services.intake.store import Lodging, Receipt
from shared.clock import local_date
from shared.contracts.intake import (
    Channel,
    ForwarderKind,
    Instance,
    KindClaimed,
    Post,
    SubjectField,
)
from shared.ids import AgencyCode, PetitionId
from shared.web.service import CaughtUp, IdempotencyKey, command_id

RECEPTION_BOARD = AgencyCode("TN-BTCD")
"""Receives what is not addressed to any body in particular."""

PUBLIC = "public"
"""The actor of a petition that its sender lodged."""

router = APIRouter(prefix="/api/intake", tags=["petitions"])


def _printable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the text holds a NUL character; remove it")
    return text


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    AfterValidator(_printable),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500),
    AfterValidator(_printable),
]
Letter = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=20_000),
    AfterValidator(_printable),
]
Phone = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=20, pattern=r"^$|^[0-9+(). -]{6,20}$"
    ),
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=200, pattern=r"^$|^[^@\s\x00]+@[^@\s\x00]+$"
    ),
]
IdNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=12, pattern=r"^$|^[0-9A-Z]{6,12}$"),
]
Code = Annotated[AgencyCode, StringConstraints(max_length=20, pattern=r"^[0-9A-Z-]{2,20}$")]


def plain_kind(value: object) -> object:
    """Return a kind in our own words: for the law phản ánh is a "report"."""
    return "feedback_report" if value == "report" else value


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PetitionerIn(_Body):
    """Who writes. A letter without a name is recorded too; the law says what becomes of it."""

    full_name: Name = Field(examples=["Nguyễn Thị Lan"])
    address: Line = Field(examples=["Ấp 3, xã Châu Thành"])
    phone: Phone = ""
    email: Email = ""
    id_number: IdNumber = ""


class RespondentIn(_Body):
    """Whom or what the petition is against."""

    name: Name = Field(examples=["Chủ tịch UBND xã Châu Thành"])
    role: Name = ""
    agency_code: Code | None = Field(None, examples=["25585"])
    post: Post | None = None
    id_number: IdNumber = ""


class LodgeIn(_Body):
    """A petition as it is handed in."""

    channel: Channel
    kind_claimed: Annotated[KindClaimed, BeforeValidator(plain_kind)]
    instance: Instance = "first"
    petitioner: PetitionerIn
    senders: Annotated[int, Field(ge=1, le=10_000)] = 1
    respondent: RespondentIn
    subject_field: SubjectField
    summary: Letter
    request: Letter
    addressees: Annotated[list[Code], Field(max_length=50)] | None = None
    forwarder: ForwarderKind | None = None
    received_on: dt.date | None = None
    receiving_agency: Code = RECEPTION_BOARD

    def lodging(self) -> Lodging:
        """Return it in the domain's own words."""
        respondent = self.respondent
        return Lodging(
            channel=self.channel,
            kind_claimed=self.kind_claimed,
            instance=self.instance,
            received_on=self.received_on,
            receiving_agency=self.receiving_agency,
            subject_field=self.subject_field,
            respondent_agency=respondent.agency_code,
            respondent_post=respondent.post or post_of(respondent.role or respondent.name),
            senders=self.senders,
            addressees=tuple(self.addressees or ()),
            forwarder=self.forwarder,
            content=PersonalContent(
                petitioner=Petitioner(**self.petitioner.model_dump()),
                respondent=Respondent(
                    name=respondent.name,
                    role=respondent.role,
                    id_number=respondent.id_number,
                ),
                summary=self.summary,
                request=self.request,
            ),
        )


class ReceiptOut(BaseModel):
    """The receipt. The secret is shown once and stored nowhere."""

    petition_id: str
    receipt_code: str
    tracking_secret: str
    received_at: dt.datetime
    position: int


class StillOut(BaseModel):
    """Days that are not counted; `until_on` is, and none while the time stands still."""

    from_on: dt.date
    until_on: dt.date | None
    ground: str
    basis: str


class TimeOut(BaseModel):
    """A time limit, and what its last day follows from, as people were told."""

    rule: str
    basis: str
    yours: bool
    """The sender's own time; else that of a body."""
    trigger_on: dt.date
    """Not counted."""
    length: int
    unit: str
    variant: list[str]
    stills: list[StillOut]
    extended_days: int
    nominal_on: dt.date
    due_on: dt.date | None
    """None while it stands still."""
    rolled: bool
    """The last day was a day off."""


class TrackingOut(BaseModel):
    """Where a petition stands, for whoever holds its secret."""

    petition_id: str
    receipt_code: str
    state: str
    kind: str
    received_on: dt.date
    holder: str
    holder_name: str
    due_rule: str | None
    due_on: dt.date | None
    paused_on: dt.date | None
    """Since when the time to settle stands still."""
    times: list[TimeOut]
    """What runs or stands still, and why it ends when it does."""
    moved_at: dt.datetime


@router.post(
    "/petitions", status_code=status.HTTP_201_CREATED,
    responses={400: {}, 409: {}, 413: {}, 429: {}, 503: {}},
)  # fmt: skip
async def lodge_petition(
    body: LodgeIn, intake: Intake, network: Network, key: IdempotencyKey = None
) -> ReceiptOut:
    """Lodge a petition. Public on purpose: everybody may write to their government."""
    receipt = await lodge(body, intake, key, network)
    return ReceiptOut(
        petition_id=receipt.petition_id,
        receipt_code=receipt.receipt_code,
        tracking_secret=receipt.tracking_secret,
        received_at=receipt.received_at,
        position=receipt.position,
    )


async def lodge(
    body: LodgeIn, intake: Collaborators, key: str | None, network: str | None
) -> Receipt:
    """Lodge what a form or a program handed in."""
    await _check_agencies(body, intake)
    command = command_id("lodge", key)
    return await intake.store.lodge(
        body.lodging(),
        actor=PUBLIC,
        command_id=command,
        admitted=partial(intake.visitors.lodge, network, command),
    )


async def _check_agencies(body: LodgeIn, intake: Collaborators) -> None:
    asked = {"receiving_agency": body.receiving_agency}
    if body.respondent.agency_code:
        asked["respondent.agency_code"] = body.respondent.agency_code
    asked |= {f"addressees.{n}": code for n, code in enumerate(body.addressees or ())}
    known = await intake.queries.bodies(list(asked.values()))
    for field, code in asked.items():
        if code not in known:
            raise UnknownAgency(
                f"{field}: no body has this code; see GET /api/intake/agencies", field=field
            )
    # Who is complained about, or was written to as well, may have ended long ago.
    day = body.received_on or local_date(intake.clock.now())
    if day >= EARLIEST and not known[body.receiving_agency].in_force(day):
        raise AgencyNotInForce(
            f"receiving_agency: this body was not there on {day}; whoever took over stands in"
            " GET /api/intake/agencies",
            field="receiving_agency",
            values={"day": day},
        )


async def own_petition(
    receipt_code: Annotated[str, Path(max_length=40)],
    intake: Intake,
    network: Network,
    _: CaughtUp,
    tracking_secret: Annotated[str, Header(alias="Tracking-Secret", max_length=60)] = "",
) -> Tracking:
    """Return the petition of whoever asks with code and secret; see `tracked`."""
    return await tracked(intake, network, receipt_code, tracking_secret)


Own = Annotated[Tracking, Depends(own_petition)]


@router.get("/tracking/{receipt_code}", responses={404: {}, 429: {}, 503: {}})
async def track_petition(
    row: Annotated[Tracking, Depends(own_petition)], intake: Intake
) -> TrackingOut:
    """Tell where a petition stands. Public on purpose: the secret is the key."""
    today = local_date(intake.clock.now())
    names = await intake.queries.known_agencies([row.holder], today)
    times = await intake.queries.times(row.petition_id)
    running = bool(row.due_rule)
    return TrackingOut(
        petition_id=row.petition_id,
        receipt_code=row.receipt_code,
        state=row.state,
        kind=row.kind,
        received_on=row.received_on,
        holder=row.holder,
        holder_name=names.get(row.holder, row.holder),
        due_rule=row.due_rule if running else None,
        due_on=row.due_on if running else None,
        paused_on=row.still_since,
        times=[_time(time) for time in times if time.open],
        moved_at=row.moved_at,
    )


def _time(time: Time) -> TimeOut:
    return TimeOut(
        rule=time.rule,
        basis=str(time.basis),
        yours=time.yours,
        trigger_on=time.trigger_on,
        length=time.length,
        unit=time.unit,
        variant=sorted(time.variant),
        stills=[
            StillOut(
                from_on=still.from_on,
                until_on=still.until_on,
                ground=still.ground,
                basis=str(still.basis),
            )
            for still in time.stills
        ],
        extended_days=sum(days for _, _, days in time.extensions),
        nominal_on=time.nominal_on,
        due_on=None if time.still else time.due_on,
        rolled=time.nominal_on != time.due_on,
    )


async def tracked(
    intake: Collaborators, network: str | None, receipt_code: str, secret: str
) -> Tracking:
    """
    Return the petition that code and secret open.

    Raises:
        NoSuchPetition: wrong code or wrong secret; nobody can tell which.
        TooManyWrongCodes: others from this network were wrong too often; these were not tried.
    """
    await intake.visitors.check_codes(network)
    row = await intake.queries.tracking(code_of(receipt_code))
    codes = await intake.vault.codes()
    right = "" if row is None else codes.tracking_secret(PetitionId(row.petition_id))
    given = secret.strip().upper().encode("utf-8", "replace")
    if row is None or not hmac.compare_digest(right.encode(), given):
        await intake.visitors.wrong_codes(network, receipt_code, secret)
        raise NoSuchPetition(
            "no petition has this receipt code with this secret; check both on the receipt"
        )
    return row


def code_of(typed: str) -> str:
    """Return a receipt code as it is kept, however it was typed; empty for what is none."""
    code = "-".join(typed.replace("-", "").upper()[n : n + 4] for n in (0, 4, 8))
    return code if code.isascii() and code.isprintable() else ""


class AgencyOut(BaseModel):
    """A body that petitions can be sent to."""

    code: str
    name: str
    kind: str
    level: str


@router.get("/agencies", responses={503: {}})
async def list_agencies(intake: Intake) -> list[AgencyOut]:
    """List the bodies of the province. Public on purpose."""
    rows = await intake.queries.agencies(local_date(intake.clock.now()))
    return [AgencyOut(code=r.code, name=r.name, kind=r.kind, level=r.level) for r in rows]
