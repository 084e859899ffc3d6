"""
Are two petitions the same? Likeness in content, sender, respondent and place, weighed in the open.

Nothing here decides: an officer looks at both and links them, or does not. Who denounced is
neither weighed nor told (LTC Đ8, Đ56), and what betrays who denounced is not either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PLACES = 256
"""Of a sketch."""
CHANCE = 1 / 16
"""How often two places that differ agree: four bits are kept of each."""
_LOWEST_BITS = int("1" * PLACES, 16)

Sender = Literal["same_number", "same_name", "another", "unknown", "secret"]
"""`unknown`: one of the two does not say; `secret`: it is not looked at."""
Code = Literal[
    "same_number", "same_name", "content", "figures", "same_respondent", "same_place"
]

Strength = Literal["strong", "medium", "weak"]

LIKELY = 100
"""From so many points on two petitions are likely one. Chosen on `tests/letters/tuned.yaml`."""
SHOWN = 60
"""From so many on it is worth a look, where nobody's secret is touched."""
LEAST_CONTENT = 0.15
"""Below it nothing else makes them alike: people write about several matters."""
LEAST_OVERLAP, LEAST_FIGURES = 0.25, 2
"""
Of a denunciation: whoever gives so much of the letter has it. Less could be guessed, and a
guess that is confirmed tells who denounced.
"""
_CONTENT = 20
"""Of full likeness, beside figures that can be compared."""
_CONTENT_ALONE, _WITHOUT_FIGURES = 130, -40
"""Where there are none to compare: half a letter must be the same even with the same sender."""
_FIGURE, _MOST_FIGURES, _ALL_FIGURES, _NO_FIGURE = 12, 4, 60, -15
_RESPONDENT, _PLACE = 45, 17
_SENDER: dict[Sender, int] = {
    "same_number": 10, "same_name": 5, "another": -120, "unknown": 0, "secret": 0,
}  # fmt: skip
"""Another sender is never likely: each who signs a common text has a petition of their own."""
_COMPARABLE = 2
"""One figure that differs may be a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is kept of a petition to know it again by; keyed, see `vault.sketches`."""

    words: bytes
    word_pieces: int
    letters: bytes
    letter_pieces: int
    tokens: tuple[int, ...]
    """By what candidates are found."""
    figures: tuple[int, ...]
    """Dates, numbers of papers and plots, sums."""
    names: tuple[int, ...]
    """Of who wrote; none where nobody is named."""
    numbers: tuple[int, ...]
    """Telephone and identity number of who wrote."""
    respondents: tuple[int, ...]
    places: tuple[int, ...]
    """The commune, and the hamlet in it."""

    @property
    def tokens_of_content(self) -> tuple[int, ...]:
        """The tokens that do not come from who wrote."""
        wrote = {*self.names, *self.numbers}
        return tuple(token for token in self.tokens if token not in wrote)


