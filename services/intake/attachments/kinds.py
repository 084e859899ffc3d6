"""
What a file is, by its content. What it is called, and what the sender says, count for nothing.

Three looks: our own at the first bytes, `puremagic`'s as a second opinion, and then one at
the structure, which must be that of this kind from the first byte to the last: a file that
is two kinds at once is refused.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import puremagic

from services.intake.attachments import office
from services.intake.attachments.errors import (
    FileUnreadable,
    KindNotAllowed,
    TooManyPixels,
)
from services.intake.attachments.metadata import heif, jpeg, png, tiff, webp
from services.intake.attachments.metadata.edits import (
    MOST_PIXELS,
    Damaged,
    Edit,
    TooLargePicture,
)
from services.intake.attachments.metadata.reading import Source, length_of, take

HEAD_BYTES: Final = 4096
_TAIL_BYTES = 2048
_BLOCK_BYTES = 64 * 1024
_SURE = 0.4
"""From four bytes of signature on, `puremagic` is believed."""
_TEXTUAL = ("text/plain", "message/", "text/x-", "text/csv", "text/markdown")
_MARKUP = re.compile(
    r"<(?:!doctype|!--|\?xml|html|head|body|script|iframe|svg|style|table|img|a\b|br|div|h1"
    r"|title|object|embed|meta|link)",
    re.IGNORECASE,
)
_PROGRAM_STARTS: Final = ("#!", "%!ps", "{\\rtf", "<?php", "mz\x90")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken."""

    media_type: str
    extensions: tuple[str, ...]
    """The first is given to a file whose name has another."""
    edits_of: Callable[[Source], list[Edit]]
    """Check the structure, and return what must not be kept."""


def _edits_of_pdf(source: Source) -> list[Edit]:
    length = length_of(source)
    tail = take(source, max(0, length - _TAIL_BYTES), min(length, _TAIL_BYTES))
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise Damaged("it ends before it should")
    return []


def _edits_of_text(source: Source) -> list[Edit]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    try:
        while block := source.read(_BLOCK_BYTES):
            _check_letters(decoder.decode(block))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Damaged("it is not written in UTF-8") from None
    return []


def _check_letters(text: str) -> None:
    for letter in set(text):
        if unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f":
            raise Damaged("it holds characters that no text has")


def _nothing(_: Source) -> list[Edit]:
    """Checked when it was told apart."""
    return []


PDF: Final = FileKind("application/pdf", (".pdf",), _edits_of_pdf)
JPEG: Final = FileKind("image/jpeg", (".jpg", ".jpeg", ".jfif"), jpeg.edits_of)
PNG: Final = FileKind("image/png", (".png",), png.edits_of)
WEBP: Final = FileKind("image/webp", (".webp",), webp.edits_of)
HEIC: Final = FileKind("image/heic", (".heic", ".heif"), heif.edits_of)
TIFF: Final = FileKind("image/tiff", (".tif", ".tiff"), tiff.edits_of)
DOCX: Final = FileKind(office.DOCX, (".docx",), _nothing)
XLSX: Final = FileKind(office.XLSX, (".xlsx",), _nothing)
ODT: Final = FileKind(office.ODT, (".odt",), _nothing)
TEXT: Final = FileKind("text/plain", (".txt",), _edits_of_text)
KINDS: Final = (PDF, JPEG, PNG, WEBP, HEIC, TIFF, DOCX, XLSX, ODT, TEXT)
BY_MEDIA_TYPE: Final = {kind.media_type: kind for kind in KINDS}
ALLOWED: Final = "PDF, JPEG, PNG, WebP, HEIC, TIFF, DOCX, XLSX, ODT or plain text in UTF-8"
_SECOND_OPINION: Final = {
    PDF: ("application/pdf",),
    JPEG: ("image/jpeg",),
    PNG: ("image/png", "image/apng"),
    WEBP: ("image/webp",),
    HEIC: ("image/heif", "image/heic", "image/avif"),
    TIFF: ("image/tiff",),
}
_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1")


