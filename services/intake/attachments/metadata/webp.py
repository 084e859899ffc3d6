"""WebP: the chunks that make up the picture stay; Exif, XMP and unknown ones go."""

from typing import Final

from services.intake.attachments.metadata import exif
from services.intake.attachments.metadata.edits import Damaged, Edit, Edits, check_pixels
from services.intake.attachments.metadata.reading import Source, length_of, take

_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"))
_HEADER_BYTES: Final = 8
_RIFF_BYTES: Final = 12
_MOST_CHUNKS: Final = 20_000
_EXIF_BYTES: Final = 64 * 1024
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def edits_of(source: Source) -> list[Edit]:
    """
    Return what to leave out, and the sizes and flags that follow from it.

    Raises:
        Damaged: it is no whole WebP picture.
        TooLargePicture: it has too many pixels.
    """
    edits = Edits()
    end = _HEADER_BYTES + int.from_bytes(take(source, 4, 4), "little")
    if end > length_of(source) + 1:
        raise Damaged("it ends before it should")
    end = min(end, length_of(source))
    at, oriented, flags_at = _RIFF_BYTES, b"", 0
    for _ in range(_MOST_CHUNKS):
        if at >= end:
            break
        header = take(source, at, _HEADER_BYTES)
        name, length = header[:4], int.from_bytes(header[4:], "little")
        following = at + _HEADER_BYTES + length + length % 2
        if at == _RIFF_BYTES:
            _check_size(source, name, at + _HEADER_BYTES)
            flags_at = at + _HEADER_BYTES if name == b"VP8X" else 0
        if name == b"EXIF" and not oriented:
            oriented = _oriented(source, at + _HEADER_BYTES, length)
        if name not in _KEPT:
            edits.add(at, following)
        at = following
    if at < end:
        raise Damaged("it has too many parts")
    if at > end + 1:  # a last filler may be missing
        raise Damaged("it ends before it should")
    edits.add(at, length_of(source))
    return _whole(source, list(edits), flags_at, oriented)


def _whole(source: Source, cuts: list[Edit], flags_at: int, oriented: bytes) -> list[Edit]:
    """Return the cuts, with the header's size and flags made right, and which way up."""
    total = length_of(source)
    left = total - sum(cut.stop - cut.start for cut in cuts)
    if cuts and cuts[-1].stop > total:  # a last chunk without its filler
        left += cuts[-1].stop - total
    if not flags_at:
        oriented = b""
    found = [Edit(4, 8, (left + len(oriented) - _HEADER_BYTES).to_bytes(4, "little"))]
    if flags_at:
        flags = take(source, flags_at, 1)[0] & ~(_HAS_EXIF | _HAS_XMP)
        flags |= _HAS_EXIF if oriented else 0
        found.append(Edit(flags_at, flags_at + 1, bytes([flags])))
    found += cuts
    if oriented:
        found.append(Edit(max(total, cuts[-1].stop), max(total, cuts[-1].stop), oriented))
    return found


def _oriented(source: Source, at: int, length: int) -> bytes:
    data = take(source, at, min(length, _EXIF_BYTES)).removeprefix(b"Exif\x00\x00")
    kept = exif.only(exif.orientation_of(data))
    return b"EXIF" + len(kept).to_bytes(4, "little") + kept if kept else b""


def _check_size(source: Source, name: bytes, at: int) -> None:
    start = take(source, at, 10)
    if name == b"VP8X":
        width, height = (int.from_bytes(start[n : n + 3], "little") + 1 for n in (4, 7))
    elif name == b"VP8L":
        bits = int.from_bytes(start[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif name == b"VP8 ":
        width, height = (
            int.from_bytes(start[n : n + 2], "little") & 0x3FFF for n in (6, 8)
        )
    else:
        raise Damaged("it does not begin with a picture")
    check_pixels(width, height)
