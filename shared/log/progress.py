"""How far a service has come: what a reader of its pages may wait for, and what it must be told."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field

WAIT_S = 2.0
"""A read that must show a write waits so long and no longer."""


@dataclass(slots=True)
class Progress:
    """Positions of each source that the read models of this process' database contain."""

    positions: dict[str, int] = field(default_factory=dict)
    caught_up_at: float = field(default_factory=time.monotonic)
    """When the last fact known was processed (monotonic seconds)."""
    stopped_at: str = ""
    """The fact that processing could not take; empty while it goes on."""
    trouble: str = ""
    """Why hearing starts over just now; empty while it goes on."""
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self, source: str, position: int) -> None:
        """Note that a source is processed up to a position; wake whoever waits."""
        self.positions[source] = max(position, self.positions.get(source, 0))
        self._wake()

    def caught_up(self) -> None:
        """Note that nothing known is left to process."""
        self.caught_up_at = time.monotonic()

    def lag_s(self) -> float:
        """Return for how many seconds the read models may have been behind."""
        behind = time.monotonic() - self.caught_up_at
        return 0.0 if behind < _IDLE_S else behind

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    async def reach(self, source: str, position: int, timeout_s: float = WAIT_S) -> bool:
        """Wait until a source is processed up to a position; False when time ran out."""
        with contextlib.suppress(asyncio.TimeoutError):
            async with asyncio.timeout(timeout_s):
                while self.positions.get(source, 0) < position:
                    await self._moved.wait()
        return self.positions.get(source, 0) >= position


_IDLE_S = 2.5
"""An idle reader looks up about once a second; below this it is not lag."""
