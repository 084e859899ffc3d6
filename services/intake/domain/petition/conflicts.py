"""
Who must never see a denunciation: the person denounced, and their relatives.

Names are weak signs: thousands share one. An equal name counts only where the officer works
for the body of the person denounced; an equal identity number counts everywhere. Decision
0011 says what that costs.
Legal source: LTC Đ8.1, Đ56, Đ61.5.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.intake.domain.petition.commands import Conflict
from shared.contracts.intake import ConflictGround
from shared.ids import AgencyCode, OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """An officer with a mark, of themselves or a relative, that the person denounced has too."""

    officer: OfficerId
    agency: AgencyCode
    """For which the officer works."""
    ground: ConflictGround
    by_number: bool
    """It is the mark of an identity number, not of a name."""


def conflicts_among(
    likenesses: Iterable[Likeness], respondent_agency: AgencyCode | None
) -> tuple[Conflict, ...]:
    """Return who is excluded; whoever is the person themselves is not called a relative."""
    grounds: dict[OfficerId, ConflictGround] = {}
    for alike in likenesses:
        if not alike.by_number and alike.agency != respondent_agency:
            continue
        if grounds.get(alike.officer) != "same_person":
            grounds[alike.officer] = alike.ground
    return tuple(Conflict(officer, grounds[officer]) for officer in sorted(grounds))
