"""What can be asked of the directory of bodies."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.routing import AgencyKind, Level
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishAgency:
    """Enter a body that can hold petitions."""

    code: AgencyCode
    name: str
    kind: AgencyKind
    level: Level
    parent: AgencyCode | None
    valid_from: dt.date
    at: dt.datetime


AgencyCommand: TypeAlias = EstablishAgency
