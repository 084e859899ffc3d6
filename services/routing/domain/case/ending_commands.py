"""What can be asked of a case about its signers, its end without a decision, and after one."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.case.request import Request
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSigners(Request):
    """Say how many people signed, and which of them speak for all."""

    count: int
    representatives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSigner(Request):
    """Record that a signer takes the petition back, or a part of it."""

    signer: int = 1
    part: str = ""
    """Empty: all of it."""
    form: WithdrawalForm = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySigner(Request):
    """Record that a paper was sent to one of the signers; the legal date is that of sending."""

    signer: int
    what: Notified
    received_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueCase(Request):
    """Go on though it was withdrawn; after it was discontinued for that, begin anew."""

    ground: Persistence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscontinueCase(Request):
    """End settlement without a decision (đình chỉ)."""

    ground: EndGround
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendDecision(Request):
    """Put something in a decision right."""

    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDecision(Request):
    """Take a decision back, or have the body above do it."""

    cause: Cause
    reason: str
    resettle: bool = True
    """Settlement begins anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAppeal(Request):
    """Record that a second complaint came; the legal date is that of its receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLawsuit(Request):
    """Record that a court took the matter."""

    court_accepted_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReexamineDecision(Request):
    """Record what a body above found when it looked at a decision in force again."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInformation(Request):
    """Record what came of a check of information whose sender nobody knows."""

    finding: CheckFinding
    follow_up: CheckFollowUp
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferCrime(Request):
    """Send signs of a crime, with the file, to the body that investigates."""

    to: CrimeBody
    file: str
    reason: str


EndingRequest: TypeAlias = (
    RegisterSigners
    | WithdrawSigner
    | NotifySigner
    | ContinueCase
    | DiscontinueCase
    | AmendDecision
    | RevokeDecision
    | NoteAppeal
    | NoteLawsuit
    | ReexamineDecision
    | CheckInformation
    | ReferCrime
)
