"""The rule files of routing, and what the loader refuses."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.routing.domain.proposal import Situation, propose
from services.routing.rules import RuleBook, the_rule
from services.routing.rules.loader import FOLDER, load
from shared.errors import RuleMissing
from shared.legal.reading import RuleBookBroken

BROKEN = [
    ("overlap", "jurisdiction.yaml", "    valid_to: 2026-06-30\n", "", RuleBookBroken),
    (
        "unknown act",
        "actions.yaml",
        "{act: LKN, provision: Đ31}",
        "{act: LXX, provision: Đ31}",
        RuleBookBroken,
    ),
    (
        "no citation",
        "eligibility.yaml",
        "    basis: {act: TT05, provision: Đ6.2.a}\n",
        "",
        ValidationError,
    ),
    (
        "a test of nothing",
        "eligibility.yaml",
        "    lacks: [identified]\n",
        "",
        ValidationError,
    ),
    (
        "an action of our invention",
        "actions.yaml",
        "action: ANSWER",
        "action: IGNORE",
        ValidationError,
    ),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_a_broken_rule_file_stops_the_start(
    tmp_path: Path, name: str, old: str, new: str, error: type[Exception]
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(error):
        load(tmp_path)


def test_before_the_circular_there_is_a_gap(book: RuleBook) -> None:
    situation = Situation(
        kind="complaint",
        instance="first",
        channel="post",
        forwarded=False,
        eligible=True,
        reason_codes=(),
        ours=True,
    )
    assert propose(book, situation, dt.date(2021, 11, 15)).id == "XLD.K1.FIRST"
    with pytest.raises(RuleMissing):
        propose(book, situation, dt.date(2021, 11, 14))
    with pytest.raises(RuleMissing):
        the_rule(book.eligible, dt.date(2021, 11, 14))


def test_no_ground_is_older_than_its_law(book: RuleBook) -> None:
    """The laws on complaints and denunciations that are in force began on these days."""
    first_day = {"LKN": dt.date(2012, 7, 1), "LTC": dt.date(2019, 1, 1)}
    settling = book.settling
    grounds = [
        *book.refusals, *book.decisions, *settling.unextended, *settling.publication
    ]  # fmt: skip
    for row in grounds:
        assert row.valid_from >= first_day[row.basis.act], row.id


def test_every_refusal_has_its_code(book: RuleBook) -> None:
    assert {f"LKN11_{n}" for n in range(1, 10)} <= {row.code for row in book.refusals}
