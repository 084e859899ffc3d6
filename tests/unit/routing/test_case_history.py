"""Whatever is asked, in whatever order: a case never breaks and never goes round."""

import datetime as dt
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseCommand,
    ConfirmTransfer,
    Designate,
    ExtendCase,
    FileCase,
    FindComplexity,
    GuideCase,
    IssueDecision,
    NotifyOf,
    OpenCase,
    PauseCase,
    PublishDecision,
    RefuseCase,
    RequestDesignation,
    ResumeCase,
    ReturnTransfer,
    StrikeExtension,
    StrikePause,
    TransferPetition,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts import routing as said
from shared.contracts.intake import Observed
from shared.contracts.routing import TransferSent
from shared.contracts.routing_custody import (
    CustodySealed,
    DesignationMade,
    DesignationRequested,
    LevelSkipped,
)
from shared.errors import Refusal
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from tests.unit.routing.endings import one_of_each as one_of_each_ending
from tests.unit.routing.settled import (
    COMPLAINT,
    DENUNCIATION,
    WARD,
    decided,
    extended,
    found,
    notified,
    paused,
    published,
    resumed,
    struck_extension,
    struck_pause,
)

C, P, AT = CaseId("c-1"), PetitionId("p-1"), dt.datetime(2026, 7, 6, tzinfo=dt.UTC)
CODES = [
    AgencyCode(code)
    for code in ("TN-UBND", "TN-BTCD", "TN-VP", "TN-TT", "TN-SXD", "25459", "25462")
]
codes = st.sampled_from(CODES)
reasons = st.sampled_from(["", "có lý do"])


def asked(kind: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, case_id=st.just(C), by=codes, at=st.just(AT), **more)


requests = st.one_of(
    asked(AcceptCase, complex=st.booleans()),
    asked(RefuseCase, reason_code=st.sampled_from(["LKN11_1", "NO_BASIS", "X"])),
    asked(GuideCase, manner=st.sampled_from(["elsewhere", "split", "complete"])),
    asked(FileCase),
    asked(AnswerCase),
    asked(TransferPetition, to_agency=st.none() | codes, reason=reasons),
    asked(ConfirmTransfer),
    asked(
        ReturnTransfer,
        ground=st.sampled_from(["not_competent", "sent_by_mistake", "x"]),
        reason=reasons,
    ),
    asked(RequestDesignation, reason=reasons),
    asked(Designate, to_agency=codes, reason=reasons),
    asked(IssueDecision, outcome=st.sampled_from(["right", "wrong"])),
)
DAYS = [dt.date(2026, 7, day) for day in range(6, 13)]
days = st.sampled_from(DAYS)
LATER = dt.datetime(2026, 7, 12, 3, tzinfo=dt.UTC)


