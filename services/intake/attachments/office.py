"""Office documents: archives that are looked into, by their lists of contents, and not unpacked."""

import zipfile
import zlib
from typing import BinaryIO, Final, cast

from services.intake.attachments.metadata.edits import Damaged
from services.intake.attachments.metadata.reading import Source, length_of, take

START: Final = b"PK\x03\x04"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
_END_MARK = b"PK\x05\x06"
_END_BYTES = 22
_TAIL_BYTES = _END_BYTES + 65_535
_MOST_ENTRIES = 2_000
_LIST_BYTES = 1024 * 1024
_UNPACKED_BYTES = 500 * 1024 * 1024
_TYPES_BYTES = 1024 * 1024
_ENCRYPTED = 0x1
_MAIN: Final = {DOCX: ("word/document.xml", DOCX), XLSX: ("xl/workbook.xml", XLSX)}
_ACTIVE: Final = ("vbaproject.bin", "vbadata.xml")
_ACTIVE_FOLDERS: Final = ("/activex/", "basic/", "scripts/", "/macrosheets/")
_PROGRAMS: Final = (".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".js", ".vbs", ".ps1")


def archive_end(source: Source) -> bytes | None:
    """Return the last record of an archive when the file ends as one, whatever it begins as."""
    size = length_of(source)
    length = min(size, _TAIL_BYTES)
    tail = take(source, size - length, length)
    at = tail.rfind(_END_MARK)
    while at >= 0:
        record = tail[at : at + _END_BYTES]
        comment = int.from_bytes(record[20:22], "little")
        if len(record) == _END_BYTES and at + _END_BYTES + comment == length:
            return record
        at = tail.rfind(_END_MARK, 0, at)
    return None


def document_kind(source: Source) -> str | None:
    """
    Return which of the three kinds of office document an archive is; None for all others.

    Raises:
        Damaged: it is one, but is damaged, holds programs, or hides something.
    """
    record = archive_end(source)
    if record is None:
        raise Damaged("it ends before it should")
    _check_list(record)
    try:
        # A reader of our own, complete as far as an archive is read.
        with zipfile.ZipFile(cast("BinaryIO", source)) as archive:
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError):
        raise Damaged("its list of contents cannot be read") from None


def _check_list(record: bytes) -> None:
    """Keep the list of contents small before anybody reads it into memory."""
    entries = int.from_bytes(record[10:12], "little")
    length = int.from_bytes(record[12:16], "little")
    if entries > _MOST_ENTRIES or length > _LIST_BYTES:
        raise Damaged("it has too many parts")


def _kind(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    if not parts or min(part.header_offset for part in parts) != 0:
        raise Damaged("something stands before its first part")
    if sum(part.file_size for part in parts) > _UNPACKED_BYTES:
        raise Damaged("unpacked it would be too large")
    for part in parts:
        _check_part(part)
    names = {part.filename for part in parts}
    if "[Content_Types].xml" in names:
        return _microsoft(archive, names)
    if parts[0].filename == "mimetype" and parts[0].compress_type == zipfile.ZIP_STORED:
        said = archive.open(parts[0]).read(200)
        return ODT if said == ODT.encode() and "content.xml" in names else None
    return None


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.filename.lower().replace("\\", "/")
    if part.flag_bits & _ENCRYPTED:
        raise Damaged("it is locked with a password")
    if name.startswith("/") or ".." in name.split("/"):
        raise Damaged("it holds a part outside itself")
    folders = any(
        folder in f"/{name}" if folder.startswith("/") else name.startswith(folder)
        for folder in _ACTIVE_FOLDERS
    )
    if name.endswith((*_ACTIVE, *_PROGRAMS)) or folders:
        raise Damaged("it holds a program (macro)")


def _microsoft(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    types = (
        archive.open("[Content_Types].xml").read(_TYPES_BYTES).decode("utf-8", "replace")
    )
    if "macroenabled" in types.lower() or "vbaproject" in types.lower():
        raise Damaged("it holds a program (macro)")
    for kind, (main, declared) in _MAIN.items():
        if main in names and f"{declared}.main+xml" in types:
            return kind
    return None
