"""Reads and checks `custody.yaml`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from services.routing.rules.custody import (
    CustodyRules,
    DesignationRule,
    LevelSkipRule,
    ReturnRule,
    SealRule,
)
from shared.books import read_book
from shared.contracts.intake import Instance
from shared.contracts.routing import Kind, ReturnGround
from shared.legal.reading import Basis, NotEncoded, Row, RuleRow, by_id


class ReturnRow(RuleRow):
    """A ground on which a receiver gives a petition back."""

    kinds: frozenset[Kind]
    ground: ReturnGround

    def rule(self) -> ReturnRule:
        """Return the row as the domain knows it."""
        return ReturnRule(
            **self.common(),
            kinds=self.kinds,
            ground=self.ground,
        )


class DesignationRow(RuleRow):
    """Who says whose a petition is, and where that stands."""

    kinds: frozenset[Kind]
    above: Basis

    def rule(self) -> DesignationRule:
        """Return the row as the domain knows it."""
        return DesignationRule(
            **self.common(), kinds=self.kinds, above=self.above.citation()
        )


class LevelSkipRow(RuleRow):
    """Of which petitions going over somebody's head is noted."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]

    def rule(self) -> LevelSkipRule:
        """Return the row as the domain knows it."""
        return LevelSkipRule(**self.common(), kinds=self.kinds, instances=self.instances)


class SealRow(RuleRow):
    """Which petitions leave the sight of who sent them on."""

    kinds: frozenset[Kind]

    def rule(self) -> SealRule:
        """Return the row as the domain knows it."""
        return SealRule(**self.common(), kinds=self.kinds)


class CustodyFile(Row):
    """`custody.yaml`."""

    most_transfers: Annotated[int, Field(ge=1)]
    returns: tuple[ReturnRow, ...]
    designations: tuple[DesignationRow, ...]
    level_skips: tuple[LevelSkipRow, ...]
    seals: tuple[SealRow, ...]
    not_encoded: tuple[NotEncoded, ...]


def load_custody(folder: Path) -> CustodyRules:
    """
    Return the rules of custody.

    Raises:
        pydantic.ValidationError: the file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    file = CustodyFile.model_validate(read_book(folder / "custody.yaml"))
    rules = CustodyRules(
        most_transfers=file.most_transfers,
        returns=tuple(row.rule() for row in file.returns),
        designations=tuple(row.rule() for row in file.designations),
        level_skips=tuple(row.rule() for row in file.level_skips),
        seals=tuple(row.rule() for row in file.seals),
    )
    for rows in (rules.returns, rules.designations, rules.level_skips, rules.seals):
        by_id(rows)
    return rules
