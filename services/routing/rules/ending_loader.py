"""Reads and checks `ending.yaml`, once at start."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from services.routing.rules.ending import (
    Effect,
    EndingRules,
    Permission,
    Priority,
    Representation,
    Span,
)
from shared.books import read_book
from shared.contracts.intake import ForwarderKind, Instance
from shared.contracts.routing import Kind
from shared.legal.reading import NotEncoded, Row, RuleRow, by_id
from shared.legal.rules import Rule

R = TypeVar("R", bound=Rule)
Figure = Annotated[int, Field(ge=1)]


class PermissionRow(RuleRow):
    """Something that may be done with cases of a kind."""

    kinds: frozenset[Kind]
    of: str
    form: str | None = None

    def rule(self) -> Permission:
        """Return the row as the domain knows it."""
        return Permission(**self.common(), kinds=self.kinds, of=self.of, form=self.form)


class RepresentationRow(RuleRow):
    """How many may speak for many."""

    signers: Figure
    most: Figure

    def rule(self) -> Representation:
        """Return the row as the domain knows it."""
        return Representation(**self.common(), signers=self.signers, most=self.most)


class EffectRow(RuleRow):
    """When a decision takes effect."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]
    days: Annotated[int, Field(ge=0)]
    remote: Annotated[int, Field(ge=0)]

    def rule(self) -> Effect:
        """Return the row as the domain knows it."""
        return Effect(
            **self.common(),
            kinds=self.kinds,
            instances=self.instances,
            days=self.days,
            remote=self.remote,
        )


class SpanRow(RuleRow):
    """A number of days."""

    kinds: frozenset[Kind]
    of: str
    days: Figure

    def rule(self) -> Span:
        """Return the row as the domain knows it."""
        return Span(**self.common(), kinds=self.kinds, of=self.of, days=self.days)


class PriorityRow(RuleRow):
    """What comes first."""

    months: Figure
    many_people: Figure
    forwarders: frozenset[ForwarderKind]

    def rule(self) -> Priority:
        """Return the row as the domain knows it."""
        return Priority(
            **self.common(),
            months=self.months,
            many_people=self.many_people,
            forwarders=self.forwarders,
        )


class EndingFile(Row):
    """`ending.yaml`."""

    discontinuances: tuple[PermissionRow, ...]
    persistences: tuple[PermissionRow, ...]
    withdrawals: tuple[PermissionRow, ...]
    acts: tuple[PermissionRow, ...]
    representatives: tuple[RepresentationRow, ...]
    effects: tuple[EffectRow, ...]
    spans: tuple[SpanRow, ...]
    priorities: tuple[PriorityRow, ...]
    not_encoded: tuple[NotEncoded, ...]


def load_ending(folder: Path) -> EndingRules:
    """
    Return the book of withdrawal, discontinuance, dialogue, effect and order of work.

    Raises:
        pydantic.ValidationError: the file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    file = EndingFile.model_validate(read_book(folder / "ending.yaml"))
    return EndingRules(
        discontinuances=_checked(tuple(row.rule() for row in file.discontinuances)),
        persistences=_checked(tuple(row.rule() for row in file.persistences)),
        withdrawals=_checked(tuple(row.rule() for row in file.withdrawals)),
        acts=_checked(tuple(row.rule() for row in file.acts)),
        representatives=_checked(tuple(row.rule() for row in file.representatives)),
        effects=_checked(tuple(row.rule() for row in file.effects)),
        spans=_checked(tuple(row.rule() for row in file.spans)),
        priorities=_checked(tuple(row.rule() for row in file.priorities)),
    )


def _checked(rules: tuple[R, ...]) -> tuple[R, ...]:
    by_id(rules)
    return rules
