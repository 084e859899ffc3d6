"""Everything the clocks of a petition can say."""

from typing import TypeAlias

from shared.contracts.deadlines import (
    ClockEscalated,
    ClockExpired,
    ClockExtended,
    ClockExtensionStruck,
    ClockMoved,
    ClockPaused,
    ClockPauseStruck,
    ClockReminded,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
)

ClocksEvent: TypeAlias = (
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockPauseStruck
    | ClockExtended
    | ClockExtensionStruck
    | ClockVariantFound
    | ClockMoved
    | ClockReminded
    | ClockExpired
    | ClockEscalated
    | ClockStopped
)
