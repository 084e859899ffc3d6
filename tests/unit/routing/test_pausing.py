"""Decisions on pauses: on which ground, from which day, how they end, how one is taken back."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from services.routing.domain.case import errors
from services.routing.domain.case.commands import CaseCommand, ResumeCase
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.directory import Directory
from services.routing.rules import RuleBook
from shared.errors import Refusal, RuleMissing
from shared.legal.citation import Citation
from shared.testing.spec import Case, check
from tests.unit.routing.settled import (
    BUILDING,
    COMPLAINT,
    DENOUNCED,
    DENUNCIATION,
    OBSTACLE,
    OLD,
    OTHER_BODY,
    SECOND,
    TRANSITION,
    UNACCEPTED,
    asks,
    case_of,
    decided,
    decides,
    paused,
    pauses,
    resumed,
    resumes,
    strikes_pause,
    struck_pause,
)

still = [*COMPLAINT, paused("20/7")]
went_on = [*still, resumed("3/8")]
twice = [*went_on, paused("17/8", "other_body", OTHER_BODY)]
EXPERT = Citation("LTC", "Đ34.1.b")
expert = paused("20/7", "expert", EXPERT, **DENOUNCED)
second = {"kind": "complaint", "instance": "second", "holder": DENOUNCED["holder"]}
later = [*DENUNCIATION, paused("17/8", "expert", EXPERT, **DENOUNCED)]
too_early = dataclasses.replace(
    pauses("1/7"), on=dt.date(2026, 6, 30), at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC)
)

# fmt: off
CASES: list[Case[CaseCommand, CaseEvent]] = [
    Case("a complaint stands still for an obstacle of the complainant", COMPLAINT, pauses("20/7"), [paused("20/7")]),
    Case("or for another body", COMPLAINT, pauses("20/7", "other_body"), [paused("20/7", "other_body", OTHER_BODY)]),
    Case("at the second level too", SECOND, pauses("20/7"), [paused("20/7", **second)]),
    Case("on the day of acceptance at the earliest", COMPLAINT, pauses("6/7"), [paused("6/7")]),
    Case("a complaint of before July stands still from July on", OLD, pauses("1/7"), [paused("1/7")]),
    Case("but not before: the law knew no pause", OLD, too_early, errors.PauseNotProvidedFor),
    Case("no complaint stands still for an expert", COMPLAINT, pauses("20/7", "expert"), errors.PauseGroundUnknown),
    Case("a denunciation does", DENUNCIATION, pauses("20/7", "expert"), [expert]),
    Case("and for no obstacle of the denouncer", DENUNCIATION, pauses("20/7"), errors.PauseGroundUnknown),
    Case("why must be said", COMPLAINT, pauses("20/7", reason="  "), errors.ReasonMissing),
    Case("what nobody accepted does not stand still", UNACCEPTED, pauses("20/7"), errors.CaseNotAccepted),
    Case("nor what is decided", [*COMPLAINT, decided("18/7")], pauses("20/7"), errors.CaseIsClosed),
    Case("nor what nothing opened", [], pauses("20/7"), errors.CaseUnknown),
    Case("another body pauses nothing", COMPLAINT, dataclasses.replace(pauses("20/7"), by=BUILDING), errors.NotTheHolder),
    Case("nor is it paused tomorrow", COMPLAINT, pauses("1/10"), errors.DayImpossible),
    Case("nor before acceptance", COMPLAINT, pauses("5/7"), errors.DayImpossible),
    Case("what stands still is not paused from another day", still, pauses("21/7"), errors.AlreadyPaused),
    Case("nor on another ground", still, pauses("20/7", "other_body"), errors.AlreadyPaused),
    Case("the same pause twice is one", went_on, pauses("20/7"), []),
    Case("no day is in two pauses", went_on, pauses("2/8"), errors.PauseOverlaps),
    Case("a pause begins after those before it", went_on, pauses("10/7"), errors.PauseOverlaps),
    Case("it may begin on the day the last one ended", went_on, pauses("3/8"), [paused("3/8")]),
    Case("the law can be silent about a kind", case_of("recommendation"), pauses("20/7"), RuleMissing),

    Case("settlement goes on by a decision", still, resumes("3/8"), [resumed("3/8")]),
    Case("of a denunciation too", [*DENUNCIATION, expert], resumes("3/8"), [resumed("3/8", Citation("LTC", "Đ34.2"), **DENOUNCED)]),
    Case("not on the day it was paused", still, resumes("20/7"), errors.DayImpossible),
    Case("nor before", still, resumes("19/7"), errors.DayImpossible),
    Case("nor tomorrow", still, resumes("1/10"), errors.DayImpossible),
    Case("a pause on a ground of no row is a gap", [*COMPLAINT, paused("20/7", "expert")], resumes("3/8"), RuleMissing),
    Case("what does not stand still cannot go on", COMPLAINT, resumes("3/8"), errors.NotPaused),
    Case("the same resumption twice is one", went_on, resumes("3/8"), []),
    Case("on another day it is none", went_on, resumes("4/8"), errors.NotPaused),
    Case("another body resumes nothing", still, asks(ResumeCase, "3/8", by=BUILDING), errors.NotTheHolder),

    Case("what stands still is not decided", still, decides("3/8"), errors.CaseIsPaused),
    Case("nor as of a day on which it stood still", went_on, decides("2/8"), errors.CaseIsPaused),
    Case("once it goes on it is", went_on, decides("3/8"), [decided("3/8")]),
    Case("nor as of a day before acceptance", COMPLAINT, decides("5/7"), errors.DayImpossible),
    Case("what is withdrawn ends though it stands still", still, decides("3/8", "withdrawn"), [decided("3/8", "withdrawn")]),

    Case("a pause that lasts is taken back", still, strikes_pause("20/7"), [struck_pause("20/7", "30/9")]),
    Case("one that ended is too", went_on, strikes_pause("20/7"), [struck_pause("20/7", "30/9")]),
    Case("the first of two", twice, strikes_pause("20/7"), [struck_pause("20/7", "30/9")]),
    Case("why must be said of that too", still, strikes_pause("20/7", reason=""), errors.ReasonMissing),
    Case("a pause that never was is not", still, strikes_pause("21/7"), errors.PauseUnknown),
    Case("none is taken back twice", [*still, struck_pause("20/7", "21/7", "Ghi nhầm")], strikes_pause("20/7"), errors.StruckAlready),
    Case("it can then be paused anew", [*still, struck_pause("20/7", "21/7")], pauses("20/7"), [paused("20/7")]),
    Case("the days of a struck pause are free", [*went_on, struck_pause("20/7", "4/8")], pauses("22/7"), [paused("22/7")]),
    Case("a decided case keeps its pauses", [*went_on, decided("4/8")], strikes_pause("20/7"), errors.CaseIsClosed),
    Case("what was struck does not stand in the way of a decision", [*still, struck_pause("20/7", "3/8")], decides("3/8"), [decided("3/8")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_pause_decides(
    case: Case[CaseCommand, CaseEvent], book: RuleBook, directory: Directory
) -> None:
    check(case_decider(book, directory), case)


# fmt: off
REFUSED: list[tuple[str, list[Any], CaseCommand, str | None, Citation | None]] = [
    ("no pause of complaints before July 2026", OLD, too_early, "on", TRANSITION),
    ("no such ground of a complaint", COMPLAINT, pauses("20/7", "expert"), "ground", OBSTACLE),
    ("no such ground of a denunciation", DENUNCIATION, pauses("20/7"), "ground", Citation("LTC", "Đ34.1.a")),
    ("a day in a pause", went_on, pauses("2/8"), "on", None),
    ("no reason", COMPLAINT, pauses("20/7", reason=""), "reason", None),
    ("too early to go on", later, resumes("10/8"), "on", None),
    ("no such pause", still, strikes_pause("21/7"), "paused_on", None),
]
# fmt: on


@pytest.mark.parametrize(
    ("given", "when", "field", "basis"),
    [r[1:] for r in REFUSED],
    ids=[r[0] for r in REFUSED],
)
def test_a_refusal_names_field_and_law(
    given: list[CaseEvent],
    when: CaseCommand,
    field: str,
    basis: Citation | None,
    book: RuleBook,
    directory: Directory,
) -> None:
    decider = case_decider(book, directory)
    with pytest.raises(Refusal) as refused:
        decider.decide(when, decider.fold(given))
    assert (field, basis) == (refused.value.field, refused.value.basis)
    assert refused.value.sentence.endswith(".")


def test_it_says_how_to_get_on(book: RuleBook, directory: Directory) -> None:
    """Whoever decides a paused case learns what comes first."""
    decider = case_decider(book, directory)
    with pytest.raises(errors.CaseIsPaused, match="tiếp tục giải quyết trước"):
        decider.decide(decides("3/8"), decider.fold(still))


def test_a_fact_of_no_pause_changes_nothing(book: RuleBook, directory: Directory) -> None:
    decider = case_decider(book, directory)
    struck = struck_pause("1/8", "2/8")
    assert decider.fold([*COMPLAINT, struck]) == decider.fold(COMPLAINT)
    assert decider.fold([*UNACCEPTED, paused("20/7")]) == decider.fold(UNACCEPTED)
