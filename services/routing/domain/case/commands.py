"""What can be asked of a case."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.clock import local_date
from shared.contracts.intake import (
    Channel,
    ForwarderKind,
    Instance,
    KindClaimed,
    Observed,
    Post,
    SubjectField,
)
from shared.contracts.routing import Outcome
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What every request about an open case says."""

    case_id: CaseId
    by: AgencyCode
    """The body that acts."""
    at: dt.datetime
    on: dt.date | None = None
    """The legal date, where it is not the local day of `at`."""

    @property
    def day(self) -> dt.date:
        """The legal date of the act."""
        return self.on or local_date(self.at)


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
class GuideCase(Request):
    """Tell the sender which body to go to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCase(Request):
    """Keep a petition that cannot be processed (lưu đơn)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCase(Request):
    """Answer a recommendation or report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPetition(Request):
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
    """Give back a petition that was sent to us: another body is competent."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDecision(Request):
    """Decide the complaint, or conclude on the denunciation."""

    outcome: Outcome


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


CaseRequest: TypeAlias = (
    AcceptCase
    | RefuseCase
    | GuideCase
    | FileCase
    | AnswerCase
    | TransferPetition
    | ConfirmTransfer
    | ReturnTransfer
    | IssueDecision
    | AssignCase
)
CaseCommand: TypeAlias = OpenCase | CaseRequest
