"""The checklist of decision 0012 names tests that exist, and gives reasons where it names none."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "shared" / "decisions" / "0012-asvs.md"
_ID = re.compile(r"(\d+)\.\d+\.\d+(?:–\d+\.\d+\.\d+)?\??")
_TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
_REASON = re.compile(r"(not yet|accepted|does not apply): \S.{6,}")
CHAPTERS = 17


def rows() -> list[tuple[str, str, str, str]]:
    """Return id, what it asks, how it is met, and the proof, of each row."""
    cells = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in TABLE.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| id", "| ---"))
    ]
    assert {len(row) for row in cells} == {4}, "a row has not four cells"
    return [(row[0], row[1], row[2], row[3]) for row in cells]


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )


@pytest.mark.parametrize(
    ("id_", "asks", "met", "proof"), rows(), ids=[r[0] for r in rows()]
)
def test_a_row_has_its_proof(id_: str, asks: str, met: str, proof: str) -> None:
    """A test that is there, a page that is there, or a reason why there is none."""
    assert _ID.fullmatch(id_), id_
    assert asks
    if _REASON.fullmatch(proof):
        return
    if proof.startswith("in writing: "):
        pages = re.findall(r"`([^`]+)`", proof)
        assert pages
        assert [page for page in pages if not (ROOT / page).is_file()] == []
        return
    named = _TEST.findall(proof)
    assert named, f"neither a test nor a reason: {proof}"
    assert re.sub(r"[,\s]", "", _TEST.sub("", proof)) == "", f"not understood: {proof}"
    for path, name in named:
        assert (ROOT / "tests" / path).is_file(), path
        assert name in names_in(path), f"{path} has no {name}"


def test_every_chapter_is_there_once_and_in_order() -> None:
    """No requirement stands twice, none out of its place."""
    ids = [id_.rstrip("?").split("–")[0] for id_, *_ in rows()]
    numbers = [tuple(int(part) for part in id_.split(".")) for id_ in ids]
    assert numbers == sorted(set(numbers))
    assert {number[0] for number in numbers} == set(range(1, CHAPTERS + 1))
    assert len(numbers) > 150
