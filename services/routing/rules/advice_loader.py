"""Reads and checks the decision tables of `rules/advice/`: once, at start."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Self, TypeVar, get_args

from pydantic import BeforeValidator, Field, model_validator

from services.routing.rules import vocabulary as words
from services.routing.rules.advising import (
    OBSERVATIONS,
    AdviceBook,
    AdviceRule,
    Hit,
    LimitRule,
    Says,
    SeatRule,
    Table,
    Test,
)
from shared.books import read_book
from shared.legal.reading import (
    Basis,
    Common,
    NotEncoded,
    Row,
    RuleBookBroken,
    RuleRow,
    by_id,
)
from shared.legal.rules import Bilingual, Rule

FOLDER = Path(__file__).parent / "advice"
R = TypeVar("R", bound=Rule)
Conditions = Mapping[str, "Condition"]


def _listed(value: object) -> object:
    return value if isinstance(value, list | dict) else [value]


class Span(Row):
    """A number between two others, both included."""

    min: int | None = None
    max: int | None = None


Condition = Annotated[list[bool | str] | Span, BeforeValidator(_listed)]
ROLES = frozenset(get_args(words.Role))
EXTERNALS = frozenset(get_args(words.External))


class Edition(RuleRow):
    """A row under one act; the same content under the next act is the next edition."""

    id: str = ""
    also: tuple[Basis, ...] = ()


class Stated(Row):
    """What every row of a book says: its id and the acts it was law under."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.]+$")
    editions: tuple[Edition, ...] = Field(min_length=1)
    note: str = ""

    def under(self, edition: Edition) -> Common:
        """Return what every rule says of itself, of the row under an act."""
        common = edition.common()
        common["id"] = self.id
        return common

    def noted(self, edition: Edition) -> str:
        """Return what there is to know about the row under an act."""
        own = edition.note.vi if isinstance(edition.note, Bilingual) else edition.note
        return "; ".join(text for text in (self.note, own) if text)


class AdviceRow(Stated):
    """A row of a decision table."""

    when: Conditions = Field(default_factory=dict)
    unless: Conditions = Field(default_factory=dict)
    kind: words.Kind | None = None
    eligible: bool | None = None
    reasons: tuple[words.Reason, ...] = ()
    jurisdiction: Mapping[words.Slot, str] = Field(default_factory=dict)
    actions: tuple[words.Action, ...] = ()
    form: words.Form | None = None
    flags: tuple[words.Flag, ...] = ()
    stop: bool = False

    @model_validator(mode="after")
    def speaks_the_language(self) -> Self:
        """Refuse a condition on what nobody observes, or on an answer that cannot be."""
        for name, condition in (*self.when.items(), *self.unless.items()):
            _known(self.id, name, condition)
        outside = self.jurisdiction.get("external")
        if outside is not None and outside not in EXTERNALS:
            raise ValueError(f"{self.id}: {outside} is no external channel")
        return self

    def rules(self) -> Iterable[AdviceRule]:
        """Return the row under each act."""
        says = Says(
            kind=self.kind,
            eligible=self.eligible,
            reasons=self.reasons,
            jurisdiction={str(slot): seat for slot, seat in self.jurisdiction.items()},
            actions=self.actions,
            form=self.form,
            flags=self.flags,
            stop=self.stop,
        )
        for edition in self.editions:
            yield AdviceRule(
                **self.under(edition),
                when=_tests(self.when),
                unless=_tests(self.unless),
                says=says,
                also=tuple(basis.citation() for basis in edition.also),
                note=self.noted(edition),
            )


class SeatRow(Stated):
    """A row that names whose head decides."""

    bodies: frozenset[words.BodyKind]
    seat: str | None = None
    external: words.External | None = None

    def rules(self) -> Iterable[SeatRule]:
        """Return the row under each act."""
        for edition in self.editions:
            yield SeatRule(
                **self.under(edition),
                bodies=frozenset(self.bodies),
                seat=self.seat,
                external=self.external,
                note=self.noted(edition),
            )


class LimitRow(Stated):
    """A row that gives a number of days."""

    when: Conditions = Field(default_factory=dict)
    days: int = Field(ge=1)

    @model_validator(mode="after")
    def speaks_the_language(self) -> Self:
        """Refuse a condition on what nobody observes."""
        for name, condition in self.when.items():
            _known(self.id, name, condition)
        return self

    def rules(self) -> Iterable[LimitRule]:
        """Return the row under each act."""
        for edition in self.editions:
            yield LimitRule(
                **self.under(edition),
                when=_tests(self.when),
                days=self.days,
            )


class TableRow(Row):
    """A decision table."""

    hit: Hit
    rows: tuple[AdviceRow, ...]


class AdviceFile(Row):
    """One file of `rules/advice/`."""

    tables: Mapping[str, TableRow] = Field(default_factory=dict)
    seats: Mapping[str, tuple[SeatRow, ...]] = Field(default_factory=dict)
    limits: Mapping[str, tuple[LimitRow, ...]] = Field(default_factory=dict)
    not_encoded: tuple[NotEncoded, ...] = ()


def load_advice(folder: Path = FOLDER) -> AdviceBook:
    """
    Return the tables.

    Raises:
        pydantic.ValidationError: a file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    files = [
        AdviceFile.model_validate(read_book(path)) for path in sorted(folder.glob("*.yaml"))
    ]
    tables = {
        name: Table(
            name=name,
            hit=table.hit,
            rows=_checked(rule for row in table.rows for rule in row.rules()),
        )
        for file in files
        for name, table in file.tables.items()
    }
    seats = {
        name: _checked(rule for row in rows for rule in row.rules())
        for file in files
        for name, rows in file.seats.items()
    }
    limits = {
        name: _checked(rule for row in rows for rule in row.rules())
        for file in files
        for name, rows in file.limits.items()
    }
    _seats_exist(tables.values(), frozenset(seats))
    return AdviceBook(tables=tables, seats=seats, limits=limits)


def _seats_exist(tables: Iterable[Table], seats: frozenset[str]) -> None:
    """
    Test that every head that rows name is one that some row can find.

    Raises:
        RuleBookBroken: a row names a table that is not there, or a role that nobody has.
    """
    for row in (row for table in tables for row in table.rows):
        for slot, value in row.says.jurisdiction.items():
            asked, colon, _ = value.partition(":")
            role = value.partition("@")[0]
            known = asked in seats if colon else role in ROLES | EXTERNALS
            if not known:
                raise RuleBookBroken(f"{row.id}: nobody knows {slot} {value}")


def _checked(rules: Iterable[R]) -> tuple[R, ...]:
    found = tuple(rules)
    by_id(found)
    return found


def _known(row: str, name: str, condition: list[bool | str] | Span) -> None:
    if name not in OBSERVATIONS:
        raise ValueError(f"{row} asks for {name}, which nobody observes")
    answers = OBSERVATIONS[name]
    if isinstance(condition, Span):
        if answers:
            raise ValueError(f"{row}: {name} is no number")
        return
    for value in condition:
        if _word(value) not in answers:
            raise ValueError(f"{row}: {name} is never {value}")


def _tests(conditions: Conditions) -> Mapping[str, Test]:
    return {name: _test(condition) for name, condition in conditions.items()}


def _test(condition: list[bool | str] | Span) -> Test:
    if isinstance(condition, Span):
        return Test(at_least=condition.min, at_most=condition.max)
    return Test(any_of=frozenset(_word(value) for value in condition))


def _word(value: bool | str) -> str:  # noqa: FBT001 - a word of YAML
    return str(value).lower() if isinstance(value, bool) else value
