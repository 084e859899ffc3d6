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

ENDED = {"KN.L1.VERIFY.EXT", "TC.FOLLOWUP.MONTHLY", "RECEPTION.DIST", "RECEPTION.COMM.old"}
"""Duties that are no more."""


def test_a_clock_has_no_gap_and_its_last_row_is_open(book: RuleBook) -> None:
    for rows in book.clocks.values():
        assert all(old.valid_until == new.valid_from for old, new in pairwise(rows))
    assert {id_ for id_, rows in book.clocks.items() if rows[-1].valid_until} == ENDED


def test_versions_count_from_one_by_date(book: RuleBook) -> None:
    for rows in book.clocks.values():
        assert [row.version for row in rows] == list(range(1, len(rows) + 1))


def test_the_calendars_shipped(book: RuleBook) -> None:
    """Those of 2023 on were said once without why their days are off, and then again with it."""
    assert [(year.year, year.version) for year in book.calendar_years] == [
        *((n, 1) for n in range(2016, 2023)),
        *((n, version) for n in range(2023, 2028) for version in (1, 2)),
    ]
    assert (
        book.calendar().versions(dt.date(2022, 1, 1), dt.date(2023, 1, 1))
        == "2022.1+2023.2"
    )


@pytest.mark.parametrize(
    ("on", "length", "unit"),
    [(dt.date(2026, 6, 30), 10, "calendar_day"), (dt.date(2026, 7, 1), 7, "working_day")],
)
def test_acceptance_changed_with_law_136(
    book: RuleBook, on: dt.date, length: int, unit: str
) -> None:
    rule = clock_rule(book, "KN.L1.ACCEPT", on)
    assert (rule.length, rule.unit) == (length, unit)


@pytest.mark.parametrize(
    ("id_", "on", "says"),
    [
        ("TC.INITIAL", dt.date(2018, 12, 31), "ngày 31/12/2018: từ 01/01/2019."),
        (
            "RECEPTION.DIST",
            dt.date(2025, 7, 1),
            "ngày 01/07/2025: từ 01/07/2014 đến trước 01/07/2025.",
        ),
        ("XX", dt.date(2026, 7, 1), "mang mã XX"),
    ],
)
def test_outside_the_rows_there_is_a_gap(
    book: RuleBook, id_: str, on: dt.date, says: str
) -> None:
    with pytest.raises(RuleMissing) as found:
        clock_rule(book, id_, on)
    assert says in str(found.value)


# fmt: off
LENGTHS: list[tuple[str, str, int | None, int]] = [
    # clock, circumstances, length, extensions
    ("KN.L1.SETTLE", "", 30, 0),
    ("KN.L1.SETTLE", "complex", 45, 0),
    ("KN.L1.SETTLE", "complex remote", 60, 0),
    ("TC.INITIAL", "multi_site delegated", 10, 0),
    ("TC.SETTLE", "", 30, 0),
    ("TC.SETTLE", "complex", 30, 1),
    ("TC.SETTLE", "especially_complex", 30, 2),
    ("TC.SETTLE", "remote", None, 0),
    ("KN.L1.DIALOGUE", "", 0, 0),
]
# fmt: on


@pytest.mark.parametrize(("id_", "variant", "length", "extensions"), LENGTHS)
def test_a_row_knows_its_circumstances(
    book: RuleBook, id_: str, variant: str, length: int | None, extensions: int
) -> None:
    rule = book.clocks[id_][-1]
    holds = frozenset(variant.split())
    assert (rule.length_for(holds), rule.extensions_for(holds)) == (length, extensions)
    assert rule.circumstances == frozenset().union(*rule.variants, rule.extensions)


def test_bearers_stand_on_a_side(book: RuleBook) -> None:
    sides = {row.bearer: row.runs_against for rows in book.clocks.values() for row in rows}
    persons = {"citizen": "citizen", "civil_servant": "civil_servant"}
    assert sides.pop("superior") == "superior"
    assert sides.pop("none") == "none"
    assert {who: sides.pop(who) for who in persons} == persons
    assert set(sides.values()) == {"agency"}


def test_no_act_ends_before_it_begins() -> None:
    assert all(
        act.in_force_to is None or act.in_force_from < act.in_force_to
        for act in acts.load().values()
    )


# fmt: off
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
    ("a unit of another mode", "    unit: week\n", "    unit: year\n", ValidationError),
    ("a unit without a length", "    length: 45\n", "    length: 0\n", ValidationError),
    ("no word on what bounds it", "    bounded:\n", "    consequence:\n", ValidationError),
    ("extended by nothing", "{each: 30, complex: 1,", "{complex: 1,", ValidationError),
    ("extended for nobody", "{each: 30, complex: 1, especially_complex: 2}", "{each: 30}", ValidationError),
    ("no ground to pause", "{citizen_obstacle: citizen}", "{}", ValidationError),
    ("an unknown ground", "{citizen_obstacle: citizen}", "{tired: citizen}", ValidationError),
    ("another pair of languages", '["tiếp nhận", "receipt"]', '["tiếp nhận"]', ValidationError),
    ("pauses by an unknown act", "basis: {act: LTC, provision: Đ34.1}", "basis: {act: LXX, provision: Đ34.1}", RuleBookBroken),
    ("also by an unknown act", "also: [{act: ND31, provision: Đ3}]", "also: [{act: LXX, provision: Đ3}]", RuleBookBroken),
]
# fmt: on


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
        ("- 2026-01-10", "- 2025-01-11"),
        ("- 2026-01-10", "- 2026-01-11"),
        ("- 2026-11-24", "- 2026-11-28"),
        ("    2026-01-10: thay", "    2025-01-11: thay"),
        ("    2026-01-10: thay", "    2026-01-11: thay"),
        ("    2026-11-24: {", "    2026-11-28: {"),
        ("{kind: swapped,", "{kind: exchanged,"),
    ],
    ids=[
        "another year",
        "make up on Sunday",
        "closed Saturday",
        "named, another year",
        "named, make up on Sunday",
        "named, closed Saturday",
        "unknown kind",
    ],
)
def test_a_broken_calendar_stops_the_start(tmp_path: Path, old: str, new: str) -> None:
    _broken(tmp_path, "calendar/2026.yaml", old, new)
    with pytest.raises(ValidationError):
        load(tmp_path)


def _broken(folder: Path, name: str, old: str, new: str) -> None:
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
