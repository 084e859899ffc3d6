"""What of a file is kept by its place: everything else becomes zeros, and no place moves."""

from services.intake.attachments.metadata.edits import Damaged, Edit, Edits

_MOST_RANGES = 50_000


class Ranges:
    """Places that are kept."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: list[tuple[int, int]] = []

    def keep(self, start: int, length: int) -> None:
        """
        Keep so many bytes from a place.

        Raises:
            Damaged: they are not in the file, or there are too many places.
        """
        if start < 0 or length < 0 or start + length > self._size:
            raise Damaged("it speaks of bytes that are not there")
        last = self._found[-1] if self._found else None
        if last is not None and last[1] == start:
            self._found[-1] = (last[0], start + length)
        else:
            self._found.append((start, start + length))
        if len(self._found) > _MOST_RANGES:
            raise Damaged("it has too many parts")

    def zeroed(self, inside: tuple[int, int]) -> list[Edit]:
        """Return the edits that overwrite what is not kept between two places."""
        edits = Edits()
        at, end = inside
        for start, stop in sorted(self._found):
            if start > at:
                edits.add(at, min(start, end), None)
            at = max(at, stop)
        if at < end:
            edits.add(at, end, None)
        return list(edits)
