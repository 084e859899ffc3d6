"""What can be asked of a case."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from services.routing.domain.case.ending_commands import EndingRequest
from services.routing.domain.case.request import Request
from shared.contracts.intake import (
    Channel,
    ForwarderKind,
    Instance,
    KindClaimed,
    Observed,
    Post,
    SubjectField,
)
from shared.contracts.routing import Ground, GuideManner, Notified, Outcome
from shared.ids import AgencyCode, CaseId, OfficerId, PetitionId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Follow a petition that was lodged: judge what it is and whose it is."""

    case_id: CaseId
    petition_id: PetitionId
    receipt_code: str
    channel: Channel
    kind_claimed: KindClaimed
    instance: Instance
    subject_field: SubjectField
    received_on: dt.date
    receiving_agency: AgencyCode
    respondent_agency: AgencyCode | None
    respondent_post: Post | None
    observed: Observed
    addressees: tuple[AgencyCode, ...]
    forwarder: ForwarderKind | None
    at: dt.datetime

    @property
    def day(self) -> dt.date:
        """The legal date: the law and the bodies of the day it came say whose it is."""
        return self.received_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What bodies did with another petition of the same content; see `repeating`."""

    guided_by: AgencyCode | None = None
    transferred_by: AgencyCode | None = None
    """It went to another body, which did not give it back."""
    given_away_by: tuple[AgencyCode, ...] = ()
    """Every body that sent it on or gave it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceRequest(Request):
    """An act for which it counts what became of petitions that are linked to this one."""

    same_content: tuple[Handled, ...] = ()
    """Of each of them. Whoever asks must look first; without links there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCase(Request):
    """Take the case for settlement (thụ lý)."""

    complex: bool = False
    remote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCase(Request):
    """Tell the sender that the case is not taken, and why."""

    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCase(OnceRequest):
    """Tell the sender in writing what to do with it; the case ends here."""

    manner: GuideManner = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCase(OnceRequest):
    """Keep a petition that cannot be processed (lưu đơn)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCase(Request):
    """Answer a recommendation or report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPetition(OnceRequest):
    """Send the petition to the body that is competent."""

    to_agency: AgencyCode | None = None
    """None: the body that was found competent."""
    reason: str = ""
    """Why, where it departs from what was proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmTransfer(Request):
    """Take a petition that was sent to us, without disputing that it is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTransfer(Request):
    """Give back a petition that was sent to us, on a ground of `custody.yaml`."""

    ground: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDesignation(Request):
    """Ask the common superior whose the petition is: bodies disagree about it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Designate(Request):
    """Say, as the common superior, whose the petition is."""

    to_agency: AgencyCode
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDecision(Request):
    """Decide the complaint, or conclude on the denunciation."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCase(Request):
    """Let settlement stand still by decision (tạm đình chỉ); the day itself is not counted."""

    ground: Ground
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCase(Request):
    """Go on with settlement; the day itself is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikePause(Request):
    """Take back a pause that was unlawful, or entered by mistake."""

    paused_on: dt.date
    """Which pause."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendCase(Request):
    """Make the time to settle a denunciation longer by a written decision."""

    days: int
    complexity: Literal["complex", "especially_complex"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeExtension(Request):
    """Take back an extension that was unlawful, or entered by mistake."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindComplexity(Request):
    """Hold that an accepted complaint is complex, or remote, or is not."""

    complex: bool
    remote: bool
    criteria: frozenset[str] = frozenset()
    """Which criteria hold, where the law of the day names any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyOf(Request):
    """Record that a paper was sent, and when it was received; the legal date is that of sending."""

    what: Notified
    received_on: dt.date | None = None
    """None: not known. It can be recorded later, with the same day of sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDecision(Request):
    """Record that the decision or conclusion was made public."""

    form: Literal["meeting", "posted", "media"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignCase(Request):
    """Make one officer of the holding body answerable for the case; None: nobody."""

    officer: OfficerId | None
    why: Literal["assigned", "taken", "left"]
    """By the head, by the officer, or because the one before left."""
    barred: bool
    """
    The officer must not have it: excluded from the matter, or of another body than the
    holder. Whoever asks must look first; without an officer it does not matter.
    """
    left: OfficerId | None = None
    """Who left: a case that somebody else was given meanwhile stays with them."""


SettlingRequest: TypeAlias = (
    PauseCase
    | ResumeCase
    | StrikePause
    | ExtendCase
    | StrikeExtension
    | FindComplexity
    | NotifyOf
    | PublishDecision
)
"""Acts on the time of a case, from its acceptance to what must follow the decision."""

CaseRequest: TypeAlias = (
    AcceptCase
    | RefuseCase
    | GuideCase
    | FileCase
    | AnswerCase
    | TransferPetition
    | ConfirmTransfer
    | ReturnTransfer
    | RequestDesignation
    | Designate
    | IssueDecision
    | AssignCase
    | SettlingRequest
    | EndingRequest
)
CaseCommand: TypeAlias = OpenCase | CaseRequest
