"""Which way up a picture stands: all that is kept of its Exif data."""

import struct
from typing import Final

_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_UPRIGHT: Final = 1
_ENTRY_BYTES: Final = 12
_MOST_ENTRIES: Final = 500


def orientation_of(exif: bytes) -> int:
    """Return the orientation, 1 to 8, in Exif data that begins with its byte order."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(exif[:4])
    if order is None:
        return _UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (entries,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(min(entries, _MOST_ENTRIES)):
            tag, kind, count, value = struct.unpack_from(
                f"{order}HHIH", exif, start + 2 + number * _ENTRY_BYTES
            )
            if (tag, kind, count) == (_ORIENTATION, _SHORT, 1) and 1 <= value <= 8:  # noqa: PLR2004 - the eight ways
                return int(value)
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def only(orientation: int) -> bytes:
    """Return Exif data that say which way up, and nothing else; upright needs none."""
    if orientation == _UPRIGHT:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    return b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
