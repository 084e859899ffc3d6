"""Who works here, where, and what were they ever allowed? One row an officer, never a name."""

import datetime as dt
from operator import attrgetter

import msgspec

from services.routing.domain.officer.grants import (
    after_grant,
    after_withdrawal,
    read,
    written,
)
from shared.contracts.routing_bodies import (
    OfficerAppointed,
    OfficerLeft,
    RoleGranted,
    RoleWithdrawn,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class OfficerRow(msgspec.Struct, frozen=True):
    """An officer as lists show them; the name stands with the account."""

    officer: str
    agency: str
    post: str
    grants: str
    """As `domain.officer.grants.written` writes them, ended ones too."""
    left_on: dt.date | None
    successor: str | None


replace = msgspec.structs.replace


def fold(row: OfficerRow | None, heard: Told) -> OfficerRow | None:  # noqa: PLR0911 - one a fact
    """Return the officer after the fact; a fact about nobody known changes nothing."""
    fact = heard.fact
    if isinstance(fact, OfficerAppointed):
        if row is None:
            return OfficerRow(fact.officer, fact.agency, fact.post, "[]", None, None)
        return replace(row, agency=fact.agency, post=fact.post)
    if row is None:
        return None
    match fact:
        case RoleGranted():
            return replace(row, grants=written(after_grant(read(row.grants), fact)))
        case RoleWithdrawn():
            return replace(row, grants=written(after_withdrawal(read(row.grants), fact)))
        case OfficerLeft():
            return replace(row, left_on=fact.left_on, successor=fact.successor)
    return row


OFFICER: ReadModel[OfficerRow] = ReadModel(
    table="officer",
    row=OfficerRow,
    keys=dict.fromkeys(
        (OfficerAppointed, RoleGranted, RoleWithdrawn, OfficerLeft), attrgetter("officer")
    ),
    fold=fold,
    indexes=("agency",),
)
