"""Feeds the watch from the log, and makes a noise: log lines, metrics, a line on the dashboard."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field

import structlog
from prometheus_client import Counter, Gauge

from services.reporting.sentinel.watching import Difference, Watch
from shared.clock import Clock, local_date
from shared.envelope import decode_envelope, heard_from
from shared.postgres.pool import Database
from shared.registry import present

log = structlog.get_logger()

EVERY_S = 30.0
PAGE = 5_000
SLICE = 500
"""Open clocks that are counted between two breaths of the process."""
GRACE = dt.timedelta(minutes=10)
"""So long after a calendar came, or after midnight, deadlines may take to follow."""

_DIFFERENCES = Gauge(
    "tiepdan_sentinel_differences", "Clocks whose date is not what it should be", ["fault"]
)
_CHECKED = Counter("tiepdan_sentinel_checked", "Due dates that were counted a second time")
_PASSED = Gauge("tiepdan_sentinel_passed_timestamp_seconds", "End of the last whole pass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the last pass came to."""

    passed_at: dt.datetime
    open_clocks: int
    checked: int
    """Since the process started."""
    differences: tuple[Difference, ...] = ()


@dataclass(slots=True)
class Sentinel:
    """One per process of reporting: each replica watches on its own."""

    database: Database
    clock: Clock
    source: str
    """Of deadlines, as it stands in the log."""
    watch: Watch = field(default_factory=Watch)
    finding: Finding | None = None
    """None until the log was read to its end once."""
    _seq: int = 0
    _wrong: dict[str, Difference] = field(default_factory=dict)
    """Dates that never followed; until the clock is told another, or ends."""
    _stale: dict[str, Difference] = field(default_factory=dict)
    _seen: frozenset[Difference] = frozenset()
    """What the last pass found to be overtaken: deadlines may be about to say it, so it is
    a fault only when the next pass finds it again."""
    _counted_for: object = None
    _noised: frozenset[Difference] = frozenset()

    async def duty(self) -> None:
        """
        Read what came since the last pass, and say what is wrong now.

        Raises:
            StoreUnavailable: the next pass goes on where this one stopped.
        """
        while await self._read() == PAGE:
            pass  # waiting for the next page lets the process breathe
        now = self.clock.now()
        await self._recount_all(now)
        seen = {*self._stale.values(), *self.watch.unsaid(local_date(now - GRACE))}
        differences = (*self._wrong.values(), *(seen & self._seen))
        self._seen = frozenset(seen)
        self._say(differences)
        _PASSED.set(now.timestamp())
        self.finding = Finding(
            passed_at=now,
            open_clocks=len(self.watch.clocks),
            checked=self.watch.checked,
            differences=differences,
        )

    async def _read(self) -> int:
        before = self.watch.checked
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "select seq, type, body from heard where seq > $1 and source = $2"
                " order by seq, position limit $3",
                self._seq,
                self.source,
                PAGE,
            )
        for seq, wire, body in rows:
            if present(wire).startswith(("clock.", "calendar.published")):
                heard = heard_from(decode_envelope(body))
                clock_id = getattr(heard.fact, "clock_id", "")
                wrong = self.watch.hear(heard.fact, heard.recorded_at)
                if wrong is not None:
                    self._wrong[clock_id] = wrong
                elif hasattr(heard.fact, "announced") or clock_id not in self.watch.clocks:
                    self._wrong.pop(clock_id, None)
            self._seq = seq
        _CHECKED.inc(self.watch.checked - before)
        return len(rows)

    async def _recount_all(self, now: dt.datetime) -> None:
        published_at = self.watch.published_at
        if published_at is not None and now - published_at < GRACE:
            return
        occasion = (published_at, local_date(now))
        if occasion == self._counted_for:
            self._stale = {
                clock_id: found
                for clock_id in self._stale
                if (found := self.watch.stale(clock_id)) is not None
            }
            return
        self._stale = {}
        for number, clock_id in enumerate(list(self.watch.clocks)):
            if number % SLICE == 0:
                await asyncio.sleep(0)
            found = self.watch.stale(clock_id)
            if found is not None:
                self._stale[clock_id] = found
        self._counted_for = occasion

    def _say(self, differences: tuple[Difference, ...]) -> None:
        for fault in ("wrong", "stale", "unsaid", "uncountable"):
            _DIFFERENCES.labels(fault).set(sum(d.fault == fault for d in differences))
        for difference in differences:
            if difference not in self._noised:
                log.error(
                    "sentinel_difference",
                    clock=difference.clock_id,
                    fault=difference.fault,
                    told_on=difference.told_on.isoformat(),
                    counted_on=str(difference.counted_on or ""),
                    why=difference.why,
                )
        self._noised = frozenset(differences)
