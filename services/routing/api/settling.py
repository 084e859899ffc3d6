"""Acts on the time of a case: what stops it, makes it longer or ends it. No rule here."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from services.routing.api.acts import ActIn, Common, Sentence, done
from services.routing.api.cases import DoneOut, PetitionPath, Settler
from services.routing.deps import Routing
from services.routing.domain.case.commands import (
    CaseRequest,
    ExtendCase,
    FindComplexity,
    NotifyOf,
    PauseCase,
    PublishDecision,
    ResumeCase,
    StrikeExtension,
    StrikePause,
)
from shared.auth.asking import may
from shared.auth.principal import Act, Principal
from shared.contracts.routing import Ground, Notified
from shared.web.service import IdempotencyKey

router = APIRouter(prefix="/api/routing", tags=["time of a case"])

Head = Annotated[Principal, may(Act.ASSIGN)]
"""What was decided is taken back by the head alone."""
SettlingName = Literal[
    "pause",
    "resume",
    "extend",
    "complexity",
    "notify",
    "publish",
    "strike-pause",
    "strike-extension",
]
HEADS_ONLY = frozenset({"strike-pause", "strike-extension"})
Form = Literal["meeting", "posted", "media"]
Complexity = Literal["complex", "especially_complex"]
Criterion = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
Figure = Annotated[int, Field(ge=0, le=9_999)]
_ANSWERS: dict[int | str, dict[str, object]] = {
    code: {} for code in (400, 401, 403, 404, 409, 503)
}


class PauseIn(ActIn):
    """Settlement stands still from the legal date on, that day included."""

    ground: Ground
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return PauseCase(**common, ground=self.ground, reason=self.reason)


class ResumeIn(ActIn):
    """Settlement goes on; the legal date is counted again."""

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return ResumeCase(**common)


class StrikePauseIn(ActIn):
    """A pause is taken back: its days are counted after all."""

    paused_on: dt.date
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return StrikePause(**common, paused_on=self.paused_on, reason=self.reason)


class ExtendIn(ActIn):
    """The time to settle a denunciation becomes longer by a written decision."""

    days: Figure
    complexity: Complexity
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        complexity, reason = self.complexity, self.reason
        return ExtendCase(**common, days=self.days, complexity=complexity, reason=reason)


class StrikeExtensionIn(ActIn):
    """An extension is taken back, as if it had never been granted."""

    number: Figure
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return StrikeExtension(**common, number=self.number, reason=self.reason)


class ComplexityIn(ActIn):
    """An accepted complaint is complex, or remote, or is not."""

    complex: bool = False
    remote: bool = False
    criteria: Annotated[tuple[Criterion, ...], Field(max_length=20)] = ()

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        criteria = frozenset(self.criteria)
        return FindComplexity(
            **common, complex=self.complex, remote=self.remote, criteria=criteria
        )


class NotifyIn(ActIn):
    """A paper was sent on the legal date; when it came, where that is known."""

    what: Notified
    received_on: dt.date | None = None

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return NotifyOf(**common, what=self.what, received_on=self.received_on)


class PublishIn(ActIn):
    """The decision or conclusion was made public on the legal date."""

    form: Form

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return PublishDecision(**common, form=self.form)


BODIES: Mapping[str, type[ActIn]] = {
    "pause": PauseIn,
    "resume": ResumeIn,
    "extend": ExtendIn,
    "complexity": ComplexityIn,
    "notify": NotifyIn,
    "publish": PublishIn,
    "strike-pause": StrikePauseIn,
    "strike-extension": StrikeExtensionIn,
}
"""What each act reads; the form of the case page is read by the same models."""


@router.post("/petitions/{petition_id}/pause", responses=_ANSWERS)
async def pause(
    petition_id: PetitionPath,
    body: PauseIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Let settlement stand still by decision (tạm đình chỉ)."""
    return await done("pause", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/resume", responses=_ANSWERS)
async def resume(
    petition_id: PetitionPath,
    body: ResumeIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Go on with settlement."""
    return await done("resume", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/extend", responses=_ANSWERS)
async def extend(
    petition_id: PetitionPath,
    body: ExtendIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Make the time to settle a denunciation longer."""
    return await done("extend", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/complexity", responses=_ANSWERS)
async def find_complexity(
    petition_id: PetitionPath,
    body: ComplexityIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Record whether an accepted complaint is complex or remote, by which criteria."""
    return await done("complexity", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/notify", responses=_ANSWERS)
async def notify(
    petition_id: PetitionPath,
    body: NotifyIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Record that a paper was sent, or when it was received."""
    return await done("notify", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/publish", responses=_ANSWERS)
async def publish(
    petition_id: PetitionPath,
    body: PublishIn,
    routing: Routing,
    who: Settler,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Record that the decision or conclusion was made public."""
    return await done("publish", petition_id, body, routing, who, key)


@router.post("/petitions/{petition_id}/strike-pause", responses=_ANSWERS)
async def strike_pause(
    petition_id: PetitionPath,
    body: StrikePauseIn,
    routing: Routing,
    who: Head,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Take back a pause that was unlawful or a mistake; heads alone do."""
    name = "strike-pause"
    return await done(name, petition_id, body, routing, who, key, act=Act.ASSIGN)


@router.post("/petitions/{petition_id}/strike-extension", responses=_ANSWERS)
async def strike_extension(
    petition_id: PetitionPath,
    body: StrikeExtensionIn,
    routing: Routing,
    who: Head,
    key: IdempotencyKey = None,
) -> DoneOut:
    """Take back an extension that was unlawful or a mistake; heads alone do."""
    name = "strike-extension"
    return await done(name, petition_id, body, routing, who, key, act=Act.ASSIGN)
