"""Reads and checks the rule files of intake: the only file access, once at start."""

from pathlib import Path

from pydantic import Field

from services.intake.rules import ReceptionRule, RetentionRule
from shared.books import read_book
from shared.contracts.intake import ReceptionGround
from shared.legal.reading import NotEncoded, Row, RuleRow, by_id

FOLDER = Path(__file__).parent


class RetentionRow(RuleRow):
    """A row of `retention.yaml`."""

    states: frozenset[str] = Field(min_length=1)
    years: int = Field(ge=1, le=100)

    def rule(self) -> RetentionRule:
        """Return the row as the vault asks it."""
        return RetentionRule(**self.common(), states=self.states, years=self.years)


class RetentionFile(Row):
    """`retention.yaml`."""

    retention: tuple[RetentionRow, ...]
    not_encoded: tuple[NotEncoded, ...]


def load(folder: Path = FOLDER) -> tuple[RetentionRule, ...]:
    """
    Return the rules of retention.

    Raises:
        pydantic.ValidationError: the file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    file = RetentionFile.model_validate(read_book(folder / "retention.yaml"))
    rules = tuple(row.rule() for row in file.retention)
    by_id(rules)
    return rules


class ReceptionRow(RuleRow):
    """A row of `reception.yaml`."""

    ground: ReceptionGround
    form: str | None = None

    def rule(self) -> ReceptionRule:
        """Return the row as the domain knows it."""
        return ReceptionRule(**self.common(), ground=self.ground, form=self.form)


class ReceptionFile(Row):
    """`reception.yaml`."""

    refusals: tuple[ReceptionRow, ...]
    not_encoded: tuple[NotEncoded, ...]


def load_reception(folder: Path = FOLDER) -> tuple[ReceptionRule, ...]:
    """
    Return the grounds on which a visitor need not be received.

    Raises:
        pydantic.ValidationError: the file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    file = ReceptionFile.model_validate(read_book(folder / "reception.yaml"))
    rules = tuple(row.rule() for row in file.refusals)
    by_id(rules)
    return rules
