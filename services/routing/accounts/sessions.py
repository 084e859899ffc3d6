"""The table of sessions: begun at sign-in, ended by their owner, by time, or by who governs."""

import datetime as dt
from dataclasses import dataclass

from shared.auth.sessions import SessionId, Spans
from shared.clock import Clock
from shared.ids import OfficerId
from shared.postgres.pool import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session as its owner sees it."""

    key: str
    """Its digest, by which it can be ended; opens nothing."""
    browser: str
    began_at: dt.datetime
    seen_at: dt.datetime
    present: bool
    """It is the one that asks."""


class Sessions:
    """Sessions of this province's officers."""

    def __init__(self, database: Database, clock: Clock, spans: Spans) -> None:
        self._database = database
        self._clock = clock
        self._spans = spans

    async def begin(
        self, officer: OfficerId, browser: str, *, by_provider: bool = False
    ) -> SessionId:
        """Begin a session under a new id; those whose time is over go at the same time."""
        session, now = SessionId.new(), self._clock.now()
        async with self._database.connection() as connection:
            await connection.execute("delete from people.session where ends_at <= $1", now)
            await connection.execute(
                "insert into people.session (digest, officer_id, browser, began_at, seen_at,"
                " ends_at, by_provider) values ($1, $2, $3, $4, $4, $5, $6)",
                session.digest, officer, browser, now,
                self._spans.ends(began_at=now, seen_at=now), by_provider,
            )  # fmt: skip
        return session

    async def end(self, session: SessionId) -> None:
        """End the session that asks."""
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from people.session where digest = $1", session.digest
            )

    async def end_one(self, officer: OfficerId, key: str) -> None:
        """End one of an officer's sessions; another's stays."""
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from people.session where officer_id = $1"
                " and encode(digest, 'hex') = $2",
                officer, key,
            )  # fmt: skip

    async def end_all(self, officer: OfficerId, but: SessionId | None = None) -> None:
        """End all sessions of an officer, halfway ones too, but perhaps the one that asks."""
        async with self._database.connection() as connection:
            await connection.execute(
                "with halfway as (delete from people.half_session where officer_id = $1)"
                " delete from people.session where officer_id = $1"
                " and ($2::bytea is null or digest <> $2)",
                officer, but.digest if but else None,
            )  # fmt: skip

    async def of(self, officer: OfficerId, present: SessionId | None) -> list[OpenSession]:
        """Return an officer's open sessions, the last used first."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select digest, browser, began_at, seen_at from people.session"
                " where officer_id = $1 and ends_at > $2 order by seen_at desc limit 100",
                officer, self._clock.now(),
            )  # fmt: skip
        return [
            OpenSession(
                key=digest.hex(),
                browser=browser,
                began_at=began_at,
                seen_at=seen_at,
                present=present is not None and digest == present.digest,
            )
            for digest, browser, began_at, seen_at in rows
        ]
