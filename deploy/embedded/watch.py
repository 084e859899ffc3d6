"""Bring back what dies, at once the first time and ever more slowly when it keeps dying."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from deploy.embedded.server import Server

FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 10.0
FORGIVEN_AFTER_S = 30.0
_LOOK_EVERY_S = 0.05


@dataclass(slots=True)
class _Life:
    """What is remembered of one server between looks."""

    delay_s: float = FIRST_DELAY_S
    begun: float = field(default_factory=time.monotonic)
    again_at: float | None = None
    """When it may be started again; None while it lives."""


class Watch(threading.Thread):
    """
    The thread that looks after all wanted servers. `tell` gets a line a death.

    It outlives whatever goes wrong on the way: nobody else brings anything back.
    """

    def __init__(
        self,
        servers: Iterable[Server],
        *,
        tell: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self._lives = {server: _Life() for server in servers}
        self._tell = tell
        self._changed = changed
        self._over = threading.Event()

    def run(self) -> None:
        """Look at each in turn until told to end."""
        while not self._over.wait(_LOOK_EVERY_S):
            for server, life in self._lives.items():
                self._look(server, life)

    def end(self) -> None:
        """Stop looking, and wait for the last look."""
        self._over.set()
        if self.is_alive():
            self.join()

    def _look(self, server: Server, life: _Life) -> None:
        now = time.monotonic()
        if not server.wanted or server.alive:
            if life.again_at is not None:  # somebody else brought it back
                life.again_at, life.begun = None, now
        elif life.again_at is None:
            if now - life.begun > FORGIVEN_AFTER_S:
                life.delay_s = FIRST_DELAY_S
            life.again_at = now + life.delay_s
            self._say(
                f"{server.name} died ({_how(server)}); "
                f"starting it again after {life.delay_s:g} s"
            )
            life.delay_s = min(2 * life.delay_s, LONGEST_DELAY_S)
        elif now >= life.again_at:
            self._bring_back(server, life)

    def _say(self, line: str) -> None:
        with contextlib.suppress(Exception):  # a log that cannot be written stops nobody
            self._tell(line)

    def _bring_back(self, server: Server, life: _Life) -> None:
        try:
            begun = server.respawn()
        except Exception as fault:  # a full disk, no memory, no more threads  # noqa: BLE001
            why = getattr(fault, "strerror", None) or type(fault).__name__
            self._say(f"{server.name} cannot be started ({why}); trying again")
            begun = False
            life.again_at = time.monotonic() + life.delay_s
        if begun:
            life.again_at, life.begun = None, time.monotonic()
            self._changed()


def _how(server: Server) -> str:
    status = server.exit_status
    if status is None:
        return "unknown"
    return f"signal {-status}" if status < 0 else f"status {status}"
