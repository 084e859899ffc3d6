"""`tiepdan route explain`: what goes in, what comes out, and what is said of bad input."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli import app

XA = {"kind": "commune", "id": "xa_a"}
HEAD = {"received_on": "2026-08-10", "intake": "petition", "receiving_body": XA}
OBJECT = {"kind": "admin_decision", "issued_by": XA, "received_on": "2026-08-01"}
OURS = {**HEAD, "contents": [{"signals": ["asks_review_admin_decision"], "object": OBJECT}]}


def run(*arguments: str, given: bytes = b"") -> Any:
    return CliRunner().invoke(app, ["route", "explain", *arguments], input=given)


def lines(*cases: object) -> bytes:
    return b"\n".join(json.dumps(case).encode() for case in cases)


def answered(*cases: object) -> tuple[int, list[dict]]:
    result = run("--jsonl", given=lines(*cases))
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_bare_facts_and_those_of_a_case_are_answered_alike_and_in_order() -> None:
    status, (bare, of_file) = answered(OURS, {"id": "C1", "facts": OURS, "expected": {}})
    assert status == 0
    assert of_file == {"id": "C1", **bare}
    assert bare["kind"] == "complaint"
    assert bare["jurisdiction"] == {
        "first": "commune_chair@xa_a",
        "second": "provincial_chair",
    }
    assert bare["actions"] == ["ACCEPT"]
    assert bare["form"] == "TT05-01"
    assert bare["rules"][0] == {
        "id": "KIND.COMPLAINT",
        "version": 1,
        "basis": "Luật Khiếu nại 02/2011/QH13 Đ2.1",
        "confidence": "primary",
    }


def test_null_and_false_are_as_if_left_out() -> None:
    said = {**OURS, "representation": None, "history": {"withdrawn": False, "obstacle": ""}}
    assert answered(said) == answered(OURS)


def test_a_line_that_cannot_be_answered_spoils_only_itself_and_the_status() -> None:
    old = {**OURS, "received_on": "2012-08-10", "contents": [{"signals": ["proposes"]}]}
    status, (first, second, third) = answered(OURS, {"id": "no", "facts": old}, OURS)
    assert status == 1
    assert first == third
    assert second["id"] == "no"
    assert second["error"]["code"] == "rule-missing"


# fmt: off
MALFORMED: list[tuple[str, bytes, str, str | None]] = [
    ("no JSON", b"not json", "malformed-input", None),
    ("no object", b"[1]", "malformed-input", None),
    ("not UTF-8", b'{"intake": "\xff"}', "malformed-input", None),
    ("facts that are no object", b'{"facts": 3}', "malformed-input", "facts"),
    ("no day", lines({"intake": "petition", "receiving_body": XA}), "malformed-input", "received_on"),
    ("a day that does not exist", lines({**OURS, "received_on": "2026-02-30"}), "malformed-input", "received_on"),
    ("an unknown intake", lines({**OURS, "intake": "letter"}), "malformed-input", "intake"),
    ("an unknown body", lines({**OURS, "receiving_body": {"kind": "hamlet", "id": "x"}}), "malformed-input", "receiving_body.kind"),
    ("a body without a name", lines({**OURS, "receiving_body": {"kind": "commune"}}), "malformed-input", "receiving_body.id"),
    ("an unknown key", lines({**OURS, "sender": {}}), "malformed-input", "sender"),
    ("an unknown key inside", lines({**OURS, "senders": {"age": 3}}), "malformed-input", "senders.age"),
    ("an unknown signal", lines({**HEAD, "contents": [{"signals": ["begs"]}]}), "malformed-input", "contents.0.signals.0"),
    ("a number in words", lines({**OURS, "senders": {"count": "two"}}), "malformed-input", "senders.count"),
    ("an unknown representation", lines({**OURS, "representation": {"kind": "friend"}}), "malformed-input", "representation.kind"),
    ("received before it was issued", lines({**HEAD, "contents": [{"signals": ["asks_review_admin_act"], "object": {**OBJECT, "issued_on": "2026-08-05"}}]}), "malformed-input", "contents.0.object.received_on"),
    ("accepted after it was received", lines({**OURS, "history": {"first_accepted_on": "2026-09-01"}}), "malformed-input", "history.first_accepted_on"),
    ("nothing stated", lines(HEAD), "fact-missing", "contents"),
    ("a complaint about nothing", lines({**HEAD, "contents": [{"signals": ["asks_review_admin_act"]}]}), "fact-missing", "contents.0.object"),
    ("no month", lines({**HEAD, "intake": "schedule_audit", "schedule": {"head_of": "commune", "month": "2026-13", "days": 1}}), "fact-missing", "schedule.month"),
    ("no calendar", lines({**HEAD, "intake": "online_session", "online": {"matter": "complaint", "notice_sent_on": "2028-01-03", "session_on": "2028-01-10"}}), "calendar-missing", None),
]
# fmt: on


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [row[1:] for row in MALFORMED],
    ids=[row[0] for row in MALFORMED],
)
def test_malformed_input_is_told_where(given: bytes, code: str, field: str | None) -> None:
    result = run("--jsonl", given=given)
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"], error.get("field")) == (1, code, field)


def test_a_wrong_word_is_told_the_right_ones() -> None:
    _, (answer,) = answered({**OURS, "channel": "pigeon"})
    assert answer["error"]["message"].startswith("channel: 'pigeon' is no answer here")
    assert "suggestion_box" in answer["error"]["message"]


def test_for_people() -> None:
    result = run(given=lines(OURS))
    assert result.exit_code == 0
    assert "khiếu nại (complaint)" in result.stdout
    assert "→ đề xuất thụ lý (ACCEPT)" in result.stdout
    assert "KN.FIRST.COMMUNE v2" in result.stdout
    assert "→ propose acceptance (ACCEPT)" in run("--english", given=lines(OURS)).stdout
    wrong = run(given=lines({**OURS, "intake": "letter"}))
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "write one of" in wrong.stderr


def test_one_document() -> None:
    assert json.loads(run("--json", given=lines(OURS)).stdout)["actions"] == ["ACCEPT"]
