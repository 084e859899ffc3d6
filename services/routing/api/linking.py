"""Petitions that are the same: linked, unlinked, listed. Nothing moves; no rule here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.routing.api.acts import Sentence, act_id
from services.routing.api.cases import (
    DoneOut,
    PetitionPath,
    Reader,
    Settler,
    case_or_refuse,
)
from services.routing.deps import Collaborators, Routing
from services.routing.domain.link.commands import (
    LinkCommand,
    LinkPetitions,
    Pair,
    UnlinkPetitions,
)
from services.routing.domain.link.groups import group_of
from services.routing.projections.worklist import CaseRow
from shared.auth.principal import Act, Principal
from shared.ids import AgencyCode, PetitionId
from shared.web.service import CaughtUp, IdempotencyKey

router = APIRouter(prefix="/api/routing", tags=["links"])

Other = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]


class LinkIn(BaseModel):
    """With which petition; both must be within sight."""

    model_config = ConfigDict(extra="forbid")

    with_petition: Other = Field(examples=["01924b6e-7a00-7000-8000-000000000001"])


class UnlinkIn(LinkIn):
    """Which link is undone, and why the two are not the same after all."""

    reason: Sentence = Field(examples=["Hai đơn nói về hai thửa đất khác nhau"])


class LinkedOut(BaseModel):
    """A petition of the same matter; `direct`: linked to this one, not by way of others."""

    petition_id: str
    receipt_code: str
    kind: str
    channel: str
    received_on: dt.date
    holder: str
    state: str
    open: bool
    direct: bool
    forwarder: str | None
    """What kind of body or person sent it on to us; whoever did is answered from this matter."""


class LinksOut(BaseModel):
    """What is one matter with a petition, the earliest first, itself left out."""

    linked: list[LinkedOut]


@dataclass(frozen=True, slots=True)
class Told:
    """A petition of a matter, as an officer may know of it."""

    row: CaseRow
    direct: bool
    """Linked to the one asked about, not by way of others."""

    @property
    def forwarder(self) -> str | None:
        """Who sent it on to us."""
        return forwarder_of(self.row)


What = Literal["link", "unlink"]


@router.get(
    "/petitions/{petition_id}/links", responses={401: {}, 403: {}, 404: {}, 503: {}}
)
async def show_links(
    petition_id: PetitionPath, routing: Routing, who: Reader, _: CaughtUp
) -> LinksOut:
    """Return the petitions of the same matter, as far as the officer may know of them."""
    await case_or_refuse(petition_id, routing, who)
    return LinksOut(
        linked=[_linked(each) for each in await matter_of(petition_id, routing, who)]
    )


async def matter_of(petition_id: str, routing: Collaborators, who: Principal) -> list[Told]:
    """Return what is one matter with a petition, as far as the officer may know of it."""
    mine = PetitionId(petition_id)
    links = await routing.store.links(mine)
    everyone = sorted(group_of(mine, links) - {mine})
    if not everyone:
        return []
    rows = {row.petition_id: row for row in await routing.queries.cases(who, everyone)}
    # By way of what they may not see nothing is linked: it would tell that it is there.
    seen = [p for p in links if {p.earlier, p.later} <= {mine, *rows}]
    return [
        Told(row=rows[each], direct=Pair.of(mine, each) in seen)
        for each in sorted(group_of(mine, seen) - {mine})
    ]


def forwarders_of(row: CaseRow, matter: Sequence[Told]) -> list[tuple[str, CaseRow]]:
    """Return who sent the petitions of a matter on to us; each is answered from the same case."""
    rows = [row, *(told.row for told in matter)]
    return [(forwarder, of) for of in rows if (forwarder := forwarder_of(of))]


def forwarder_of(row: CaseRow) -> str | None:
    """Return what kind of body sent a petition on to us; `unsaid`: one that was not recorded."""
    return row.forwarder or ("unsaid" if row.channel == "forwarded" else None)


@router.post(
    "/petitions/{petition_id}/link",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def link_petition(
    petition_id: PetitionPath,
    body: LinkIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Hold a petition to be the same as another; a repeat changes nothing."""
    return await carry(body, petition_id, routing, who, key)


@router.post(
    "/petitions/{petition_id}/unlink",
    responses={400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def unlink_petition(
    petition_id: PetitionPath,
    body: UnlinkIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Undo a link; it can be made again."""
    return await carry(body, petition_id, routing, who, key)


async def carry(
    asked: LinkIn | UnlinkIn,
    petition_id: str,
    routing: Collaborators,
    who: Principal,
    key: str | None,
) -> DoneOut:
    """
    Link the petition that the officer handles to one that they may see, or undo it.

    Raises:
        NoSuchMatter: there is no such petition, or none that they may know of.
        NotHere: they see the first and do not handle it.
        Refusal: as the pair decides.
    """
    row = await case_or_refuse(petition_id, routing, who, Act.SETTLE)
    other = await case_or_refuse(asked.with_petition, routing, who)
    command = _command(asked, row, other, routing.store.now())
    what: What = "unlink" if isinstance(asked, UnlinkIn) else "link"
    done = await routing.store.link(
        command,
        actor=who.actor,
        command_id=act_id(f"{what}:{command.pair.stream}", row.petition_id, who, key),
    )
    return DoneOut(
        petition_id=row.petition_id, position=done.position, repeated=done.repeated
    )


def _command(
    asked: LinkIn | UnlinkIn, row: CaseRow, other: CaseRow, at: dt.datetime
) -> LinkCommand:
    pair = Pair.of(PetitionId(row.petition_id), PetitionId(other.petition_id))
    by = AgencyCode(row.holder)
    if isinstance(asked, UnlinkIn):
        return UnlinkPetitions(pair=pair, by=by, reason=asked.reason, at=at)
    sealed = (_denounces(row), _denounces(other))
    return LinkPetitions(pair=pair, by=by, sealed=sealed, at=at)


def _denounces(row: CaseRow) -> bool:
    return row.kind.startswith("denunciation")


def _linked(told: Told) -> LinkedOut:
    row = told.row
    return LinkedOut(
        petition_id=row.petition_id,
        receipt_code=row.receipt_code,
        kind=row.kind,
        channel=row.channel,
        received_on=row.received_on,
        holder=row.holder,
        state=row.state,
        open=row.open,
        direct=told.direct,
        forwarder=told.forwarder,
    )
