"""`tiepdan clock explain`: what goes in, what comes out, and what is said of bad input."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli import app

SETTLE = {"clock": "KN.L1.SETTLE", "started_on": "2026-07-06"}
PAUSED = {**SETTLE, "pauses": [{"from": "2026-07-20", "until": "2026-08-17"}]}


def run(*arguments: str, given: bytes = b"") -> Any:
    return CliRunner().invoke(app, ["clock", "explain", *arguments], input=given)


def lines(*cases: object) -> bytes:
    return b"\n".join(json.dumps(case).encode() for case in cases)


def answered(*cases: object) -> tuple[int, list[dict]]:
    result = run("--jsonl", given=lines(*cases))
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_bare_case_and_one_of_a_file_are_answered_alike_and_in_order() -> None:
    status, (bare, of_file) = answered(
        PAUSED, {"id": "C24", "input": PAUSED, "expected": {}}
    )
    assert status == 0
    assert of_file == {"id": "C24", **bare}
    assert (bare["nominal_on"], bare["due_on"], bare["rolled"]) == (
        "2026-09-02",
        "2026-09-03",
        True,
    )
    assert "effective_on" not in bare
    assert bare["rule"] == {
        "id": "KN.L1.SETTLE",
        "version": 2,
        "act": "Luật Khiếu nại 02/2011/QH13",
        "article": "Đ28",
        "confidence": "primary",
        "mode": "deadline",
        "name": {"vi": "Giải quyết khiếu nại lần đầu", "en": "Settle a first complaint"},
        "length": 30,
        "unit": "calendar_day",
        "local": False,
    }
    assert bare["basis"].startswith("Luật Khiếu nại 02/2011/QH13 Đ28; ")
    assert bare["basis"].count("Bộ luật Dân sự 91/2015/QH13 Đ148.5") == 1


def test_steps_say_what_became_of_every_day() -> None:
    _, (answer,) = answered(PAUSED)
    told = [(step["kind"], step["from_on"], step["until_on"]) for step in answer["steps"]]
    assert told == [
        ("rule", "2026-07-06", "2026-07-07"),
        ("trigger", "2026-07-06", "2026-07-07"),
        ("counted", "2026-07-07", "2026-07-20"),
        ("paused", "2026-07-20", "2026-08-17"),
        ("counted", "2026-08-17", "2026-09-03"),
        ("rolled", "2026-09-02", "2026-09-03"),
        ("end", "2026-09-03", "2026-09-04"),
    ]
    rolled = answer["steps"][5]
    assert "Quốc khánh 2/9" in rolled["sentence"]
    assert "public holiday" in rolled["sentence_en"]
    assert rolled["basis"] == "Bộ luật Dân sự 91/2015/QH13 Đ148.5"
    assert (answer["steps"][4]["days"], answer["steps"][4]["total"]) == (17, 30)


def test_a_status_says_from_when_it_holds() -> None:
    _, (answer,) = answered({"clock": "KN.EFFECT.1", "started_on": "2024-03-01"})
    assert (answer["due_on"], answer["effective_on"]) == ("2024-03-31", "2024-04-01")


def test_extensions_variants_and_whose_time_it_is() -> None:
    case = {
        "clock": "TC.SETTLE",
        "started_on": "2025-12-31",
        "variant": ["especially_complex"],
        "extensions": [
            {"granted_on": "2026-01-28", "days": 30},
            {"granted_on": "2026-02-27", "days": 30},
        ],
        "actor": "agency",
        "pauses": None,
    }
    _, (answer,) = answered(case)
    assert (answer["due_on"], answer["rule"]["length"]) == ("2026-03-31", 90)


def test_one_line_that_cannot_be_answered_spoils_only_itself_and_the_status() -> None:
    status, (first, second, third) = answered(
        SETTLE, {"id": "no", "input": {**SETTLE, "variant": ["weird"]}}, SETTLE
    )
    assert status == 1
    assert first == third
    assert second["id"] == "no"
    error = second["error"]
    assert (error["code"], error["field"]) == ("variant-unknown", "variant")
    assert error["basis"] == "Luật Khiếu nại 02/2011/QH13 Đ28"
    assert "weird" in error["message"]


# fmt: off
MALFORMED: list[tuple[str, bytes, str | None]] = [
    ("no JSON", b"not json", None),
    ("no object", b"[1]", None),
    ("nested without end", b"[" * 100_000, None),
    ("not UTF-8", b'{"clock": "\xff"}', None),
    ("input that is no object", b'{"input": 3}', "input"),
    ("no day", lines({"clock": "KN.L1.SETTLE"}), "started_on"),
    ("no clock", lines({"started_on": "2026-07-01"}), "clock"),
    ("a day that does not exist", lines({**SETTLE, "started_on": "2026-02-30"}), "started_on"),
    ("a day in figures", lines({**SETTLE, "started_on": 1_783_000_000}), "started_on"),
    ("a day with hours", lines({**SETTLE, "started_on": "2026-07-01T00:00:00"}), "started_on"),
    ("an unknown key", lines({**SETTLE, "begun_on": "2026-07-01"}), "begun_on"),
    ("an unknown actor", lines({**SETTLE, "actor": "robot"}), "actor"),
    ("a variant that is no list", lines({**SETTLE, "variant": "complex"}), "variant"),
    ("a variant that is no name", lines({**SETTLE, "variant": ["a b"]}), "variant.0"),
    ("half of a letter", b'{"clock": "\\ud800", "started_on": "2026-07-01"}', "clock"),
    ("a pause without end", lines({**SETTLE, "pauses": [{"from": "2026-07-20"}]}), "pauses.0.until"),
    ("an extension in words", lines({**SETTLE, "extensions": [{"granted_on": "2026-07-20", "days": "30"}]}), "extensions.0.days"),
    ("half a day", lines({**SETTLE, "extensions": [{"granted_on": "2026-07-20", "days": 0.5}]}), "extensions.0.days"),
]
# fmt: on


@pytest.mark.parametrize(
    ("given", "field"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED]
)
def test_malformed_input_is_told_where(given: bytes, field: str | None) -> None:
    result = run("--jsonl", given=given)
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"], error.get("field")) == (
        1,
        "malformed-input",
        field,
    )


def test_an_id_is_given_back_whatever_letters_it_has() -> None:
    for given in (7, "Đơn 1", "\ud800"):
        _, (answer,) = answered({"id": given, "input": SETTLE})
        assert answer["id"] == given
    _, (answer,) = answered({"id": [1], "input": SETTLE})
    assert "id" not in answer


def test_empty_lines_are_passed_over() -> None:
    result = run("--jsonl", given=b"\n" + lines(SETTLE) + b"\n\n")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert run("--jsonl").exit_code == 0


def test_by_options_as_one_document() -> None:
    result = run(
        "--clock", "TC.SETTLE", "--on", "2024-06-03", "--variant", "complex",
        "--pause", "2024-07-10:2024-07-31", "--extension", "2024-07-01:30",
        "--actor", "agency", "--json",
    )  # fmt: skip
    assert result.exit_code == 0
    assert json.loads(result.stdout)["due_on"] == "2024-08-23"
    assert json.loads(run("--json", given=lines(SETTLE)).stdout)["due_on"] == "2026-08-05"


def test_for_people() -> None:
    result = run("--clock", "KN.EFFECT.1", "--on", "2024-03-01")
    assert result.exit_code == 0
    assert "KN.EFFECT.1 Hiệu lực của quyết định" in result.stdout
    assert "due 2024-03-31; confidence primary" in result.stdout
    assert "takes effect on 2024-04-01" in result.stdout
    english = run("--clock", "KN.L1.ACCEPT", "--on", "2024-02-01", "--english")
    assert "Accept or refuse a first complaint" in english.stdout
    assert "due 2024-02-15 (nominal 2024-02-11)" in english.stdout


def test_a_refusal_for_people_is_a_sentence_with_its_basis() -> None:
    result = run("--clock", "KN.L1.DIALOGUE", "--on", "2026-07-01")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "KN.L1.SETTLE" in result.stderr
    assert "(Luật Khiếu nại 02/2011/QH13 Đ30)" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [("--pause", "2026-07-10"), ("--extension", "2026-07-10:x"), ("--actor", "robot")],
    ids=" ".join,
)
def test_options_that_make_no_sense(wrong: tuple[str, str]) -> None:
    assert run("--clock", "KN.L1.SETTLE", "--on", "2026-07-06", *wrong).exit_code == 2
