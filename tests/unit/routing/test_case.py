"""Decisions on a case: what each body may do, and what the system will not do."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from services.routing.domain.case import errors
from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseCommand,
    FileCase,
    GuideCase,
    IssueDecision,
    OpenCase,
    RefuseCase,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.intake import Observed
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseClassified,
    CaseFiled,
    CaseGuided,
    CaseOpened,
    CaseRefused,
    DecisionIssued,
    JurisdictionDecided,
    TransferSent,
)
from shared.errors import RuleMissing
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.testing.spec import Case, check

C, P = CaseId("c-1"), PetitionId("p-1")
WARD, COMMUNE, BUILDING = AgencyCode("25459"), AgencyCode("25462"), AgencyCode("TN-SXD")
COMMITTEE, BOARD, NOWHERE = AgencyCode("TN-UBND"), AgencyCode("TN-BTCD"), AgencyCode("XX")
AT = dt.datetime(2026, 7, 5, 18, tzinfo=dt.UTC)
RECEIVED, ON, EARLIER = dt.date(2026, 7, 1), dt.date(2026, 7, 6), dt.date(2026, 7, 3)
IDS: dict[str, Any] = {"case_id": C, "petition_id": P}
COMPLETE = Observed(
    identified=True, has_summary=True, has_request=True, has_respondent=True
)
ANONYMOUS = Observed(
    identified=False, has_summary=True, has_request=True, has_respondent=True
)

COMMON: dict[str, Any] = {"receipt_code": "R", "channel": "post", "instance": "first"}
COMMON |= {"subject_field": "land", "received_on": RECEIVED, "forwarder": None}


def applied(
    rule: str, act: str, provision: str, confidence: str = "primary", version: int = 1
) -> RuleApplied:
    return RuleApplied(
        rule=rule, version=version, basis=Citation(act, provision), confidence=confidence
    )


CLAIMED = applied("XLD.KIND_AS_CLAIMED", "TT05", "Đ6.1", "inference")
ELIGIBLE = applied("XLD.ELIGIBLE", "TT05", "Đ6.2.a")
FIRST_COMMUNE = applied(
    "KN.FIRST.COMMUNE", "LKN", "Đ17 (sửa bởi Luật 136/2025/QH15 Đ2.7)", version=2
)
K1 = applied("XLD.K1.FIRST", "LKN", "Đ27")


def lodge(
    kind: str = "complaint",
    receiver: AgencyCode = WARD,
    respondent: AgencyCode | None = WARD,
    post: str | None = None,
    **more: Any,
) -> OpenCase:
    facts = {**COMMON, "observed": COMPLETE, "addressees": (), "at": AT}
    return OpenCase(
        **IDS,
        **{**facts, **more},
        kind_claimed=kind,
        receiving_agency=receiver,
        respondent_agency=respondent,
        respondent_post=post,
    )  # type: ignore[arg-type]


def given(
    kind: str,
    holder: AgencyCode,
    competent: AgencyCode | None,
    action: str,
    form: str | None = None,
    *reasons: str,
    ours: bool = True,
    **more: Any,
) -> list[CaseEvent]:
    opening = {**COMMON, **more}
    return [
        CaseOpened(**IDS, **opening, holder=holder),
        CaseClassified(
            **IDS, kind=kind, eligible=not reasons, reason_codes=reasons, rules=()
        ),
        JurisdictionDecided(
            **IDS,
            kind=kind,
            instance=opening["instance"],
            received_on=opening["received_on"],
            holder=holder,
            decider_role="x",
            competent_agency=competent,
            ours=ours,
            proposed_action=action,
            form=form,
            rules=(),
        ),
    ]


def asks(kind: type[Any], by: AgencyCode, **more: Any) -> Any:
    return kind(case_id=C, by=by, at=AT, **more)


complaint = given("complaint", WARD, WARD, "ACCEPT", "TT05-01")
misdirected = given("complaint", BUILDING, WARD, "GUIDE", "TT05-02", ours=False)
denunciation = given("denunciation", WARD, WARD, "ACCEPT", "TT05-01")
report = given("feedback_report", WARD, WARD, "ANSWER")
ineligible = given("complaint", WARD, WARD, "FILE", None, "MISSING_IDENTITY")
copied = given(
    "denunciation", WARD, BUILDING, "FILE", None, "COPIED_TO_COMPETENT", ours=False
)
at_board = given("complaint", BOARD, COMMITTEE, "ACCEPT")

accepted = CaseAccepted(
    **IDS, kind="complaint", instance="first", holder=WARD, accepted_on=ON, complex=False,
    remote=False, basis=Citation("LKN", "Đ27"),
)  # fmt: skip
refused = CaseRefused(
    **IDS, holder=WARD, refused_on=ON, reason_code="LKN11_6", basis=Citation("LKN", "Đ11.6")
)
guided = CaseGuided(
    **IDS,
    holder=BUILDING,
    guided_on=ON,
    competent_agency=WARD,
    basis=Citation("TT05", "Đ8.1"),
)
filed = CaseFiled(
    **IDS,
    holder=WARD,
    filed_on=ON,
    reason_codes=("MISSING_IDENTITY",),
    basis=Citation("TT05", "Đ28.1"),
)
filed_copy = CaseFiled(
    **IDS,
    holder=WARD,
    filed_on=ON,
    reason_codes=("COPIED_TO_COMPETENT",),
    basis=Citation("LTC", "Đ24.3"),
)
answered = CaseAnswered(**IDS, holder=WARD, answered_on=ON, basis=Citation("TT05", "Đ20.1"))
decision = DecisionIssued(
    **IDS, kind="complaint", instance="first", holder=WARD, issued_on=ON, outcome="right",
    basis=Citation("LKN", "Đ31"),
)  # fmt: skip


opened = [
    CaseOpened(
        **IDS,
        receipt_code="R",
        channel="post",
        instance="first",
        subject_field="land",
        received_on=RECEIVED,
        holder=WARD,
        forwarder=None,
    ),
    CaseClassified(
        **IDS, kind="complaint", eligible=True, reason_codes=(), rules=(CLAIMED, ELIGIBLE)
    ),
    JurisdictionDecided(
        **IDS,
        kind="complaint",
        instance="first",
        received_on=RECEIVED,
        holder=WARD,
        decider_role="commune_chair",
        competent_agency=WARD,
        ours=True,
        proposed_action="ACCEPT",
        form="TT05-01",
        rules=(FIRST_COMMUNE, K1),
    ),
]

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("a petition gets a case, a kind and a competent body", [], lodge(), opened),
    Case("the same petition opens one case", opened, lodge(), []),
    Case("what nobody opened cannot be acted on", [], asks(AcceptCase, WARD), errors.CaseUnknown),
    Case("a half-told case is not open yet", opened[:2], asks(IssueDecision, WARD, outcome="right"), errors.CaseUnknown),

    Case("nobody acts tomorrow", complaint, asks(AcceptCase, WARD, on=dt.date(2026, 7, 7)), errors.DayImpossible),
    Case("nor before it came", complaint, asks(AcceptCase, WARD, on=dt.date(2026, 1, 1)), errors.DayImpossible),
    Case("the competent body accepts a complaint", complaint, asks(AcceptCase, WARD), [accepted]),
    Case("another legal date can be given", complaint, asks(AcceptCase, WARD, on=ON), [accepted]),
    Case("accepting otherwise is not a repeat", [*complaint, accepted], asks(AcceptCase, WARD, complex=True), errors.CaseIsAccepted),
    Case("only the holder accepts", complaint, asks(AcceptCase, BUILDING), errors.NotTheHolder),
    Case("an ineligible petition is not accepted", ineligible, asks(AcceptCase, WARD), errors.PetitionIsIneligible),
    Case("a body that is not competent does not accept", misdirected, asks(AcceptCase, BUILDING), errors.NotCompetent),
    Case("a report is answered, not accepted", report, asks(AcceptCase, WARD), errors.NotProvidedFor),
    Case("the reception board holds for the chair, whose office acts", at_board, asks(AcceptCase, AgencyCode("TN-VP")), [CaseAccepted(**IDS, kind="complaint", instance="first", holder=BOARD, accepted_on=ON, complex=False, remote=False, basis=Citation("LKN", "Đ27"))]),

    Case("an accepted complaint is decided", [*complaint, accepted], asks(IssueDecision, WARD, outcome="right"), [decision]),
    Case("another body decides nothing", [*complaint, accepted], asks(IssueDecision, BUILDING, outcome="right"), errors.NotTheHolder),
    Case("what was not accepted is not decided", complaint, asks(IssueDecision, WARD, outcome="right"), errors.CaseNotAccepted),
    Case("one outcome only", [*complaint, accepted, decision], asks(IssueDecision, WARD, outcome="wrong"), errors.CaseIsClosed),
    Case("a kind nobody can decide on is a gap", [*report, accepted], asks(IssueDecision, WARD, outcome="right"), RuleMissing),

    Case("the competent body refuses on a ground of Article 11", complaint, asks(RefuseCase, WARD, reason_code="LKN11_6"), [refused]),
    Case("a ground of complaints is none of denunciations", denunciation, asks(RefuseCase, WARD, reason_code="LKN11_6"), errors.GroundUnknown),
    Case("an invented ground is none", complaint, asks(RefuseCase, WARD, reason_code="TOO_BUSY"), errors.GroundUnknown),
    Case("what is not ours is not refused but passed on", misdirected, asks(RefuseCase, BUILDING, reason_code="LKN11_6"), errors.NotProvidedFor),
    Case("a closed case is not refused on another ground", [*complaint, refused], asks(RefuseCase, WARD, reason_code="LKN11_9"), errors.CaseIsClosed),

    Case("a misdirected complaint is guided", misdirected, asks(GuideCase, BUILDING), [guided]),
    Case("our own complaint is not guided away", complaint, asks(GuideCase, WARD), errors.NotProvidedFor),
    Case("an ineligible petition is filed", ineligible, asks(FileCase, WARD), [filed]),
    Case("a denunciation that the competent body has too is filed", copied, asks(FileCase, WARD), [filed_copy]),
    Case("a petition that can be processed is not filed", complaint, asks(FileCase, WARD), errors.NotProvidedFor),
    Case("a report is answered", report, asks(AnswerCase, WARD), [answered]),
    Case("a complaint is not just answered", complaint, asks(AnswerCase, WARD), errors.NotProvidedFor),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_decides(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


def test_a_ground_counts_on_the_days_of_its_row(
    book: RuleBook, directory: Directory
) -> None:
    """One that ended the day before, or begins tomorrow, is none: of refusals and decisions."""
    past = tuple(replace(row, valid_until=ON) for row in book.refusals)
    future = tuple(
        replace(row, valid_from=ON + dt.timedelta(days=1)) for row in book.decisions
    )
    decider = case_decider(replace(book, refusals=past, decisions=future), directory)
    refuses = asks(RefuseCase, WARD, reason_code="LKN11_6", on=ON)
    with pytest.raises(errors.GroundUnknown):
        decider.decide(refuses, decider.fold(complaint))
    decides = asks(IssueDecision, WARD, outcome="right", on=ON)
    with pytest.raises(RuleMissing):
        decider.decide(decides, decider.fold([*complaint, accepted]))


def test_a_fact_that_fits_no_state_changes_nothing(
    book: RuleBook, directory: Directory
) -> None:
    decider = case_decider(book, directory)
    moved = TransferSent(
        **IDS,
        from_agency=WARD,
        to_agency=BUILDING,
        sent_on=ON,
        kind="complaint",
        instance="first",
        form=None,
        reason="",
        basis=Citation("LTC", "Đ24.2"),
    )
    stray: list[CaseEvent] = [*complaint[1:], accepted, refused, moved]
    assert decider.fold(stray) == decider.initial
    settled = [*complaint, accepted]
    assert decider.fold([*settled, complaint[1], complaint[2]]) == decider.fold(settled)


# fmt: off
OPENINGS: list[tuple[str, OpenCase, tuple[Any, ...]]] = [
    ("anonymous", lodge(observed=ANONYMOUS), (False, ("MISSING_IDENTITY",), "FILE", None)),
    ("copied to the competent body", lodge("denunciation", BUILDING, WARD, "official", addressees=(WARD,)), (False, ("COPIED_TO_COMPETENT",), "FILE", None)),
    ("copied elsewhere, but ours", lodge("denunciation", WARD, WARD, "official", addressees=(WARD, BUILDING)), (True, (), "ACCEPT", "TT05-01")),
    ("incomplete and anonymous: every reason is told", lodge(observed=Observed(identified=False, has_summary=False, has_request=True, has_respondent=True)), (False, ("MISSING_IDENTITY", "COMPLAINT_INCOMPLETE"), "FILE", None)),
    ("forwarded by the press", lodge("denunciation", WARD, BUILDING, "head", channel="forwarded", forwarder="press"), (True, (), "TRANSFER", "TT05-03")),
]
# fmt: on


@pytest.mark.parametrize(
    ("command", "expected"), [row[1:] for row in OPENINGS], ids=[row[0] for row in OPENINGS]
)
def test_an_opened_case_is_classified(
    command: OpenCase, expected: tuple[Any, ...], book: RuleBook, directory: Directory
) -> None:
    decider = case_decider(book, directory)
    _, classified, decided = decider.decide(command, decider.initial)
    assert isinstance(classified, CaseClassified)
    assert isinstance(decided, JurisdictionDecided)
    found = (
        classified.eligible,
        classified.reason_codes,
        decided.proposed_action,
        decided.form,
    )
    assert found == expected
