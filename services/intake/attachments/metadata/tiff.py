"""
TIFF: the tags that make up the pages stay; all others, and what they point at, become zeros.

Scanners and offices write several pages into one file. Each page is a table of tags; the
tables are rewritten in their own places, shorter, and every byte of the file that no kept
tag points at is overwritten: Exif, GPS, XMP, IPTC, names of makers, people and programs.
"""

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from services.intake.attachments.metadata.edits import (
    Damaged,
    Edit,
    check_pixels,
)
from services.intake.attachments.metadata.ranges import Ranges
from services.intake.attachments.metadata.reading import Source, length_of, take

_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_DATA: Final = {273: 279, 324: 325}
"""Tags of places, and the tags of the lengths that belong to them: strips and tiles."""
_KEPT: Final = frozenset(
    (
        *range(254, 260), *range(262, 267), 273, 274, *range(277, 285), *range(290, 294),
        296, 297, 301, *range(317, 329), 332, 334, 336, *range(338, 343), 347,
        *range(529, 533), 34675,
    )
)  # fmt: skip
"""What a reader needs to show a page, its color profile (34675) among it; TIFF 6.0, TN 2."""
_OLD_JPEG: Final = 6
_BYTES_OF: Final = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
}
_SHORT, _LONG = 3, 4
_ENTRY_BYTES: Final = 12
_MOST_PAGES: Final = 500
_MOST_STRIPS: Final = 70_000
"""Of a page: a scanner may write each line of it as one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One tag of a page."""

    tag: int
    kind: int
    count: int
    value_at: int
    """Where the value stands: in the table itself when it has four bytes or fewer."""
    raw: bytes

    @property
    def size(self) -> int:
        """Of the value."""
        return _BYTES_OF.get(self.kind, 0) * self.count


def edits_of(source: Source) -> list[Edit]:
    """
    Return what to overwrite.

    Raises:
        Damaged: it is no whole TIFF file, or of a kind of long ago.
        TooLargePicture: a page has too many pixels.
    """
    start = take(source, 0, 8)
    order = "<" if start[:2] == b"II" else ">"
    size = length_of(source)
    kept = Ranges(size)
    kept.keep(0, 8)
    rewritten: list[Edit] = []
    (at,) = struct.unpack(f"{order}I", start[4:])
    seen: set[int] = set()
    while at:
        if at in seen or len(seen) >= _MOST_PAGES:
            raise Damaged("its pages have no end")
        seen.add(at)
        edit, at = _page(source, order, at, kept)
        kept.keep(edit.start, edit.stop - edit.start)
        rewritten.append(edit)
    if not seen:
        raise Damaged("there is no page in it")
    found = sorted([*kept.zeroed((0, size)), *rewritten], key=lambda edit: edit.start)
    _check_apart(found)
    return found


def _page(source: Source, order: str, at: int, kept: Ranges) -> tuple[Edit, int]:
    """Return a page's table as it will stand there, and where the next page is."""
    (count,) = struct.unpack(f"{order}H", take(source, at, 2))
    table = take(source, at + 2, count * _ENTRY_BYTES + 4)
    entries = {e.tag: e for e in _entries(table, order, at + 2, count)}
    stay = [entry for tag, entry in sorted(entries.items()) if tag in _KEPT]
    for entry in stay:
        if entry.size > 4:  # noqa: PLR2004 - it does not fit into the table
            kept.keep(entry.value_at, entry.size)
    _check_page(source, order, entries)
    for places, lengths in _DATA.items():
        if places in entries:
            _keep_data(source, order, entries[places], entries.get(lengths), kept)
    following = table[-4:]
    new = struct.pack(f"{order}H", len(stay)) + b"".join(e.raw for e in stay) + following
    whole = 2 + len(table)
    (next_at,) = struct.unpack(f"{order}I", following)
    return Edit(at, at + whole, new.ljust(whole, b"\0")), next_at


def _entries(table: bytes, order: str, at: int, count: int) -> Iterator[_Entry]:
    for number in range(count):
        start = number * _ENTRY_BYTES
        raw = table[start : start + _ENTRY_BYTES]
        tag, kind, values, place = struct.unpack(f"{order}HHII", raw)
        entry = _Entry(tag, kind, values, place, raw)
        if entry.size <= 4:  # noqa: PLR2004 - it fits into the table
            entry = _Entry(tag, kind, values, at + start + 8, raw)
        yield entry


def _check_page(source: Source, order: str, entries: dict[int, _Entry]) -> None:
    if _WIDTH not in entries or _HEIGHT not in entries:
        raise Damaged("a page does not say how large it is")
    width, height = (
        next(_numbers(source, order, entries[tag]), 0) for tag in (_WIDTH, _HEIGHT)
    )
    check_pixels(width, height)
    compression = entries.get(_COMPRESSION)
    if compression and next(_numbers(source, order, compression), 0) == _OLD_JPEG:
        raise Damaged("it is compressed in a way of before 1995")
    if not _DATA.keys() & entries.keys():
        raise Damaged("a page has no picture")


def _keep_data(
    source: Source, order: str, places: _Entry, lengths: _Entry | None, kept: Ranges
) -> None:
    if lengths is None or lengths.count != places.count:
        raise Damaged("a page does not say where its picture ends")
    if places.count > _MOST_STRIPS:
        raise Damaged("it has too many parts")
    pairs = zip(
        _numbers(source, order, places), _numbers(source, order, lengths), strict=True
    )
    for place, length in pairs:
        kept.keep(place, length)


def _numbers(source: Source, order: str, entry: _Entry) -> Iterator[int]:
    """Return the values of a tag, a few thousand at a time: there may be many strips."""
    code = {_SHORT: "H", _LONG: "I"}.get(entry.kind)
    if code is None:
        raise Damaged("a number is not written as one")
    width, at, left = _BYTES_OF[entry.kind], entry.value_at, entry.count
    while left > 0:
        now = min(left, 4096)
        yield from struct.unpack(f"{order}{now}{code}", take(source, at, now * width))
        at, left = at + now * width, left - now


def _check_apart(edits: list[Edit]) -> None:
    """Two tables in one place: only who wants to hide something writes that."""
    for one, other in itertools.pairwise(edits):
        if one.stop > other.start:
            raise Damaged("its parts lie over each other")