_STRONG_CONTENT, _MEDIUM_CONTENT = 0.6, 0.3
_STRONG_FIGURES = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why two petitions are held to be alike."""

    code: Code
    sentence: str
    """For people."""
    strength: Strength
    """How much an officer should make of it; the points are another matter, see above."""
    n: int = 0
    """How much: percent of the content, figures, or places that both have."""
    of: int = 0
    """Of how many figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two petitions are, in each respect."""

    content: float
    """Share of the shorter one's pieces that the other has too; estimated."""
    overlap: float
    """Share of all their pieces that both have; estimated."""
    figures: int
    """That both have."""
    of_figures: int
    """That the one with fewer has."""
    sender: Sender
    same_respondent: bool
    places: int
    """That both have: 1, the commune; 2, the hamlet too."""

    @property
    def points(self) -> int:
        """All of it together; see `LIKELY`."""
        if self.content < LEAST_CONTENT or self._could_be_guessed:
            return 0
        found = _SENDER[self.sender] + _PLACE * self.places
        found += _RESPONDENT * self.same_respondent
        if self.of_figures < _COMPARABLE:
            return found + _WITHOUT_FIGURES + round(_CONTENT_ALONE * self.content)
        figures = _FIGURE * min(self.figures, _MOST_FIGURES) if self.figures else _NO_FIGURE
        share = self.figures / self.of_figures
        return found + figures + round(_CONTENT * self.content + _ALL_FIGURES * share)

    @property
    def is_likely(self) -> bool:
        """Test whether the two are likely one petition."""
        return self.points >= LIKELY

    @property
    def is_shown(self) -> bool:
        """Test whether an officer is shown the one beside the other."""
        return self.points >= (LIKELY if self.sender == "secret" else SHOWN)

    @property
    def _could_be_guessed(self) -> bool:
        known = self.overlap >= LEAST_OVERLAP or self.figures >= LEAST_FIGURES
        return self.sender == "secret" and not known

    def reasons(self) -> Iterator[Reason]:
        """Yield why, the strongest sign of a person first, then of the matter."""
        if self.sender == "same_number":
            sentence = "cùng số điện thoại hoặc số giấy tờ"
            yield Reason(code="same_number", sentence=sentence, strength="strong")
        if self.sender == "same_name":
            sentence = "cùng họ tên người gửi"
            yield Reason(code="same_name", sentence=sentence, strength="medium")
        yield self._content_reason()
        if self.figures:
            yield self._figures_reason()
        if self.same_respondent:
            sentence = "cùng đối tượng bị nêu trong đơn"
            yield Reason(code="same_respondent", sentence=sentence, strength="medium")
        if self.places:
            close = self.places > 1
            yield Reason(
                code="same_place",
                sentence="cùng ấp, khu phố" if close else "cùng xã, phường",
                strength="medium" if close else "weak",
                n=self.places,
            )

    def _content_reason(self) -> Reason:
        strength: Strength = "weak"
        if self.content >= _MEDIUM_CONTENT:
            strength = "strong" if self.content >= _STRONG_CONTENT else "medium"
        percent = round(100 * self.content)
        sentence = f"nội dung giống {percent} %"
        return Reason(code="content", sentence=sentence, strength=strength, n=percent)

    def _figures_reason(self) -> Reason:
        strength: Strength = "weak"
        if self.figures >= _COMPARABLE:
            share = self.figures / self.of_figures
            strength = "strong" if share >= _STRONG_FIGURES else "medium"
        sentence = (
            f"trùng {self.figures}/{self.of_figures} số liệu (ngày, số văn bản, số tiền)"
        )
        return Reason(
            code="figures",
            sentence=sentence,
            strength=strength,
            n=self.figures,
            of=self.of_figures,
        )


def compare(one: Sketch, other: Sketch, *, secret: bool) -> Likeness:
    """Return how alike two petitions are; `secret`: they are denunciations."""
    content, overlap = _shares(one.words, other.words, one.word_pieces, other.word_pieces)
    by_letters, _ = _shares(
        one.letters, other.letters, one.letter_pieces, other.letter_pieces
    )
    return Likeness(
        # Texts that have nothing to do with each other share nearly half their runs of letters.
        content=max(content, 2 * by_letters - 1),
        overlap=overlap,
        figures=len(set(one.figures) & set(other.figures)),
        of_figures=min(len(set(one.figures)), len(set(other.figures))),
        sender="secret" if secret else _sender(one, other),
        same_respondent=bool(set(one.respondents) & set(other.respondents)),
        places=0 if secret else len(set(one.places) & set(other.places)),
    )


def _sender(one: Sketch, other: Sketch) -> Sender:
    if set(one.numbers) & set(other.numbers):
        return "same_number"
    if set(one.names) & set(other.names):
        return "same_name"
    return "another" if one.names and other.names else "unknown"


def _shares(one: bytes, other: bytes, pieces: int, others: int) -> tuple[float, float]:
    """Return which share of the shorter text both have, and which share of all there is."""
    if not pieces or not others:
        return 0.0, 0.0
    agreeing = agreement(one, other) / PLACES
    overlap = max(0.0, (agreeing - CHANCE) / (1 - CHANCE))
    both = overlap * (pieces + others) / (1 + overlap)
    return min(1.0, both / min(pieces, others)), overlap


def agreement(one: bytes, other: bytes) -> int:
    """Return in how many places two sketches agree."""
    differing = int.from_bytes(one) ^ int.from_bytes(other)
    differing |= differing >> 1 | differing >> 2 | differing >> 3
    return PLACES - (differing & _LOWEST_BITS).bit_count()
