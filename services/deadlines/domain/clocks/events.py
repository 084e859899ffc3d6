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
    ClockVariantChanged,
)

ClocksEvent: TypeAlias = (
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockPauseStruck
    | ClockExtended
    | ClockExtensionStruck
    | ClockVariantChanged
    | ClockMoved
    | ClockReminded
    | ClockExpired
    | ClockEscalated
    | ClockStopped
)
