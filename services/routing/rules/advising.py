"""
The whole law of routing as decision tables: what holds, and what the law says then.

A row holds when all its conditions do. What conditions may ask, and what rows may say, is
closed: `OBSERVATIONS` and `vocabulary`. Rows of other tables name seats and count days.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from services.routing.rules import vocabulary as words
from shared.errors import RuleMissing
from shared.legal.citation import Citation
from shared.legal.rules import Rule, in_force

Value: TypeAlias = str | int | bool | frozenset[str]
Hit: TypeAlias = Literal["first", "every"]
"""Whether the first row that holds is taken, or all of them."""

_COUNT = frozenset[str]()
_FLAG = frozenset({"true", "false"})


def _of(*literals: object) -> frozenset[str]:
    return frozenset(value for literal in literals for value in get_args(literal))


NOBODY = frozenset({"none"})
"""What an observation is where nothing was stated."""

OBSERVATIONS: Mapping[str, frozenset[str]] = {
    # The paper and who wrote it
    "legible": _FLAG,
    "wording": _of(words.Wording),
    "untranslated": _FLAG,
    "signals": _of(words.Signal),
    "kind": _of(words.Kind) | NOBODY,
    "title_differs": _FLAG,
    "identified": _FLAG,
    "impersonated": _FLAG,
    "signed": _of(words.Signed),
    "incapable": _FLAG,
    "own_right": _FLAG,
    "sender_type": _of(words.SenderType),
    "people": _COUNT,
    "complete": _FLAG,
    "limbs": _FLAG,
    "originals": _FLAG,
    "channel": _of(words.Channel) | NOBODY,
    "forwarders": _COUNT,
    "forwarder_kinds": _of(words.ForwarderKind),
    "representation": frozenset({"none", "elected", "authorised"}),
    "representatives": _COUNT,
    "appointed_in_writing": _FLAG,
    "authorisation": _of(words.Authorisation),
    "agents": _COUNT,
    # The complaint
    "instance": _of(words.Instance),
    "object": _of(words.ObjectKind) | NOBODY,
    "issuer": _of(words.BodyKind) | NOBODY,
    "disciplinary": _FLAG,
    "dismissal": _FLAG,
    "complex": _FLAG,
    "remote": _FLAG,
    "successors": _COUNT,
    "time_bar": frozenset({"in_time", "saved", "barred", "unknown"}),
    "first_level": frozenset({"decided", "running", "overdue", "unknown"}),
    "first_decided_by": _of(words.BodyKind) | NOBODY,
    "first_decision_missing": _FLAG,
    "second_decided": _FLAG,
    "effective_by": _of(words.BodyKind) | NOBODY,
    "effective": _FLAG,
    "review_grounds": _FLAG,
    "discontinued": frozenset({"never", "may_continue", "over"}),
    "court": _of(words.Court),
    "withdrawn": frozenset({"never", "coerced", "full", "part"}),
    "withdrawn_under_old_law": _FLAG,
    "suspendable": _FLAG,
    # The denunciation
    "respondent": _of(words.BodyKind) | NOBODY,
    "post": _of(words.Post) | NOBODY,
    "now": frozenset({"same", "left", "moved"}),
    "now_post": _of(words.Post) | NOBODY,
    "rank": _of(words.Rank) | NOBODY,
    "fate": _of(words.Fate),
    "successor_known": _FLAG,
    "sphere": _of(words.Sphere),
    "party_and_duty": _FLAG,
    "managers": _COUNT,
    "accepted_by_other": _FLAG,
    "grounded": _FLAG,
    "crime_signs": _FLAG,
    "harm": _of(words.Harm),
    "from_failed_complaint": _FLAG,
    "conclusion_in_force": _FLAG,
    "evidence": _FLAG,
    "new_evidence": _FLAG,
    # Other petitions
    "manager": _of(words.BodyKind) | NOBODY,
    "papers": _of(words.Papers),
    "conciliated": _FLAG,
    "organisation_party": _FLAG,
    # Where it came from and where it was
    "receiver": _of(words.BodyKind),
    "guided_before": _FLAG,
    "transferred_before": _FLAG,
    "several_deciders": _FLAG,
    # What was found so far
    "ours": _FLAG,
    "superior_of_decider": _FLAG,
    "directly_above": _FLAG,
    "copied": _FLAG,
    "looped": _FLAG,
    "eligible": _FLAG | NOBODY,
    "actions": _of(words.Action),
    "reasons": _of(words.Reason),
    "external": _of(words.External) | NOBODY,
    "legacy": _FLAG,
    # A visit, a session by video, a month of receptions
    "conditions": _of(words.VisitCondition),
    "matter": _of(words.Kind) | NOBODY,
    "settled_reviewed_explained": _FLAG,
    "answered": _FLAG,
    "new_facts": _FLAG,
    "judged_without_review": _FLAG,
    "pending_elsewhere": _FLAG,
    "has_petition": _FLAG | NOBODY,
    "cannot_write": _FLAG,
    "gives_evidence": _FLAG,
    "within_authority": _FLAG | NOBODY,
    "grounds": _of(words.OnlineGround),
    "several_bodies": _FLAG,
    "online_ground": _FLAG,
    "wishes": _FLAG,
    "identity_protection": _FLAG,
    "confidential": _FLAG,
    "notice": frozenset({"in_time", "late", "unknown"}),
    "head_of": _of(words.BodyKind),
    "days": _COUNT,
    "every_week": _FLAG,
    # A running case, a conflict, a file handed over
    "event": _of(words.EventType),
    "scope": _of(words.Scope),
    "all_withdraw": _FLAG,
    "signs_of_violation": _FLAG,
    "coerced": _FLAG,
    "slander": _FLAG,
    "only_about_deceased": _FLAG,
    "relative": _FLAG,
    "resolver_known": _FLAG,
    "reach": frozenset({"province", "ministry", "wider"}),
    "circle": _FLAG,
    "common_superior": _FLAG,
    "communes": _COUNT,
    "verified": _FLAG,
}  # fmt: skip
"""What a condition may ask, and the answers there are; no answers: a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A condition on one observation: one of these, or a number between these."""

    any_of: frozenset[str] = frozenset()
    at_least: int | None = None
    at_most: int | None = None

    def holds(self, value: Value) -> bool:
        """Test whether what was observed is asked for; of a set, whether any of it is."""
        match value:
            case bool():
                return str(value).lower() in self.any_of
            case int():
                return (self.at_least is None or value >= self.at_least) and (
                    self.at_most is None or value <= self.at_most
                )
            case str():
                return value in self.any_of
            case _:
                return not self.any_of.isdisjoint(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What the law says where a row holds."""

    kind: str | None = None
    eligible: bool | None = None
    reasons: tuple[str, ...] = ()
    jurisdiction: Mapping[str, str] = field(default_factory=dict)
    """By slot, a seat: `provincial_chair`, `commune_chair@issuer`, `head_of:managing`."""
    actions: tuple[str, ...] = ()
    form: str | None = None
    flags: tuple[str, ...] = ()
    stop: bool = False
    """The outcome is settled; later tables of the outcome are not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRule(Rule):
    """One row of a decision table, as one act had it."""

    when: Mapping[str, Test]
    unless: Mapping[str, Test]
    """The row does not hold if any of these do."""
    says: Says
    also: tuple[Citation, ...]
    """Other provisions it rests on."""
    note: str

    def holds(self, observed: Mapping[str, Value]) -> bool:
        """
        Test whether the row speaks of what was observed.

        Raises:
            KeyError: it asks for what is never observed where it is asked: a fault of ours.
        """
        return all(
            test.holds(observed[name]) for name, test in self.when.items()
        ) and not any(test.holds(observed[name]) for name, test in self.unless.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that answer one question, in the order in which they are asked."""

    name: str
    hit: Hit
    rows: tuple[AdviceRule, ...]

    def hits(self, observed: Mapping[str, Value], on: dt.date) -> tuple[AdviceRule, ...]:
        """Return the rows in force that hold: all of them, or the first."""
        found = (row for row in in_force(self.rows, on) if row.holds(observed))
        return tuple(found) if self.hit == "every" else tuple(found)[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRule(Rule):
    """Whose head decides on a kind of body, or on people in it."""

    bodies: frozenset[str]
    seat: str | None
    external: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule(Rule):
    """How many days the law gives, for what."""

    when: Mapping[str, Test]
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceBook:
    """Every table, read once."""

    tables: Mapping[str, Table]
    seats: Mapping[str, tuple[SeatRule, ...]]
    """By who is asked about: the first of a body, its staff, its heads, the body as such."""
    limits: Mapping[str, tuple[LimitRule, ...]]

    def seat(self, table: str, body: str, on: dt.date) -> SeatRule:
        """
        Return whose head decides.

        Raises:
            RuleMissing: no row covers such a body on the day.
        """
        for row in in_force(self.seats[table], on):
            if body in row.bodies:
                return row
        raise RuleMissing(f"{table}: no rule names who decides on a {body} on {on}")

    def limit(self, name: str, observed: Mapping[str, Value], on: dt.date) -> LimitRule:
        """
        Return how many days the law gives.

        Raises:
            RuleMissing: no row covers the case on the day.
        """
        for row in in_force(self.limits[name], on):
            if all(test.holds(observed[key]) for key, test in row.when.items()):
                return row
        raise RuleMissing(f"{name}: no rule gives a limit on {on}")
