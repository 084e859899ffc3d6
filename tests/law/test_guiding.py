"""The officer is asked only what matters, and whoever knows everything gets the law's answer."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.routing.domain.advice.facts import Body
from services.routing.domain.guiding.asking import (
    Guide,
    Missing,
    merged,
    told,
    unfit,
)
from services.routing.domain.guiding.questions import BY_ID, NOT_KNOWN
from tests.law.matters import BOOK, CALENDAR, body, say
from tests.law.minds import answer, bodies, known, mind

CASES = [
    case
    for line in Path(__file__)
    .with_name("routing_given.jsonl")
    .read_text("utf-8")
    .splitlines()
    if (case := json.loads(line))["facts"]["intake"] == "petition"
]
ROUNDS = 15
"""No petition needs more pages than that."""
QUIET = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
WARD = {
    "received_on": "2026-09-01",
    "channel": "post",
    "receiver": "xa_a",
    "instance": "first",
}
PLACES = {
    code: body(code) for code in ("tinh", "xa_a", "xa_b", "so_a", "so_b", "btcd", "huyen_h")
}


def guide_of(facts: dict[str, Any]) -> Guide:
    return Guide(book=BOOK, calendar=CALENDAR, bodies=bodies(facts))


def asked_out(
    guide: Guide, recorded: dict[str, str], knows: dict[str, str]
) -> dict[str, str]:
    """Answer what is asked, page by page, until nothing is."""
    answers: dict[str, str] = {}
    for _ in range(ROUNDS):
        asked = guide.open(recorded, answers)
        if not asked:
            return answers
        assert not {question.id for question in asked} & answers.keys()
        answers |= {question.id: answer(knows, question.id) for question in asked}
    raise AssertionError("the questions never end")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_whoever_knows_the_facts_gets_the_answer_of_the_law(case: dict[str, Any]) -> None:
    """Asked only what matters, an officer comes to what the rule book says of all facts."""
    guide, recorded, knows = (
        guide_of(case["facts"]),
        known(case["facts"]),
        mind(case["facts"]),
    )
    answers = asked_out(guide, recorded, knows)
    values = merged(recorded, answers)
    assert told(guide.outcome(values)) == told(say(case["facts"]))
    assert unfit(guide, recorded, answers) is None
    # What was never asked changes nothing, all of it said at once.
    unasked = {id_: value for id_, value in knows.items() if id_ not in answers}
    assert told(guide.outcome({**unasked, **values})) == told(guide.outcome(values))


HERE = Guide(
    book=BOOK,
    calendar=CALENDAR,
    bodies={code: msgspec.convert(place, Body) for code, place in PLACES.items()},
)


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({}, ["signals"]),
        ({"signals": "asks_review_admin_decision"}, ["legible", "wording", "language"]),
        ({"signals": "proposes", "wording": "divisive"}, ["legible"]),
    ],
)
def test_what_is_asked_first(answers: dict[str, str], first: list[str]) -> None:
    """The request, then the paper, in the order of the law."""
    asked = [question.id for question in HERE.open(WARD, answers)]
    assert asked[: len(first)] == first


def test_of_what_cannot_be_read_little_more_matters() -> None:
    asked = {q.id for q in HERE.open(WARD, {"signals": "proposes", "legible": "no"})}
    assert asked == {"wording", "language", "count", "managing_kind", "title"}


def test_a_denouncer_is_not_asked_what_only_complaints_turn_on() -> None:
    answers = {
        "signals": "reports_official_violation",
        "respondent_kind": "commune",
        "respondent": "xa_b",
        "post": "head",
    }
    asked = {question.id for question in HERE.open(WARD, answers)}
    assert not asked & {"got_on", "court", "issuer_kind", "second_decision", "dismissal"}
    assert {"identified", "crime_signs", "harm"} <= asked


def test_nothing_is_proposed_on_half_an_answer() -> None:
    said = {"signals": "asks_review_admin_decision"}
    assert HERE.outcome(merged(WARD, said)) == Missing("issuer_kind")
    assert HERE.outcome(merged(WARD, said | {"issuer_kind": "commune"})) == Missing(
        "issuer"
    )
    missing = [q.id for q in HERE.open(WARD, said | {"issuer_kind": "commune"})]
    assert "issuer" in missing


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"signals": "steals"}, "signals"),
        ({"signals": "proposes not_known"}, "signals"),
        ({"got_on": "2026-02-30"}, "got_on"),
        ({"got_on": "2026-09-02"}, "got_on"),
        ({"count": "many"}, "count"),
        ({"count": "1000000"}, "count"),
        ({"issuer_kind": "commune", "issuer": "so_a"}, "issuer"),
        ({"no_such_question": "yes"}, "no_such_question"),
        ({"receiver": "so_a"}, "receiver"),
        ({"issuer_kind": "commune", "issuer": "xa_b", "court": NOT_KNOWN}, None),
    ],
)
def test_only_closed_answers_are_taken(answers: dict[str, str], wrong: str | None) -> None:
    assert unfit(HERE, WARD, answers) == wrong


@QUIET
@given(st.data())
def test_the_order_of_answers_does_not_matter_and_questions_end(data: Any) -> None:
    """Whatever is answered: no question comes twice, and another order proposes the same."""
    answers: dict[str, str] = {}
    for _ in range(ROUNDS):
        asked = HERE.open(WARD, answers)
        if not asked:
            break
        for question in asked:
            values = merged(WARD, answers)
            tries = sorted({*HERE.tries(question, values), NOT_KNOWN})
            answers[question.id] = data.draw(st.sampled_from(tries), label=question.id)
    else:
        raise AssertionError("the questions never end")
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert told(HERE.outcome(merged(WARD, shuffled))) == told(
        HERE.outcome(merged(WARD, answers))
    )
    assert all(id_ in BY_ID for id_ in answers)
