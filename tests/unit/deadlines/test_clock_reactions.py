"""What deadlines does when it hears a fact."""

import datetime as dt
from typing import Any

import pytest

from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ExtendClocks,
    PauseClocks,
    ResumeClocks,
    StartClock,
    StopAllClocks,
    StopClock,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.reactions import (
    REACTIONS,
    when_petition_lodged_then_start_processing,
)
from shared.contracts.deadlines import ClockExpired
from shared.contracts.intake import Observed, PetitionLodged
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseComplexityFound,
    CaseExtended,
    CaseExtensionStruck,
    CaseFiled,
    CaseGuided,
    CaseNotified,
    CasePaused,
    CasePauseStruck,
    CaseRefused,
    CaseResumed,
    DecisionIssued,
    DecisionPublished,
    JurisdictionDecided,
    TransferReturned,
    TransferSent,
)
from shared.envelope import Heard
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation
from shared.personal import Sealed

P, CASE = PetitionId("p-1"), CaseId("c-1")
COMMUNE, DEPARTMENT = AgencyCode("25459"), AgencyCode("TN-SXD")
ON, AT = dt.date(2026, 7, 6), dt.datetime(2026, 7, 7, 3, tzinfo=dt.UTC)
BASIS = Citation("LKN", "Đ27")
IDS: dict[str, Any] = {"case_id": CASE, "petition_id": P}


def heard(fact: Any) -> Heard:
    return Heard(
        id="1",
        service="routing",
        stream="c-1",
        version=1,
        position=1,
        happened_at=AT,
        recorded_at=AT,
        actor="",
        correlation_id=P,
        causation_id="",
        demo=False,
        fact=fact,
    )


def decided(
    kind: str, action: str, *, ours: bool, instance: str = "first"
) -> JurisdictionDecided:
    return JurisdictionDecided(
        **IDS,
        kind=kind,
        instance=instance,
        received_on=ON,
        holder=COMMUNE,
        decider_role="commune_chair",
        competent_agency=COMMUNE,
        ours=ours,
        proposed_action=action,
        form=None,
        rules=(),
    )


def accepted(
    kind: str, instance: str = "first", *, complex: bool = False, remote: bool = False
) -> CaseAccepted:
    return CaseAccepted(
        **IDS,
        kind=kind,
        instance=instance,
        holder=COMMUNE,
        accepted_on=ON,
        complex=complex,
        remote=remote,
        basis=BASIS,
    )


def start(
    rule_id: str, *variant: str, against: AgencyCode = COMMUNE, again: bool = False
) -> StartClock:
    return StartClock(
        petition_id=P,
        rule_id=rule_id,
        trigger_on=ON,
        variant=frozenset(variant),
        against=against,
        again=again,
        at=AT,
    )


def stop(rule_id: str) -> StopClock:
    return StopClock(petition_id=P, rule_id=rule_id, on=ON, reason="met", at=AT)


def stop_all(reason: str) -> StopAllClocks:
    return StopAllClocks(petition_id=P, on=ON, reason=reason, at=AT)


lodged = PetitionLodged(
    petition_id=P,
    receipt_code="R",
    channel="post",
    kind_claimed="complaint",
    instance="first",
    received_on=ON,
    receiving_agency=COMMUNE,
    subject_field="land",
    respondent_agency=None,
    respondent_post=None,
    observed=Observed(
        identified=True, has_summary=True, has_request=True, has_respondent=True
    ),
    addressees=(),
    forwarder=None,
    sealed=Sealed(key="k", box=b""),
    request_digest="",
)
ACCEPTANCE = [
    stop("KN.L1.ACCEPT"),
    stop("KN.L2.ACCEPT"),
    stop("TC.INITIAL"),
    stop("XLD.PROCESS"),
]


def sent(kind: Any, instance: Any = "first") -> TransferSent:
    return TransferSent(
        **IDS,
        from_agency=COMMUNE,
        to_agency=DEPARTMENT,
        sent_on=ON,
        kind=kind,
        instance=instance,
        form=None,
        reason="",
        basis=BASIS,
    )


SETTLE = frozenset({"KN.L1.SETTLE", "KN.L2.SETTLE", "TC.SETTLE"})
SETTLED = [stop("KN.L1.SETTLE"), stop("KN.L2.SETTLE"), stop("TC.SETTLE")]
OF: dict[str, Any] = {"petition_id": P, "rule_ids": SETTLE, "at": AT}


