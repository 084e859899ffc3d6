"""The words of the pages: every sentence in Vietnamese, its English beside it, read once."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from shared.books import read_book

Language: TypeAlias = Literal["vi", "en"]
VIETNAMESE: Language = "vi"
LANGUAGES: tuple[Language, ...] = get_args(Language)
OURS = Path(__file__).with_name("words.yaml")
"""The words that pages of every service share."""


class Words:
    """A dictionary made of the books of words; Vietnamese is complete, English beside it."""

    def __init__(self, books: Iterable[Path]) -> None:
        self._entries: dict[str, Mapping[str, str]] = {}
        for book in books:
            self._entries |= _read(book)

    def __contains__(self, key: str) -> bool:
        """Test whether there are words under the key."""
        return key in self._entries

    def say(self, language: Language, key: str, /, **values: object) -> str:
        """
        Return the words under a key, with the values put in.

        Raises:
            KeyError: no book has the key, or a value is missing. A fault of ours.
        """
        return self._entries[key][language].format(**values)


def language_of(asked: str | None, kept: str | None) -> Language:
    """Return the language asked for now, else the one chosen before, else Vietnamese."""
    for choice in (asked, kept):
        for language in LANGUAGES:
            if choice == language:
                return language
    return VIETNAMESE


@cache
def _read(book: Path) -> Mapping[str, Mapping[str, str]]:
    entries: dict[str, Mapping[str, str]] = {}
    for group, keys in read_book(book).items():
        for key, entry in keys.items():
            entries[f"{group}.{key}"] = dict(zip(LANGUAGES, entry, strict=True))
    return entries
