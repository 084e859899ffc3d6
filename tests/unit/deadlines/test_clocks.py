"""Decisions on clocks: what starts, what stops, what a repeat does."""

import datetime as dt

import pytest

from services.deadlines.domain.clocks.commands import (
    ClocksCommand,
    StartClock,
    StopAllClocks,
    StopClock,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.errors import ExtensionNotAllowed, VariantUnknown
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.reckoning import Question, explain, reckon
from services.deadlines.rules import RuleBook
from shared.contracts.deadlines import ClockStarted, ClockStopped
from shared.errors import RuleMissing
from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.legal.counting import Pause
from shared.testing.spec import Case, check

P = PetitionId("p-1")
COMMUNE, DEPARTMENT = AgencyCode("25459"), AgencyCode("TN-SXD")
AT = dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC)
RECEIVED, CONFIRMED, DONE = dt.date(2026, 7, 1), dt.date(2026, 7, 6), dt.date(2026, 7, 8)

PROCESS = RuleApplied(
    rule="XLD.PROCESS", version=1, basis=Citation("LTCD", "Đ28.1"), confidence="secondary"
)
ACCEPT = RuleApplied(
    rule="KN.L1.ACCEPT",
    version=2,
    basis=Citation("LKN", "Đ27 (sửa bởi Luật 136/2025/QH15 Đ2.15.b)"),
    confidence="primary",
)
SETTLE = RuleApplied(
    rule="KN.L1.SETTLE", version=2, basis=Citation("LKN", "Đ28"), confidence="primary"
)


def start(
    rule_id: str, on: dt.date = RECEIVED, against: AgencyCode = COMMUNE, *variant: str
) -> StartClock:
    return StartClock(
        petition_id=P,
        rule_id=rule_id,
        trigger_on=on,
        variant=frozenset(variant),
        against=against,
        at=AT,
    )


def stop(rule_id: str) -> StopClock:
    return StopClock(petition_id=P, rule_id=rule_id, on=DONE, reason="met", at=AT)


def stopped(clock: ClockStarted, reason: str = "met") -> ClockStopped:
    return ClockStopped(
        clock_id=clock.clock_id, petition_id=P, stopped_on=DONE, reason=reason
    )


processing = ClockStarted(
    clock_id="p-1/XLD.PROCESS/1",
    petition_id=P,
    rule=PROCESS,
    trigger_on=RECEIVED,
    length=10,
    unit="working_day",
    variant=(),
    calendar_version="2026.1",
    announced_due_on=dt.date(2026, 7, 15),
    against=COMMUNE,
)
accepting = ClockStarted(
    clock_id="p-1/KN.L1.ACCEPT/1",
    petition_id=P,
    rule=ACCEPT,
    trigger_on=RECEIVED,
    length=7,
    unit="working_day",
    variant=(),
    calendar_version="2026.1",
    announced_due_on=dt.date(2026, 7, 10),
    against=COMMUNE,
)
accepting_elsewhere = ClockStarted(
    clock_id="p-1/KN.L1.ACCEPT/2",
    petition_id=P,
    rule=ACCEPT,
    trigger_on=CONFIRMED,
    length=7,
    unit="working_day",
    variant=(),
    calendar_version="2026.1",
    announced_due_on=dt.date(2026, 7, 15),
    against=DEPARTMENT,
)
accepting_same_day = ClockStarted(
    clock_id="p-1/KN.L1.ACCEPT/2",
    petition_id=P,
    rule=ACCEPT,
    trigger_on=RECEIVED,
    length=7,
    unit="working_day",
    variant=(),
    calendar_version="2026.1",
    announced_due_on=dt.date(2026, 7, 10),
    against=DEPARTMENT,
)
settling = ClockStarted(
    clock_id="p-1/KN.L1.SETTLE/1",
    petition_id=P,
    rule=SETTLE,
    trigger_on=RECEIVED,
    length=60,
    unit="calendar_day",
    variant=("complex", "remote"),
    calendar_version="2026.1",
    announced_due_on=dt.date(2026, 9, 3),
    against=COMMUNE,
)
stop_all = StopAllClocks(petition_id=P, on=DONE, reason="moot", at=AT)

