"""Whose a petition is, where bodies disagree; and who held it, day by day."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from services.routing.api.acts import ActIn, Common, Sentence
from services.routing.api.cases import (
    Code,
    PetitionPath,
    Reader,
    case_or_refuse,
)
from services.routing.api.offering import offer
from services.routing.deps import Routing
from services.routing.domain.case.commands import (
    CaseRequest,
    Designate,
    RequestDesignation,
)
from services.routing.domain.case.errors import NoDesignationPending
from services.routing.domain.case.state import InDesignation
from services.routing.domain.custody import Chain, Deed, How, chain
from shared.clock import local_date
from shared.contracts.routing import TransferReturned
from shared.envelope import Heard
from shared.ids import CaseId
from shared.web.service import CaughtUp

router = APIRouter(prefix="/api/routing", tags=["custody"])

CustodyName = Literal["request-designation", "designate"]


class RequestDesignationIn(ActIn):
    """The common superior is asked whose the petition is: bodies disagree about it."""

    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return RequestDesignation(**common, reason=self.reason)


class DesignateIn(ActIn):
    """The common superior says whose the petition is; that body must take it."""

    to_agency: Code
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return Designate(**common, to_agency=self.to_agency, reason=self.reason)


BODIES: Mapping[str, type[ActIn]] = {
    "request-designation": RequestDesignationIn,
    "designate": DesignateIn,
}
"""What each act reads; the form of the case page is read by the same models."""
HEADS_ONLY = frozenset({"designate"})
"""Whose a petition is, the head of the common superior says."""
offer(router, BODIES, HEADS_ONLY)


class DidOut(BaseModel):
    """What a holder did with the petition."""

    deed: Deed
    on: dt.date
    to_agency: str | None
    ground: str | None


class LinkOut(BaseModel):
    """A holder, and the days it had the petition: `until_on` is no day of its any more."""

    agency: str
    how: How
    officers: list[str]
    from_on: dt.date
    until_on: dt.date
    days: int
    due_on: dt.date | None
    did: list[DidOut]


class CustodyOut(BaseModel):
    """Who held a petition; `days` of all links add up to `age_days`."""

    petition_id: str
    age_days: int
    transfers: int
    level_skipped: str | None
    """The body that must decide first and was gone over."""
    ended_on: dt.date | None
    links: list[LinkOut]


class CandidateOut(BaseModel):
    """A body that had the petition, and what it said when it gave it back."""

    agency: str
    days: int
    returned_on: dt.date | None
    ground: str | None
    reason: str


class DesignationOut(BaseModel):
    """What the common superior is asked, with the file assembled."""

    petition_id: str
    superior: str
    from_agency: str
    requested_on: dt.date
    why: Literal["third_transfer", "dispute"]
    wanted: str | None
    reason: str
    act: str
    provision: str
    candidates: list[CandidateOut]
    papers: str
    """Where the documents lie."""


@router.get(
    "/petitions/{petition_id}/custody", responses={401: {}, 403: {}, 404: {}, 503: {}}
)
async def show_custody(
    petition_id: PetitionPath, routing: Routing, who: Reader, _: CaughtUp
) -> CustodyOut:
    """Return who held the petition, from which day to which, and what they did."""
    await case_or_refuse(petition_id, routing, who)
    facts = await routing.queries.timeline(petition_id)
    found = chain((heard.fact for heard in facts), local_date(routing.clock.now()))
    return CustodyOut(
        petition_id=petition_id,
        age_days=found.age,
        transfers=found.transfers,
        level_skipped=found.skipped,
        ended_on=found.ended_on,
        links=_links(found),
    )


def _links(found: Chain) -> list[LinkOut]:
    return [
        LinkOut(
            agency=link.agency,
            how=link.how,
            officers=list(link.officers),
            from_on=link.from_on,
            until_on=link.until_on,
            days=link.days,
            due_on=link.due_on,
            did=[
                DidOut(deed=did.deed, on=did.on, to_agency=did.to_agency, ground=did.ground)
                for did in link.did
            ],
        )
        for link in found.links
    ]


@router.get(
    "/petitions/{petition_id}/designation",
    responses={401: {}, 403: {}, 404: {}, 409: {}, 503: {}},
)
async def show_designation(
    petition_id: PetitionPath, routing: Routing, who: Reader, _: CaughtUp
) -> DesignationOut:
    """Return what the common superior is asked: who had it, and why each gave it back."""
    row = await case_or_refuse(petition_id, routing, who)
    case = await routing.store.case(CaseId(row.case_id))
    if not isinstance(case, InDesignation):
        raise NoDesignationPending("Không có yêu cầu xác định thẩm quyền nào đang chờ.")
    asked = case.requested
    return DesignationOut(
        petition_id=petition_id,
        superior=asked.superior,
        from_agency=asked.from_agency,
        requested_on=asked.requested_on,
        why=asked.why,
        wanted=asked.wanted,
        reason=asked.reason,
        act=asked.basis.act,
        provision=asked.basis.provision,
        candidates=candidates(
            await routing.queries.timeline(petition_id), local_date(routing.clock.now())
        ),
        papers=f"/papers/{petition_id}",
    )


def candidates(facts: list[Heard], today: dt.date) -> list[CandidateOut]:
    """Return the bodies that had a petition before its common superior, each with its words."""
    links = chain((heard.fact for heard in facts), today).links
    returns = {
        heard.fact.from_agency: heard.fact
        for heard in facts
        if isinstance(heard.fact, TransferReturned)
    }
    bodies = dict.fromkeys(link.agency for link in links if link.how != "asked")
    return [
        CandidateOut(
            agency=body,
            days=sum(link.days for link in links if link.agency == body),
            returned_on=returns[body].returned_on if body in returns else None,
            ground=returns[body].ground if body in returns else None,
            reason=returns[body].reason if body in returns else "",
        )
        for body in bodies
    ]
