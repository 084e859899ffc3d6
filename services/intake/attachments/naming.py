"""What a file is called: as the sender called it, but for what could harm who saves it."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from services.intake.attachments.errors import NameUnreadable
from services.intake.attachments.kinds import FileKind

LONGEST: Final = 200
_NO_NAME = "giay-to"
"""For a file whose name has nothing left; "papers"."""
_UNSAFE = re.compile(r'[<>:"|?*%]')
_SPACES = re.compile(r"\s+")


def name_of(header: str, kind: FileKind) -> str:
    """
    Return the name of a file from the header `File-Name`, with the ending of its kind.

    Raises:
        NameUnreadable: it is not percent-encoded UTF-8.
    """
    try:
        text = unquote_to_bytes(header).decode()
    except UnicodeDecodeError:
        raise NameUnreadable(
            "File-Name: this is not percent-encoded UTF-8; encode the name so",
            field="File-Name",
        ) from None
    # Only the last part of a path; no sign that turns the rest of a line round.
    text = re.split(r"[/\\]", text)[-1]
    text = "".join(" " if c.isspace() else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", text))
    text = _SPACES.sub(" ", text).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot or f".{ending.lower()}" not in kind.extensions:
        stem, ending = text, kind.extensions[0].removeprefix(".")
    stem = (stem or _NO_NAME)[: LONGEST - len(ending) - 1].rstrip(" .")
    return f"{stem or _NO_NAME}.{ending}"


def disposition(name: str) -> str:
    """Return the header that has a browser save the file under its name (RFC 6266)."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c for c in plain if c.isascii() and c.isprintable() and c not in '"\\')
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
