"""Reads and checks the rule files of deadlines: the only file access, once at start."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from services.deadlines.rules import Attributed, Bearer, ClockKind, ClockRule, RuleBook
from shared.books import read_book
from shared.contracts.deadlines import Ground, Mode, Party, Unit
from shared.legal.calendar import SATURDAY, CalendarYear, ClosedDay, ClosedKind
from shared.legal.reading import Basis, NotEncoded, Row, RuleRow, by_id
from shared.legal.rules import Bilingual

FOLDER = Path(__file__).parent

_PARTIES: dict[Bearer, Party] = {
    "superior": "superior",
    "citizen": "citizen",
    "civil_servant": "civil_servant",
    "none": "none",
}
"""On which side a bearer is; every other one is a body of the State, or stands in one."""
UNITS: dict[Mode, frozenset[Unit]] = {
    "deadline": frozenset({"calendar_day", "working_day", "month", "year"}),
    "before": frozenset({"calendar_day", "working_day"}),
    "status": frozenset({"calendar_day"}),
    "minimum": frozenset({"calendar_day", "year"}),
    "threshold": frozenset({"calendar_day"}),
    "frequency": frozenset({"month", "week"}),
    "fixed_day": frozenset({"day_of_month"}),
    "ceiling": frozenset({"none"}),
    "none": frozenset({"none"}),
}
"""What the length of a mode can be counted in."""


class PausesRow(Row):
    """When and why the time of a row stands still."""

    from_: Annotated[dt.date, Field(alias="from")]
    grounds: Annotated[Mapping[Ground, Attributed], Field(min_length=1)]
    basis: Basis


class ClockRow(RuleRow):
    """A row of `clocks.yaml`."""

    name: Bilingual
    kind: ClockKind
    mode: Mode = "deadline"
    trigger: Bilingual
    stops_on: Bilingual | None = None
    length: Annotated[int, Field(ge=0)] = 0
    unit: Unit = "none"
    bounded: Bilingual | None = None
    variants: Mapping[str, int] = {}
    extensions: Mapping[str, int] = {}
    pauses: PausesRow | None = None
    against: Bearer = "agency"
    consequence: Bilingual | None = None
    also: tuple[Basis, ...] = ()
    local: bool = False
    times: Annotated[int, Field(ge=1)] = 1
    whole: bool = False

    @model_validator(mode="after")
    def can_be_counted(self) -> Self:
        """Refuse a row whose length, unit and mode do not fit."""
        if self.unit not in UNITS[self.mode] or (self.length == 0) != (self.unit == "none"):
            raise ValueError(
                f"{self.id} v{self.version} is a {self.mode} of {self.length} {self.unit}"
            )
        if (self.length == 0) != (self.bounded is not None):
            raise ValueError(f"{self.id} v{self.version} does not say what bounds it")
        return self

    @model_validator(mode="after")
    def extends_by_something(self) -> Self:
        """Refuse extensions of no length, and a length of no extension."""
        if bool(self.extensions) != (
            "each" in self.extensions and len(self.extensions) > 1
        ):
            raise ValueError(f"{self.id} v{self.version} extends by nothing or for nobody")
        return self

    def rule(self) -> ClockRule:
        """
        Return the row as the domain knows it.

        Raises:
            RuleBookBroken: it cites an unknown act.
        """
        extensions = dict(self.extensions)
        each = extensions.pop("each", 0)
        variants = {frozenset(key.split("+")): n for key, n in self.variants.items()}
        pauses = self.pauses
        return ClockRule(
            **self.common(),
            name=self.name,
            kind=self.kind,
            mode=self.mode,
            trigger=self.trigger,
            stops_on=self.stops_on,
            length=self.length,
            unit=self.unit,
            bounded=self.bounded,
            variants=variants,
            extensions=extensions,
            extension_length=each,
            pauses_from=None if pauses is None else pauses.from_,
            pause_grounds={} if pauses is None else dict(pauses.grounds),
            pause_basis=None if pauses is None else pauses.basis.citation(),
            runs_against=_PARTIES.get(self.against, "agency"),
            bearer=self.against,
            consequence=self.consequence,
            also=tuple(basis.citation() for basis in self.also),
            note=self.note if isinstance(self.note, Bilingual) else None,
            local=self.local,
            times=self.times,
            whole=self.whole,
            circumstances=frozenset().union(*variants, extensions),
        )


class ClocksFile(Row):
    """`clocks.yaml`."""

    clocks: tuple[ClockRow, ...]
    not_encoded: tuple[NotEncoded, ...]


class ClosedRow(Row):
    """Why a weekday is not worked."""

    kind: ClosedKind
    name: str


class CalendarRow(Row):
    """One publication in `calendar/<year>.yaml`; the first ones did not say why days are off."""

    year: int
    version: Annotated[int, Field(ge=1)]
    closed: frozenset[dt.date] | Mapping[dt.date, ClosedRow]
    make_up: frozenset[dt.date] | Mapping[dt.date, str]
    source: Annotated[str, Field(min_length=1)]
    basis: Basis
    confidence: str
    verified_by: str | None

    @model_validator(mode="after")
    def says_only_what_is_new(self) -> Self:
        """Refuse other years' days, closed weekends and make-up days on no Saturday."""
        if any(day.year != self.year for day in (*self.closed, *self.make_up)):
            raise ValueError(f"{self.year} v{self.version} speaks of another year")
        if any(day.weekday() >= SATURDAY for day in self.closed):
            raise ValueError(f"{self.year} v{self.version} closes a weekend")
        if any(day.weekday() != SATURDAY for day in self.make_up):
            raise ValueError(f"{self.year} v{self.version} makes up on no Saturday")
        return self

    def calendar_year(self) -> CalendarYear:
        """
        Return the publication as the domain knows it.

        Raises:
            RuleBookBroken: it cites an unknown act.
        """
        self.basis.citation()
        plain = CalendarYear.plain(
            self.year, self.version, self.closed, self.make_up, self.source, self.confidence
        )
        if isinstance(self.closed, frozenset) or isinstance(self.make_up, frozenset):
            return plain
        return CalendarYear(
            year=self.year,
            version=self.version,
            closed={day: ClosedDay(row.kind, row.name) for day, row in self.closed.items()},
            make_up=dict(self.make_up),
            source=self.source,
            confidence=self.confidence,
        )


def load(folder: Path = FOLDER) -> RuleBook:
    """
    Return the rule book of the service.

    Raises:
        pydantic.ValidationError: a file is not of the declared shape.
        RuleBookBroken: rows overlap, or cite an act that nobody knows.
    """
    file = ClocksFile.model_validate(read_book(folder / "clocks.yaml"))
    publications = TypeAdapter(tuple[CalendarRow, ...])
    years = [
        row.calendar_year()
        for path in sorted((folder / "calendar").glob("*.yaml"))
        for row in publications.validate_python(read_book(path))
    ]
    return RuleBook(
        clocks=by_id(row.rule() for row in file.clocks), calendar_years=tuple(years)
    )
