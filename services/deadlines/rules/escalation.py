"""Who above is told, and when: the ladder of `escalation.yaml`, read once when first imported."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from shared.books import read_book
from shared.legal.reading import Row, RuleBookBroken, RuleRow, by_id
from shared.legal.rules import Rule, in_force

Above: TypeAlias = Literal["head", "superior", "inspectorate"]

FILE = Path(__file__).with_name("escalation.yaml")
UNASSIGNED = 0
"""The rung below the ladder: nobody is answerable for the case, and nothing is late yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Somebody above, and how many days after the last lawful day they are told."""

    number: int
    days: int
    to: Above

    @property
    def name(self) -> str:
        """How read models and deciders call it."""
        return f"rung-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Rule):
    """Whom to tell, the nearest first."""

    unassigned: Rung
    """Ahead of the first reminder, whatever its day."""
    rungs: tuple[Rung, ...]


class RungRow(Row):
    """One rung of a row."""

    days: int
    to: Above


class LadderRow(RuleRow):
    """A row of `escalation.yaml`."""

    unassigned: Above
    rungs: tuple[RungRow, ...]

    def ladder(self) -> Ladder:
        """
        Return the row as projections know it.

        Raises:
            RuleBookBroken: it cites an unknown act, or its days do not rise from 1.
        """
        days = [0, *(rung.days for rung in self.rungs)]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise RuleBookBroken(f"the rungs of {self.id} v{self.version} do not rise")
        rungs = tuple(
            Rung(number=number, days=row.days, to=row.to)
            for number, row in enumerate(self.rungs, start=1)
        )
        unassigned = Rung(number=UNASSIGNED, days=0, to=self.unassigned)
        return Ladder(**self.common(), unassigned=unassigned, rungs=rungs)


class LadderFile(Row):
    """`escalation.yaml`."""

    ladders: tuple[LadderRow, ...]


def load(file: Path = FILE) -> tuple[Ladder, ...]:
    """
    Return the ladders by date.

    Raises:
        pydantic.ValidationError: the file is not of the declared shape.
        RuleBookBroken: rows overlap, cite an unknown act, or do not rise.
    """
    rows = LadderFile.model_validate(read_book(file)).ladders
    return by_id(row.ladder() for row in rows)["ESCALATION"]


LADDERS = load()


@lru_cache(maxsize=4_096)
def ladder_on(due_on: dt.date) -> Ladder | None:
    """Return the ladder of clocks whose last lawful day this is; None before there was one."""
    found = in_force(LADDERS, due_on)
    return found[0] if found else None
