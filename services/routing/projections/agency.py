"""Which bodies are there, and under whom?"""

import datetime as dt

import msgspec

from shared.contracts.routing import AgencyEstablished
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class AgencyRow(msgspec.Struct, frozen=True):
    """A body of the province."""

    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    valid_from: dt.date


def fold(row: AgencyRow | None, heard: Told) -> AgencyRow | None:
    """Return the body as it was last established."""
    fact = heard.fact
    if isinstance(fact, AgencyEstablished):
        return AgencyRow(
            fact.code, fact.name, fact.kind, fact.level, fact.parent, fact.valid_from
        )
    return row


AGENCY: ReadModel[AgencyRow] = ReadModel(
    table="agency",
    row=AgencyRow,
    keys={AgencyEstablished: lambda fact: fact.code},
    fold=fold,
)
