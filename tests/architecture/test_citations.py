"""Every rule row cites an act that exists, and was read or says that it was not."""

from pathlib import Path

import pytest
import yaml

from shared.legal import acts

ROOT = Path(__file__).parents[2]
BOOKS = sorted(
    [
        *ROOT.glob("services/*/rules/*.yaml"),
        *ROOT.glob("services/routing/rules/advice/*.yaml"),
    ]
)


def rows(node: object) -> list[dict]:
    if isinstance(node, dict):
        own = [node] if "basis" in node else []
        return own + [row for value in node.values() for row in rows(value)]
    if isinstance(node, list):
        return [row for value in node for row in rows(value)]
    return []


@pytest.mark.parametrize("book", BOOKS, ids=lambda p: p.stem)
def test_every_row_cites_a_known_act(book: Path) -> None:
    """A number without a provision is nobody's law."""
    known = set(acts.load())
    for row in rows(yaml.safe_load(book.read_text())):
        assert row["basis"]["act"] in known, row
        assert row["basis"]["provision"], row


@pytest.mark.parametrize("book", BOOKS, ids=lambda p: p.stem)
def test_every_dated_row_says_how_sure_it_is(book: Path) -> None:
    """Below `primary` a lawyer must sign before go-live; the row has a place for the name."""
    for row in rows(yaml.safe_load(book.read_text())):
        if "id" in row or "version" in row:
            assert row["confidence"] in {"primary", "secondary", "memory", "inference"}, row
            assert "verified_by" in row, row