def issued(kind: Any, instance: Any = "first", outcome: Any = "right") -> DecisionIssued:
    return DecisionIssued(
        **IDS,
        kind=kind,
        instance=instance,
        holder=COMMUNE,
        issued_on=ON,
        outcome=outcome,
        basis=BASIS,
    )


def paused(kind: Any) -> CasePaused:
    return CasePaused(
        **IDS,
        kind=kind,
        instance="first",
        holder=COMMUNE,
        paused_on=ON,
        ground="other_body",
        reason="",
        basis=BASIS,
    )


def resumed(kind: Any) -> CaseResumed:
    return CaseResumed(
        **IDS, kind=kind, instance="first", holder=COMMUNE, resumed_on=ON, basis=BASIS
    )


def notified(
    kind: Any, what: Any, instance: Any = "first", received_on: dt.date | None = None
) -> CaseNotified:
    return CaseNotified(
        **IDS,
        kind=kind,
        instance=instance,
        holder=COMMUNE,
        what=what,
        sent_on=ON,
        received_on=received_on,
    )


def expired(rule_id: str) -> ClockExpired:
    return ClockExpired(
        clock_id=f"{P}/{rule_id}/1",
        petition_id=P,
        due_on=ON,
        mode="deadline",
        party="agency",
        against=COMMUNE,
    )


pausing = PauseClocks(**OF, on=ON, ground="other_body", basis=BASIS)
DECISION = [stop("KN.L1.SEND"), stop("KN.L2.SEND"), stop("TC.CONCL.SEND")]
SENDER = [stop("TC.TRANSFER"), stop("XLD.PROCESS"), stop_all("moot")]
returned = TransferReturned(
    **IDS,
    from_agency=DEPARTMENT,
    to_agency=COMMUNE,
    returned_on=ON,
    reason="x",
    ground=None,
    basis=None,
)

