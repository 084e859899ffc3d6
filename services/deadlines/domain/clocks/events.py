"""Everything the clocks of a petition can say."""

from typing import TypeAlias

from shared.contracts.deadlines import ClockStarted, ClockStopped

ClocksEvent: TypeAlias = ClockStarted | ClockStopped
