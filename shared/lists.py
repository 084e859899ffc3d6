"""Lists that people keep as tables and send as CSV: every fault of one is told at its line."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Literal, TypeAlias

import msgspec

from shared.errors import Kind, Refusal

MOST_FAULTS: Final = 50
_KB: Final = 1000
_DELIMITERS: Final = ",;\t"
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class LineFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong in one place of a list."""

    line: int
    """From 1; 0: the file as a whole."""
    field: str
    code: str
    value: str
    """What the words name, for pages that say it in others; a cell as it came is never repeated."""
    words: str
    """What is wrong, and what to do."""

    @property
    def sentence(self) -> str:
        """Say it, naming line and field."""
        place = f"Dòng {self.line}, {self.field}: " if self.line else "Tệp: "
        return f"{place}{self.words}."


class ListUnfit(Refusal):
    """A list of which some lines cannot be taken; none is."""

    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(self, faults: Sequence[LineFault]) -> None:
        """Keep as many as somebody reads, by line; of the others only how many they are."""
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS])
        self.many = len(faults)
        said = [fault.sentence for fault in self.faults]
        if more := self.many - len(said):
            said.append(f"Và {more} chỗ nữa.")
        super().__init__(" ".join(said), field="file")


FileFault: TypeAlias = Literal["file_large", "file_unreadable"]
Whole: TypeAlias = Callable[[FileFault, object], ListUnfit]
"""How a list says, in its own words, that the file as a whole cannot be taken."""


def text_of(content: bytes, largest_bytes: int, whole: Whole) -> str:
    """
    Return what a file says, with or without the mark that tables put at its beginning.

    Raises:
        ListUnfit: it is too large, or no text.
    """
    if len(content) > largest_bytes:
        raise whole("file_large", largest_bytes // _KB)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise whole("file_unreadable", "") from None
    if "\x00" in text:
        raise whole("file_unreadable", "")
    return text


def lines_of(text: str, whole: Whole) -> list[tuple[int, list[str]]]:
    """
    Return the cells of every line that has any, with the number at which an editor shows it.

    A quoted cell may run over several lines: its row has the number of the first.

    Raises:
        ListUnfit: no table can be made of it.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        raise whole("file_unreadable", "") from None
    return found


def day_in(cell: str) -> dt.date | None:
    """Return the day that a cell says, 2025-07-01 or 01/07/2025; None where it says none."""
    text = cell.strip()
    try:
        if found := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
