"""Whatever is asked of signers and decisions, in whatever order: nothing breaks, nothing repeats."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.case import ending_commands as ask
from services.routing.domain.case.commands import (
    CaseCommand,
    IssueDecision,
    PauseCase,
    ResumeCase,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.state import Accepted, Case, Closed
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.routing_settlement import (
    CaseDiscontinued,
    CaseReopened,
    SignerWithdrew,
)
from shared.errors import Refusal
from tests.unit.routing.endings import COMMITTEE
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENUNCIATION,
    SECOND,
    UNACCEPTED,
    WARD,
    C,
)

DAYS = [dt.date(2026, 7, 6) + dt.timedelta(days=n) for n in (0, 1, 2, 3, 40, 60, 80)]
AT = dt.datetime(2026, 9, 30, 3, tzinfo=dt.UTC)
days = st.sampled_from(DAYS)
signers = st.integers(0, 4)
reasons = st.sampled_from(["", "có lý do"])
bodies = st.sampled_from([WARD, WARD, WARD, COMMITTEE, BUILDING])


def asked(kind: type[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, case_id=st.just(C), by=bodies, at=st.just(AT), on=days, **more)


causes = st.sampled_from(["clerical", "law"])
requests = st.one_of(
    asked(ask.RegisterSigners, count=signers, representatives=st.just(())),
    asked(ask.WithdrawSigner, signer=signers, part=st.sampled_from(["", "", "phần"]),
          form=st.sampled_from(["letter", "minutes"])),
    asked(ask.WithdrawSigner, signer=st.just(1)),
    asked(ask.NotifySigner, signer=signers, what=st.just("decision"), received_on=st.none() | days),
    asked(ask.ContinueCase, ground=st.sampled_from(["violation", "coerced", "slander"]), reason=reasons),
    asked(ask.DiscontinueCase, ground=st.sampled_from(["withdrawn", "withdrawn", "dead", "court"]), reason=reasons),
    asked(ask.AmendDecision, cause=causes, reason=reasons),
    asked(ask.RevokeDecision, cause=causes, reason=reasons, resettle=st.booleans()),
    asked(ask.NoteAppeal),
    asked(ask.NoteLawsuit, court_accepted_on=days),
    asked(ask.ReexamineDecision, finding=st.sampled_from(["kept", "unlawful"]), reason=reasons),
    asked(IssueDecision, outcome=st.sampled_from(["right", "wrong"])),
    asked(PauseCase, ground=st.just("other_body"), reason=st.just("x")),
    asked(ResumeCase),
)  # fmt: skip


@given(
    start=st.sampled_from([COMPLAINT, SECOND, DENUNCIATION, UNACCEPTED]),
    asked_for=st.lists(requests, max_size=15),
)
def test_no_history_breaks(
    start: list[CaseEvent],
    asked_for: list[CaseCommand],
    book: RuleBook,
    directory: Directory,
) -> None:
    """Only refusals; repeats change nothing; nobody withdraws twice; what ended stays ended."""
    decider = case_decider(book, directory)
    history = list(start)
    for command in asked_for:
        before = decider.fold(history)
        try:
            facts = decider.decide(command, before)
        except Refusal as refusal:
            assert refusal.code
            assert refusal.sentence
            continue
        history.extend(facts)
        after = decider.fold(history)
        assert not decider.decide(command, after)
        _reopened_for_coercion_only(before, facts)
    _nobody_twice(history)
    assert decider.fold(history) == decider.fold(list(history)), "replay"


def _reopened_for_coercion_only(before: Case, facts: Any) -> None:
    if isinstance(before, Closed) and any(isinstance(f, CaseReopened) for f in facts):
        (reopening,) = (f for f in facts if isinstance(f, CaseReopened))
        if isinstance(before.ending, CaseDiscontinued):
            assert ("withdrawn", "coerced") == (before.ending.ground, reopening.cause)
        else:
            assert "revoked" == reopening.cause


def _nobody_twice(history: list[CaseEvent]) -> None:
    whole = [f.signer for f in history if isinstance(f, SignerWithdrew) and not f.part]
    assert len(whole) == len(set(whole))


@given(asked_for=st.lists(requests, max_size=15))
def test_it_ends_by_withdrawal_only_when_nobody_is_left(
    asked_for: list[CaseCommand], book: RuleBook, directory: Directory
) -> None:
    decider = case_decider(book, directory)
    state: Case = decider.fold(COMPLAINT)
    for command in asked_for:
        try:
            facts = decider.decide(command, state)
        except Refusal:
            continue
        for fact in facts:
            if isinstance(fact, CaseDiscontinued) and fact.ground == "withdrawn":
                assert isinstance(state, Accepted)
                assert not state.dossier.signers.standing
            state = decider.evolve(state, fact)
