"""What routing says of the work inside settlement, of its execution, and of what is urged."""

import datetime as dt
from typing import Literal

from shared.contracts.intake import Instance
from shared.contracts.routing import Kind
from shared.ids import AgencyCode, CaseId, OfficerId, PetitionId
from shared.legal.citation import Citation
from shared.registry import Fact, RawFact, fact, upcast

Agreement = Literal["agreed", "partly", "not_agreed"]
Absent = Literal["petitioner", "respondent"]
Place = Literal["ahead", "behind", "none"]
"""Before all others of the list, after all others, or where the rule puts it."""
Measure = Literal["money", "land", "restoration", "discipline", "prosecution", "other"]
"""What is to be carried out: VND, square decimetres, acts, persons, cases, acts."""
Beneficiary = Literal["state", "organisation", "person", "none"]
"""To whom money or land goes: what the official form of execution asks (05/KQTH)."""


@fact("verification.planned", v=1)
class VerificationPlanned(Fact, frozen=True, kw_only=True):
    """Who verifies what, and until when (LKN Đ29, LTC Đ31)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    lead: OfficerId
    team: tuple[OfficerId, ...]
    contents: str
    planned_on: dt.date
    until_on: dt.date
    basis: Citation


@fact("verification.recorded", v=1)
class VerificationRecorded(Fact, frozen=True, kw_only=True):
    """What a verification found, in a signed report."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    recorded_on: dt.date
    findings: str
    evidence: str
    """The paper, by its attachment id; empty: it is not in the program."""


@fact("information.asked", v=1)
class InformationAsked(Fact, frozen=True, kw_only=True):
    """Another body was asked for information or papers."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    of_agency: AgencyCode
    what: str
    asked_on: dt.date
    due_on: dt.date
    basis: Citation


@fact("information.answered", v=1)
class InformationAnswered(Fact, frozen=True, kw_only=True):
    """The body answered; whoever gave it vouches that it is true."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    answered_on: dt.date
    certified: bool
    evidence: str


@fact("dialogue.planned", v=1)
class DialoguePlanned(Fact, frozen=True, kw_only=True):
    """A dialogue is prepared, with the five items that its plan must have."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    purpose: str
    content: str
    participants: str
    """By their functions; nobody is named."""
    place: str
    """Where, and at which hour."""
    preparation: str
    held_on: dt.date
    notified_on: dt.date
    basis: Citation


@fact("dialogue.held", v=1)
class DialogueHeld(Fact, frozen=True, kw_only=True):
    """A dialogue took place, and its record was signed."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    held_on: dt.date
    agreement: Agreement
    record: str
    evidence: str


@fact("dialogue.missed", v=1)
class DialogueMissed(Fact, frozen=True, kw_only=True):
    """Somebody invited did not come. Without a good reason settlement goes on (LKN Đ30.6)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    missed_on: dt.date
    absent: Absent
    excused: bool
    basis: Citation | None
    """Where the law lets settlement go on; None before 01/7/2026, or where it was excused."""


@fact("execution.ordered", v=2)
class ExecutionOrdered(Fact, frozen=True, kw_only=True):
    """Who carries out what of a decision, in writing. Its items follow, one fact each."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    number: int
    """First, second … order of the case: one falls with the decision that is revoked."""
    items: int
    ordered_on: dt.date
    reason: str
    """Why there is nothing to carry out, where there is nothing; else empty."""
    effective_on: dt.date | None
    """Since when the decision binds: the time to direct counts from it. None: not said then."""
    basis: Citation


@upcast("execution.ordered.v1", "execution.ordered.v2")
def _of_unsaid_effect(old: RawFact) -> RawFact:
    return {**old, "effective_on": None}


@fact("execution.item_ordered", v=1)
class ExecutionItemOrdered(Fact, frozen=True, kw_only=True):
    """One thing that must be done, by whom, and until when."""

    case_id: CaseId
    petition_id: PetitionId
    number: int
    item: int
    measure: Measure
    amount: int
    """VND of money, square decimetres of land, persons or cases; 1 of what is just done."""
    beneficiary: Beneficiary
    owner: AgencyCode
    due_on: dt.date
    what: str


@fact("execution.item_fulfilled", v=1)
class ExecutionItemFulfilled(Fact, frozen=True, kw_only=True):
    """Something of an item was done, as a paper shows."""

    case_id: CaseId
    petition_id: PetitionId
    number: int
    item: int
    entry: int
    amount: int
    officials: int
    """Of persons: how many are cadres, civil servants or public employees."""
    done_on: dt.date
    evidence: str
    """The paper, by its attachment id."""


@fact("execution.fulfilment_struck", v=1)
class FulfilmentStruck(Fact, frozen=True, kw_only=True):
    """What was said to be done was not, or was entered by mistake."""

    case_id: CaseId
    petition_id: PetitionId
    number: int
    item: int
    entry: int
    amount: int
    """Of that entry: what is no longer done."""
    officials: int
    struck_on: dt.date
    reason: str


@fact("execution.completed", v=1)
class ExecutionCompleted(Fact, frozen=True, kw_only=True):
    """Every item of an order is done."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    completed_on: dt.date


@fact("execution.cancelled", v=1)
class ExecutionCancelled(Fact, frozen=True, kw_only=True):
    """An order fell: the decision that it carries out no longer stands."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    number: int
    cancelled_on: dt.date
    reason: str


@fact("case.urged", v=1)
class CaseUrged(Fact, frozen=True, kw_only=True):
    """The body above wants a report on an overdue case."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    holder: AgencyCode
    by_agency: AgencyCode
    number: int
    urged_on: dt.date
    reason: str
    basis: Citation


@fact("case.reported", v=1)
class CaseReported(Fact, frozen=True, kw_only=True):
    """The holder told the body above how far it is, why, and when it will be done."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    holder: AgencyCode
    number: int
    """Of the urging that it answers."""
    reported_on: dt.date
    progress: str
    reason: str


@fact("case.placed", v=1)
class CasePlaced(Fact, frozen=True, kw_only=True):
    """A head put a case elsewhere in the order of work than the rule does, and says why."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    place: Place
    placed_on: dt.date
    reason: str


@fact("backlog.planned", v=1)
class BacklogPlanned(Fact, frozen=True, kw_only=True):
    """How an old case will be settled, with every field the province's plan asks for."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    planned_on: dt.date
    cause: str
    """What it is about, and how it came so far."""
    difficulties: str
    direction: str
    due_on: dt.date
    leader: OfficerId
    """The leader in charge."""
