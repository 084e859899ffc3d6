"""What a draft would change: figures, by body and month, as the clocks go by."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import msgspec

from services.deadlines.rederiving.counting import Counting, Scanned, Side

Change: TypeAlias = Literal["moved", "to_late", "to_in_time"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one body, or of one month."""

    key: str
    moved: int
    to_late: int
    to_in_time: int


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a whole trial."""

    moved: int = 0
    earlier: int = 0
    later: int = 0
    to_late: int = 0
    to_in_time: int = 0
    troubled: dict[str, int] = {}
    """Clocks that have no date under the draft, by code of the reason."""
    by_agency: tuple[Line, ...] = ()
    """The most moved first."""
    by_month: tuple[Line, ...] = ()
    """Of the last lawful day as it was announced: `2026-11`."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A clock that gets another last lawful day."""

    row: Scanned
    new_on: dt.date
    side: Side
    """To which side it changes; empty where it does not."""


@dataclass(slots=True)
class Finding:
    """Counts clocks under a draft and keeps the figures."""

    counting: Counting
    today: dt.date
    _all: Counter[str] = field(default_factory=Counter)
    _troubled: Counter[str] = field(default_factory=Counter)
    _agencies: Counter[tuple[str, Change]] = field(default_factory=Counter)
    _months: Counter[tuple[str, Change]] = field(default_factory=Counter)

    def look(self, row: Scanned) -> Shift | None:
        """Take one clock; return it if its last lawful day would be another one."""
        counted = self.counting.of(row)
        if counted.announced is None:
            self._troubled[counted.trouble] += 1
            return None
        new_on, old_on = counted.announced.due_on, row.due_on
        if new_on == old_on:
            return None
        before, after = row.side(old_on, self.today), row.side(new_on, self.today)
        side: Side = after if after != before else ""
        self._note(row, "moved")
        self._all["later" if new_on > old_on else "earlier"] += 1
        if side:
            self._note(row, "to_late" if side == "late" else "to_in_time")
        return Shift(row, new_on, side)

    def _note(self, row: Scanned, change: Change) -> None:
        self._all[change] += 1
        self._agencies[row.against, change] += 1
        self._months[f"{row.due_on:%Y-%m}", change] += 1

    def found(self) -> Found:
        """Return the figures so far."""
        agencies = sorted(_lines(self._agencies), key=lambda line: (-line.moved, line.key))
        return Found(
            moved=self._all["moved"],
            earlier=self._all["earlier"],
            later=self._all["later"],
            to_late=self._all["to_late"],
            to_in_time=self._all["to_in_time"],
            troubled=dict(sorted(self._troubled.items())),
            by_agency=tuple(agencies),
            by_month=tuple(sorted(_lines(self._months), key=lambda line: line.key)),
        )


def _lines(figures: Counter[tuple[str, Change]]) -> list[Line]:
    keys = {key for key, _ in figures}
    return [
        Line(
            key=key,
            moved=figures[key, "moved"],
            to_late=figures[key, "to_late"],
            to_in_time=figures[key, "to_in_time"],
        )
        for key in keys
    ]
