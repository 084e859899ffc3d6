"""
HEIC: the items that are pictures stay where they are; Exif, XMP and all others become zeros.

The file is a list of boxes. `meta` says which items there are and where their bytes stand;
nothing may move, since places are counted from the start of the file. So the bytes of
items that are no pictures, gaps, texts and boxes that we do not know are overwritten. Which
way up the picture stands is a property of its own here (`irot`, `imir`), not Exif.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from services.intake.attachments.metadata.edits import (
    Damaged,
    Edit,
    Edits,
    check_pixels,
)
from services.intake.attachments.metadata.ranges import Ranges
from services.intake.attachments.metadata.reading import Source, length_of, take

_PICTURES: Final = frozenset(
    (b"hvc1", b"av01", b"jpeg", b"grid", b"iden", b"iovl", b"tmap")
)
_META_CHILDREN: Final = frozenset(
    (b"hdlr", b"dinf", b"pitm", b"iinf", b"iref", b"iprp", b"idat", b"iloc", b"grpl")
)
_META_BYTES: Final = 1024 * 1024
_MOST_BOXES: Final = 5_000
_IN_FILE, _IN_IDAT = 0, 1


@dataclass(frozen=True, slots=True)
class _Box:
    """One box; `at` is where its content begins."""

    name: bytes
    start: int
    at: int
    stop: int


def edits_of(source: Source) -> list[Edit]:
    """
    Return what to overwrite.

    Raises:
        Damaged: it is no whole HEIC picture.
        TooLargePicture: it has too many pixels.
    """
    size = length_of(source)
    boxes = list(_boxes(source, 0, size))
    metas = [box for box in boxes if box.name == b"meta"]
    if boxes[0].name != b"ftyp" or len(metas) != 1:
        raise Damaged("it does not say what is in it")
    meta = metas[0]
    if meta.stop - meta.start > _META_BYTES:
        raise Damaged("it says too much about itself")
    kept = Ranges(size)
    in_meta = Edits()
    _look_into(source, meta, kept, in_meta)
    found = list(in_meta)
    for box in boxes:
        if box.name == b"mdat":
            found += kept.zeroed((box.at, box.stop))
        elif box.name not in (b"ftyp", b"meta"):
            found += _freed(box)
    return sorted(found, key=lambda edit: edit.start)


def _boxes(source: Source, at: int, end: int) -> Iterator[_Box]:
    for _ in range(_MOST_BOXES):
        if at == end:
            return
        header = take(source, at, 8)
        length, name, content = int.from_bytes(header[:4], "big"), header[4:], at + 8
        if length == 1:
            length = int.from_bytes(take(source, content, 8), "big")
            content += 8
        elif length == 0:
            length = end - at
        if at + length > end or content > at + length:
            raise Damaged("a part is longer than the file")
        yield _Box(name, at, content, at + length)
        at += length
    raise Damaged("it has too many parts")


def _freed(box: _Box) -> Iterator[Edit]:
    """Return the edits that make a box free space of the same length."""
    yield Edit(box.start + 4, box.start + 8, b"free")
    if box.stop > box.at:
        yield Edit(box.at, box.stop, None)


def _look_into(source: Source, meta: _Box, kept: Ranges, edits: Edits) -> None:
    children = list(_boxes(source, meta.at + 4, meta.stop))  # past its version
    by_name = {box.name: box for box in children}
    if not {b"iinf", b"iloc", b"iprp"} <= by_name.keys():
        raise Damaged("it does not say what is in it")
    pictures = _pictures(source, by_name[b"iinf"], edits)
    if not pictures:
        raise Damaged("there is no picture in it")
    idat = by_name.get(b"idat")
    kept_idat = Ranges(idat.stop - idat.at) if idat else Ranges(0)
    for item, method, place, length in _extents(source, by_name[b"iloc"]):
        if item in pictures:
            (kept if method == _IN_FILE else kept_idat).keep(place, length)
    for box in children:
        if box.name == b"iprp":
            _look_at_properties(source, box, edits)
        elif box is idat:
            _shift(kept_idat.zeroed((0, box.stop - box.at)), box.at, edits)
        elif box.name not in _META_CHILDREN:
            _shift(_freed(box), 0, edits)


def _shift(found: Iterable[Edit], by: int, edits: Edits) -> None:
    for edit in found:
        edits.add(edit.start + by, edit.stop + by, edit.put)


def _pictures(source: Source, iinf: _Box, edits: Edits) -> set[int]:
    """
    Return the numbers of the items that are pictures or put pictures together.

    The others get a kind that no reader knows: one that still looked for Exif in zeros
    might refuse the picture. Names of items go.
    """
    version = take(source, iinf.at, 1)[0]
    found: set[int] = set()
    for box in _boxes(source, iinf.at + (6 if version == 0 else 8), iinf.stop):
        body = take(source, box.at, box.stop - box.at)
        wide = body[:1] == b"\x03"  # the version with longer numbers
        kind_at = 10 if wide else 8
        if box.name != b"infe" or body[:1] not in (b"\x02", b"\x03"):
            raise Damaged("it lists something that is no item")
        if body[kind_at : kind_at + 4] in _PICTURES:
            found.add(int.from_bytes(body[4 : kind_at - 2], "big"))
        else:
            edits.add(box.at + kind_at, box.at + kind_at + 4, b"free")
        edits.add(box.at + kind_at + 4, box.stop, None)
    return found


def _look_at_properties(source: Source, iprp: _Box, edits: Edits) -> None:
    """Check how large the pictures are; free the texts about them, their places stay."""
    for box in _boxes(source, iprp.at, iprp.stop):
        if box.name != b"ipco":
            continue
        for each in _boxes(source, box.at, box.stop):
            if each.name == b"ispe":
                width, height = struct.unpack(">II", take(source, each.at + 4, 8))
                check_pixels(width, height)
            elif each.name in (b"udes", b"uuid"):
                _shift(_freed(each), 0, edits)


def _extents(source: Source, iloc: _Box) -> Iterator[tuple[int, int, int, int]]:
    """Return for each piece of each item its number, where to count from, place and length."""
    body = _Numbers(take(source, iloc.at, iloc.stop - iloc.at))
    version = body.take(1)
    body.take(3)
    sizes = body.take(2)
    offset_size, length_size, start_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    for _ in range(body.take(4 if version == 2 else 2)):  # noqa: PLR2004 - longer numbers
        item = body.take(4 if version == 2 else 2)  # noqa: PLR2004 - longer numbers
        method = body.take(2) & 15 if version else _IN_FILE
        if body.take(2) or method not in (_IN_FILE, _IN_IDAT):
            raise Damaged("a part stands in another file")
        start = body.take(start_size)
        for _ in range(body.take(2)):
            body.take(index_size)
            place = body.take(offset_size)
            yield item, method, start + place, body.take(length_size)


class _Numbers:
    """Reads one number after the other."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def take(self, size: int) -> int:
        """
        Return the next number of so many bytes.

        Raises:
            Damaged: there is none.
        """
        found = self._body[self._at : self._at + size]
        if len(found) != size:
            raise Damaged("it ends before it should")
        self._at += size
        return int.from_bytes(found, "big")
