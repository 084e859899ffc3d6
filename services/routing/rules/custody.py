"""The rules of custody: why a petition is given back, and who says whose it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.intake import Instance
from shared.contracts.routing import Kind, ReturnGround
from shared.legal.citation import Citation
from shared.legal.rules import Rule, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRule(Rule):
    """A ground on which a receiver gives a petition back."""

    kinds: frozenset[Kind]
    ground: ReturnGround


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationRule(Rule):
    """Lets the common superior say whose a petition is."""

    kinds: frozenset[Kind]
    above: Citation
    """Who says it where the bodies have no common superior inside the province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSkipRule(Rule):
    """Says of which petitions it matters that they went over somebody's head."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRule(Rule):
    """Takes a petition out of sight of who sent it on."""

    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRules:
    """All rows of `custody.yaml`."""

    most_transfers: int
    """How often a petition is sent on at most; one more is a designation."""
    returns: tuple[ReturnRule, ...]
    designations: tuple[DesignationRule, ...]
    level_skips: tuple[LevelSkipRule, ...]
    seals: tuple[SealRule, ...]

    def grounds(self, kind: Kind, on: dt.date) -> Sequence[ReturnRule]:
        """Return the grounds on which a petition of a kind can be given back on a day."""
        return [rule for rule in in_force(self.returns, on) if kind in rule.kinds]

    def designation(self, kind: Kind, on: dt.date) -> DesignationRule | None:
        """Return the row under which it is said whose a petition is."""
        rules = in_force(self.designations, on)
        return next((rule for rule in rules if kind in rule.kinds), None)

    def level_skip(self, kind: Kind, instance: Instance, on: dt.date) -> Rule | None:
        """Return the row under which going over somebody's head is noted; None: it is not."""
        for rule in in_force(self.level_skips, on):
            if kind in rule.kinds and instance in rule.instances:
                return rule
        return None

    def seal(self, kind: Kind, on: dt.date) -> Rule | None:
        """Return the row under which who sent it on loses sight; None: they do not."""
        return next((rule for rule in in_force(self.seals, on) if kind in rule.kinds), None)
