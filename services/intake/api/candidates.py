"""
Petitions that may be the same as another: of one that was lodged, or of one being typed in.

What is answered names nobody. An officer who wants to read both opens both, as always.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import structlog
from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict

from services.intake.api.identity import PetitionPath
from services.intake.api.petitions import (
    Letter,
    PetitionerIn,
    RespondentIn,
    plain_kind,
)
from services.intake.deps import Collaborators, Intake
from services.intake.domain.petition.errors import ContentErased
from services.intake.domain.petition.likeness import Code, Likeness, Strength
from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from services.intake.vault.likenesses import Candidate
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.clock import local_date
from shared.contracts.intake import KindClaimed
from shared.web.service import CaughtUp

router = APIRouter(prefix="/api/intake", tags=["candidates"])
log = structlog.get_logger()

Limit = Annotated[int, Query(ge=1, le=50)]


class DraftIn(BaseModel):
    """A petition as far as it is typed in; nothing of it is kept."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind_claimed: Annotated[KindClaimed, BeforeValidator(plain_kind)]
    petitioner: PetitionerIn = PetitionerIn(full_name="", address="")
    respondent: RespondentIn = RespondentIn(name="", agency_code=None)
    summary: Letter = ""
    request: Letter = ""

    def content(self) -> PersonalContent:
        """Return it in the domain's own words."""
        respondent = self.respondent
        return PersonalContent(
            petitioner=Petitioner(**self.petitioner.model_dump()),
            respondent=Respondent(name=respondent.name, role=respondent.role),
            summary=self.summary,
            request=self.request,
        )


class ReasonOut(BaseModel):
    """Why two petitions are held to be alike."""

    code: Code
    sentence: str
    strength: Strength
    n: int
    """How much: percent of the content, figures, or places that both have."""
    of: int
    """Of how many figures."""


class CandidateOut(BaseModel):
    """A petition that may be the same; `likely`: it probably is."""

    petition_id: str
    receipt_code: str
    kind: str
    received_on: dt.date
    channel: str
    state: str
    holder: str
    holder_name: str
    likely: bool
    points: int
    content_percent: int
    reasons: list[ReasonOut]


class CandidatesOut(BaseModel):
    """The most alike first. `compared`: false while the petition has not been read for it yet."""

    candidates: list[CandidateOut]
    compared: bool


@router.get(
    "/petitions/{petition_id}/candidates",
    responses={401: {}, 403: {}, 404: {}, 410: {}, 503: {}},
)
async def show_candidates(
    petition_id: PetitionPath,
    intake: Intake,
    who: Annotated[Principal, may(Act.SEE_NAMES)],
    _: CaughtUp,
    limit: Limit = 20,
) -> CandidatesOut:
    """Return what may be the same as a petition, among what the officer may see."""
    view = await intake.seeing.must(who, Act.SEE_NAMES, petition_id)
    secret = view.matter is not None and view.matter.denunciation
    found = await like_lodged(petition_id, intake, who, secret=secret, limit=limit)
    if not found.compared:
        await _refuse_if_erased(intake, petition_id)
    return found


@router.post("/candidates", responses={401: {}, 403: {}, 503: {}})
async def candidates_of_a_draft(
    body: DraftIn,
    intake: Intake,
    who: Annotated[Principal, may(Act.RECEIVE)],
    limit: Limit = 20,
) -> CandidatesOut:
    """Return what may be the same as what an officer is typing in; nothing is recorded."""
    return await like_draft(body, intake, who, limit=limit)


async def like_lodged(
    petition_id: str,
    intake: Collaborators,
    who: Principal,
    *,
    secret: bool,
    limit: int,
) -> CandidatesOut:
    """Return what is like a petition that was lodged, by the sketch that was made of it then."""
    found = await intake.likenesses.of(who, petition_id, secret=secret, limit=limit)
    if found is None:
        return CandidatesOut(candidates=[], compared=False)
    log.info("candidates_sought", petition=petition_id, actor=who.actor, found=len(found))
    return CandidatesOut(candidates=await _shown(intake, found), compared=True)


async def like_draft(
    body: DraftIn, intake: Collaborators, who: Principal, *, limit: int
) -> CandidatesOut:
    """Return what is like a draft."""
    secret = body.kind_claimed == "denunciation"
    sketch = await intake.vault.sketch(
        body.content(), body.respondent.agency_code, secret=secret
    )
    found = await intake.likenesses.near(
        who, sketch, secret=secret, besides="", limit=limit
    )
    log.info("candidates_sought", petition="", actor=who.actor, found=len(found))
    return CandidatesOut(candidates=await _shown(intake, found), compared=True)


async def _refuse_if_erased(intake: Collaborators, petition_id: str) -> None:
    if await intake.likenesses.is_erased(petition_id):
        raise ContentErased("the content was erased for good; nothing can be compared")


async def _shown(intake: Collaborators, found: Sequence[Candidate]) -> list[CandidateOut]:
    holders = [each.petition.holder for each in found]
    today = local_date(intake.clock.now())
    names = await intake.queries.known_agencies(holders, today)
    return [_candidate(each, names) for each in found]


def _candidate(found: Candidate, names: dict[str, str]) -> CandidateOut:
    petition, alike = found.petition, found.likeness
    return CandidateOut(
        petition_id=petition.petition_id,
        receipt_code=petition.receipt_code,
        kind=petition.kind,
        received_on=petition.received_on,
        channel=petition.channel,
        state=petition.state,
        holder=petition.holder,
        holder_name=names.get(petition.holder, petition.holder),
        likely=alike.is_likely,
        points=alike.points,
        content_percent=round(100 * alike.content),
        reasons=_reasons(alike),
    )


def _reasons(alike: Likeness) -> list[ReasonOut]:
    return [
        ReasonOut(
            code=each.code,
            sentence=each.sentence,
            strength=each.strength,
            n=each.n,
            of=each.of,
        )
        for each in alike.reasons()
    ]
