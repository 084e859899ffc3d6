"""
What does a letter say, however it was typed? Plain words to compare by; never stored or logged.

Tone marks, capitals, points and spellings go; so do phrases that stand in every petition,
and what a body that sent it on wrote around it. The person reading is never shown this.
"""

import re
from collections.abc import Iterable

from services.intake.domain.petition.naming import bare

MOST_WORDS = 2_000
"""Of a letter; what comes later is not compared."""
WORDS, LETTERS = 2, 4
"""How long a piece is: two words, or four letters of the text without blanks at its ends."""
MOST_FIGURES = 12

_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_WRITTEN_DATE = re.compile(r"\b(\d{1,2}) thang (\d{1,2}) nam (\d{4})\b")
_POINT_IN_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
_WORD = re.compile(r"[a-z0-9]+")
_FIGURE = re.compile(r"\b\d{2,11}\b")
_NO_FIGURE = re.compile(r"(19|20)\d\d|0\d*|\d{9,}(?<!000)")
"""A year, a telephone, an identity number; sums of so many digits end in zeros."""
_FREE_Y = re.compile(r"\b(qu|[hklmstv])y\b")
"""`kỷ luật` and `kỉ luật`, `quý` and `quí` are one word."""

_SHORT = {
    "uy ban nhan dan": "ubnd",
    "hoi dong nhan dan": "hdnd",
    "quyet dinh": "qd",
    "thong bao": "tb",
    "giay chung nhan quyen su dung dat": "gcnqsdd",
    "quyen su dung dat": "qsdd",
    "can cuoc cong dan": "cccd",
    "chung minh nhan dan": "cmnd",
    "tai dinh cu": "tdc",
    "giai phong mat bang": "gpmb",
    "thanh pho": "tp",
    "thi tran": "tt",
}
"""What people write out or shorten."""
_FORMULAS = re.compile(
    r"\b("
    r"cong hoa xa hoi chu nghia viet nam|"
    r"doc lap tu do hanh phuc|"
    r"kinh gui|"
    r"don (khieu nai|to cao|kien nghi|phan anh|de nghi|trinh bay|keu cuu)( lan \d)?|"
    r"(toi )?xin cam doan( nhung)?( dieu| loi| noi dung)?( trinh bay)?( neu)?( tren)?( day)?|"
    r"(la )?(hoan toan )?dung su that|"
    r"(va )?(xin )?(hoan toan )?chiu( moi)? trach nhiem( truoc phap luat)?|"
    r"(toi )?(xin )?(chan thanh|tran trong) (cam on|biet on|kinh chao)|"
    r"theo (dung )?(qui dinh( cua phap luat)?|luat dinh|tham quyen)"
    r")\b"
)
"""Phrases of the form, which say nothing about the matter; spelled as `plain` spells them."""
_SENT_ON = re.compile(
    r"\b(phieu chuyen|kinh chuyen|chuyen don|chuyen thu|nhan duoc don|ve viec chuyen)\b"
)
_LETTER_BEGINS = re.compile(
    r"\b(noi dung( don| thu)?( cu the)? nhu sau|(toan van|nguyen van)( noi dung)?( don| thu)?"
    r"( cua)?( cong dan| ban doc)?|xin trich nguyen van)\b"
)
_LETTER_ENDS = re.compile(r"\bnoi nhan( nhu tren)?\b.{0,80}$")
_COVER = 900
"""Letters within which a covering note ends; further on it is the petition's own phrase."""


def plain(text: str) -> str:
    """Return a text as plain words: small, without tone marks, one spelling, single blanks."""
    small = _POINT_IN_NUMBER.sub("", _DATE.sub(r"\1 \2 \3", bare(text)))
    small = " ".join(_WORD.findall(small)[:MOST_WORDS])
    small = _FREE_Y.sub(r"\1i", small)
    for long, short in _SHORT.items():
        small = small.replace(long, short)
    return small


def matter_of(text: str, leave_out: Iterable[str] = ()) -> str:
    """
    Return the plain words of the matter itself: no covering note, no phrases of the form.

    `leave_out` is who wrote, and from where: that is compared by itself, and elsewhere told
    to nobody.
    """
    words = plain(text)
    if _SENT_ON.search(words[:_COVER]):
        begins = _LETTER_BEGINS.search(words[:_COVER])
        words = words[begins.end() :] if begins else words
        words = _LETTER_ENDS.sub("", words)
    words = _without(_FORMULAS.sub(" ", words), map(plain, leave_out))
    return " ".join(words.split())


def _without(words: str, phrases: Iterable[str]) -> str:
    words = f" {' '.join(words.split())} "
    for phrase in filter(None, phrases):
        # Whole words only; twice in a row, they share the blank between them.
        while f" {phrase} " in words:
            words = words.replace(f" {phrase} ", " ")
    return words


def word_pieces(matter: str) -> set[str]:
    """Return each two words that follow each other: they survive another order of sentences."""
    words = matter.split()
    return {" ".join(words[n : n + WORDS]) for n in range(len(words) - WORDS + 1)}


def letter_pieces(matter: str) -> set[str]:
    """Return each run of letters: they survive what typing and scanning do to words."""
    return {matter[n : n + LETTERS] for n in range(len(matter) - LETTERS + 1)}


def figures_in(text: str) -> tuple[str, ...]:
    """
    Return the figures that single a matter out: dates, numbers of papers and plots, sums.

    Years say little; numbers of telephones and identities are compared as such, or not at all.
    """
    small = bare(text)
    dates = [*_DATE.findall(small), *_WRITTEN_DATE.findall(small)]
    small = _POINT_IN_NUMBER.sub("", _WRITTEN_DATE.sub(" ", _DATE.sub(" ", small)))
    found = [f"{int(day)}/{int(month)}/{year}" for day, month, year in dates]
    found += [each for each in _FIGURE.findall(small) if not _NO_FIGURE.fullmatch(each)]
    longest_first = sorted(dict.fromkeys(found), key=lambda each: (-len(each), each))
    return tuple(longest_first[:MOST_FIGURES])