def kind_of(source: Source) -> FileKind:
    """
    Return the kind of a whole file. Blocking: it reads what it must.

    Raises:
        KindNotAllowed: it is none of the kinds that are taken.
        FileUnreadable: it is an office document, but damaged or with a program in it.
    """
    head = take(source, 0, min(length_of(source), HEAD_BYTES))
    kind = _by_first_bytes(head)
    if kind is None:
        kind = _document(source)
    elif office.archive_end(source) is not None:
        raise _not_allowed()  # also an archive: one program would show what another hid
    if kind is None or not _agreed(kind, head):
        raise _not_allowed()
    return kind


def what_to_leave_out(kind: FileKind, source: Source) -> list[Edit]:
    """
    Check the structure of a file, and return what of it must not be kept. Blocking.

    Raises:
        FileUnreadable: it is damaged, or something else as well.
        TooManyPixels: it would fill the memory of who opens it.
    """
    try:
        return kind.edits_of(source)
    except Damaged as why:
        raise _unreadable(kind, why) from None
    except TooLargePicture:
        raise TooManyPixels(
            f"the picture has over {MOST_PIXELS // 1_000_000} million pixels;"
            " scan or save it in a smaller size",
            values={"most": MOST_PIXELS // 1_000_000},
        ) from None


def check_start(head: bytes) -> None:
    """
    Test the first bytes of what is coming, so that nobody sends the rest for nothing.

    Raises:
        KindNotAllowed: it can be none of the kinds that are taken.
    """
    if head.startswith(office.START):
        return
    kind = _by_first_bytes(head[:HEAD_BYTES])
    if kind is None or not _agreed(kind, head[:HEAD_BYTES]):
        raise _not_allowed()


def _by_first_bytes(head: bytes) -> FileKind | None:
    """Return the kind that begins so; None for archives, which must be looked into."""
    starts = (
        (re.match(rb"%PDF-[12]\.\d", head), PDF),
        (head.startswith(b"\xff\xd8\xff"), JPEG),
        (head.startswith(png.SIGNATURE), PNG),
        (head[:4] == b"RIFF" and head[8:12] == b"WEBP", WEBP),
        (head[4:8] == b"ftyp" and _is_heic(head), HEIC),
        (head.startswith((b"II*\x00", b"MM\x00*")), TIFF),
        (not head.startswith(office.START) and _is_text(head), TEXT),
    )
    return next((kind for begins, kind in starts if begins), None)


def _is_heic(head: bytes) -> bool:
    return head[8:12] in _HEIC_BRANDS


def _is_text(head: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(head).lstrip("\ufeff")
        _check_letters(text)
    except (UnicodeDecodeError, Damaged):
        return False
    if text.lstrip().lower().startswith(_PROGRAM_STARTS):
        return False
    return not _MARKUP.search(text)


def _agreed(kind: FileKind, head: bytes) -> bool:
    """Test that `puremagic` sees the same; of texts and archives, that it sees nothing else."""
    try:
        seen = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        seen = []
    if kind in _SECOND_OPINION:
        wanted = _SECOND_OPINION[kind]
        return any(match.mime_type in wanted for match in seen)
    if kind is TEXT:
        return not any(_contradicts_text(match) for match in seen)
    return True


def _contradicts_text(match: puremagic.PureMagicWithConfidence) -> bool:
    return match.confidence >= _SURE and not match.mime_type.startswith(_TEXTUAL)


def _document(source: Source) -> FileKind | None:
    head = take(source, 0, min(length_of(source), len(office.START)))
    if head != office.START:
        return None
    try:
        found = office.document_kind(source)
    except Damaged as why:
        raise _unreadable(None, why) from None
    return None if found is None else BY_MEDIA_TYPE[found]


def _not_allowed() -> KindNotAllowed:
    return KindNotAllowed(
        f"this is no file of a kind that is taken: {ALLOWED}; save it as one of these"
    )


def _unreadable(kind: FileKind | None, why: Damaged) -> FileUnreadable:
    called = kind.extensions[0].removeprefix(".").upper() if kind else "document"
    return FileUnreadable(
        f"this {called} file cannot be taken: {why}; save it anew, or as PDF, and send that"
    )


def extensions() -> Iterable[str]:
    """Return the endings of names that people may choose from."""
    return (ending for kind in KINDS for ending in kind.extensions)
