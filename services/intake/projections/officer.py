"""Who works for whom, and who is whose relative? Marks alone, to find conflicts by; no names."""

from operator import attrgetter

import msgspec

from shared.contracts.routing_bodies import OfficerAppointed, OfficerLeft, RelativeDeclared
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class OfficerRow(msgspec.Struct, frozen=True):
    """An officer as conflicts are found: the body, and the marks of name and identity number."""

    officer: str
    agency: str
    name_mark: str
    """Empty where there is none."""
    id_mark: str
    active: bool
    position: int
    """Routing's position of the appointment: what is newer has not been looked at."""


class RelativeRow(msgspec.Struct, frozen=True):
    """A relative whom an officer declared."""

    key: str
    officer: str
    name_mark: str
    id_mark: str
    position: int


def fold_officer(row: OfficerRow | None, heard: Told) -> OfficerRow | None:
    """Return the officer as last appointed; one who left is kept, as one who left."""
    fact = heard.fact
    if isinstance(fact, OfficerAppointed):
        return OfficerRow(
            officer=fact.officer,
            agency=fact.agency,
            name_mark=_of_kind("name", fact.marks),
            id_mark=_of_kind("id", fact.marks),
            active=True,
            position=heard.position,
        )
    if isinstance(fact, OfficerLeft) and row is not None:
        return msgspec.structs.replace(row, active=False)
    return row


def fold_relative(row: RelativeRow | None, heard: Told) -> RelativeRow | None:
    """Return the relative as declared."""
    fact = heard.fact
    if isinstance(fact, RelativeDeclared):
        return RelativeRow(
            key=_key(fact),
            officer=fact.officer,
            name_mark=_of_kind("name", fact.marks),
            id_mark=_of_kind("id", fact.marks),
            position=heard.position,
        )
    return row


def _of_kind(kind: str, marks: tuple[str, ...]) -> str:
    return next((mark for mark in marks if mark.startswith(f"{kind}:")), "")


def _key(fact: RelativeDeclared) -> str:
    return "/".join((fact.officer, *fact.marks))


OFFICER: ReadModel[OfficerRow] = ReadModel(
    table="officer",
    row=OfficerRow,
    keys=dict.fromkeys((OfficerAppointed, OfficerLeft), attrgetter("officer")),
    fold=fold_officer,
    indexes=("name_mark", "id_mark", "position"),
)
RELATIVE: ReadModel[RelativeRow] = ReadModel(
    table="relative",
    row=RelativeRow,
    keys={RelativeDeclared: _key},
    fold=fold_relative,
    indexes=("name_mark", "id_mark", "officer", "position"),
)
