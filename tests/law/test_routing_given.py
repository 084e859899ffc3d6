"""The customer's worked cases: what is expected is in the answer, what is forbidden is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.route_cases import Desk
from tests.law.matters import BOOK, CALENDAR

CASES = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("routing_given.jsonl")
    .read_text("utf-8")
    .splitlines()
]
DESK = Desk(BOOK, CALENDAR)


def missed(expected: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """Return what is not as the case says: scoring of the cases' own schema, section 7."""
    found = [
        f"{key}: {expected[key]}, not {answer[key]}"
        for key in ("kind", "eligible", "form")
        if key in expected and expected[key] != answer[key]
    ]
    for slot, seat in expected.get("jurisdiction", {}).items():
        if answer["jurisdiction"].get(slot) != seat:
            found.append(f"{slot}: {seat}, not {answer['jurisdiction'].get(slot)}")
    for key in ("actions", "flags", "reason_codes"):
        found += [
            f"{word} missing" for word in expected.get(key, []) if word not in answer[key]
        ]
    some = expected.get("actions_any", [])
    if some and not set(some) & set(answer["actions"]):
        found.append(f"none of {some}")
    found += [
        word for word in expected.get("actions_none", []) if word in answer["actions"]
    ]
    return found


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['id']} {case['title_vi']}" for case in CASES]
)
def test_a_given_case(case: dict[str, Any]) -> None:
    answer = DESK.matter(case["facts"])
    assert "error" not in answer, answer
    assert missed(case["expected"], answer) == []


def test_every_answer_says_by_which_rows() -> None:
    for case in CASES:
        answer = DESK.matter(case["facts"])
        assert answer["rules"]
        unsure = {rule["confidence"] for rule in answer["rules"]} != {"primary"}
        assert ("NEEDS_HUMAN" in answer["flags"]) >= unsure
