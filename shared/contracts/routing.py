"""What routing says: what a petition is, whose it is, where it went and how it ended."""

import datetime as dt
from typing import Literal

from shared.contracts.intake import Channel, ForwarderKind, Instance, SubjectField
from shared.ids import AgencyCode, CaseId, OfficerId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.registry import Fact, fact

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
    "district",
]
Level = Literal["province", "department", "department_unit", "commune", "district"]
Outcome = Literal["right", "partly_right", "wrong", "withdrawn"]
Role = Literal[
    "reception",
    "processing",
    "head",
    "inspectorate",
    "auditor",
    "administrator",
    "custodian",
]
OfficerPost = Literal["head", "deputy", "official"]
Relation = Literal["spouse", "parent", "child", "sibling", "other"]


@fact("agency.established", v=1)
class AgencyEstablished(Fact, frozen=True, kw_only=True):
    """A body exists and can hold cases from `valid_from` on."""

    code: AgencyCode
    name: str
    kind: AgencyKind
    level: Level
    parent: AgencyCode | None
    valid_from: dt.date


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


@fact("case.guided", v=1)
class CaseGuided(Fact, frozen=True, kw_only=True):
    """The sender was told which body to go to, once; the case is closed here."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    guided_on: dt.date
    competent_agency: AgencyCode | None
    basis: Citation


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


@fact("transfer.returned", v=1)
class TransferReturned(Fact, frozen=True, kw_only=True):
    """The receiving body gave the petition back: it holds that another is competent."""

    case_id: CaseId
    petition_id: PetitionId
    from_agency: AgencyCode
    to_agency: AgencyCode
    returned_on: dt.date
    reason: str


@fact("decision.issued", v=1)
class DecisionIssued(Fact, frozen=True, kw_only=True):
    """A case was decided (complaint) or concluded (denunciation). Execution comes after."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    issued_on: dt.date
    outcome: Outcome
    basis: Citation


@fact("case.assigned", v=1)
class CaseAssigned(Fact, frozen=True, kw_only=True):
    """One officer is answerable for the case from now on; None: nobody is, the unit is."""

    case_id: CaseId
    petition_id: PetitionId
    officer: OfficerId | None
    holder: AgencyCode
    why: Literal["assigned", "taken", "left"]
    """By the head, by the officer, or because the one before left."""


@fact("officer.appointed", v=1)
class OfficerAppointed(Fact, frozen=True, kw_only=True):
    """Somebody works for a body from now on. What they may do is another matter."""

    officer: OfficerId
    agency: AgencyCode
    post: OfficerPost
    marks: tuple[str, ...]
    """Keyed marks of name and identity number, from intake: equal only for the same person."""
    appointed_on: dt.date


@fact("officer.left", v=1)
class OfficerLeft(Fact, frozen=True, kw_only=True):
    """Somebody works here no longer; from this day no role of theirs holds."""

    officer: OfficerId
    left_on: dt.date
    successor: OfficerId | None
    """Who took over their open cases."""


@fact("relative.declared", v=1)
class RelativeDeclared(Fact, frozen=True, kw_only=True):
    """An officer named a relative: in matters about that person they take no part."""

    officer: OfficerId
    relation: Relation
    marks: tuple[str, ...]


@fact("role.granted", v=1)
class RoleGranted(Fact, frozen=True, kw_only=True):
    """An officer may do what the role says, in the body and, where said, below it."""

    officer: OfficerId
    role: Role
    agency: AgencyCode
    subordinates: bool
    from_on: dt.date
    until_on: dt.date | None
    """First day on which it no longer holds; None: until it is withdrawn."""


@fact("role.withdrawn", v=1)
class RoleWithdrawn(Fact, frozen=True, kw_only=True):
    """From this day on the role no longer holds."""

    officer: OfficerId
    role: Role
    agency: AgencyCode
    withdrawn_on: dt.date
