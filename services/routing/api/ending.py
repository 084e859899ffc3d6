"""Acts on signers, on the end without a decision, and on a decision. No rule here."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.datastructures import FormData

from services.routing.api.acts import ActIn, Common, Sentence
from services.routing.api.offering import offer
from services.routing.domain.case.commands import CaseRequest
from services.routing.domain.case.ending_commands import (
    AmendDecision,
    CheckInformation,
    ContinueCase,
    DiscontinueCase,
    NoteAppeal,
    NoteLawsuit,
    NotifySigner,
    ReexamineDecision,
    ReferCrime,
    RegisterSigners,
    RevokeDecision,
    WithdrawSigner,
)
from shared.contracts.routing import Notified
from shared.contracts.routing_settlement import (
    Cause,
    CheckFinding,
    CheckFollowUp,
    CrimeBody,
    EndGround,
    Finding,
    Persistence,
    WithdrawalForm,
)

router = APIRouter(prefix="/api/routing", tags=["end of a case"])

Number = Annotated[int, Field(ge=0, le=99_999)]
EndingName = Literal[
    "signers",
    "withdraw",
    "notify-signer",
    "continue",
    "discontinue",
    "amend",
    "revoke",
    "appeal",
    "lawsuit",
    "reexamine",
    "check",
    "refer-crime",
]


class SignersIn(ActIn):
    """So many people signed, and some of them speak for all; numbers, no names."""

    count: Number
    representatives: Annotated[tuple[Number, ...], Field(max_length=10)] = ()

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        speakers = self.representatives
        return RegisterSigners(**common, count=self.count, representatives=speakers)

    @classmethod
    def given(cls, form: FormData) -> dict[str, object]:
        """Return what the form says: speakers stand in one field, by their numbers."""
        text = str(form.get("representatives", "")).replace(",", " ")
        return super().given(form) | {"representatives": text.split()}


class WithdrawIn(ActIn):
    """A signer takes all of it back, or a part."""

    signer: Number = 1
    part: Sentence = ""
    form: WithdrawalForm = "letter"

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        part, form = self.part, self.form
        return WithdrawSigner(**common, signer=self.signer, part=part, form=form)


class NotifySignerIn(ActIn):
    """A paper went to one of the signers on the legal date."""

    signer: Number
    what: Notified
    received_on: dt.date | None = None

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        received, what = self.received_on, self.what
        return NotifySigner(**common, signer=self.signer, what=what, received_on=received)


class ContinueIn(ActIn):
    """It goes on in spite of a withdrawal, or begins anew after coercion."""

    ground: Persistence
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return ContinueCase(**common, ground=self.ground, reason=self.reason)


class DiscontinueIn(ActIn):
    """Settlement ends without a decision (đình chỉ)."""

    ground: EndGround
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return DiscontinueCase(**common, ground=self.ground, reason=self.reason)


class AmendIn(ActIn):
    """Something in the decision is put right."""

    cause: Cause
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return AmendDecision(**common, cause=self.cause, reason=self.reason)


class RevokeIn(ActIn):
    """The decision is taken back, by who made it or a body above."""

    cause: Cause
    reason: Sentence
    resettle: bool = True

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        cause, reason = self.cause, self.reason
        return RevokeDecision(**common, cause=cause, reason=reason, resettle=self.resettle)

    @classmethod
    def given(cls, form: FormData) -> dict[str, object]:
        """Return what the form says: what is not ticked is not wanted."""
        return super().given(form) | {"resettle": "resettle" in form}


class AppealIn(ActIn):
    """A second complaint came on the legal date."""

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return NoteAppeal(**common)


class LawsuitIn(ActIn):
    """A court took the matter."""

    court_accepted_on: dt.date

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return NoteLawsuit(**common, court_accepted_on=self.court_accepted_on)


class ReexamineIn(ActIn):
    """A body above looked at a decision in force again."""

    from_above: ClassVar[bool] = True

    finding: Finding
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return ReexamineDecision(**common, finding=self.finding, reason=self.reason)


class CheckIn(ActIn):
    """Information whose sender nobody knows was checked; the case ends."""

    finding: CheckFinding
    follow_up: CheckFollowUp
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        finding, follow_up, reason = self.finding, self.follow_up, self.reason
        return CheckInformation(
            **common, finding=finding, follow_up=follow_up, reason=reason
        )


class ReferCrimeIn(ActIn):
    """Signs of a crime go, with the file, to the body that investigates."""

    to: CrimeBody
    file: Sentence
    reason: Sentence

    def request(self, _: str, common: Common) -> CaseRequest:
        """Return the command that it asks for."""
        return ReferCrime(**common, to=self.to, file=self.file, reason=self.reason)


BODIES: Mapping[str, type[ActIn]] = {
    "signers": SignersIn,
    "withdraw": WithdrawIn,
    "notify-signer": NotifySignerIn,
    "continue": ContinueIn,
    "discontinue": DiscontinueIn,
    "amend": AmendIn,
    "revoke": RevokeIn,
    "appeal": AppealIn,
    "lawsuit": LawsuitIn,
    "reexamine": ReexamineIn,
    "check": CheckIn,
    "refer-crime": ReferCrimeIn,
}
"""What each act reads; the forms of the case page are read by the same models."""
HEADS_ONLY = frozenset[str]()
offer(router, BODIES, HEADS_ONLY)
