"""Reading the structure of a file, where a part that is missing is damage and no surprise."""

from typing import Final, Protocol

from services.intake.attachments.metadata.edits import Damaged

FROM_START: Final = 0
FROM_END: Final = 2


class Source(Protocol):
    """A file that can be read in any order."""

    def seek(self, offset: int, whence: int = FROM_START, /) -> int:
        """Go to a place."""
        ...

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes from here, fewer only at the end."""
        ...


def take(source: Source, at: int, size: int) -> bytes:
    """
    Return so many bytes from a place.

    Raises:
        Damaged: the file ends before.
    """
    source.seek(at)
    found = source.read(size)
    if len(found) != size:
        raise Damaged("it ends before it should")
    return found


def length_of(source: Source) -> int:
    """Return how long the file is."""
    return source.seek(0, FROM_END)
