"""Reads rule files: the shape of every row, the checks every rule book must pass."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, TypedDict, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.legal import acts
from shared.legal.citation import Citation
from shared.legal.rules import Bilingual, Rule

ONE_DAY = dt.timedelta(days=1)


class RuleBookBroken(Exception):
    """A rule file contradicts itself or cites what nobody knows: do not start."""


class Row(BaseModel):
    """Something in a rule file; a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(Row):
    """Where a row comes from."""

    act: str = Field(min_length=1)
    provision: str = Field(min_length=1)

    def citation(self) -> Citation:
        """
        Return the citation.

        Raises:
            RuleBookBroken: the act is not in `acts.yaml`.
        """
        if self.act not in acts.load():
            raise RuleBookBroken(f"acts.yaml has no act {self.act}")
        return Citation(self.act, self.provision)


class NotEncoded(Row):
    """A rule of the law that we left out on purpose."""

    rule: str
    reason: str


class Common(TypedDict):
    """The fields of `Rule`, ready to be passed on."""

    id: str
    version: int
    basis: Citation
    confidence: str
    verified_by: str | None
    valid_from: dt.date
    valid_until: dt.date | None


class RuleRow(Row):
    """What every rule row says about itself. `valid_to` is inclusive, as law is written."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.]+$")
    version: int = Field(ge=1)
    valid_from: dt.date
    valid_to: dt.date | None = None
    basis: Basis
    confidence: Literal["primary", "secondary", "memory", "inference"]
    verified_by: str | None
    note: str | Bilingual = ""

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> "RuleRow":
        """Refuse a row that is never in force."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.id} v{self.version} ends before it begins")
        return self

    def common(self) -> Common:
        """Return the shared fields of the rule, with the period half-open."""
        return {
            "id": self.id,
            "version": self.version,
            "basis": self.basis.citation(),
            "confidence": self.confidence,
            "verified_by": self.verified_by,
            "valid_from": self.valid_from,
            "valid_until": None if self.valid_to is None else self.valid_to + ONE_DAY,
        }


R = TypeVar("R", bound=Rule)


def by_id(rules: Iterable[R]) -> dict[str, tuple[R, ...]]:
    """
    Return the rows of each id by date, after checking that only one is in force on a day.

    Raises:
        RuleBookBroken: two rows of an id overlap, or versions do not rise with the dates.
    """
    grouped: dict[str, list[R]] = defaultdict(list)
    for rule in rules:
        grouped[rule.id].append(rule)
    for rows in grouped.values():
        rows.sort(key=lambda row: row.valid_from)
        for old, new in pairwise(rows):
            if old.valid_until is None or new.valid_from < old.valid_until:
                raise RuleBookBroken(
                    f"two rows of {new.id} are in force on {new.valid_from}"
                )
            if new.version <= old.version:
                raise RuleBookBroken(f"{new.id} v{new.version} follows v{old.version}")
    return {key: tuple(rows) for key, rows in grouped.items()}
