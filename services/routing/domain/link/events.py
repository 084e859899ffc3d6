"""Everything a pair of petitions can say."""

from typing import TypeAlias

from shared.contracts.routing_custody import PetitionsLinked, PetitionsUnlinked

LinkEvent: TypeAlias = PetitionsLinked | PetitionsUnlinked
