"""Whatever is asked, in whatever order: a case never breaks and never goes round."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.case.commands import (
    AcceptCase,
    AnswerCase,
    CaseCommand,
    ConfirmTransfer,
    FileCase,
    GuideCase,
    IssueDecision,
    OpenCase,
    RefuseCase,
    ReturnTransfer,
    TransferPetition,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts import routing as said
from shared.contracts.intake import Observed
from shared.contracts.routing import TransferSent
from shared.errors import Refusal
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation

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
    asked(GuideCase),
    asked(FileCase),
    asked(AnswerCase),
    asked(TransferPetition, to_agency=st.none() | codes, reason=reasons),
    asked(ConfirmTransfer),
    asked(ReturnTransfer, reason=reasons),
    asked(IssueDecision, outcome=st.sampled_from(["right", "wrong"])),
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


@given(order=st.permutations(range(12)))
def test_fold_is_total(order: list[int], book: RuleBook, directory: Directory) -> None:
    decider = case_decider(book, directory)
    facts = _one_of_each()
    decider.fold([facts[n] for n in order])


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
            **ids, from_agency=CODES[5], to_agency=CODES[0], returned_on=day, reason="x"
        ),
        said.DecisionIssued(**held, issued_on=day, outcome="right"),
    ]
