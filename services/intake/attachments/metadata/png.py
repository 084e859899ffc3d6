"""PNG: the chunks that make up the picture stay; texts, times, Exif and unknown ones go."""

import zlib
from typing import Final

from services.intake.attachments.metadata import exif
from services.intake.attachments.metadata.edits import Damaged, Edit, Edits, check_pixels
from services.intake.attachments.metadata.reading import Source, length_of, take

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT"
    b" cICP mDCV cLLI acTL fcTL fdAT".split()
)
_HEADER_BYTES: Final = 8
_CRC_BYTES: Final = 4
_MOST_CHUNKS: Final = 100_000
_EXIF_BYTES: Final = 64 * 1024


def edits_of(source: Source) -> list[Edit]:
    """
    Return what to leave out.

    Raises:
        Damaged: it is no whole PNG picture.
        TooLargePicture: it has too many pixels.
    """
    edits = Edits()
    at = len(SIGNATURE)
    for number in range(_MOST_CHUNKS):
        header = take(source, at, _HEADER_BYTES)
        length, name = int.from_bytes(header[:4], "big"), header[4:]
        following = at + _HEADER_BYTES + length + _CRC_BYTES
        if (number == 0) != (name == b"IHDR"):
            raise Damaged("it does not begin with its size")
        if number == 0:
            _check_size(take(source, at + _HEADER_BYTES, 8))
        if name not in _KEPT:
            edits.add(at, following, _instead(source, at + _HEADER_BYTES, length, name))
        at = following
        if name == b"IEND":
            take(source, at - _CRC_BYTES, _CRC_BYTES)
            edits.add(at, length_of(source))
            return list(edits)
    raise Damaged("it has too many parts")


def _check_size(sides: bytes) -> None:
    check_pixels(int.from_bytes(sides[:4], "big"), int.from_bytes(sides[4:], "big"))


def _instead(source: Source, at: int, length: int, name: bytes) -> bytes:
    """Return what comes instead of a chunk: nothing, but which way up."""
    if not name[0] & 0x20:
        raise Damaged("it holds a part that no picture has")
    if name != b"eXIf":
        return b""
    oriented = exif.only(exif.orientation_of(take(source, at, min(length, _EXIF_BYTES))))
    if not oriented:
        return b""
    crc = zlib.crc32(b"eXIf" + oriented)
    return len(oriented).to_bytes(4, "big") + b"eXIf" + oriented + crc.to_bytes(4, "big")
