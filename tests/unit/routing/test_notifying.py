"""Decisions on papers: what was sent, when it was received, what was made public."""

import dataclasses

import pytest

from services.routing.domain.case import errors
from services.routing.domain.case.commands import CaseCommand
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.contracts.routing import CaseGuided
from shared.errors import Refusal
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENOUNCED,
    DENUNCIATION,
    IDS,
    UNACCEPTED,
    WARD,
    day,
    decided,
    notified,
    notifies,
    paused,
    published,
    publishes,
    resumed,
    struck_pause,
)

still = [*COMPLAINT, paused("20/7")]
went_on = [*still, resumed("3/8")]
again = [*went_on, notified("pause", "21/7"), paused("17/8")]
closed = [*COMPLAINT, decided("24/8")]
sent = [*closed, notified("decision", "26/8")]
received = [*closed, notified("decision", "26/8", "28/8")]
withdrawn = [*COMPLAINT, decided("24/8", "withdrawn")]
guided = [*UNACCEPTED, CaseGuided(**IDS, holder=WARD, guided_on=day("7/7"), competent_agency=None, basis=Citation("TT05", "Đ8.1"))]  # fmt: skip
late_sent = [*still, decided("24/8", "withdrawn")]
by_other = dataclasses.replace(notifies("decision", "26/8"), by=BUILDING)

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("whoever wrote is told of the acceptance", COMPLAINT, notifies("acceptance", "7/7"), [notified("acceptance", "7/7")]),
    Case("so are those concerned by a denunciation", DENUNCIATION, notifies("acceptance", "7/7"), [notified("acceptance", "7/7", **DENOUNCED)]),
    Case("the decision to pause is sent", still, notifies("pause", "21/7"), [notified("pause", "21/7")]),
    Case("the one to go on too", went_on, notifies("resumption", "3/8"), [notified("resumption", "3/8")]),
    Case("and the decision, with the day it came", closed, notifies("decision", "26/8", "28/8"), [notified("decision", "26/8", "28/8")]),
    Case("today, where no day is said", closed, notifies("decision", None), [notified("decision", "30/9")]),
    Case("the receipt can be told later", sent, notifies("decision", "26/8", "28/8"), [notified("decision", "26/8", "28/8")]),
    Case("without repeating when it was sent", sent, notifies("decision", None, "28/8"), [notified("decision", "26/8", "28/8")]),
    Case("the same paper is sent once", sent, notifies("decision", "26/8"), []),
    Case("the same receipt is told once", received, notifies("decision", "26/8", "28/8"), []),
    Case("no other day of sending replaces the first", sent, notifies("decision", "27/8"), errors.PaperSentAlready),
    Case("nor another day of receipt", received, notifies("decision", "26/8", "29/8"), errors.PaperSentAlready),
    Case("a second pause is a second paper", again, notifies("pause", "18/8"), [notified("pause", "18/8")]),
    Case("no decision, nothing to send", COMPLAINT, notifies("decision", "26/8"), errors.PaperMissing),
    Case("no pause, nothing to send", COMPLAINT, notifies("pause", "21/7"), errors.PaperMissing),
    Case("what goes on not yet is not told", still, notifies("resumption", "21/7"), errors.PaperMissing),
    Case("of a struck pause nothing must be sent", [*still, struck_pause("20/7", "21/7")], notifies("pause", "21/7"), errors.PaperMissing),
    Case("nothing is sent before it is signed", closed, notifies("decision", "23/8"), errors.DayImpossible),
    Case("nor tomorrow", closed, notifies("decision", "1/10"), errors.DayImpossible),
    Case("nothing is received before it is sent", closed, notifies("decision", "26/8", "25/8"), errors.ReceivedBeforeSent),
    Case("nor tomorrow", closed, notifies("decision", "26/8", "1/10"), errors.ReceivedBeforeSent),
    Case("another body sends nothing of ours", closed, by_other, errors.NotTheHolder),
    Case("where nothing is accepted nothing is told", UNACCEPTED, notifies("acceptance", "7/7"), errors.CaseNotAccepted),
    Case("what ended otherwise has no papers here", guided, notifies("decision", "26/8"), errors.CaseIsClosed),
    Case("what was withdrawn is told too", withdrawn, notifies("decision", "26/8"), [notified("decision", "26/8")]),
    Case("after the decision what was not sent before can be", late_sent, notifies("pause", "26/8"), [notified("pause", "26/8")]),

    Case("a decision is made public", closed, publishes("8/9"), [published("8/9")]),
    Case("once in each form", [*closed, published("8/9")], publishes("9/9"), []),
    Case("in a second form too", [*closed, published("8/9")], publishes("9/9", "media"), [published("9/9", "media")]),
    Case("not before there is one", COMPLAINT, publishes("8/9"), errors.NotDecidedYet),
    Case("not before its day", closed, publishes("23/8"), errors.DayImpossible),
    Case("what was withdrawn has nothing to be made public", withdrawn, publishes("8/9"), errors.NotDecidedYet),
    Case("nor what ended otherwise", guided, publishes("8/9"), errors.CaseIsClosed),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_papers_decide(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


# fmt: off
REFUSED: list[tuple[str, list[CaseEvent], CaseCommand, str]] = [
    ("no such paper", COMPLAINT, notifies("decision", "26/8"), "what"),
    ("sent too early", closed, notifies("decision", "23/8"), "on"),
    ("received too early", closed, notifies("decision", "26/8", "25/8"), "received_on"),
    ("another day of sending", sent, notifies("decision", "27/8"), "on"),
    ("another day of receipt", received, notifies("decision", "26/8", "29/8"), "received_on"),
    ("public too early", closed, publishes("23/8"), "on"),
]
# fmt: on


@pytest.mark.parametrize(
    ("given", "when", "field"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_refusal_names_the_field(
    given: list[CaseEvent],
    when: CaseCommand,
    field: str,
    book: RuleBook,
    directory: Directory,
) -> None:
    decider = case_decider(book, directory)
    with pytest.raises(Refusal) as refused:
        decider.decide(when, decider.fold(given))
    assert field == refused.value.field


def test_one_letter_may_carry_two_decisions(book: RuleBook, directory: Directory) -> None:
    """What was paused twice before anything was sent is sent once."""
    decider = case_decider(book, directory)
    history = [
        *went_on,
        paused("17/8"),
        notified("pause", "18/8"),
        struck_pause("17/8", "19/8"),
    ]
    with pytest.raises(errors.PaperSentAlready):
        decider.decide(notifies("pause", "20/8"), decider.fold(history))
