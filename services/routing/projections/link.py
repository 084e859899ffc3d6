"""Which petitions are held to be the same? One row a link that holds; none for what was undone."""

import msgspec

from shared.contracts.routing_custody import PetitionsLinked, PetitionsUnlinked
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class LinkRow(msgspec.Struct, frozen=True):
    """A link between two petitions."""

    key: str
    earlier: str
    later: str
    by_agency: str


def fold(row: LinkRow | None, heard: Told) -> LinkRow | None:
    """Return the link after the fact: the last word counts."""
    fact = heard.fact
    if isinstance(fact, PetitionsLinked):
        return LinkRow(
            key=_key(fact),
            earlier=fact.same_as,
            later=fact.petition_id,
            by_agency=fact.by_agency,
        )
    return None if isinstance(fact, PetitionsUnlinked) else row


def _key(fact: PetitionsLinked | PetitionsUnlinked) -> str:
    return f"{fact.same_as}/{fact.petition_id}"


LINK: ReadModel[LinkRow] = ReadModel(
    table="link",
    row=LinkRow,
    keys=dict.fromkeys((PetitionsLinked, PetitionsUnlinked), _key),
    fold=fold,
    indexes=("earlier", "later"),
)
