"""Reads and checks the rule files of deadlines: the only file access, once at start."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from services.deadlines.rules import ClockRule, RuleBook
from shared.legal.calendar import SATURDAY, CalendarYear
from shared.legal.counting import Unit
from shared.legal.reading import Basis, NotEncoded, Row, RuleRow, by_id, read_yaml

FOLDER = Path(__file__).parent


class ClockRow(RuleRow):
    """A row of `clocks.yaml`."""

    name: str
    trigger: str
    stops_on: str
    length: Annotated[int, Field(ge=1)]
    unit: Unit
    variants: Mapping[str, int] = {}
    extensions: Mapping[str, int] = {}
    pauses_from: dt.date | None = None

    def rule(self) -> ClockRule:
        """Return the row as the domain knows it."""
        extensions = dict(self.extensions)
        return ClockRule(
            **self.common(),
            name=self.name,
            trigger=self.trigger,
            stops_on=self.stops_on,
            length=self.length,
            unit=self.unit,
            variants={frozenset(key.split("+")): n for key, n in self.variants.items()},
            extension_length=extensions.pop("each", 0),
            extensions=extensions,
            pauses_from=self.pauses_from,
        )


class ClocksFile(Row):
    """`clocks.yaml`."""

    clocks: tuple[ClockRow, ...]
    not_encoded: tuple[NotEncoded, ...]


class CalendarRow(Row):
    """One publication in `calendar/<year>.yaml`."""

    year: int
    version: Annotated[int, Field(ge=1)]
    closed: frozenset[dt.date]
    make_up: frozenset[dt.date]
    source: Annotated[str, Field(min_length=1)]
    basis: Basis
    confidence: str
    verified_by: str | None

    @model_validator(mode="after")
    def says_only_what_is_new(self) -> Self:
        """Refuse other years' days, closed weekends and make-up days on no Saturday."""
        if any(day.year != self.year for day in self.closed | self.make_up):
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
        return CalendarYear(
            year=self.year,
            version=self.version,
            closed=self.closed,
            make_up=self.make_up,
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
    file = ClocksFile.model_validate(read_yaml(folder / "clocks.yaml"))
    publications = TypeAdapter(tuple[CalendarRow, ...])
    years = [
        row.calendar_year()
        for path in sorted((folder / "calendar").glob("*.yaml"))
        for row in publications.validate_python(read_yaml(path))
    ]
    return RuleBook(
        clocks=by_id(row.rule() for row in file.clocks), calendar_years=tuple(years)
    )
