"""What typing and scanning do to a text."""

import random
import unicodedata

_ALPHABET = "abcdefghiklmnopqrstuvxy"


def spoiled(c: random.Random, *texts: str, copied: bool) -> list[str]:
    """Spoil as typing and scanning do: tone marks, capitals, letters, line ends."""
    bare, loud = c.random() < 0.3, c.random() < 0.05
    rate = c.choice((0, 0, 0.002, 0.006, 0.012, 0.04) if copied else (0, 0, 0.004))
    out = []
    for text in texts:
        text = without_tones(text) if bare else text
        text = text.upper() if loud else text
        out.append(with_typos(c, text, rate).replace(". ", ".\n" if copied else ". "))
    return out


def with_typos(c: random.Random, text: str, rate: float) -> str:
    letters = list(text)
    for at in range(len(letters) - 1):
        if letters[at].isalpha() and c.random() < rate:
            match c.randrange(3):
                case 0:
                    letters[at] = ""
                case 1:
                    letters[at] = c.choice(_ALPHABET)
                case _:
                    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def without_tones(text: str) -> str:
    """Return a text as it is typed on a keyboard without Vietnamese."""
    apart = unicodedata.normalize("NFD", text)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return letters.replace("đ", "d").replace("Đ", "D")
