"""Our books: a key that stands twice is a fault, not a silent choice of the last one."""

from pathlib import Path

import pytest

from shared.books import KeyTwice, read_book

ROOT = Path(__file__).parents[3]
BOOKS = sorted(
    book
    for folder in ("services", "shared")
    for book in (ROOT / folder).rglob("*.yaml")
    if "vendor" not in book.parts
)


@pytest.mark.parametrize(
    "text",
    ["a: 1\nb: 2\na: 3\n", "group:\n  x: [1]\n  x: [2]\n", "- {k: 1, k: 2}\n"],
    ids=["a group", "an entry", "in a row"],
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, text: str) -> None:
    """With the file, the key and the line."""
    book = tmp_path / "words.yaml"
    book.write_text(text)
    with pytest.raises(KeyTwice, match=r"words\.yaml: \w stands twice, again in line \d"):
        read_book(book)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: str(book.relative_to(ROOT)))
def test_every_book_can_be_read(book: Path) -> None:
    assert read_book(book)
