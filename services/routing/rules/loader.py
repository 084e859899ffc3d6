"""Reads and checks the rule files of routing: the only file access, once at start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from services.routing.rules import (
    ActionRule,
    Body,
    Complexity,
    ComplexityRule,
    EligibilityRule,
    ExtensionRule,
    GroundRule,
    JurisdictionRule,
    Mark,
    PauseRule,
    RefusalRule,
    RepeatRule,
    RuleBook,
    Seats,
    SettlingRules,
    Way,
)
from services.routing.rules.custody_file import load_custody
from services.routing.rules.ending_loader import load_ending
from shared.books import read_book
from shared.contracts.intake import Channel, Instance, Post
from shared.contracts.routing import Action, AgencyKind, Kind, Level
from shared.contracts.routing import Ground as PauseGround
from shared.legal.reading import Basis, NotEncoded, Row, RuleRow, by_id
from shared.legal.rules import Rule

FOLDER = Path(__file__).parent
R = TypeVar("R", bound=Rule)


class PlainRow(RuleRow):
    """A row that says nothing but its source."""

    def rule(self) -> Rule:
        """Return the row as the domain knows it."""
        return Rule(**self.common())


class EligibilityRow(RuleRow):
    """A row of `eligibility.yaml`."""

    kinds: frozenset[Kind]
    lacks: frozenset[Mark] = frozenset()
    copied_to_competent: bool = False
    reason: str

    @model_validator(mode="after")
    def tests_something(self) -> Self:
        """Refuse a row that could never hit."""
        if not self.lacks and not self.copied_to_competent:
            raise ValueError(f"{self.id} tests nothing")
        return self

    def rule(self) -> EligibilityRule:
        """Return the row as the domain knows it."""
        return EligibilityRule(
            **self.common(),
            kinds=self.kinds,
            lacks=self.lacks,
            copied_to_competent=self.copied_to_competent,
            reason=self.reason,
        )


class EligibilityFile(Row):
    """`eligibility.yaml`."""

    ineligible: tuple[EligibilityRow, ...]
    eligible: tuple[PlainRow, ...]
    kind: tuple[PlainRow, ...]
    not_encoded: tuple[NotEncoded, ...]


class JurisdictionRow(RuleRow):
    """A row of `jurisdiction.yaml`."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance] = frozenset()
    levels: frozenset[Level] = frozenset()
    posts: frozenset[Post] = frozenset()
    body: Body
    role: str | None = None

    def rule(self) -> JurisdictionRule:
        """Return the row as the domain knows it."""
        return JurisdictionRule(
            **self.common(),
            kinds=self.kinds,
            instances=self.instances,
            levels=self.levels,
            posts=self.posts,
            body=self.body,
            role=self.role,
        )


class SeatRow(Row):
    """A kind of body that acts for the provincial chair."""

    kind: AgencyKind
    levels: frozenset[Level]


class SeatsRow(Row):
    """All of them, with the source."""

    basis: Basis
    bodies: tuple[SeatRow, ...]

    def seats(self) -> Seats:
        """Return the rows as the domain knows them."""
        return Seats(bodies={row.kind: row.levels for row in self.bodies})


class JurisdictionFile(Row):
    """`jurisdiction.yaml`."""

    rules: tuple[JurisdictionRow, ...]
    confirmed: tuple[PlainRow, ...]
    heads: Mapping[Level, str]
    provincial_seats: SeatsRow
    not_encoded: tuple[NotEncoded, ...]


class WayRow(Row):
    """Another action that a row leaves open."""

    action: Action
    form: str | None = None
    basis: Basis
    confidence: str

    def way(self) -> Way:
        """Return the row as the domain knows it."""
        return Way(action=self.action, form=self.form, basis=self.basis.citation())


class ActionRow(RuleRow):
    """A row of `actions.yaml`."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance] = frozenset()
    ours: bool | None = None
    eligible: bool = True
    reasons: frozenset[str] = frozenset()
    channels: frozenset[Channel] = frozenset()
    forwarded: bool | None = None
    action: Action
    form: str | None = None
    alternatives: tuple[WayRow, ...] = ()

    def rule(self) -> ActionRule:
        """Return the row as the domain knows it."""
        return ActionRule(
            **self.common(),
            kinds=self.kinds,
            instances=self.instances,
            ours=self.ours,
            eligible=self.eligible,
            reasons=self.reasons,
            channels=self.channels,
            forwarded=self.forwarded,
            action=self.action,
            form=self.form,
            alternatives=tuple(row.way() for row in self.alternatives),
        )


class RefusalRow(RuleRow):
    """What a refusal rests on, by its code."""

    code: str
    kinds: frozenset[Kind]

    def rule(self) -> RefusalRule:
        """Return the row as the domain knows it."""
        return RefusalRule(**self.common(), code=self.code, kinds=self.kinds)


class GroundRow(RuleRow):
    """What a decision rests on, or what follows from one."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]

    def rule(self) -> GroundRule:
        """Return the row as the domain knows it."""
        return GroundRule(**self.common(), kinds=self.kinds, instances=self.instances)


