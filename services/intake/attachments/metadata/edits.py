"""What is to be left out of a file, or overwritten, and how that is done as it streams by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ZEROS = bytes(64 * 1024)
_MOST_EDITS = 50_000


class Damaged(Exception):
    """The structure of the file is not what its kind asks for; the sentence says where."""


class TooLargePicture(Exception):
    """More pixels than anybody should be made to open."""


MOST_PIXELS = 120_000_000
"""A3 at 600 dpi has 70 million."""
LONGEST_SIDE = 65_500


@dataclass(frozen=True, slots=True)
class Edit:
    """Put something in the place of the bytes from `start` to before `stop`."""

    start: int
    stop: int
    put: bytes | None = b""
    """What comes instead; None: as many zeros."""


class Edits:
    """Collects edits in the order of the file; neighbors that only leave out become one."""

    def __init__(self) -> None:
        self._found: list[Edit] = []

    def add(self, start: int, stop: int, put: bytes | None = b"") -> None:
        """
        Add an edit.

        Raises:
            Damaged: so many parts that no camera or scanner wrote this.
        """
        last = self._found[-1] if self._found else None
        if last is not None and not put and (last.stop, last.put) == (start, put):
            self._found[-1] = Edit(last.start, stop, put)
        elif stop > start or put:
            self._found.append(Edit(start, stop, put))
        if len(self._found) > _MOST_EDITS:
            raise Damaged("it has too many parts")

    def __iter__(self) -> Iterator[Edit]:
        """Return them in order."""
        return iter(self._found)


def check_pixels(width: int, height: int) -> None:
    """
    Test that a picture can be opened without harm.

    Raises:
        TooLargePicture: it has too many pixels.
        Damaged: it has none.
    """
    if width <= 0 or height <= 0:
        raise Damaged("it has no pixels")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise TooLargePicture(f"{width} × {height} pixels")


def edited(parts: Iterable[bytes], edits: Iterable[Edit]) -> Iterator[bytes]:
    """Return a file with its edits made, as it streams by; edits are in order and apart."""
    waiting = iter(edits)
    edit = next(waiting, None)
    at = 0
    for part in parts:
        here = 0
        while edit is not None and edit.start < at + len(part):
            if edit.start >= at:
                yield part[here : edit.start - at]
                yield from _instead(edit)
            here = min(edit.stop - at, len(part))
            if edit.stop > at + len(part):
                break
            edit = next(waiting, None)
        yield part[here:]
        at += len(part)
    if edit is not None and edit.start >= at:  # added behind the last byte
        yield from _instead(edit)


def _instead(edit: Edit) -> Iterator[bytes]:
    if edit.put is not None:
        yield edit.put
        return
    left = edit.stop - edit.start
    while left > 0:
        yield _ZEROS[: min(left, len(_ZEROS))]
        left -= len(_ZEROS)
