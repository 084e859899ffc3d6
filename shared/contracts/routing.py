"""What routing says: what a petition is, whose it is, where it went and how it ended."""

import datetime as dt
from typing import Literal

from shared.contracts.intake import Channel, ForwarderKind, Instance, SubjectField
from shared.ids import AgencyCode, CaseId, OfficerId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.registry import Fact, RawFact, fact, upcast

Kind = Literal[
    "complaint",
    "denunciation",
    "denunciation_information",
    "recommendation",
    "feedback_report",
]
Action = Literal[
    "ACCEPT", "NOT_ACCEPT_NOTICE", "GUIDE", "TRANSFER", "FILE", "ANSWER", "INFO_CHECK"
]
AgencyKind = Literal[
    "province",
    "peoples_committee",
    "department",
    "inspectorate",
    "office",
    "board",
    "ward",
    "commune",
    "special_zone",
    "district",
]
Level = Literal["province", "department", "department_unit", "commune", "district"]
Confidence = Literal["primary", "secondary", "memory", "inference", "unsaid"]
"""How well what the directory says of a body is attested; `unsaid`: entered before it was asked."""
Outcome = Literal["right", "partly_right", "wrong", "withdrawn"]
Ground = Literal["complainant_obstacle", "other_body", "expert"]
"""Why settlement may stand still: LKN Đ11a.1, LTC Đ34.1."""
GuideManner = Literal["elsewhere", "split", "complete"]
"""What the sender is told: which body to go to, to write apart, to add what is missing."""
Notified = Literal["acceptance", "pause", "resumption", "decision", "discontinuance"]
"""Which paper was sent: of acceptance, a pause, going on, the decision, the end without one."""
ReturnGround = Literal[
    "not_competent",
    "accepted_elsewhere",
    "transferred_before",
    "head_denounced",
    "sent_by_mistake",
    "file_incomplete",
]
"""Why a receiver gives a petition back; where each stands in the law: `custody.yaml`."""


@fact("case.opened", v=1)
class CaseOpened(Fact, frozen=True, kw_only=True):
    """A matter is followed from now on; one body holds it. Its kind is not yet judged."""

    case_id: CaseId
    petition_id: PetitionId
    receipt_code: str
    channel: Channel
    instance: Instance
    subject_field: SubjectField
    received_on: dt.date
    holder: AgencyCode
    forwarder: ForwarderKind | None


@fact("case.classified", v=1)
class CaseClassified(Fact, frozen=True, kw_only=True):
    """What the petition is, and whether it can be processed (TT 05/2021 Đ6)."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    eligible: bool
    reason_codes: tuple[str, ...]
    rules: tuple[RuleApplied, ...]


@fact("case.jurisdiction_decided", v=1)
class JurisdictionDecided(Fact, frozen=True, kw_only=True):
    """Who is competent, and what the holder should do. Nothing is done yet."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    received_on: dt.date
    """When the holder got it: the local day its clocks count from."""
    holder: AgencyCode
    decider_role: str
    """`commune_chair`, `department_director`, `provincial_chair`, …"""
    competent_agency: AgencyCode | None
    """The body of the decider; None where it lies outside the province's executive."""
    ours: bool
    """The holder is the competent body."""
    proposed_action: Action
    form: str | None
    """Official template of the paper to issue, e.g. `TT05-03`."""
    rules: tuple[RuleApplied, ...]


@fact("case.accepted", v=1)
class CaseAccepted(Fact, frozen=True, kw_only=True):
    """The competent head took the case (thụ lý): settlement counts from this day."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    accepted_on: dt.date
    complex: bool
    remote: bool
    basis: Citation


@fact("case.refused", v=1)
class CaseRefused(Fact, frozen=True, kw_only=True):
    """The competent head will not take the case, and told the sender why."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    refused_on: dt.date
    reason_code: str
    basis: Citation


@fact("case.guided", v=2)
class CaseGuided(Fact, frozen=True, kw_only=True):
    """The sender was told what to do with it, in writing; the case is closed here."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    guided_on: dt.date
    competent_agency: AgencyCode | None
    """Which body to go to; None: it lies outside, or that is not what they were told."""
    basis: Citation
    manner: GuideManner = "elsewhere"


@upcast("case.guided.v1", "case.guided.v2")
def _to_another_body(old: RawFact) -> RawFact:
    return {**old, "manner": "elsewhere"}


@fact("case.filed", v=1)
class CaseFiled(Fact, frozen=True, kw_only=True):
    """The petition cannot be processed and is kept for a year (lưu đơn)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    filed_on: dt.date
    reason_codes: tuple[str, ...]
    basis: Citation


