"""What can be asked inside settlement."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.held import Beside
from shared.contracts.routing_inquiry import Absent, Agreement
from shared.ids import AgencyCode, OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVerification(Beside):
    """Say who verifies what, until when."""

    lead: OfficerId
    team: tuple[OfficerId, ...] = ()
    contents: str
    until_on: dt.date
    barred: bool
    """Somebody of them must not have it: whoever asks must look first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVerification(Beside):
    """Record what the latest verification found."""

    findings: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskInformation(Beside):
    """Ask another body for information or papers."""

    of_agency: AgencyCode
    what: str
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInformation(Beside):
    """Record the answer to a request."""

    number: int
    certified: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDialogue(Beside):
    """Prepare a dialogue; the legal date is that of the notice to those invited."""

    held_on: dt.date
    purpose: str
    content: str
    participants: str
    place: str
    preparation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDialogue(Beside):
    """Record the dialogue that was prepared."""

    agreement: Agreement
    record: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissDialogue(Beside):
    """Record that somebody invited did not come."""

    absent: Absent
    excused: bool


InquiryCommand: TypeAlias = (
    PlanVerification
    | RecordVerification
    | AskInformation
    | AnswerInformation
    | PlanDialogue
    | HoldDialogue
    | MissDialogue
)
