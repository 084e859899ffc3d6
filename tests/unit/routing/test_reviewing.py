"""Decisions on decisions: put right, revoked, complained of, taken to court, looked at again."""

import datetime as dt

import pytest

from services.routing.domain.case import ending_errors as no
from services.routing.domain.case import errors
from services.routing.domain.case.commands import CaseCommand
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.reviewing import effect_of
from services.routing.domain.case.state import Closed
from services.routing.domain.directory import Directory, Law
from services.routing.rules import RuleBook
from shared.contracts.routing import DecisionIssued
from shared.ids import AgencyCode
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.endings import (
    COMMITTEE,
    amended,
    amends,
    appealed,
    appeals,
    reexamined,
    reexamines,
    reopened,
    revoked,
    revokes,
    sued,
    sues,
)
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENUNCIATION,
    SECOND,
    UNACCEPTED,
    accepts,
    day,
    decided,
    decides,
    found,
    notified,
)

first = [*COMPLAINT, decided("6/8")]
second = [*SECOND, decided("6/8", instance="second")]
conclusion = [*DENUNCIATION, decided("6/8", kind="denunciation")]
received = [*first, notified("decision", "7/8", "20/8")]
again = Citation("ND141", "chưa rõ điều")
fallen = [*first, revoked("10/8"), reopened("10/8", "revoked", again)]

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("put right", first, amends("10/8"), [amended("10/8")]),
    Case("twice, for two things", [*first, amended("10/8")], amends("11/8", "facts"), [amended("11/8", "facts")]),
    Case("nothing to put right", COMPLAINT, amends("10/8"), no.NoDecision),
    Case("not before it was signed", first, amends("5/8"), errors.DayImpossible),
    Case("not tomorrow", first, amends("1/10"), errors.DayImpossible),
    Case("it says why", first, amends("10/8", reason=""), errors.ReasonMissing),
    Case("what ended by withdrawal has no decision", [*COMPLAINT, decided("6/8", "withdrawn")], amends("10/8"), no.NoDecision),
    Case("revoked: settled anew", first, revokes("10/8"), [revoked("10/8"), reopened("10/8", "revoked", again)]),
    Case("by the body above", first, revokes("10/8", COMMITTEE), [revoked("10/8", COMMITTEE), reopened("10/8", "revoked", again)]),
    Case("not by a body beside", first, revokes("10/8", BUILDING), errors.NotTheHolder),
    Case("without settling anew", first, revokes("10/8", resettle=False), [revoked("10/8")]),
    Case("then nothing stands", [*first, revoked("10/8")], amends("11/8"), no.NoDecision),
    Case("not twice", [*first, revoked("10/8")], revokes("11/8"), no.NoDecision),
    Case("what is settled anew is decided anew", fallen, decides("20/8"), [decided("20/8")]),
    Case("not on a day before", fallen, decides("9/8"), errors.DayImpossible),
    Case("a second complaint", first, appeals("20/8"), [appealed("20/8")]),
    Case("on the last day of the receipt", received, appeals("19/9"), [appealed("19/9")]),
    Case("a day late", received, appeals("20/9"), no.InForceAlready),
    Case("nobody knows when it came: in time", first, appeals("29/9"), [appealed("29/9")]),
    Case("once", [*first, appealed("20/8")], appeals("21/8"), no.NotedAlready),
    Case("no third complaint", second, appeals("20/8"), no.NotFirstDecision),
    Case("nor of a conclusion", conclusion, appeals("20/8"), no.NotFirstDecision),
    Case("nothing to complain of", COMPLAINT, appeals("20/8"), no.NoDecision),
    Case("a court takes it", COMPLAINT, sues("10/7", "13/7"), [sued("10/7", "13/7")]),
    Case("after the decision too", first, sues("10/8", "13/8"), [sued("10/8", "13/8")]),
    Case("not later than it was noted", COMPLAINT, sues("14/7", "13/7"), errors.DayImpossible),
    Case("one day it took it", [*COMPLAINT, sued("10/7", "13/7")], sues("11/7", "13/7"), no.NotedAlready),
    Case("denunciations go to no court", DENUNCIATION, sues("10/7", "13/7"), no.NotOfThisKind),
    Case("looked at again once it binds", first, reexamines("6/9"), [reexamined("6/9")]),
    Case("not a day before", first, reexamines("5/9"), no.NotInForce),
    Case("not while a second complaint runs", [*first, appealed("20/8")], reexamines("6/9"), no.NotInForce),
    Case("not by who decided", first, reexamines("6/9", AgencyCode("25459")), no.NotSuperior),
    Case("nor by a body beside", first, reexamines("6/9", BUILDING), errors.NotTheHolder),
    Case("one finding a day", [*first, reexamined("6/9")], reexamines("6/9", finding="unlawful"), no.NotedAlready),
    Case("nothing to look at", UNACCEPTED, reexamines("6/9"), no.NoDecision),
    Case("decision before acceptance", UNACCEPTED, decides("6/8"), errors.CaseNotAccepted),
    Case("decided on a day before acceptance", COMPLAINT, decides("5/7"), errors.DayImpossible),
    Case("accepted twice", COMPLAINT, accepts("8/7", complex=True), errors.CaseIsAccepted),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_reviewing(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


@pytest.mark.parametrize(
    ("history", "effective"),
    [(first, "6/9"), (second, "6/9"), (conclusion, "6/8"),
     ([*COMPLAINT, found("20/7", "many_people", remote=True), decided("6/8", remote=True)], "21/9")],
)  # fmt: skip
def test_a_decision_binds_from_a_day_on(
    history: list[CaseEvent], effective: str, book: RuleBook, directory: Directory
) -> None:
    """After 30 days, 45 in remote areas (LKN Đ44); a conclusion is acted on at once."""
    closed = case_decider(book, directory).fold(history)
    assert isinstance(closed, Closed)
    assert isinstance(closed.ending, DecisionIssued)
    law = Law(book=book, directory=directory)
    assert day(effective) == effect_of(law, closed.dossier, closed.ending)
    assert isinstance(closed.ending.issued_on, dt.date)


def test_the_decision_says_that_the_place_is_remote(
    book: RuleBook, directory: Directory
) -> None:
    """Its effect is counted by another service, from this fact alone."""
    decider = case_decider(book, directory)
    remote = [*COMPLAINT, found("20/7", "many_people", remote=True)]
    (issued,) = decider.decide(decides("6/8"), decider.fold(remote))
    assert decided("6/8", remote=True) == issued
