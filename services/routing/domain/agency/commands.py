"""What can be asked of the directory of bodies."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.routing import AgencyKind, Confidence, Level
from shared.contracts.routing_bodies import Successor
from shared.ids import AgencyCode, OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishAgency:
    """Enter a body that can hold petitions."""

    code: AgencyCode
    name: str
    kind: AgencyKind
    level: Level
    parent: AgencyCode | None
    valid_from: dt.date | None
    confidence: Confidence = "unsaid"
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameAgency:
    """Call a body otherwise from a day on; a commune may become a ward by it."""

    code: AgencyCode
    name: str
    kind: AgencyKind
    on: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAgency:
    """Put a body under another from a day on."""

    code: AgencyCode
    parent: AgencyCode | None
    on: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AbolishAgency:
    """End a body after a day, and say who takes over what."""

    code: AgencyCode
    last_on: dt.date
    successors: tuple[Successor, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointHead:
    """Let somebody lead a body from a day on."""

    code: AgencyCode
    title: str
    officer: OfficerId | None
    from_on: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLeaves:
    """Leave a body without a head after a day."""

    code: AgencyCode
    last_on: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    What a line of a file says of a body: from `valid_from` on it is this.

    Without `valid_to` the line says nothing of an end; a body of which an end is known keeps it.
    """

    line: int
    code: AgencyCode
    name: str
    kind: AgencyKind
    level: Level
    parent: AgencyCode | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    successors: tuple[Successor, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBodies:
    """Take what a file says, all of it, as it was looked at."""

    rows: Sequence[Row]
    fingerprint: str
    """Of what was shown: the same rows on the same register."""
    at: dt.datetime


AgencyCommand: TypeAlias = (
    EstablishAgency
    | RenameAgency
    | MoveAgency
    | AbolishAgency
    | AppointHead
    | HeadLeaves
    | ImportBodies
)