def on_time(kind: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An act of the holder of the accepted cases below, on a day of the week after."""
    return st.builds(
        kind, case_id=st.just(C), by=st.just(WARD), at=st.just(LATER), on=days, **more
    )


grounds = st.sampled_from(["complainant_obstacle", "other_body", "expert"])
papers = st.sampled_from(["acceptance", "pause", "resumption", "decision"])
acts_on_time = st.one_of(
    on_time(PauseCase, ground=grounds, reason=reasons),
    on_time(ResumeCase),
    on_time(StrikePause, paused_on=days, reason=reasons),
    on_time(
        ExtendCase,
        days=st.integers(0, 31),
        complexity=st.sampled_from(["complex", "especially_complex"]),
        reason=reasons,
    ),
    on_time(StrikeExtension, number=st.integers(0, 3), reason=reasons),
    on_time(
        FindComplexity,
        complex=st.booleans(),
        remote=st.booleans(),
        criteria=st.frozensets(st.sampled_from(["many_people", "x"]), max_size=1),
    ),
    on_time(NotifyOf, what=papers, received_on=st.none() | days),
    on_time(PublishDecision, form=st.sampled_from(["meeting", "posted"])),
    on_time(IssueDecision, outcome=st.sampled_from(["right", "withdrawn"])),
)
openings = st.builds(
    OpenCase,
    case_id=st.just(C),
    petition_id=st.just(P),
    receipt_code=st.just("R"),
    channel=st.sampled_from(["post", "in_person", "online"]),
    kind_claimed=st.sampled_from(
        ["complaint", "denunciation", "recommendation", "feedback_report"]
    ),
    instance=st.sampled_from(["first", "second"]),
    subject_field=st.just("land"),
    received_on=st.sampled_from([dt.date(2025, 7, 1), dt.date(2026, 7, 6)]),
    receiving_agency=codes,
    respondent_agency=st.none() | codes,
    respondent_post=st.sampled_from([None, "head", "deputy", "official", "body"]),
    observed=st.builds(
        Observed,
        identified=st.booleans(),
        has_summary=st.just(value=True),
        has_request=st.just(value=True),
        has_respondent=st.just(value=True),
    ),
    addressees=st.lists(codes, max_size=2).map(tuple),
    forwarder=st.sampled_from([None, "press"]),
    at=st.just(AT),
)


@given(opening=openings, asked_for=st.lists(requests, max_size=30))
def test_no_history_breaks_or_circles(
    opening: OpenCase, asked_for: list[CaseCommand], book: RuleBook, directory: Directory
) -> None:
    decider = case_decider(book, directory)
    history: list[CaseEvent] = []
    for command in [opening, *asked_for]:
        try:
            facts = decider.decide(command, decider.fold(history))
        except Refusal:
            continue
        history.extend(facts)
        assert not decider.decide(command, decider.fold(history))
    receivers = [fact.to_agency for fact in history if isinstance(fact, TransferSent)]
    assert len({opening.receiving_agency, *receivers}) == len(receivers) + 1


@given(
    start=st.sampled_from([COMPLAINT, DENUNCIATION]),
    asked_for=st.lists(acts_on_time, max_size=30),
)
def test_no_course_breaks(
    start: list[CaseEvent],
    asked_for: list[CaseCommand],
    book: RuleBook,
    directory: Directory,
) -> None:
    """No two pauses share a day, no more extensions stand than the law gives, nothing repeats."""
    decider = case_decider(book, directory)
    history = list(start)
    for command in asked_for:
        try:
            facts = decider.decide(command, decider.fold(history))
        except Refusal:
            continue
        history.extend(facts)
        state = decider.fold(history)
        assert not decider.decide(command, state)
        course = state.course
        for day in DAYS:
            assert sum(pause.holds(day) for pause in course.lawful_pauses()) <= 1
        assert len(course.granted()) <= 2
        assert all(
            not paper.sent_on or paper.dated <= paper.sent_on for paper in course.papers
        )


@given(order=st.permutations(range(35)))
def test_fold_is_total(order: list[int], book: RuleBook, directory: Directory) -> None:
    decider = case_decider(book, directory)
    facts = [*_one_of_each(), *one_of_each_ending()]
    kinds = {type(fact) for fact in facts}
    assert set() == kinds ^ (set(get_args(CaseEvent)) - {said.CaseAssigned})
    decider.fold([facts[n] for n in order])


def _of_custody(ids: dict[str, Any], day: dt.date, basis: Citation) -> list[CaseEvent]:
    of: dict[str, Any] = {**ids, "kind": "complaint", "instance": "first"}
    rule = RuleApplied(rule="R", version=1, basis=basis, confidence="memory")
    return [
        LevelSkipped(
            **ids, receiver=CODES[0], skipped=CODES[5], received_on=day, rule=rule
        ),
        DesignationRequested(
            **of, from_agency=CODES[0], superior=CODES[0], requested_on=day,
            why="dispute", wanted=None, reason="x", basis=basis,
        ),
        DesignationMade(
            **of, by_agency=CODES[0], to_agency=CODES[5], made_on=day, reason="x",
            basis=basis,
        ),
        CustodySealed(**ids, agencies=(CODES[0],), sealed_on=day, basis=basis),
    ]  # fmt: skip


def _one_of_each() -> list[CaseEvent]:
    ids: dict[str, Any] = {"case_id": C, "petition_id": P}
    held: dict[str, Any] = {**ids, "holder": CODES[0], "basis": Citation("LKN", "Đ27")}
    day = AT.date()
    return [
        said.CaseOpened(
            **ids,
            receipt_code="R",
            channel="post",
            instance="first",
            subject_field="land",
            received_on=day,
            holder=CODES[0],
            forwarder=None,
        ),
        said.CaseClassified(
            **ids, kind="complaint", eligible=True, reason_codes=(), rules=()
        ),
        said.JurisdictionDecided(
            **ids,
            kind="complaint",
            instance="first",
            received_on=day,
            holder=CODES[0],
            decider_role="x",
            competent_agency=None,
            ours=False,
            proposed_action="GUIDE",
            form=None,
            rules=(),
        ),
        said.CaseAccepted(
            **held,
            kind="complaint",
            instance="first",
            accepted_on=day,
            complex=False,
            remote=False,
        ),
        said.CaseRefused(**held, refused_on=day, reason_code="LKN11_1"),
        said.CaseGuided(**held, guided_on=day, competent_agency=None),
        said.CaseFiled(**held, filed_on=day, reason_codes=()),
        said.CaseAnswered(**held, answered_on=day),
        said.TransferSent(
            **ids,
            from_agency=CODES[0],
            to_agency=CODES[5],
            sent_on=day,
            kind="complaint",
            instance="first",
            form=None,
            reason="",
            basis=held["basis"],
        ),
        said.TransferConfirmed(
            **ids, kind="complaint", instance="first", by_agency=CODES[5], confirmed_on=day
        ),
        said.TransferReturned(
            **ids,
            from_agency=CODES[5],
            to_agency=CODES[0],
            returned_on=day,
            ground="not_competent",
            reason="x",
            basis=held["basis"],
        ),
        *_of_custody(ids, day, held["basis"]),
        decided("6/7"),
        paused("6/7"),
        resumed("7/7"),
        struck_pause("6/7", "7/7"),
        extended(1, "6/7"),
        struck_extension(1, "7/7"),
        found("6/7", "many_people"),
        notified("acceptance", "6/7"),
        published("7/7"),
    ]
