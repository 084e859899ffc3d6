"""
`clocks.yaml` says what the survey of the law says: every row, figure by figure.

`clock_rows.csv` is that survey as it was handed over, without its texts. It changes only when
the law does; a figure that is wrong in one of the two makes these tests fail.
"""

import csv
import re
from pathlib import Path

import pytest

from services.deadlines.rules import ClockRule
from shared.legal import acts
from shared.legal.citation import Citation
from tests.law.worked import BOOK, day

SURVEY = list(
    csv.DictReader(
        Path(__file__).with_name("clock_rows.csv").read_text("utf-8").splitlines()
    )
)
BEARERS = {
    "respondent or third party": "respondent",
    "forwarding body": "forwarding_body",
    "body handling the recommendation": "handling_body",
}
TRANSITION = {"KN.L1.SETTLE", "KN.L2.SETTLE", "KL.SETTLE"}
"""Accepted before 01/7/2026, paused after: ND155 Đ22.1, which the survey has as a note."""
SAMPLES = {"KNPA.LOCAL_SLA"}
"""Ours, not in the survey: never law."""


def rule_of(row: dict[str, str]) -> ClockRule:
    rules = [
        r for r in BOOK.clocks[row["id"]] if r.valid_from.isoformat() == row["valid_from"]
    ]
    assert len(rules) == 1
    return rules[0]


def name(row: dict[str, str]) -> str:
    return f"{row['id']} {row['valid_from']}"


def lengths(text: str) -> dict[frozenset[str], int]:
    pairs = (part.split("=") for part in text.split(";") if part)
    return {frozenset(key.split("+")): int(n) for key, n in pairs}


def test_no_row_is_missing_and_none_is_invented() -> None:
    surveyed = sorted((row["id"], row["valid_from"]) for row in SURVEY)
    ours = [r for rules in BOOK.clocks.values() for r in rules if r.id not in SAMPLES]
    assert len(SURVEY) == 89
    assert sorted((rule.id, rule.valid_from.isoformat()) for rule in ours) == surveyed


@pytest.mark.parametrize("row", SURVEY, ids=name)
def test_its_figures(row: dict[str, str]) -> None:
    rule = rule_of(row)
    counted = row["length"].isdigit()
    assert (rule.kind, rule.mode, rule.unit) == (row["kind"], row["mode"], row["unit"])
    assert rule.length == (int(row["length"]) if counted else 0)
    assert {
        k: v for k, v in rule.variants.items() if k in lengths(row["variants"])
    } == lengths(row["variants"])
    extra = rule.variants.keys() - lengths(row["variants"]).keys()
    assert not extra or row["id"] == "TC.INITIAL"  # both at once: still ten
    extensions = {
        key: tuple(map(int, how.split("x")))
        for key, how in (part.split(":") for part in row["extensions"].split(";") if part)
    }
    assert {
        key: (n, rule.extension_length) for key, n in rule.extensions.items()
    } == extensions


@pytest.mark.parametrize("row", SURVEY, ids=name)
def test_its_days_and_its_confidence(row: dict[str, str]) -> None:
    rule = rule_of(row)
    until = "" if rule.valid_until is None else rule.valid_until.fromordinal(
        rule.valid_until.toordinal() - 1
    ).isoformat()  # fmt: skip
    assert (until, rule.confidence) == (row["valid_to"], row["confidence"])
    assert rule.bearer == BEARERS.get(row["runs_against"], row["runs_against"])


@pytest.mark.parametrize("row", SURVEY, ids=name)
def test_its_pauses(row: dict[str, str]) -> None:
    rule = rule_of(row)
    if row["pausable"] == "yes":
        assert rule.pauses_from == rule.valid_from
        assert rule.pause_grounds
    elif row["id"] in TRANSITION:
        assert rule.pauses_from == day("01/07/2026")
        assert rule.pause_basis == Citation("ND155", "Đ22.1")
    else:
        assert rule.pauses_from is None


@pytest.mark.parametrize("row", SURVEY, ids=name)
def test_its_provisions(row: dict[str, str]) -> None:
    """Every article the survey names is cited, and every act it names is one of ours."""
    rule = rule_of(row)
    cited = [rule.basis, *rule.also]
    articles = set(re.findall(r"(?<!N)Đ\.?\s*(\d+[ab]?)", row["article"]))
    articles |= set(re.findall(r", (\d+)(?=[,(;]|$)", row["article"]))
    ours = {n for each in cited for n in re.findall(r"Đ(\d+[ab]?)", each.provision)}
    assert articles <= ours
    numbers = {acts.load()[each.act].number for each in cited}
    named = re.findall(r"\d+(?:/\d{4})?/[A-ZĐ][\wĐ-]+|11-QĐi/TW", row["act"])
    assert set(named) & numbers or not named


def test_a_local_promise_never_looks_like_law() -> None:
    local = {rule.id for rules in BOOK.clocks.values() for rule in rules if rule.local}
    assert local == {"KN.L1.LOCAL_SLA", "KNPA.LOCAL_SLA"}


def test_every_row_speaks_both_languages() -> None:
    for rules in BOOK.clocks.values():
        for rule in rules:
            texts = (
                rule.name,
                rule.trigger,
                rule.stops_on,
                rule.consequence,
                rule.bounded,
                rule.note,
            )
            for text in (each for each in texts if each is not None):
                assert text.vi
                assert text.en
                assert text.vi != text.en


def test_every_deadline_says_what_stops_it() -> None:
    silent = {
        rule.id
        for rules in BOOK.clocks.values()
        for rule in rules
        if rule.mode == "deadline" and rule.stops_on is None
    }
    assert silent == {"KN.L1.LOCAL_SLA"}
