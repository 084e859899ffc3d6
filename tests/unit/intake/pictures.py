"""Pictures of each kind that tell where, when, by whom and with what they were made."""

import io
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRETS = (b"CANARYMAKER", b"CANARYARTIST", b"CANARYXMP", b"CANARYTEXT", b"CANARYTAIL")
_XMP = b"<x:xmpmeta>CANARYXMP</x:xmpmeta>"
_TAIL = b"CANARYTAIL" * 2_000
SIDES = (321, 203)


def image(mode: str = "RGB", angle: int = 0) -> Image.Image:
    """Some noise, which no codec can make look like another."""
    noise = Image.effect_noise(SIDES, 80).convert("RGB").rotate(angle)
    return noise.convert(mode)


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "CANARYMAKER", "CANARYARTIST", orientation
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (11.0, 18.0, 36.0), "E", (106.0, 6.0, 0.0)
    return exif


def made(kind: str, orientation: int = 1, mode: str = "RGB", **more: Any) -> bytes:
    """A picture as a camera, a scanner or a program writes it."""
    found = io.BytesIO()
    if kind == "PNG":
        texts = PngInfo()
        texts.add_text("Author", "CANARYTEXT")
        texts.add_itxt("Comment", "CANARYTEXT", zip=True)
        more = {"pnginfo": texts} | more
    elif kind == "TIFF":
        more = {"artist": "CANARYARTIST", "description": "CANARYTEXT"} | more
    else:
        more = {"xmp": _XMP} | more
    if kind == "JPEG":
        more = {"comment": b"CANARYTEXT"} | more
    image(mode).save(found, kind, exif=_exif(orientation), **more)
    tail = b"" if kind in ("AVIF", "TIFF") else _TAIL
    return found.getvalue() + tail


def pixels(content: bytes) -> list[tuple[str, tuple[int, int], bytes]]:
    """Every frame or page of a picture, decoded."""
    picture = Image.open(io.BytesIO(content))
    found = []
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        found.append((picture.mode, picture.size, picture.tobytes()))
    return found


def told(content: bytes) -> dict[int, Any]:
    """What a picture tells of itself, but for the tags that a TIFF page is made of."""
    exif = Image.open(io.BytesIO(content)).getexif()
    places = dict(exif.get_ifd(0x8825))
    made_of = {
        256,
        257,
        258,
        259,
        262,
        273,
        277,
        278,
        279,
        282,
        283,
        284,
        296,
        317,
        339,
        347,
    }
    return {tag: value for tag, value in exif.items() if tag not in made_of} | places
