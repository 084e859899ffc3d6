"""Live updates to browsers: one message of the broker, told to every page that listens."""

import asyncio
from collections.abc import AsyncIterator

from shared.errors import Kind, Refusal

EVERY_S = 1.0
"""A page is told at most so often; what comes in between is told once."""
ALIVE_S = 15.0
"""A comment in between, so that a browser that went away is noticed."""
MOST = 500
"""Pages that may listen to one process."""


class TooManyListen(Refusal):
    """So many pages listen already that one more would cost the others."""

    code = "too-many-listen"
    kind = Kind.CONFLICT


class Hub:
    """Tells listening pages that something moved. A slow page misses steps, never delays us."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()
        self._closed = False

    def tell(self) -> None:
        """Wake every listener; one that is still busy hears of it once, later."""
        for moved in self._listeners:
            moved.set()

    def close(self) -> None:
        """End every stream: the process was told to stop."""
        self._closed = True
        self.tell()

    def closed(self) -> bool:
        """Test whether the process was told to stop."""
        return self._closed

    def listen(self) -> AsyncIterator[str]:
        """
        Return server-sent events, from now until the page goes away or the process stops.

        Raises:
            TooManyListen: the house is full.
        """
        if len(self._listeners) >= MOST:
            raise TooManyListen("too many pages listen; this one shows its age instead")
        return self._events()

    async def _events(self) -> AsyncIterator[str]:
        moved = asyncio.Event()
        self._listeners.add(moved)
        try:
            yield "retry: 2000\n\n"
            while not self.closed():
                told = await _within(moved, ALIVE_S)
                if not self.closed():
                    moved.clear()
                    yield "event: moved\ndata: \n\n" if told else ": alive\n\n"
                    await self._rest()
        finally:
            self._listeners.discard(moved)

    async def _rest(self) -> None:
        """Wait out the second; the end of the process cuts it short."""
        for _ in range(10):
            if not self.closed():
                await asyncio.sleep(EVERY_S / 10)


async def _within(moved: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await moved.wait()
    except TimeoutError:
        return False