class ActionsFile(Row):
    """`actions.yaml`."""

    actions: tuple[ActionRow, ...]
    refusals: tuple[RefusalRow, ...]
    decisions: tuple[GroundRow, ...]
    not_encoded: tuple[NotEncoded, ...]


class RepeatRow(RuleRow):
    """What is done once about the same content."""

    kinds: frozenset[Kind]
    did: Action
    reason: str
    filing: Basis

    def rule(self) -> RepeatRule:
        """Return the row as the domain knows it."""
        return RepeatRule(
            **self.common(),
            kinds=self.kinds,
            did=self.did,
            reason=self.reason,
            filing=self.filing.citation(),
        )


class RepeatsFile(Row):
    """`repeats.yaml`."""

    repeats: tuple[RepeatRow, ...]
    not_encoded: tuple[NotEncoded, ...]


class PauseRow(RuleRow):
    """A ground of `settling.yaml` on which settlement stands still."""

    kinds: frozenset[Kind]
    ground: PauseGround
    transition: Basis | None = None
    resumption: Basis

    def rule(self) -> PauseRule:
        """Return the row as the domain knows it."""
        return PauseRule(
            **self.common(),
            kinds=self.kinds,
            ground=self.ground,
            transition=self.transition.citation() if self.transition else None,
            resumption=self.resumption.citation(),
        )


class ExtensionRow(RuleRow):
    """How often, and by how much, the time is made longer."""

    kinds: frozenset[Kind]
    complexity: Complexity
    times: Annotated[int, Field(ge=1)]
    each: Annotated[int, Field(ge=1)]

    def rule(self) -> ExtensionRule:
        """Return the row as the domain knows it."""
        return ExtensionRule(
            **self.common(),
            kinds=self.kinds,
            complexity=self.complexity,
            times=self.times,
            each=self.each,
        )


class ComplexityRow(RuleRow):
    """What makes a complaint complex."""

    kinds: frozenset[Kind]
    instances: frozenset[Instance]
    criteria: tuple[str, ...] = ()

    def rule(self) -> ComplexityRule:
        """Return the row as the domain knows it."""
        return ComplexityRule(
            **self.common(),
            kinds=self.kinds,
            instances=self.instances,
            criteria=self.criteria,
        )


class SettlingFile(Row):
    """`settling.yaml`."""

    pauses: tuple[PauseRow, ...]
    extensions: tuple[ExtensionRow, ...]
    unextended: tuple[GroundRow, ...]
    complexity: tuple[ComplexityRow, ...]
    publication: tuple[GroundRow, ...]
    not_encoded: tuple[NotEncoded, ...]

    def rules(self) -> SettlingRules:
        """
        Return the file as the domain knows it.

        Raises:
            RuleBookBroken: rows overlap, or cite an act that nobody knows.
        """
        return SettlingRules(
            pauses=_checked(tuple(row.rule() for row in self.pauses)),
            extensions=_checked(tuple(row.rule() for row in self.extensions)),
            unextended=_checked(tuple(row.rule() for row in self.unextended)),
            complexity=_checked(tuple(row.rule() for row in self.complexity)),
            publication=_checked(tuple(row.rule() for row in self.publication)),
        )


def load(folder: Path = FOLDER) -> RuleBook:
    """
    Return the rule book of the service.

    Raises:
        pydantic.ValidationError: a file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    eligibility = EligibilityFile.model_validate(read_book(folder / "eligibility.yaml"))
    jurisdiction = JurisdictionFile.model_validate(read_book(folder / "jurisdiction.yaml"))
    actions = ActionsFile.model_validate(read_book(folder / "actions.yaml"))
    repeats = RepeatsFile.model_validate(read_book(folder / "repeats.yaml"))
    settling = SettlingFile.model_validate(read_book(folder / "settling.yaml"))
    return RuleBook(
        kind=_checked(tuple(row.rule() for row in eligibility.kind)),
        ineligible=_checked(tuple(row.rule() for row in eligibility.ineligible)),
        eligible=_checked(tuple(row.rule() for row in eligibility.eligible)),
        jurisdiction=_checked(tuple(row.rule() for row in jurisdiction.rules)),
        confirmed=_checked(tuple(row.rule() for row in jurisdiction.confirmed)),
        heads=jurisdiction.heads,
        provincial_seats=jurisdiction.provincial_seats.seats(),
        actions=_checked(tuple(row.rule() for row in actions.actions)),
        repeats=_checked(tuple(row.rule() for row in repeats.repeats)),
        refusals=_checked(tuple(row.rule() for row in actions.refusals)),
        decisions=_checked(tuple(row.rule() for row in actions.decisions)),
        settling=settling.rules(),
        custody=load_custody(folder),
        ending=load_ending(folder),
    )


def _checked(rules: tuple[R, ...]) -> tuple[R, ...]:
    by_id(rules)
    return rules
