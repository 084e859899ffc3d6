"""Lists of bodies from CSV, as tables save it: every cell checked, every fault at its line."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, get_args

from services.routing.domain.agency.changing import (
    CODE,
    LONGEST_CODE,
    LONGEST_NAME,
    is_likely,
)
from services.routing.domain.agency.commands import Row
from services.routing.domain.agency.faults import (
    BodiesUnfit,
    FaultCode,
    Field,
    fault,
    whole,
)
from services.routing.domain.agency.names import tidy
from shared.contracts.routing import AgencyKind, Confidence, Level
from shared.contracts.routing_bodies import Successor
from shared.ids import AgencyCode
from shared.lists import LineFault, day_in, lines_of, text_of

LARGEST_BYTES: Final = 800_000
MOST_ROWS: Final = 8_000
"""The whole country has some 3,400 bodies of two levels, and as many again that ended."""
MEDIA_TYPES: Final = frozenset({"text/csv", "text/plain"})
ENDINGS: Final = frozenset({".csv", ".txt"})
_LONGEST_FUNCTION: Final = 80
_COLUMNS: Final[Mapping[str, Field]] = {
    **dict.fromkeys(("code", "mã"), "code"),
    **dict.fromkeys(("name", "tên"), "name"),
    **dict.fromkeys(("kind", "loại"), "kind"),
    **dict.fromkeys(("level", "cấp"), "level"),
    **dict.fromkeys(("parent", "trực thuộc", "cấp trên"), "parent"),
    **dict.fromkeys(("valid_from", "từ ngày"), "valid_from"),
    **dict.fromkeys(("valid_to", "đến ngày"), "valid_to"),
    **dict.fromkeys(("successor", "kế thừa"), "successor"),
    **dict.fromkeys(("confidence", "độ tin cậy"), "confidence"),
}
"""Columns that we do not know are nobody's business and are passed over."""
_NEEDED: Final[tuple[Field, ...]] = ("code", "name", "kind", "level", "parent")
_KINDS: Final[Mapping[str, AgencyKind]] = {kind: kind for kind in get_args(AgencyKind)}
_LEVELS: Final[Mapping[str, Level]] = {level: level for level in get_args(Level)}
_CONFIDENCES: Final[Mapping[str, Confidence]] = {
    "": "unsaid",
    **{confidence: confidence for confidence in get_args(Confidence)},
    "p": "primary",
    "s": "secondary",
    "m": "memory",
    "i": "inference",
}
_FORMULA: Final = tuple("=+-@\t\r")
_SUCCESSOR: Final = re.compile(
    r"(?P<part>~?)\s*(?P<code>[0-9A-Za-z-]+)\s*(?::\s*(?P<function>.*\S))?\s*"
)
T = TypeVar("T")
Cells = Mapping[Field, str]


def rows_of_file(content: bytes) -> list[Row]:
    """
    Return what a file says, a row a line.

    Raises:
        BodiesUnfit: with a sentence for each cell that cannot be taken.
    """
    lines = lines_of(text_of(content, LARGEST_BYTES, whole), whole)
    if len(lines) < 2:  # noqa: PLR2004 - the head and something below it
        raise whole("file_empty")
    order = [_COLUMNS.get(_plain(cell)) for cell in lines[0][1]]
    for needed in _NEEDED:
        if needed not in order:
            raise whole("head_missing", needed)
    if len(lines) - 1 > MOST_ROWS:
        raise whole("file_long", MOST_ROWS)
    faults: list[LineFault] = []
    rows = [_row(number, cells, order, faults) for number, cells in lines[1:]]
    if faults:
        raise BodiesUnfit(faults)
    return [row for row in rows if row is not None]


class _Line:
    """A line while its cells are read, each noting its own fault."""

    def __init__(self, number: int, cells: Cells, faults: list[LineFault]) -> None:
        self.number = number
        self.good = True
        self._cells = cells
        self._faults = faults

    def fault(self, field: Field, code: FaultCode, value: object = "") -> None:
        """Note what is wrong with a cell."""
        self.good = False
        self._faults.append(fault(self.number, field, code, value))

    def cell(self, field: Field) -> str:
        """Return a cell; one that a table would take for a formula is none."""
        text = self._cells.get(field, "")
        if text.lstrip(" ").startswith(_FORMULA):
            self.fault(field, "formula")
            return ""
        return text.strip()

    def one_of(self, field: Field, known: Mapping[str, T], wrong: FaultCode) -> T | None:
        """Return what a word of ours stands for."""
        found = known.get(self.cell(field).casefold())
        if found is None and self.good:
            self.fault(field, wrong, ", ".join(key for key in known if key))
        return found

    def code(self, field: Field) -> AgencyCode | None:
        """Return a code; None where the cell is empty."""
        text = self.cell(field)
        if text and not CODE.fullmatch(text):
            self.fault(field, "code_unfit", LONGEST_CODE)
            return None
        return AgencyCode(text) if text else None

    def day(self, field: Field) -> dt.date | None:
        """Return a day; None where the cell is empty."""
        text = self.cell(field)
        day = day_in(text)
        if text and day is None:
            self.fault(field, "date_unreadable")
        elif day is not None and not is_likely(day):
            self.fault(field, "date_unlikely")
        return day


def _row(
    number: int,
    cells: Sequence[str],
    order: Sequence[Field | None],
    faults: list[LineFault],
) -> Row | None:
    given = {field: cell for field, cell in zip(order, cells, strict=False) if field}
    line = _Line(number, given, faults)
    if any(cell.strip() for cell in cells[len(order) :]):
        line.fault("line", "cells_many")
    code, name = line.code("code"), _name(line)
    if code is None and line.good:
        line.fault("code", "code_missing")
    kind = line.one_of("kind", _KINDS, "kind_unknown")
    level = line.one_of("level", _LEVELS, "level_unknown")
    parent = line.code("parent")
    valid_from, valid_to = line.day("valid_from"), line.day("valid_to")
    successors = _successors(line)
    if successors and valid_to is None and line.good:
        line.fault("successor", "successor_without_end")
    confidence = line.one_of("confidence", _CONFIDENCES, "confidence_unknown")
    if not line.good or code is None or kind is None or level is None or not confidence:
        return None
    return Row(
        line=number,
        code=code,
        name=name,
        kind=kind,
        level=level,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        successors=successors,
        confidence=confidence,
    )


def _name(line: _Line) -> str:
    name = tidy(line.cell("name"))
    if not name:
        if line.good:
            line.fault("name", "name_missing")
    elif len(name) > LONGEST_NAME:
        line.fault("name", "name_long", LONGEST_NAME)
    elif not name.isprintable():
        line.fault("name", "name_unprintable")
    return name


def _successors(line: _Line) -> tuple[Successor, ...]:
    found: list[Successor] = []
    for part in filter(None, (each.strip() for each in line.cell("successor").split(";"))):
        match = _SUCCESSOR.fullmatch(part)
        function = tidy(match["function"] or "") if match else ""
        fits = function.isprintable() and len(function) <= _LONGEST_FUNCTION
        if match is None or not CODE.fullmatch(match["code"]) or not fits:
            line.fault("successor", "successor_unreadable")
            return ()
        found.append(
            Successor(
                code=AgencyCode(match["code"]),
                share="part" if match["part"] else "whole",
                function=function,
            )
        )
    return tuple(found)


def _plain(cell: str) -> str:
    return tidy(cell).casefold()