# fmt: off
CASES: list[Case[ClocksCommand, ClocksEvent]] = [
    Case("a petition must be processed in ten working days", [], start("XLD.PROCESS"), [processing]),
    Case("a complaint of July 2026 is accepted in seven working days", [processing], start("KN.L1.ACCEPT"), [accepting]),
    Case("complex and remote give sixty days, the last one rolled", [], start("KN.L1.SETTLE", RECEIVED, COMMUNE, "complex", "remote"), [settling]),
    Case("the same start twice is one clock", [accepting], start("KN.L1.ACCEPT"), []),
    Case("a stopped clock is not started again by a repeat", [accepting, stopped(accepting)], start("KN.L1.ACCEPT"), []),
    Case("another holder gets a clock of its own", [accepting, stopped(accepting)], start("KN.L1.ACCEPT", CONFIRMED, DEPARTMENT), [accepting_elsewhere]),
    Case("even when it confirms on the day of receipt", [accepting], start("KN.L1.ACCEPT", RECEIVED, DEPARTMENT), [accepting_same_day]),
    Case("a variant the row does not know is refused", [], start("XLD.PROCESS", RECEIVED, COMMUNE, "remote"), VariantUnknown),
    Case("a day before any row is a gap", [], start("XLD.PROCESS", dt.date(2020, 1, 2)), RuleMissing),
    Case("an unknown clock is a gap", [], start("XX.NONE"), RuleMissing),
    Case("what was done stops its clock", [processing, accepting], stop("KN.L1.ACCEPT"), [stopped(accepting)]),
    Case("what does not run cannot be stopped", [accepting, stopped(accepting)], stop("KN.L1.ACCEPT"), []),
    Case("what never ran cannot be stopped", [], stop("TC.SETTLE"), []),
    Case("the end of the matter stops all that runs", [processing, accepting, stopped(processing)], stop_all, [stopped(accepting, "moot")]),
    Case("where nothing runs the end says nothing", [], stop_all, []),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_clocks_decide(case: Case[ClocksCommand, ClocksEvent], book: RuleBook) -> None:
    check(clocks_decider(book, book.calendar()), case)


def test_an_extension_needs_a_circumstance_that_allows_it(book: RuleBook) -> None:
    plain = Question(rule_id="TC.SETTLE", trigger_on=RECEIVED, extensions=[30])
    too_long = Question(
        rule_id="TC.SETTLE",
        trigger_on=RECEIVED,
        variant=frozenset({"complex"}),
        extensions=[31],
    )
    for question in (plain, too_long):
        with pytest.raises(ExtensionNotAllowed):
            reckon(book, book.calendar(), question)


def test_a_pause_the_law_did_not_know_is_counted_and_said(book: RuleBook) -> None:
    pause = Pause(from_on=dt.date(2026, 5, 18), until_on=dt.date(2026, 6, 15))
    question = Question(
        rule_id="KN.L1.SETTLE", trigger_on=dt.date(2026, 5, 4), pauses=[pause]
    )
    answer = explain(book, book.calendar(), question)
    assert answer.due.due_on == dt.date(2026, 6, 3)
    assert answer.due.steps[0].kind == "not_paused"
    assert (
        explain(
            book,
            book.calendar(),
            Question(rule_id="KN.L1.SETTLE", trigger_on=dt.date(2026, 5, 4)),
        )
        .due.steps[0]
        .kind
        == "trigger"
    )


def test_rolling_can_be_switched_off(book: RuleBook) -> None:
    question = Question(rule_id="KN.L1.ACCEPT", trigger_on=dt.date(2024, 2, 1), roll=False)
    assert reckon(book, book.calendar(), question).due.due_on == dt.date(2024, 2, 11)