# fmt: off
ROWS: list[tuple[str, Any, list[object]]] = [
    ("lodged: process it", lodged, [start("XLD.PROCESS")]),
    ("first complaint, ours", decided("complaint", "ACCEPT", ours=True), [start("KN.L1.ACCEPT")]),
    ("second complaint, ours", decided("complaint", "ACCEPT", ours=True, instance="second"), [start("KN.L2.ACCEPT")]),
    ("complaint, ours but ineligible", decided("complaint", "FILE", ours=True), []),
    ("complaint, not ours", decided("complaint", "GUIDE", ours=False), []),
    ("denunciation, ours", decided("denunciation", "ACCEPT", ours=True), [start("TC.INITIAL")]),
    ("denunciation, to be transferred", decided("denunciation", "TRANSFER", ours=False), [start("TC.TRANSFER")]),
    ("denunciation, to be guided", decided("denunciation", "GUIDE", ours=False), []),
    ("recommendation, ours", decided("recommendation", "ANSWER", ours=True), [start("TCD.NOTIFY")]),
    ("report, ours", decided("feedback_report", "ANSWER", ours=True), [start("TCD.NOTIFY")]),
    ("recommendation, not ours", decided("recommendation", "TRANSFER", ours=False), []),
    ("information, ours: no day count", decided("denunciation_information", "INFO_CHECK", ours=True), []),
    ("first complaint accepted", accepted("complaint"), [*ACCEPTANCE, start("KN.L1.SETTLE")]),
    ("complex and remote", accepted("complaint", complex=True, remote=True), [*ACCEPTANCE, start("KN.L1.SETTLE", "complex", "remote")]),
    ("second complaint accepted", accepted("complaint", "second", complex=True), [*ACCEPTANCE, start("KN.L2.SETTLE", "complex")]),
    ("denunciation accepted: no remote variant", accepted("denunciation", complex=True, remote=True), [*ACCEPTANCE, start("TC.SETTLE", "complex"), start("TC.NOTIFY")]),
    ("refused", CaseRefused(**IDS, holder=COMMUNE, refused_on=ON, reason_code="LKN11_6", basis=BASIS), [stop_all("met")]),
    ("guided", CaseGuided(**IDS, holder=COMMUNE, guided_on=ON, competent_agency=None, basis=BASIS), [stop_all("met")]),
    ("filed", CaseFiled(**IDS, holder=COMMUNE, filed_on=ON, reason_codes=(), basis=BASIS), [stop_all("met")]),
    ("answered", CaseAnswered(**IDS, holder=COMMUNE, answered_on=ON, basis=BASIS), [stop_all("met")]),
    ("complaint sent: the receiver has it", sent("complaint"), [*SENDER, start("KN.L1.ACCEPT", against=DEPARTMENT)]),
    ("second complaint sent", sent("complaint", "second"), [*SENDER, start("KN.L2.ACCEPT", against=DEPARTMENT)]),
    ("denunciation sent", sent("denunciation"), [*SENDER, start("TC.INITIAL", against=DEPARTMENT)]),
    ("report sent", sent("feedback_report"), [*SENDER, start("TCD.NOTIFY", against=DEPARTMENT)]),
    ("information sent: no day count", sent("denunciation_information"), SENDER),
    ("given back: the sender must process it", returned, [stop_all("moot"), start("XLD.PROCESS", again=True)]),
    ("first decision: send it", issued("complaint"), [*SETTLED, start("KN.EFFECT.1"), start("KN.L1.SEND")]),
    ("second decision: send and publish", issued("complaint", "second"), [*SETTLED, start("KN.EFFECT.2"), start("KN.L2.SEND"), start("KN.PUBLISH")]),
    ("conclusion: send and publish", issued("denunciation"), [*SETTLED, start("TC.CONCL.SEND"), start("TC.PUBLISH"), start("TC.CONCL.ACT")]),
    ("withdrawn: nothing more", issued("complaint", outcome="withdrawn"), SETTLED),
    ("decided before the kind was said", issued(None, None), SETTLED),
    ("complaint paused", paused("complaint"), [pausing, start("KN.PAUSE.SEND")]),
    ("denunciation paused", paused("denunciation"), [pausing, start("TC.SUSPEND.SEND")]),
    ("complaint resumed", resumed("complaint"), [ResumeClocks(**OF, on=ON), start("KN.RESUME.SEND")]),
    ("denunciation resumed: no time to send", resumed("denunciation"), [ResumeClocks(**OF, on=ON)]),
    ("pause struck", CasePauseStruck(**IDS, holder=COMMUNE, paused_on=ON, struck_on=ON, reason="x"), [StrikePause(**OF, paused_on=ON)]),
    ("extended", CaseExtended(**IDS, holder=COMMUNE, number=1, granted_on=ON, days=20, complexity="complex", reason="x", basis=BASIS),
     [ExtendClocks(**OF, number=1, granted_on=ON, days=20, variant=frozenset({"complex"}))]),
    ("extension struck", CaseExtensionStruck(**IDS, holder=COMMUNE, number=1, struck_on=ON, reason="x"), [StrikeExtension(**OF, number=1)]),
    ("found to be complex", CaseComplexityFound(**IDS, holder=COMMUNE, complex=True, remote=True, criteria=(), found_on=ON, basis=BASIS),
     [ChangeVariant(**OF, variant=frozenset({"complex", "remote"}))]),
    ("acceptance told", notified("denunciation", "acceptance"), [stop("TC.NOTIFY")]),
    ("pause told", notified("complaint", "pause"), [stop("KN.PAUSE.SEND"), stop("TC.SUSPEND.SEND")]),
    ("resumption told", notified("complaint", "resumption"), [stop("KN.RESUME.SEND")]),
    ("decision sent, not known when received", notified("complaint", "decision"), DECISION),
    ("decision received: time for a second complaint", notified("complaint", "decision", received_on=ON), [*DECISION, start("KN.L2.FILE")]),
    ("second decision received: no third complaint", notified("complaint", "decision", "second", ON), DECISION),
    ("conclusion received", notified("denunciation", "decision", received_on=ON), DECISION),
    ("published", DecisionPublished(**IDS, holder=COMMUNE, published_on=ON, form="posted"), [stop("KN.PUBLISH"), stop("TC.PUBLISH")]),
    ("first level overdue: time for a second complaint", expired("KN.L1.SETTLE"), [start("KN.L2.FILE")]),
    ("second level overdue: the court", expired("KN.L2.SETTLE"), []),
]
# fmt: on


@pytest.mark.parametrize(
    ("fact", "commands"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_deadlines_reacts(fact: Any, commands: list[object]) -> None:
    assert list(REACTIONS[type(fact)](heard(fact))) == commands


def test_a_fact_in_the_wrong_reaction_is_a_fault() -> None:
    with pytest.raises(TypeError):
        when_petition_lodged_then_start_processing(heard(returned))
