"""
JPEG: which segments make up the picture, and which tell about it.

Kept are tables, frames, scans, the color profile (ICC), Adobe's color transform and the
resolution. All other application segments (Exif, GPS, XMP, IPTC, thumbnails), comments
and whatever stands behind the end of the picture are left out.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from services.intake.attachments.metadata import exif
from services.intake.attachments.metadata.edits import Damaged, Edit, Edits, check_pixels
from services.intake.attachments.metadata.reading import Source, length_of, take

_START: Final = b"\xff\xd8"
_END: Final = 0xD9
_SCAN: Final = 0xDA
_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_KEPT: Final = _FRAMES | {0xC4, 0xCC, _SCAN, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
_TOLD: Final = frozenset(range(_APP0, 0xF0)) | {_COMMENT}
_JFIF_BYTES: Final = 16
_MOST_SEGMENTS: Final = 20_000
_BLOCK_BYTES: Final = 64 * 1024
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In the data of a scan: neither a stuffed zero, a restart nor a filler."""


@dataclass(slots=True)
class _Walk:
    """How far the walk through the segments has come."""

    source: Source
    edits: Edits = field(default_factory=Edits)
    at: int = len(_START)
    frames: int = 0
    scans: int = 0
    exif: bytes = b""
    """Up to the orientation; the first one counts."""


def edits_of(source: Source) -> list[Edit]:
    """
    Return what to leave out.

    Raises:
        Damaged: it is no whole JPEG picture.
        TooLargePicture: it has too many pixels.
    """
    walk = _Walk(source)
    for _ in range(_MOST_SEGMENTS):
        if _segment(walk):
            break
    else:
        raise Damaged("it has too many parts")
    if not walk.frames or not walk.scans:
        raise Damaged("there is no picture in it")
    walk.edits.add(walk.at, length_of(source))
    oriented = exif.only(exif.orientation_of(walk.exif))
    found = list(walk.edits)
    if oriented:
        found.insert(0, Edit(len(_START), len(_START), _application(oriented)))
    return found


def _segment(walk: _Walk) -> bool:
    """Go past one segment; return whether it was the end of the picture."""
    code = _code(walk)
    if code == _END:
        return True
    if code not in _KEPT | _TOLD:
        raise Damaged("it holds a segment that no picture has")
    start = walk.at - 2
    length = int.from_bytes(take(walk.source, walk.at, 2), "big")
    body_at, walk.at = walk.at + 2, walk.at + length
    if length < 2:  # noqa: PLR2004 - the length counts itself
        raise Damaged("a segment is shorter than its length")
    if code in _TOLD:
        _told(walk, code, start, take(walk.source, body_at, length - 2))
    elif code in _FRAMES:
        height, width = _sides(take(walk.source, body_at, 5))
        check_pixels(width, height)
        walk.frames += 1
    elif code == _SCAN:
        take(walk.source, body_at, length - 2)
        walk.scans += 1
        walk.at = _behind_scan(walk.source, walk.at)
    return False


def _code(walk: _Walk) -> int:
    """Return the code of the segment that begins here, past its fillers, which go."""
    start = walk.at
    marker = take(walk.source, walk.at, 2)
    if marker[0] != 0xFF:  # noqa: PLR2004 - how every marker begins
        raise Damaged("a segment does not begin where it should")
    while marker[1] == 0xFF:  # noqa: PLR2004 - a filler
        walk.at += 1
        marker = take(walk.source, walk.at, 2)
    walk.edits.add(start, walk.at)
    walk.at += 2
    return marker[1]


def _told(walk: _Walk, code: int, start: int, body: bytes) -> None:
    """Leave a segment out that tells about the picture, but for what is needed to show it."""
    if code == _APP1 and body.startswith(b"Exif\x00") and not walk.exif:
        walk.exif = body[6:]
    if code == _APP0 and body.startswith(b"JFIF\x00") and len(body) >= _JFIF_BYTES - 2:
        if body[12:14] != b"\x00\x00" or len(body) > _JFIF_BYTES - 2:  # a thumbnail
            plain = b"\xff\xe0" + _JFIF_BYTES.to_bytes(2, "big") + body[:12] + bytes(2)
            walk.edits.add(start, walk.at, plain)
        return
    if code == _APP2 and body.startswith(b"ICC_PROFILE\x00"):
        return
    if code == _APP14 and body.startswith(b"Adobe"):
        return
    walk.edits.add(start, walk.at)


def _sides(frame: bytes) -> tuple[int, int]:
    return int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")


def _behind_scan(source: Source, at: int) -> int:
    """Return where the data of a scan end: at the next marker."""
    source.seek(at)
    held = b""
    while block := source.read(_BLOCK_BYTES):
        data = held + block
        if found := _MARKER.search(data):
            return at - len(held) + found.start()
        at += len(block)
        held = data[-1:] if data.endswith(b"\xff") else b""
    raise Damaged("it ends before it should")


def _application(oriented: bytes) -> bytes:
    body = b"Exif\x00\x00" + oriented
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
