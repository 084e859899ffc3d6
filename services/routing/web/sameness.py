"""
Which words of two letters are the same, for the eye of whoever lays them side by side.

It says nothing about likeness: that is measured by intake, over all letters. Tone marks and
capitals do not count, nor does the order of sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.routing.domain.agency.names import bare

RUN = 3
"""So many words in a row must stand in both: fewer are how everybody writes."""
_WORD = re.compile(r"\d+(?:[.,/-]\d+)*|[\w\u0300-\u036f]+")
_LEAST_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a letter; `same`: it stands in the other one too."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Common:
    """What two letters share: runs of words, and figures."""

    runs: frozenset[tuple[str, ...]]
    figures: frozenset[str]


def common(one: str, other: str) -> Common:
    """Return what two letters share."""
    words, others = _words(one), _words(other)
    return Common(
        runs=frozenset(_runs(words)) & frozenset(_runs(others)),
        figures=frozenset(_figures(words)) & frozenset(_figures(others)),
    )


def marked(text: str, both: Common) -> list[Piece]:
    """Return a text in pieces, those marked that the other has too; together they are the text."""
    words = _words(text)
    same = [word in both.figures for word in words]
    for place, run in enumerate(_runs(words)):
        if run in both.runs:
            same[place : place + RUN] = [True] * RUN
    pieces: list[Piece] = []
    at = 0
    for place, found in enumerate(_WORD.finditer(text)):
        between, word = text[at : found.start()], found[0]
        joined = same[place] and place > 0 and same[place - 1]
        _add(pieces, between, same=joined)
        _add(pieces, word, same=same[place])
        at = found.end()
    _add(pieces, text[at:], same=False)
    return pieces


def _add(pieces: list[Piece], text: str, *, same: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].same == same:
        pieces[-1] = Piece(pieces[-1].text + text, same)
    else:
        pieces.append(Piece(text, same))


def _words(text: str) -> list[str]:
    return [bare(word) for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for place in range(len(words) - RUN + 1):
        yield tuple(words[place : place + RUN])


def _figures(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word[:1].isdigit() and sum(map(str.isdigit, word)) >= _LEAST_DIGITS:
            yield word
