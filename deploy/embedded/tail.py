"""A log file read line by line, also past the start at which it is put aside (`.log.1`)."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from deploy.embedded.syslog import LONGEST_BYTES

BLOCK_BYTES: Final = 4 * LONGEST_BYTES


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where a log was handed on: which file, and how many bytes of it."""

    inode: int = 0
    offset: int = 0


class Tail:
    """
    One program's log. What is read is not yet handed on: `place` says up to where that was.

    A file is known by its inode, so that a new name changes nothing. Of two that were put
    aside while nobody read, the older one is gone: see `process.py` how large they grow.
    """

    def __init__(self, log_file: Path, place: Place) -> None:
        self.name = log_file.stem
        self.place = place
        self._paths = (log_file.with_suffix(".log.1"), log_file)
        self._file: BinaryIO | None = None

    def read(self) -> tuple[list[bytes], Place]:
        """Return the next lines, and the place after them; none when there are no whole ones."""
        file = self._opened()
        if file is None:
            return [], self.place
        file.seek(self.place.offset)
        block = file.read(BLOCK_BYTES)
        whole = block.rfind(b"\n") + 1
        newer = None if whole or len(block) == BLOCK_BYTES else self._newer()
        if newer is not None:
            # Nobody writes this one any more, and perhaps its last line never ended.
            self.close()
            return _lines(block), Place(newer, 0)
        taken = block[:whole] if whole else block if len(block) == BLOCK_BYTES else b""
        return _lines(taken), Place(self.place.inode, self.place.offset + len(taken))

    def behind(self) -> int:
        """Return how many bytes were not handed on."""
        there = [(status.st_ino, status.st_size) for _, status in self._there()]
        inodes = [inode for inode, _ in there]
        first = inodes.index(self.place.inode) if self.place.inode in inodes else 0
        done = self.place.offset if self.place.inode in inodes else 0
        return max(0, sum(size for _, size in there[first:]) - done)

    def _opened(self) -> BinaryIO | None:
        """Return the file of the place; where it is gone, the oldest that is there."""
        if self._file is None or os.fstat(self._file.fileno()).st_ino != self.place.inode:
            self.close()
            self._file = self._open()
        if self._file is None:
            return None
        if os.fstat(self._file.fileno()).st_size < self.place.offset:
            self.place = Place(self.place.inode, 0)  # somebody emptied it
        return self._file

    def _open(self) -> BinaryIO | None:
        there = self._there()
        for path, status in there:
            if status.st_ino == self.place.inode:
                return path.open("rb")
        for path, status in there[:1]:
            self.place = Place(status.st_ino, 0)
            return path.open("rb")
        return None

    def _newer(self) -> int | None:
        """Return the inode of the file that was begun after the one of the place, if any."""
        inodes = [status.st_ino for _, status in self._there()]
        if not inodes or inodes[-1] == self.place.inode:
            return None
        return inodes[-1] if inodes[0] == self.place.inode else inodes[0]

    def _there(self) -> list[tuple[Path, os.stat_result]]:
        """Return the files that are there, the older one first."""
        found = []
        for path in self._paths:
            with contextlib.suppress(FileNotFoundError):
                found.append((path, path.stat()))
        return found

    def close(self) -> None:
        """Let go of the file; the next read opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lines(block: bytes) -> list[bytes]:
    return [
        line[start : start + LONGEST_BYTES]
        for line in block.split(b"\n")
        for start in range(0, len(line), LONGEST_BYTES)
    ]
