"""The law of routing as data: what can be processed, whose it is, what its holder does."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.routing.rules.custody import CustodyRules
from services.routing.rules.ending import EndingRules
from shared.contracts.intake import Channel, Instance, Post
from shared.contracts.routing import Action, AgencyKind, Kind, Level
from shared.contracts.routing import Ground as PauseGround
from shared.errors import RuleMissing
from shared.legal.citation import Citation
from shared.legal.rules import Rule, in_force

Mark = Literal["identified", "has_summary", "has_request", "has_respondent"]
"""A mark of the form that a row can ask for, as in `shared.contracts.intake.Observed`."""
Body = Literal["respondent", "parent", "provincial_committee", "receiver", "outside"]
"""Whose head decides, seen from the body complained of."""
Complexity = Literal["complex", "especially_complex"]
"""How much a denunciation asks of who settles it: one of the criteria holds, or several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityRule(Rule):
    """Makes a petition ineligible, for one reason."""

    kinds: frozenset[Kind]
    lacks: frozenset[Mark]
    copied_to_competent: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionRule(Rule):
    """Names the head who decides. Empty conditions hold for everything but `levels`."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]
    levels: frozenset[Level]
    """Empty: no body of the province's executive is named."""
    posts: frozenset[Post]
    body: Body
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An action that may lawfully be taken, the paper it needs and where that is said."""

    action: Action
    form: str | None
    basis: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule(Rule):
    """Says what the holder does. Empty conditions hold for everything."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]
    ours: bool | None
    eligible: bool
    reasons: frozenset[str]
    channels: frozenset[Channel]
    forwarded: bool | None
    action: Action
    form: str | None
    alternatives: tuple[Way, ...]

    def way(self, action: Action) -> Way | None:
        """Return how an action may be taken under this row; None where it may not."""
        proposed = Way(action=self.action, form=self.form, basis=self.basis)
        return next(
            (way for way in (proposed, *self.alternatives) if way.action == action), None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule(Rule):
    """Keeps a body from doing twice about the same content what is done once."""

    kinds: frozenset[Kind]
    did: Action
    """What it did with the petition before."""
    reason: str
    filing: Citation
    """On what the repeat is filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRule(Rule):
    """A ground on which a competent head will not take a case."""

    code: str
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundRule(Rule):
    """What a decision on a case rests on, or what follows from one."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]

    def fits(self, kind: Kind, instance: Instance) -> bool:
        """Test whether it speaks of such a case."""
        return kind in self.kinds and instance in self.instances


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseRule(Rule):
    """Lets settlement stand still, on one ground."""

    kinds: frozenset[Kind]
    ground: PauseGround
    transition: Citation | None
    """What makes it hold for cases accepted before its first day; None: nothing need."""
    resumption: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRule(Rule):
    """Lets a written decision make the time longer."""

    kinds: frozenset[Kind]
    complexity: Complexity
    times: int
    each: int
    """Days that one extension adds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexityRule(Rule):
    """Says what makes a case complex; without criteria the law of the day named none."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlingRules:
    """What may be done to the time of a case while it is settled."""

    pauses: tuple[PauseRule, ...]
    extensions: tuple[ExtensionRule, ...]
    unextended: tuple[GroundRule, ...]
    """Where the law gives a longer time at once instead."""
    complexity: tuple[ComplexityRule, ...]
    publication: tuple[GroundRule, ...]
    """Whose decision must be made public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Bodies that act for the provincial chair."""

    bodies: Mapping[AgencyKind, frozenset[Level]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rows of the service, read once at start; their order is the order of thought."""

    kind: tuple[Rule, ...]
    ineligible: tuple[EligibilityRule, ...]
    eligible: tuple[Rule, ...]
    jurisdiction: tuple[JurisdictionRule, ...]
    confirmed: tuple[Rule, ...]
    heads: Mapping[Level, str]
    provincial_seats: Seats
    actions: tuple[ActionRule, ...]
    repeats: tuple[RepeatRule, ...]
    refusals: tuple[RefusalRule, ...]
    decisions: tuple[GroundRule, ...]
    settling: SettlingRules
    custody: CustodyRules
    ending: EndingRules


def the_rule(rules: tuple[Rule, ...], on: dt.date) -> Rule:
    """
    Return the row in force of a rule that is always the same.

    Raises:
        RuleMissing: no row covers the day.
    """
    rows = in_force(rules, on)
    if not rows:
        raise RuleMissing(f"no row covers {on}")
    return rows[0]
