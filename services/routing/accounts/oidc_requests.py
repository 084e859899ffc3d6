"""The table of sign-ins that are under way at the province's provider."""

import datetime as dt
from typing import Final

from shared.auth.oidc import Pending
from shared.auth.sessions import SessionId
from shared.clock import Clock
from shared.postgres.pool import Database

COOKIE: Final = "__Host-tiepdan-oidc"
"""Binds a sign-in to the browser that began it: a code brought by another is worth nothing."""
LASTS: Final = dt.timedelta(minutes=10)


class OidcRequests:
    """Sign-ins under way; each is taken out once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, pending: Pending, wanted: str) -> SessionId:
        """Keep one for ten minutes; return what its browser holds meanwhile."""
        browser, now = SessionId.new(), self._clock.now()
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from people.oidc_request where ends_at <= $1", now
            )
            await connection.execute(
                "insert into people.oidc_request values ($1, $2, $3, $4, $5, $6)",
                browser.digest, pending.state, pending.nonce, pending.verifier,
                wanted, now + LASTS,
            )  # fmt: skip
        return browser

    async def take(self, browser: SessionId) -> tuple[Pending, str] | None:
        """Return a browser's sign-in and where it wanted to go; it is gone afterwards."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                "delete from people.oidc_request where digest = $1"
                " returning state, nonce, verifier, next, ends_at",
                browser.digest,
            )
        if row is None or row["ends_at"] <= self._clock.now():
            return None
        pending = Pending(state=row["state"], nonce=row["nonce"], verifier=row["verifier"])
        return pending, row["next"]
