"""
Ticks as long as the process lives, where the facts are heard and only when all were.

A clock may have been stopped by a fact that is still on its way to us, above all after we
were away: so nothing is said before the stream was read to its end, and only the replica
that reads it says anything. Others find nothing to do until they take over.
"""

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from prometheus_client import Counter, Gauge

from services.deadlines.scheduling.ticking import Place, Tick, Ticker
from shared.clock import Clock
from shared.errors import RuleMissing
from shared.log.progress import Progress

EVERY_S = 2.0
"""How long after its moment, at most, something is said."""
LOOK_S = 0.05
FOLLOWED_WITHIN_S = 10.0
"""So long a tick waits for the read models to contain what the one before it said."""
PATIENCE_S = 60.0

log = structlog.get_logger()
_TICKS = Counter("tiepdan_scheduler_ticks", "Pages of due clocks that were gone through")
_SAID = Counter("tiepdan_scheduler_said", "Facts said because time passed", ["fact"])
_LAG = Gauge(
    "tiepdan_scheduler_lag_seconds",
    "For how long the oldest thing that is due could have been said",
)
_TROUBLED = Gauge(
    "tiepdan_scheduler_troubled", "Due clocks of which nothing can be said: look at the log"
)


class Ears(Protocol):
    """What is known of hearing in this process."""

    @property
    def leads(self) -> bool:
        """Whether this replica hears."""

    @property
    def at_end(self) -> bool:
        """Whether it does, and nothing was left to be heard."""


@dataclass(slots=True, kw_only=True)
class Scheduler:
    """Says what is due, again and again."""

    ticker: Ticker
    clock: Clock
    ears: Ears
    progress: Progress
    service: str
    _waits_since: float | None = None
    _office: str = ""
    _troubled: Mapping[str, str] = field(default_factory=dict)

    async def duty(self) -> None:
        """
        Say everything that is due.

        Raises:
            StoreUnavailable: the next turn says what is left.
        """
        if await self._may_begin():
            await self._round()
        if self.ears.leads:
            await self._measure()

    async def _may_begin(self) -> bool:
        """Wait a little for the end of the stream; test whether it was reached."""
        give_up = time.monotonic() + EVERY_S
        while not self.ears.at_end:
            if time.monotonic() > give_up:
                self._note_waiting()
                return False
            await asyncio.sleep(LOOK_S)
        self._waits_since = None
        return True

    def _note_waiting(self) -> None:
        now = time.monotonic()
        if self._waits_since is None or not self.ears.leads:
            self._waits_since = now
        elif now - self._waits_since > PATIENCE_S:
            log.warning("scheduler_waits", why="facts are still to be heard")
            self._waits_since = now

    async def _round(self) -> None:
        """Go through what is due, from the start whenever the rows have followed."""
        troubled: dict[str, str] = {}
        place: Place | None = Place()
        while place is not None and self.ears.at_end:
            tick = await self.ticker.tick(self.clock.now(), place)
            self._note(tick)
            troubled |= tick.troubled
            place = tick.following
            if tick.position and await self.progress.reach(
                self.service, tick.position, FOLLOWED_WITHIN_S
            ):
                place = Place()
        self._alarm(troubled)

    async def _measure(self) -> None:
        now = self.clock.now()
        with contextlib.suppress(RuleMissing):  # the tick has said so
            since = await self.ticker.oldest(now)
            late = dt.timedelta(0) if since is None else now - since
            _LAG.set(max(late.total_seconds(), 0))

    def _note(self, tick: Tick) -> None:
        _TICKS.inc()
        for fact, count in tick.said.items():
            _SAID.labels(fact).inc(count)
        if tick.said:
            log.info("clocks_told", said=dict(tick.said), refused=tick.refused)
        if tick.office and tick.office != self._office:
            log.error("office_hours_unknown", why=tick.office)
        self._office = tick.office

    def _alarm(self, troubled: Mapping[str, str]) -> None:
        _TROUBLED.set(len(troubled))
        for clock_id, why in troubled.items():
            if self._troubled.get(clock_id) != why:
                log.error("clock_not_counted", clock=clock_id, why=why)
        self._troubled = troubled
