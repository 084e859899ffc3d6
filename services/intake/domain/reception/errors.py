"""When a refusal of reception is not recorded."""

from shared.errors import Kind, Refusal
from shared.legal.citation import Citation


class NoGroundThen(Refusal):
    """The law of that day knew no such ground: the visitor had to be received."""

    code = "no-ground-to-refuse"
    kind = Kind.CONFLICT
    basis = Citation("LTCD", "Đ9")


class MomentImpossible(Refusal):
    """It has not happened yet, or so long ago that nobody can vouch for it."""

    code = "reception-day-impossible"
    kind = Kind.INVALID
