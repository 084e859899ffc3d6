"""Vietnamese order of names: letters first, tone marks last, on any database."""

import unicodedata

_ORDER = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ORDER)}
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def sort_key(text: str) -> tuple[list[int], str]:
    """Return the key by which names are sorted: `Ấp` after `An`, `Đ` after `D`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if c not in _TONES)
    letters = unicodedata.normalize("NFC", bare)
    return [_RANK.get(letter, -1) for letter in letters], text
