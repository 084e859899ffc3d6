"""What routing says of settlement besides its time: signers, endings, what follows a decision."""

import datetime as dt
from typing import Literal

from shared.contracts.intake import Instance
from shared.contracts.routing import Kind, Notified
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation
from shared.registry import Fact, fact

WithdrawalForm = Literal["letter", "minutes"]
"""A signed letter, or minutes with whoever settles or verifies (LKN Đ10, LTC Đ33.1)."""
Persistence = Literal["violation", "coerced", "slander"]
"""Why settlement goes on though it was withdrawn: LTC Đ33.3, LKN Đ10."""
EndGround = Literal["withdrawn", "dead", "no_object", "court", "settled_before"]
"""Why settlement is discontinued (đình chỉ): LKN Đ11a.2, LTC Đ34.3."""
Cause = Literal["clerical", "facts", "law", "procedure", "authority", "new_evidence"]
"""Why a decision was amended or revoked: counted, to make fewer."""
Finding = Literal["kept", "unlawful"]
CheckFinding = Literal["signs", "no_signs"]
"""Whether a check of information found signs of a violation (LTC Đ25.2)."""
CheckFollowUp = Literal["inspection", "handled", "passed_on", "none"]
"""What is done then: an inspection, handled by the head, sent to who may, nothing."""
CrimeBody = Literal["investigation", "procuracy"]
"""Where signs of a crime are sent (LTC Đ27.1)."""
Reopening = Literal["coerced", "revoked"]


@fact("signers.registered", v=1)
class SignersRegistered(Fact, frozen=True, kw_only=True):
    """Several people signed. They are numbers here, in the order of the letter; never names."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    count: int
    representatives: tuple[int, ...]
    """Who speaks for them, signers themselves (LTCD Đ29)."""
    registered_on: dt.date
    basis: Citation


@fact("signer.withdrew", v=1)
class SignerWithdrew(Fact, frozen=True, kw_only=True):
    """One signer took the petition back, as a whole or a part of it; for the others it goes on."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    signer: int
    part: str
    """Which part, in the officer's words and without names; empty: all of it."""
    form: WithdrawalForm
    withdrawn_on: dt.date
    basis: Citation


@fact("signer.notified", v=1)
class SignerNotified(Fact, frozen=True, kw_only=True):
    """A paper was sent to one of several signers."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    signer: int
    what: Notified
    sent_on: dt.date
    received_on: dt.date | None


@fact("case.continued", v=1)
class CaseContinued(Fact, frozen=True, kw_only=True):
    """It was withdrawn, and the law wants it settled all the same (LTC Đ33.3)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    ground: Persistence
    continued_on: dt.date
    reason: str
    basis: Citation


@fact("case.discontinued", v=1)
class CaseDiscontinued(Fact, frozen=True, kw_only=True):
    """Settlement ended without being decided (đình chỉ); the decision to end it is sent."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    ground: EndGround
    discontinued_on: dt.date
    reason: str
    form: str | None
    """Official template of the decision to end it, e.g. `KN-14a`."""
    basis: Citation


@fact("case.reopened", v=1)
class CaseReopened(Fact, frozen=True, kw_only=True):
    """Settlement begins anew: whoever withdrew was coerced, or the decision was revoked."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    complex: bool
    remote: bool
    cause: Reopening
    reopened_on: dt.date
    reason: str
    basis: Citation


@fact("case.checked", v=1)
class CaseChecked(Fact, frozen=True, kw_only=True):
    """Information whose sender nobody knows was checked, and what is done about it now."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    checked_on: dt.date
    finding: CheckFinding
    follow_up: CheckFollowUp
    reason: str
    """What was looked at and found, in the officer's words; names nobody."""
    basis: Citation


@fact("crime.referred", v=1)
class CrimeReferred(Fact, frozen=True, kw_only=True):
    """Signs of a crime were sent, with the file, to the body that investigates."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    to: CrimeBody
    referred_on: dt.date
    file: str
    """What went with it: number of the letter, of pages; names nobody."""
    reason: str
    ends: bool
    """Nothing is left to do here: a denunciation that nobody has accepted."""
    basis: Citation


@fact("decision.amended", v=1)
class DecisionAmended(Fact, frozen=True, kw_only=True):
    """A decision stands, with something in it put right."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    amended_on: dt.date
    cause: Cause
    reason: str


@fact("decision.revoked", v=1)
class DecisionRevoked(Fact, frozen=True, kw_only=True):
    """A decision no longer stands: by who made it, or by the body above."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    holder: AgencyCode
    by_agency: AgencyCode
    revoked_on: dt.date
    cause: Cause
    reason: str


@fact("decision.appealed", v=1)
class DecisionAppealed(Fact, frozen=True, kw_only=True):
    """A second complaint came in time: the first decision does not take effect (LKN Đ44.1)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    appealed_on: dt.date
    basis: Citation


@fact("decision.reexamined", v=1)
class DecisionReexamined(Fact, frozen=True, kw_only=True):
    """A body above looked at a decision in force again (LKN; ND124 Đ38)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    by_agency: AgencyCode
    reexamined_on: dt.date
    finding: Finding
    reason: str
    basis: Citation


@fact("lawsuit.noted", v=1)
class LawsuitNoted(Fact, frozen=True, kw_only=True):
    """A court took the same matter: it is not accepted, or not settled further (LKN Đ11.9)."""

    case_id: CaseId
    petition_id: PetitionId
    holder: AgencyCode
    court_accepted_on: dt.date
    noted_on: dt.date
    basis: Citation