@fact("case.answered", v=1)
class CaseAnswered(Fact, frozen=True, kw_only=True):
    """A recommendation or report got its answer."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    answered_on: dt.date
    basis: Citation


@fact("transfer.sent", v=1)
class TransferSent(Fact, frozen=True, kw_only=True):
    """The petition went to another body, which holds it now and has yet to confirm."""

    case_id: CaseId
    petition_id: PetitionId
    from_agency: AgencyCode
    to_agency: AgencyCode
    sent_on: dt.date
    """The receiver has it from this day: its first clock counts from here."""
    kind: Kind
    instance: Instance
    form: str | None
    reason: str
    """Why this body, where the officer chose another than the proposed one; else empty."""
    basis: Citation


@fact("transfer.confirmed", v=1)
class TransferConfirmed(Fact, frozen=True, kw_only=True):
    """The receiving body has the petition and does not dispute that it is competent."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    by_agency: AgencyCode
    confirmed_on: dt.date


@fact("transfer.returned", v=2)
class TransferReturned(Fact, frozen=True, kw_only=True):
    """The receiving body gave the petition back: it holds that another is competent."""

    case_id: CaseId
    petition_id: PetitionId
    from_agency: AgencyCode
    to_agency: AgencyCode
    returned_on: dt.date
    ground: ReturnGround | None
    """None: recorded before the fact said it."""
    reason: str
    basis: Citation | None


@upcast("transfer.returned.v1", "transfer.returned.v2")
def _on_unsaid_ground(old: RawFact) -> RawFact:
    return {**old, "ground": None, "basis": None}


@fact("decision.issued", v=3)
class DecisionIssued(Fact, frozen=True, kw_only=True):
    """A case was decided (complaint) or concluded (denunciation). Execution comes after."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind | None
    """None: recorded before the fact said it."""
    instance: Instance | None
    holder: AgencyCode
    issued_on: dt.date
    outcome: Outcome
    basis: Citation
    remote: bool = False
    """In a remote area: it takes effect after 45 days instead of 30 (LKN Đ44)."""


@upcast("decision.issued.v1", "decision.issued.v2")
def _of_unsaid_kind(old: RawFact) -> RawFact:
    return {**old, "kind": None, "instance": None}


@upcast("decision.issued.v2", "decision.issued.v3")
def _of_unsaid_remoteness(old: RawFact) -> RawFact:
    return {**old, "remote": False}


@fact("case.paused", v=1)
class CasePaused(Fact, frozen=True, kw_only=True):
    """Settlement stands still by decision (tạm đình chỉ) until another decision resumes it."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    paused_on: dt.date
    """The decision is in force on signing: this day is not counted."""
    ground: Ground
    reason: str
    basis: Citation


@fact("case.resumed", v=1)
class CaseResumed(Fact, frozen=True, kw_only=True):
    """Settlement goes on: the day of this decision is counted."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    resumed_on: dt.date
    basis: Citation


@fact("case.pause_struck", v=1)
class CasePauseStruck(Fact, frozen=True, kw_only=True):
    """A pause was unlawful or entered by mistake: as if it had never been."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    paused_on: dt.date
    """Which pause."""
    struck_on: dt.date
    reason: str


@fact("case.extended", v=1)
class CaseExtended(Fact, frozen=True, kw_only=True):
    """The time to settle was made longer by a written decision (LTC Đ30.4)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    """First, second …; struck ones keep their number."""
    granted_on: dt.date
    days: int
    complexity: Literal["complex", "especially_complex"]
    reason: str
    basis: Citation


@fact("case.extension_struck", v=1)
class CaseExtensionStruck(Fact, frozen=True, kw_only=True):
    """An extension was withdrawn or entered by mistake."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    struck_on: dt.date
    reason: str


@fact("case.complexity_found", v=1)
class CaseComplexityFound(Fact, frozen=True, kw_only=True):
    """Whether an accepted complaint is complex was held to be otherwise than at acceptance."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    complex: bool
    remote: bool
    criteria: tuple[str, ...]
    """Which of the seven criteria hold (ND124 Đ3a); empty before 01/7/2026."""
    found_on: dt.date
    basis: Citation


@fact("case.notified", v=1)
class CaseNotified(Fact, frozen=True, kw_only=True):
    """A paper the law wants sent was sent to whom it must reach."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    what: Notified
    sent_on: dt.date
    received_on: dt.date | None
    """When the sender of the petition got it; None: not known. Their own time runs from it."""


@fact("decision.published", v=1)
class DecisionPublished(Fact, frozen=True, kw_only=True):
    """The decision or conclusion was made public, in one of the forms of the law."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    published_on: dt.date
    form: Literal["meeting", "posted", "media"]


@fact("case.assigned", v=1)
class CaseAssigned(Fact, frozen=True, kw_only=True):
    """One officer is answerable for the case from now on; None: nobody is, the unit is."""

    case_id: CaseId
    petition_id: PetitionId
    officer: OfficerId | None
    holder: AgencyCode
    why: Literal["assigned", "taken", "left"]
    """By the head, by the officer, or because the one before left."""
