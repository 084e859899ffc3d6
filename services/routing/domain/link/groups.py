"""Which petitions are one matter: all that links lead to, directly or by way of others."""

from collections import defaultdict
from collections.abc import Iterable

from services.routing.domain.link.commands import Pair
from shared.ids import PetitionId


def group_of(petition: PetitionId, links: Iterable[Pair]) -> frozenset[PetitionId]:
    """Return the petitions that are the same content as one, itself among them."""
    beside: dict[PetitionId, set[PetitionId]] = defaultdict(set)
    for pair in links:
        beside[pair.earlier].add(pair.later)
        beside[pair.later].add(pair.earlier)
    found, waiting = {petition}, [petition]
    while waiting:
        new = beside[waiting.pop()] - found
        found |= new
        waiting += new
    return frozenset(found)
