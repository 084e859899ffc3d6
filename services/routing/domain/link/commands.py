"""What can be asked of a pair of petitions."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from shared.ids import AgencyCode, PetitionId


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two petitions, the one lodged first first: there is no other order between them."""

    earlier: PetitionId
    later: PetitionId

    @classmethod
    def of(cls, one: PetitionId, other: PetitionId) -> "Pair":
        """Return the pair, in whichever order it is named."""
        return cls(*sorted((one, other)))

    @property
    def stream(self) -> str:
        """The stream of what is said of it."""
        return f"link-{self.earlier}-{self.later}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPetitions:
    """Hold two petitions to be the same content: one matter, told twice."""

    pair: Pair
    by: AgencyCode
    """The body that holds the one from which it was asked."""
    sealed: tuple[bool, bool]
    """Whether each of the two is a denunciation. Whoever asks must look first."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkPetitions:
    """Hold that two petitions are not the same after all."""

    pair: Pair
    by: AgencyCode
    reason: str
    at: dt.datetime


LinkCommand: TypeAlias = LinkPetitions | UnlinkPetitions
