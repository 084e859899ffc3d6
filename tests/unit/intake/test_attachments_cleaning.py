"""Pictures lose what they tell and no pixel; what is no whole picture is refused."""

import io
import re
import struct
import zlib
from collections.abc import Callable
from functools import cache
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.attachments.errors import FileUnreadable, TooManyPixels
from services.intake.attachments.kinds import HEIC, JPEG, PNG, TIFF, WEBP, FileKind
from services.intake.attachments.kinds import what_to_leave_out as look
from services.intake.attachments.metadata import heif, jpeg, png, tiff, webp
from services.intake.attachments.metadata.edits import (
    Damaged,
    Edit,
    TooLargePicture,
    edited,
)
from tests.unit.intake.pictures import SECRETS, image, made, pixels, told

ORIENTATION = 0x0112
MODULES = {"JPEG": jpeg, "PNG": png, "WEBP": webp, "TIFF": tiff, "AVIF": heif}
# fmt: off
PICTURES: dict[str, Callable[[int], bytes]] = {
    "JPEG from a camera":      lambda o: made("JPEG", o, quality=80),
    "JPEG, progressive":       lambda o: made("JPEG", o, progressive=True, dpi=(300, 300), icc_profile=b"abc" * 40_000),
    "JPEG with restarts":      lambda o: made("JPEG", o, restart_marker_blocks=1),
    "JPEG, gray":              lambda o: made("JPEG", o, mode="L"),
    "JPEG, four inks":         lambda o: made("JPEG", o, mode="CMYK"),
    "PNG":                     lambda o: made("PNG", o),
    "PNG with palette":        lambda o: made("PNG", o, mode="P"),
    "PNG in motion":           lambda o: made("PNG", o, save_all=True, append_images=[image(angle=3)]),
    "WebP":                    lambda o: made("WEBP", o),
    "WebP without loss":       lambda o: made("WEBP", o, lossless=True, icc_profile=b"abc"),
    "WebP in motion":          lambda o: made("WEBP", o, save_all=True, append_images=[image(angle=3)]),
    "TIFF":                    lambda o: made("TIFF", o),
    "TIFF, LZW":               lambda o: made("TIFF", o, compression="tiff_lzw"),
    "TIFF, JPEG inside":       lambda o: made("TIFF", o, compression="jpeg"),
    "TIFF, fax":               lambda o: made("TIFF", o, mode="1", compression="group4"),
    "TIFF, three pages":       lambda o: made("TIFF", o, save_all=True, append_images=[image("L"), image("1")]),
    "AVIF, built as HEIC is":  lambda o: made("AVIF", o),
}
# fmt: on


def cleaned(content: bytes, module) -> bytes:
    parts = [content[n : n + 777] for n in range(0, len(content), 777)]
    return b"".join(edited(parts, module.edits_of(io.BytesIO(content))))


def _module(title: str) -> ModuleType:
    return MODULES[re.split(r"\W", title, maxsplit=1)[0].upper()]


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("title", PICTURES)
def test_a_picture_loses_all_but_its_pixels(title: str, orientation: int) -> None:
    """No place, maker, person or text; the same pixels; still the right way up."""
    content = PICTURES[title](orientation)
    assert b"CANARYMAKER" in content
    module = _module(title)
    clean = cleaned(content, module)
    assert [] == [secret for secret in SECRETS if secret in clean]
    assert pixels(content) == pixels(clean)
    upright = {} if orientation == 1 else {ORIENTATION: orientation}
    assert upright == {k: v for k, v in told(clean).items() if v != 1}
    assert clean == cleaned(clean, module), "twice is not once"


def test_a_profile_of_colors_stays() -> None:
    """Without it, a picture looks different."""
    content = made("JPEG", icc_profile=b"colors" * 20_000)
    assert b"colors" * 1_000 in cleaned(content, jpeg)


@pytest.mark.parametrize("title", PICTURES)
def test_half_a_picture_is_refused(title: str) -> None:
    """Cut off anywhere before its pixels end: an upload that broke is no picture."""
    content = PICTURES[title](1)
    module = _module(title)
    end = content.find(b"CANARYTAIL" * 2)
    whole = content[: end if end > 0 else None]
    for cut in (len(whole) // 3, len(whole) // 2, len(whole) - 40):
        if module is tiff and title == "TIFF, three pages" and cut > len(whole) // 2:
            continue  # what is cut off there may be a tag that goes anyway
        with pytest.raises(Damaged):
            module.edits_of(io.BytesIO(whole[:cut]))


KINDS = [(JPEG, "JPEG"), (PNG, "PNG"), (WEBP, "WEBP"), (TIFF, "TIFF"), (HEIC, "AVIF")]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_damage_is_refused_in_words_or_does_no_harm(data: st.DataObject) -> None:
    """Whatever bytes are changed: a refusal, or edits that stay inside the file."""
    kind, name = data.draw(st.sampled_from(KINDS))
    content = bytearray(_small(name))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, min(len(content), 700) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        edits = look(kind, io.BytesIO(bytes(content)))
    except (FileUnreadable, TooManyPixels):
        return
    assert all(edit.start <= len(content) + 1 for edit in edits)
    assert len(b"".join(edited([bytes(content)], edits))) <= len(content) + 100


@cache
def _small(name: str) -> bytes:
    return made(name, 6)


def _png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header
    return whole + struct.pack(">I", zlib.crc32(header)) + b"\0\0\0\0IEND\xaeB`\x82"


# fmt: off
LARGE: list[tuple[str, FileKind, bytes]] = [
    ("PNG",  PNG,  _png(60_000, 60_000)),
    ("JPEG", JPEG, b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00\xff\xd9"),
    ("WebP", WEBP, b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + b"\xff\xff\xff" * 2),
    ("TIFF", TIFF, b"II*\0" + struct.pack("<IH", 8, 2) + struct.pack("<HHIIHHII", 256, 4, 1, 60_000, 257, 4, 1, 60_000) + b"\0" * 4),
]
# fmt: on


@pytest.mark.parametrize(("_", "kind", "content"), LARGE, ids=[row[0] for row in LARGE])
def test_a_picture_that_would_fill_the_memory_is_refused(
    _: str, kind: FileKind, content: bytes
) -> None:
    """Nobody's browser is made to open 3,600 million pixels out of a few bytes."""
    with pytest.raises(TooManyPixels, match="million pixels; scan or save it"):
        look(kind, io.BytesIO(content))
    with pytest.raises(TooLargePicture):
        kind.edits_of(io.BytesIO(content))


@given(
    st.binary(max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30), st.binary(max_size=5))),
    st.integers(1, 60),
)
def test_edits_come_out_the_same_however_the_file_is_cut(
    content: bytes, wanted: list[tuple[int, int, bytes]], step: int
) -> None:
    """In parts of any length, as if it were whole."""
    edits, expected, at = [], b"", 0
    for start, length, put in sorted(wanted):
        start, stop = max(start, at), min(max(start, at) + length, len(content))
        if stop < start or (start, stop) == (at, at):
            continue
        edits.append(Edit(start, stop, put or None))
        expected += content[at:start] + (put or bytes(stop - start))
        at = stop
    expected += content[at:]
    parts = [content[n : n + step] for n in range(0, len(content), step)]
    assert expected == b"".join(edited(parts, edits))
