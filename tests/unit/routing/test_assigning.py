"""Decisions on who is answerable for a case: inside the holding body, and never who must not know."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from services.routing.domain.case import errors
from services.routing.domain.case.commands import AssignCase, CaseCommand
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.state import AwaitingAction, Unknown, evolve
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.routing import (
    CaseAccepted,
    CaseAssigned,
    CaseClassified,
    CaseGuided,
    CaseOpened,
    DecisionIssued,
    JurisdictionDecided,
    TransferReturned,
    TransferSent,
)
from shared.ids import AgencyCode, CaseId, OfficerId, PetitionId
from shared.legal.citation import Citation
from shared.testing.spec import Case, check

C, P = CaseId("c-1"), PetitionId("p-1")
COMMITTEE, BOARD, WARD = AgencyCode("TN-UBND"), AgencyCode("TN-BTCD"), AgencyCode("25459")
LAN, MAI, BAO = OfficerId("lan"), OfficerId("mai"), OfficerId("bao")
AT, DAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), dt.date(2026, 11, 23)
IDS: dict[str, Any] = {"case_id": C, "petition_id": P}
LETTER = Citation("LTC", "Đ24.2")


def opened(holder: AgencyCode) -> list[CaseEvent]:
    return [
        CaseOpened(
            **IDS, receipt_code="R", channel="post", instance="first",
            subject_field="land", received_on=DAY, holder=holder, forwarder=None,
        ),
        CaseClassified(
            **IDS, kind="complaint", eligible=True, reason_codes=(), rules=()
        ),
        JurisdictionDecided(
            **IDS, kind="complaint", instance="first", received_on=DAY, holder=holder,
            decider_role="x", competent_agency=holder, ours=True,
            proposed_action="ACCEPT", form=None, rules=(),
        ),
    ]  # fmt: skip


def gives(officer: OfficerId | None, why: Any = "assigned", **more: Any) -> AssignCase:
    asked = {"by": WARD, "barred": False, **more}
    return AssignCase(case_id=C, at=AT, officer=officer, why=why, **asked)


def given_to(
    officer: OfficerId | None, why: Any = "assigned", at: AgencyCode = WARD
) -> Any:
    return CaseAssigned(**IDS, officer=officer, holder=at, why=why)


ward, committee = opened(WARD), opened(COMMITTEE)
lans = [*ward, given_to(LAN)]
sent = TransferSent(
    **IDS, from_agency=WARD, to_agency=COMMITTEE, sent_on=DAY, kind="complaint",
    instance="first", form=None, reason="", basis=LETTER,
)  # fmt: skip
returned = TransferReturned(
    **IDS,
    from_agency=COMMITTEE,
    to_agency=WARD,
    returned_on=DAY,
    reason="x",
    ground=None,
    basis=None,
)
accepted = CaseAccepted(
    **IDS, kind="complaint", instance="first", holder=WARD, accepted_on=DAY, complex=False,
    remote=False, basis=LETTER,
)  # fmt: skip
decided = DecisionIssued(
    **IDS, kind="complaint", instance="first", holder=WARD, issued_on=DAY, outcome="right",
    basis=LETTER,
)  # fmt: skip
closed = CaseGuided(**IDS, holder=WARD, guided_on=DAY, competent_agency=None, basis=LETTER)

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("the head gives a case to an officer", ward, gives(LAN), [given_to(LAN)]),
    Case("an officer takes a case that nobody has", ward, gives(LAN, "taken"), [given_to(LAN, "taken")]),
    Case("who has it is not given it again", lans, gives(LAN), []),
    Case("nor by taking it", lans, gives(LAN, "taken"), []),
    Case("the head gives it to another", lans, gives(MAI), [given_to(MAI)]),
    Case("nobody takes it from a colleague", lans, gives(MAI, "taken"), errors.TakenAlready),
    Case("who leaves is followed by another", lans, gives(MAI, "left"), [given_to(MAI, "left")]),
    Case("or by nobody", lans, gives(None, "left"), [given_to(None, "left")]),
    Case("what they had, that is", lans, gives(BAO, "left", left=LAN), [given_to(BAO, "left")]),
    Case("not what another was given meanwhile", [*lans, given_to(MAI)], gives(BAO, "left", left=LAN), []),
    Case("nor what nobody has any more", [*lans, given_to(None)], gives(BAO, "left", left=LAN), []),
    Case("what nobody has cannot be taken from anybody", ward, gives(None), []),
    Case("another body gives nothing here", ward, gives(LAN, by=COMMITTEE), errors.NotTheHolder),
    Case("another seat of the same body does", committee, gives(LAN, by=BOARD), [given_to(LAN, at=COMMITTEE)]),
    Case("who must not know of it does not get it", ward, gives(LAN, barred=True), errors.CannotBeAssigned),
    Case("but it can be taken from them", lans, gives(None, barred=True), [given_to(None)]),
    Case("and they do not learn that they had it", lans, gives(LAN, barred=True), errors.CannotBeAssigned),
    Case("a decided one is: it must still be sent", [*lans, accepted, decided], gives(MAI), [given_to(MAI)]),
    Case("a closed case is given to nobody", [*lans, closed], gives(MAI), errors.CaseIsClosed),
    Case("there is no case that nothing opened", [], gives(LAN), errors.CaseUnknown),
    Case("in transfer the receiver gives it", [*lans, sent], gives(MAI, by=COMMITTEE), [given_to(MAI, at=COMMITTEE)]),
    Case("in transfer the sender does not", [*lans, sent], gives(MAI), errors.NotTheHolder),
    Case("what came back belongs to nobody", [*lans, sent, returned], gives(LAN), [given_to(LAN)]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_assignment_decides(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


def test_the_refusal_does_not_say_why(book: RuleBook, directory: Directory) -> None:
    """The same words for a relative, for the body of the denounced and for another's officer."""
    decider = case_decider(book, directory)
    with pytest.raises(errors.CannotBeAssigned) as refused:
        decider.decide(gives(LAN, barred=True), decider.fold(ward))
    words = refused.value.sentence
    assert "tố cáo" not in words and "lợi ích" not in words and "người thân" not in words


@any_of(st.lists(st.sampled_from([given_to(LAN), given_to(MAI), given_to(None)])))
def test_the_last_assignment_counts(history: list[CaseAssigned]) -> None:
    """Whatever was before; and only a judged case can be anybody's."""
    state: Any = case_state([*ward, *history])
    assert isinstance(state, AwaitingAction)
    assert state.dossier.officer == (history[-1].officer if history else None)
    assert case_state(list(history)) == case_state([])


def case_state(history: list[Any]) -> Any:
    state: Any = Unknown()
    for fact in history:
        state = evolve(state, fact)
    return state
