"""When are two names, numbers or phones the same? One spelling of each, to compare by."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_NOT_DIGITS = re.compile(r"\D+")
_NOT_ALNUM = re.compile(r"[^0-9A-Z]+")
_ABROAD = re.compile(r"^(0084|84)(?=\d{9,10}$)")
"""Vietnam's own prefix, said from abroad; what is left is dialled after a 0."""
_ADDRESS = re.compile(
    r"^(ông|bà|anh|chị|cô|chú|bác|đồng chí|đ/c|mr|mrs|ms)\.? +", re.IGNORECASE
)
_AFTER_THE_NAME = re.compile(r"[,;:(]| [-–—] | là | hiện ")
_LEAST_WORDS = 2


def name_of(text: str) -> str:
    """Return a name as it is compared: one form of each letter, small, single blanks."""
    small = unicodedata.normalize("NFD", text).casefold()
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", small)).strip()


def bare(name: str) -> str:
    """Return a name without tone marks and hats, as it is typed in a hurry."""
    apart = unicodedata.normalize("NFD", name_of(name))
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return letters.replace("đ", "d")


def phone_of(text: str) -> str:
    """Return the digits of a phone number as it is dialled at home."""
    digits = _NOT_DIGITS.sub("", text)
    return _ABROAD.sub("0", digits)


def id_number_of(text: str) -> str:
    """Return an identity number without blanks and dots."""
    return _NOT_ALNUM.sub("", text.upper())


def names_in(text: str) -> tuple[str, ...]:
    """
    Return every name that the sender's words about somebody may be.

    `Ông Nguyễn Văn A, Chủ tịch xã` is compared as a whole, without what follows the name,
    and without the form of address. A single word left over is no name.
    """
    whole = name_of(text)
    alone = _AFTER_THE_NAME.split(whole, maxsplit=1)[0].strip()
    plain = _ADDRESS.sub("", alone).strip()
    found = [name for name in (alone, plain) if len(name.split()) >= _LEAST_WORDS]
    return tuple(dict.fromkeys(name for name in (whole, *found) if name))
