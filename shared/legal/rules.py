"""What every rule row has, whatever it rules: id, version, days in force, source."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from shared.legal.citation import Citation, RuleApplied


class Bilingual(NamedTuple):
    """Words of a row, for pages in either language."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of a rule book. Rows are added, never edited."""

    id: str
    version: int
    basis: Citation
    confidence: str
    """`primary`, `secondary`, `memory` or `inference`."""
    verified_by: str | None
    """The lawyer who signed the row; None until one did."""
    valid_from: dt.date
    valid_until: dt.date | None
    """The first day on which the row no longer applies; None while it stands."""

    def covers(self, on: dt.date) -> bool:
        """Test whether the row is in force on a day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def applied(self) -> RuleApplied:
        """Return the mark this row leaves in a fact."""
        return RuleApplied(
            rule=self.id, version=self.version, basis=self.basis, confidence=self.confidence
        )


R = TypeVar("R", bound=Rule)


def in_force(rules: Iterable[R], on: dt.date) -> list[R]:
    """Return the rows in force on a day, in the order of the book."""
    return [rule for rule in rules if rule.covers(on)]
