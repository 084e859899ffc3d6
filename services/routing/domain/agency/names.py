"""Names as people write them: one name has many spellings, and is searched without its marks."""

import unicodedata
from typing import Final

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


def tidy(name: str) -> str:
    """Return a name as it is kept: blanks once, letters composed; tone marks stay where given."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def spelling(name: str) -> str:
    """Return one form for all spellings: `Hoà` and `Hòa` differ in where the mark sits, no more."""
    return " ".join(_toneless_then_tone(word) for word in name.split())


def same_name(one: str, other: str) -> bool:
    """Test whether two names are one, however composed and wherever a tone mark sits."""
    return spelling(one) == spelling(other)


def bare(text: str) -> str:
    """Return a text without tone marks and capitals, as people search."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def is_found(wanted: str, name: str, code: str) -> bool:
    """Test whether what is searched for stands in a name or begins a code."""
    sought = bare(wanted)
    return sought in bare(name) or code.casefold().startswith(sought)


def _toneless_then_tone(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    letters = "".join(c for c in apart if c not in _TONES)
    tones = "".join(c for c in apart if c in _TONES)
    return unicodedata.normalize("NFC", letters) + tones
