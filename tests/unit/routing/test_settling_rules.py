"""What routing allows is what deadlines counts: the figures of both rule books are the same."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from services.routing.rules import RuleBook
from services.routing.rules.loader import FOLDER, load
from shared.legal.reading import RuleBookBroken

CLOCKS = Path(__file__).parents[3] / "services" / "deadlines" / "rules" / "clocks.yaml"
SETTLEMENT = {
    ("complaint", "first"): "KN.L1.SETTLE",
    ("complaint", "second"): "KN.L2.SETTLE",
    ("denunciation", "first"): "TC.SETTLE",
}
SOLEMN = {"KN.PUBLISH": ("complaint", "second"), "TC.PUBLISH": ("denunciation", "first")}


def clock_rows(rule: str) -> list[dict[str, Any]]:
    """The rows of a clock as deadlines' own file has them."""
    rows = yaml.safe_load(CLOCKS.read_text("utf-8"))["clocks"]
    return [row for row in rows if row["id"] == rule]


def settling_rows(part: str, kind: str) -> list[dict[str, Any]]:
    """Our rows of a part that speak of a kind."""
    rows = yaml.safe_load((FOLDER / "settling.yaml").read_text("utf-8"))[part]
    return [row for row in rows if kind in row["kinds"]]


@pytest.mark.parametrize(("kind", "instance"), SETTLEMENT)
def test_a_case_is_paused_where_its_clock_stands_still(kind: str, instance: str) -> None:
    """The same grounds, from the same day."""
    ours = {(row["ground"], row["valid_from"]) for row in settling_rows("pauses", kind)}
    for row in clock_rows(SETTLEMENT[kind, instance]):
        pauses = row["pauses"]
        assert {(ground, pauses["from"]) for ground in pauses["grounds"]} == ours


@pytest.mark.parametrize(("kind", "instance"), SETTLEMENT)
def test_a_case_is_extended_as_its_clock_allows(kind: str, instance: str) -> None:
    """As often and by as much; where the clock knows no extension, routing says why."""
    ours: dict[str, int] = {}
    for row in settling_rows("extensions", kind):
        ours |= {row["complexity"]: row["times"], "each": row["each"]}
    for row in clock_rows(SETTLEMENT[kind, instance]):
        assert row.get("extensions", {}) == ours
    unextended = [
        row for row in settling_rows("unextended", kind) if instance in row["instances"]
    ]
    assert bool(unextended) != bool(ours)
    for row in unextended:
        assert row["basis"] == clock_rows(SETTLEMENT[kind, instance])[0]["basis"]


@pytest.mark.parametrize("instance", ["first", "second"])
def test_what_is_found_complex_is_counted_otherwise(instance: str) -> None:
    """The clock knows both circumstances on every day on which they can be found."""
    ours = [
        row
        for row in settling_rows("complexity", "complaint")
        if instance in row["instances"]
    ]
    theirs = clock_rows(SETTLEMENT["complaint", instance])
    assert {(row["valid_from"], row.get("valid_to")) for row in ours} == {
        (row["valid_from"], row.get("valid_to")) for row in theirs
    }
    assert all(
        set(row["variants"]) == {"complex", "remote", "complex+remote"} for row in theirs
    )


def test_who_must_publish_has_a_clock_for_it() -> None:
    """And nobody else has."""
    rows = [
        (row, kind) for kind in ("complaint", "denunciation")
        for row in settling_rows("publication", kind)
    ]  # fmt: skip
    assert {(kind, instance) for row, kind in rows for instance in row["instances"]} == {
        *SOLEMN.values(),
        ("denunciation", "second"),
    }
    assert all(clock_rows(rule) for rule in SOLEMN)


def test_seven_criteria_since_july_2026(book: RuleBook) -> None:
    """Before, the law named none."""
    for rule in book.settling.complexity:
        named = 7 if rule.covers(dt.date(2026, 7, 1)) else 0
        assert named == len(rule.criteria)


BROKEN = [
    ("an unknown ground", "ground: expert", "ground: weather", ValidationError),
    ("an extension of no days", "each: 30", "each: 0", ValidationError),
    ("a pause without a way on", "    resumption: {act: LTC, provision: Đ34.2}\n", "", ValidationError),
    ("an unknown act", "act: ND155", "act: ND999", RuleBookBroken),
    ("two rows at a time", "    valid_to: 2026-06-30\n", "", RuleBookBroken),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "error"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_file_stops_the_start(
    tmp_path: Path, old: str, new: str, error: type[Exception]
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "settling.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(error):
        load(tmp_path)
