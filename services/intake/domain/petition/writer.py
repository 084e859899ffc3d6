"""Who wrote, and from where, as petitions are compared: neither order nor titles count."""

import re

from services.intake.domain.petition.naming import bare

_TITLE = re.compile(
    r"^((ho )?(ong|ba|anh|chi|co|chu|bac|dong chi|d c|mr|mrs|ms)( ba)?|ho gia dinh|nguoi dan) "
)
_WORD = re.compile(r"[a-z0-9]+")
_PARTS = re.compile(r"[,;]| [-–—] ")
_KIND_OF_PLACE = re.compile(r"^(xa|phuong|dac khu|thi tran|x|p|tt) ")
_HIGHER = re.compile(r"^(huyen|thi xa|quan|thanh pho|tinh|h|tx|tp|t) ")
_LEAST_WORDS = 2


def name_words(name: str) -> str:
    """
    Return the words of a name in one order, without tone marks and form of address.

    `Bà NGUYEN THI LAN` and `Lan Nguyễn Thị` are the same; a single word is no name.
    """
    words = " ".join(_WORD.findall(bare(name)))
    words = _TITLE.sub("", words)
    found = sorted(words.split())
    return " ".join(found) if len(found) >= _LEAST_WORDS else ""


def place_of(address: str) -> tuple[str, ...]:
    """
    Return the commune of an address, and the hamlet in it; fewer where it says less.

    The commune is the last part below district and province, the hamlet the part before.
    """
    parts = [" ".join(_WORD.findall(part)) for part in _PARTS.split(bare(address))]
    local = [part for part in parts if part and not _HIGHER.match(part)]
    if not local:
        return ()
    commune = _KIND_OF_PLACE.sub("", local[-1])
    if len(local) == 1:
        return (commune,)
    return (commune, f"{local[-2]}/{commune}")
