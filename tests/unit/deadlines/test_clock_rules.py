"""The rule files of deadlines, and what the loader refuses."""

import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.deadlines.rules import RuleBook, clock_rule
from services.deadlines.rules.loader import FOLDER, load
from shared.errors import RuleMissing
from shared.legal import acts
from shared.legal.reading import RuleBookBroken


def test_a_clock_has_no_gap_and_its_last_row_is_open(book: RuleBook) -> None:
    for rows in book.clocks.values():
        assert all(old.valid_until == new.valid_from for old, new in pairwise(rows))
        assert rows[-1].valid_until is None


def test_every_calendar_year_is_there_once(book: RuleBook) -> None:
    assert [(year.year, year.version) for year in book.calendar_years] == [
        (n, 1) for n in range(2023, 2028)
    ]


@pytest.mark.parametrize(
    ("on", "length", "unit"),
    [(dt.date(2026, 6, 30), 10, "calendar_day"), (dt.date(2026, 7, 1), 7, "working_day")],
)
def test_acceptance_changed_with_law_136(
    book: RuleBook, on: dt.date, length: int, unit: str
) -> None:
    rule = clock_rule(book, "KN.L1.ACCEPT", on)
    assert (rule.length, rule.unit) == (length, unit)


def test_before_the_first_row_there_is_a_gap(book: RuleBook) -> None:
    with pytest.raises(RuleMissing):
        clock_rule(book, "TC.INITIAL", dt.date(2018, 12, 31))


def test_no_act_ends_before_it_begins() -> None:
    assert all(
        act.in_force_to is None or act.in_force_from < act.in_force_to
        for act in acts.load().values()
    )


BROKEN = [
    ("overlap", "    valid_to: 2026-06-30\n", "", RuleBookBroken),
    ("unknown act", "act: LKN, provision: Đ32", "act: LXX, provision: Đ32", RuleBookBroken),
    ("no citation", "    basis: {act: LKN, provision: Đ32}\n", "", ValidationError),
    ("empty provision", "provision: Đ32", 'provision: ""', ValidationError),
    (
        "misspelt key",
        "    unit: year\n",
        "    unit: year\n    lenght: 2\n",
        ValidationError,
    ),
    (
        "never in force",
        "    valid_to: 2026-06-30\n",
        "    valid_to: 2012-06-30\n",
        ValidationError,
    ),
    ("versions that do not rise", "    version: 2\n", "    version: 1\n", RuleBookBroken),
]


@pytest.mark.parametrize(
    ("old", "new", "error"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_rule_file_stops_the_start(
    tmp_path: Path, old: str, new: str, error: type[Exception]
) -> None:
    _broken(tmp_path, "clocks.yaml", old, new)
    with pytest.raises(error):
        load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-01-10", "2025-01-11"),
        ("2026-01-10", "2026-01-11"),
        ("2026-11-24", "2026-11-28"),
    ],
    ids=["another year", "make up on Sunday", "closed Saturday"],
)
def test_a_broken_calendar_stops_the_start(tmp_path: Path, old: str, new: str) -> None:
    _broken(tmp_path, "calendar/2026.yaml", f"- {old}", f"- {new}")
    with pytest.raises(ValidationError):
        load(tmp_path)


def _broken(folder: Path, name: str, old: str, new: str) -> None:
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
