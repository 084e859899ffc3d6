"""What are the bodies called?"""

import msgspec

from shared.contracts.routing import AgencyEstablished
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class Agency(msgspec.Struct, frozen=True):
    """A body of the province."""

    code: str
    name: str
    level: str


def fold(row: Agency | None, heard: Told) -> Agency | None:
    """Return the body as it was last established."""
    fact = heard.fact
    if isinstance(fact, AgencyEstablished):
        return Agency(fact.code, fact.name, fact.level)
    return row


AGENCY: ReadModel[Agency] = ReadModel(
    table="agency",
    row=Agency,
    keys={AgencyEstablished: lambda fact: fact.code},
    fold=fold,
)
