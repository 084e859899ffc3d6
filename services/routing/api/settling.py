"""Acts on the time of a case: what stops it, makes it longer or ends it. No rule here."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints
from starlette.datastructures import FormData

from services.routing.api.acts import ActIn, Common, Sentence
from services.routing.api.offering import offer
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
from shared.contracts.routing import Ground, Notified

router = APIRouter(prefix="/api/routing", tags=["time of a case"])

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
Form = Literal["meeting", "posted", "media"]
Complexity = Literal["complex", "especially_complex"]
Criterion = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
Figure = Annotated[int, Field(ge=0, le=9_999)]


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

    @classmethod
    def given(cls, form: FormData) -> dict[str, object]:
        """Return what the form says; several criteria may hold."""
        return super().given(form) | {"criteria": form.getlist("criteria")}


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
HEADS_ONLY = frozenset({"strike-pause", "strike-extension"})
"""What was decided is taken back by the head alone."""
offer(router, BODIES, HEADS_ONLY)
