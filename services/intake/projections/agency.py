"""Which bodies are there? For the form, and for names on the tracking page."""

import msgspec

from shared.contracts.routing import AgencyEstablished
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class Agency(msgspec.Struct, frozen=True):
    """A body as citizens know it."""

    code: str
    name: str
    kind: str
    level: str


def fold(_: Agency | None, heard: Told) -> Agency | None:
    """Return the body as it was last established."""
    fact = heard.fact
    if isinstance(fact, AgencyEstablished):
        return Agency(fact.code, fact.name, fact.kind, fact.level)
    return _


AGENCY: ReadModel[Agency] = ReadModel(
    table="agency",
    row=Agency,
    keys={AgencyEstablished: lambda fact: fact.code},
    fold=fold,
)
