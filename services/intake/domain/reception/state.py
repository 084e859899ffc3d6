"""What must be remembered of a visit: whether it was recorded."""

from dataclasses import dataclass
from typing import TypeAlias

from services.intake.domain.reception.events import ReceptionRefused


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Nothing was said of it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It is recorded; nothing about it changes any more."""


Reception: TypeAlias = Unrecorded | Refused


def evolve(_: Reception, __: ReceptionRefused) -> Reception:
    """Return the visit after the fact."""
    return Refused()
