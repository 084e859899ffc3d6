"""
Who has the page of a case open: told to colleagues, so that two do not do the same work.

A setting of the desk (`desk.sql`), no fact and no lock: who acts first is decided by the log,
as ever. Only who may act on a case is noted: that an inspector or auditor reads one is told
to nobody. Whoever gives no sign of life is forgotten.
"""

import datetime as dt
from dataclasses import dataclass

from shared.auth.principal import Principal
from shared.clock import Clock
from shared.postgres.pool import Database

SIGN_EVERY_S = 30
FORGOTTEN_AFTER = dt.timedelta(seconds=120)
"""A browser lets a window in the background speak once a minute."""
SWEEP_EVERY_S = 600
_NOTE = """
    insert into desk.presence as p values ($1, $2, $3, $3, $4)
    on conflict (petition_id, officer) do update set
        since = case when p.seen_at < $5 then excluded.since else p.since end,
        writes = excluded.writes,
        seen_at = excluded.seen_at
"""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has a case open."""

    officer: str
    since: dt.datetime
    writes: bool
    """They began to fill in an act."""


class Presence:
    """Remembers who has which case open, for a moment."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, who: Principal, petition_id: str, *, writes: bool = False) -> None:
        """Note a sign of life."""
        now = self._clock.now()
        async with self._database.connection() as connection:
            await connection.execute(
                _NOTE, petition_id, who.officer, now, writes, now - FORGOTTEN_AFTER
            )

    async def others(self, who: Principal, petition_id: str) -> list[Present]:
        """Return who else has it open, the first first."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select officer, since, writes from desk.presence where petition_id = $1"
                " and officer <> $2 and seen_at >= $3 order by since, officer",
                petition_id,
                who.officer,
                self._clock.now() - FORGOTTEN_AFTER,
            )
        return [Present(*row) for row in rows]

    async def forget(self) -> None:
        """Forget who is gone."""
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from desk.presence where seen_at < $1",
                self._clock.now() - FORGOTTEN_AFTER,
            )
