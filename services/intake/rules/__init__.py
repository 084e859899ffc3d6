"""How long files are kept, and who need not be received: rule rows as the service asks them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.intake import ReceptionGround
from shared.legal.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule(Rule):
    """How long the content of a closed petition is kept, counted from its closing."""

    states: frozenset[str]
    """See `shared.contracts.states`."""
    years: int

    def kept_until(self, closed_on: dt.date) -> dt.date:
        """Return the first day on which it need not be kept any more."""
        year = closed_on.year + self.years
        if (closed_on.month, closed_on.day) == (2, 29):
            return dt.date(year, 3, 1)
        return closed_on.replace(year=year)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionRule(Rule):
    """A ground on which a visitor need not be received."""

    ground: ReceptionGround
    form: str | None


def rule_for(
    rules: Sequence[RetentionRule], state: str, closed_on: dt.date
) -> RetentionRule | None:
    """Return the row that says how long a file is kept; None: the books are silent, keep it."""
    return next(
        (rule for rule in rules if state in rule.states and rule.covers(closed_on)), None
    )
