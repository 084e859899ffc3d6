"""The law of withdrawal, discontinuance, dialogue, effect and order of work, as rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.intake import ForwarderKind, Instance
from shared.contracts.routing import Kind
from shared.errors import RuleMissing
from shared.legal.rules import Rule, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission(Rule):
    """Lets something be done with cases of a kind: `of` says what, or on which ground."""

    kinds: frozenset[Kind]
    of: str
    form: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation(Rule):
    """How many may speak for so many signers."""

    signers: int
    """From so many on."""
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Rule):
    """After how many days a decision takes effect; the day after them is the first of it."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]
    days: int
    remote: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Rule):
    """A number of days that an act of a kind of case needs."""

    kinds: frozenset[Kind]
    of: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority(Rule):
    """What comes first in a list of open cases."""

    months: int
    """What is older comes first."""
    many_people: int
    """So many signers are many."""
    forwarders: frozenset[ForwarderKind]
    """Whose letters come from above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingRules:
    """The book of `ending.yaml`."""

    discontinuances: tuple[Permission, ...]
    persistences: tuple[Permission, ...]
    withdrawals: tuple[Permission, ...]
    acts: tuple[Permission, ...]
    representatives: tuple[Representation, ...]
    effects: tuple[Effect, ...]
    spans: tuple[Span, ...]
    priorities: tuple[Priority, ...]


def permitted(
    rows: Iterable[Permission], kind: Kind, of: str, on: dt.date
) -> Permission | None:
    """Return the row that permits it on a day; None where none does."""
    return next(
        (row for row in in_force(rows, on) if kind in row.kinds and row.of == of), None
    )


def priority(rows: tuple[Priority, ...], on: dt.date) -> Priority:
    """
    Return the order of work on a day.

    Raises:
        RuleMissing: no row covers the day.
    """
    for row in in_force(rows, on):
        return row
    raise RuleMissing(f"ending.yaml has no order of work on {on}")
