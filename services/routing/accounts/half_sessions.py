"""The table of sign-ins that are halfway: the password was right, the code is still to come."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from shared.auth.sessions import SessionId
from shared.clock import Clock
from shared.ids import OfficerId
from shared.postgres.pool import Database

COOKIE: Final = "__Host-tiepdan-half"
"""Opens nothing but the page that asks for the code."""
LASTS: Final = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class HalfSession:
    """Whose password was right, and where they wanted to go."""

    officer: OfficerId
    wanted: str


class HalfSessions:
    """Sign-ins halfway; each ends with the right code, by time, or with all sessions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, officer: OfficerId, wanted: str) -> SessionId:
        """Begin one; return what its browser holds meanwhile."""
        browser, now = SessionId.new(), self._clock.now()
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from people.half_session where ends_at <= $1", now
            )
            await connection.execute(
                "insert into people.half_session values ($1, $2, $3, $4)",
                browser.digest, officer, wanted, now + LASTS,
            )  # fmt: skip
        return browser

    async def of(self, browser: SessionId | None) -> HalfSession | None:
        """Return a browser's; None when it is over, or the account was closed meanwhile."""
        if browser is None:
            return None
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                "select officer_id, next from people.half_session"
                " join people.account using (officer_id)"
                " where digest = $1 and ends_at > $2 and not disabled",
                browser.digest, self._clock.now(),
            )  # fmt: skip
        return None if row is None else HalfSession(OfficerId(row[0]), row[1])

    async def end(self, browser: SessionId | None) -> bool:
        """End one; False where it had ended."""
        if browser is None:
            return False
        async with self._database.connection() as connection:
            done: str = await connection.execute(
                "delete from people.half_session where digest = $1", browser.digest
            )
        return done.endswith("1")
