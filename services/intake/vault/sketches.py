"""
Sketches: what a petition is like, kept so that likeness can be measured and nothing read.

Every piece of the text is hashed under the index key; of 256 groups of hashes the least one is
kept (MinHash, one permutation), and of that four bits. Two sketches agree in about as many
places as the texts share pieces. Tokens are what candidates are found by: equal ones mean
that petitions share a run of places, two figures, or their sender. A sketch is made again
from the sealed content at any time, and goes with the petition's key.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import combinations

from services.intake.domain.petition.likeness import PLACES, Sketch
from services.intake.domain.petition.naming import id_number_of, phone_of
from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from services.intake.domain.petition.wording import (
    figures_in,
    letter_pieces,
    matter_of,
    word_pieces,
)
from services.intake.domain.petition.writer import name_words, place_of
from services.intake.vault.boxes import derive

BANDS, ROWS = 32, 3
"""Petitions that share half their pieces share a band in 98 of 100 cases, a tenth in 3."""
LEAST_PIECES = 20
"""What is shorter is a phrase, not a letter: it is found by its sender alone."""
PAIRED = 6
"""Figures of which each two make a token."""
_LEAST_PHONE, _LEAST_ID = 6, 6
_DONORS = hashlib.shake_256(b"tiepdan/sketch/donors").digest(PLACES * PLACES)
"""Where an empty place looks for its value, in which order: the same for every petition."""


class Sketcher:
    """Makes sketches under the index key."""

    def __init__(self, index_key: bytes) -> None:
        self._keys = {
            what: derive(index_key, f"likeness/{what}")
            for what in (
                "words", "letters", "band", "pair", "figure", "name", "phone", "id",
                "respondent", "place",
            )
        }  # fmt: skip

    def of(self, content: PersonalContent, agency: str | None, *, secret: bool) -> Sketch:
        """
        Return the sketch of a petition against somebody, of the body named.

        `secret`: it denounces; then nothing is kept that comes from who wrote it.
        """
        wrote, text = content.petitioner, f"{content.summary}\n{content.request}"
        matter = matter_of(text, leave_out=(wrote.full_name, wrote.address))
        words, letters = word_pieces(matter), letter_pieces(matter)
        places = self._least("words", words)
        bands = self._bands(places) if len(words) >= LEAST_PIECES else []
        figures = tuple(self._token("figure", each) for each in figures_in(text))
        names = () if secret else self._tokens("name", [name_words(wrote.full_name)])
        numbers = () if secret else self._numbers(wrote)
        return Sketch(
            words=packed(places),
            word_pieces=len(words),
            letters=packed(self._least("letters", letters)),
            letter_pieces=len(letters),
            tokens=tuple(dict.fromkeys([*bands, *self._pairs(figures), *names, *numbers])),
            figures=figures,
            names=names,
            numbers=numbers,
            respondents=self._respondents(content.respondent, agency),
            places=() if secret else self._tokens("place", place_of(wrote.address)),
        )

    def _numbers(self, wrote: Petitioner) -> tuple[int, ...]:
        phone, number = phone_of(wrote.phone), id_number_of(wrote.id_number)
        return (
            *self._tokens("phone", [phone] if len(phone) >= _LEAST_PHONE else []),
            *self._tokens("id", [number] if len(number) >= _LEAST_ID else []),
        )

    def _respondents(self, respondent: Respondent, agency: str | None) -> tuple[int, ...]:
        return self._tokens("respondent", [name_words(respondent.name), agency or ""])

    def _least(self, what: str, pieces: Iterable[str]) -> list[int]:
        """Return the least hash of each group; an empty group takes that of another."""
        hashed = partial(hashlib.blake2b, digest_size=8, key=self._keys[what])
        least: list[int | None] = [None] * PLACES
        for piece in pieces:
            value = int.from_bytes(hashed(piece.encode()).digest())
            place, value = value & 0xFF, value >> 8
            held = least[place]
            if held is None or value < held:
                least[place] = value
        if not any(value is not None for value in least):
            return [0] * PLACES
        return [
            value if value is not None else _borrowed(least, place)
            for place, value in enumerate(least)
        ]

    def _bands(self, places: list[int]) -> list[int]:
        return [
            self._token("band", f"{n}:{places[ROWS * n : ROWS * (n + 1)]}")
            for n in range(BANDS)
        ]

    def _pairs(self, figures: Sequence[int]) -> list[int]:
        pairs = combinations(sorted(figures[:PAIRED]), 2)
        return [self._token("pair", f"{one}/{other}") for one, other in pairs]

    def _tokens(self, what: str, values: Iterable[str]) -> tuple[int, ...]:
        return tuple(self._token(what, value) for value in values if value)

    def _token(self, what: str, value: str) -> int:
        digest = hashlib.blake2b(value.encode(), digest_size=4, key=self._keys[what])
        return int.from_bytes(digest.digest(), signed=True)


def _borrowed(least: list[int | None], place: int) -> int:
    for donor in _DONORS[PLACES * place : PLACES * (place + 1)]:
        value = least[donor]
        if value is not None:
            return value
    return next(value for value in least if value is not None)


def packed(places: list[int]) -> bytes:
    """Return four bits of each place."""
    return bytes((places[n] & 0xF) << 4 | places[n + 1] & 0xF for n in range(0, PLACES, 2))
