"""
The addresses at which officers' calendar programs ask, by themselves and without a session.

A token is 32 random bytes that the officer sees once; we keep its digest, as of sessions, so
that whoever reads the table reads nobody's calendar. There is one an officer: making a new one
ends the old. What it opens is decided anew each time, by the roles that the officer then has.
"""

import base64
import binascii
import datetime as dt
import hashlib
import secrets
from typing import Final

from shared.ids import OfficerId
from shared.postgres.pool import Database

_BYTES: Final = 32


class Subscriptions:
    """Keeps who subscribed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, officer: OfficerId, at: dt.datetime) -> str:
        """Return a new token, which ends the officer's present one. It is not kept."""
        token = secrets.token_bytes(_BYTES)
        async with self._database.connection() as connection:
            await connection.execute(
                "insert into subscription.calendar (officer, digest, made_at)"
                " values ($1, $2, $3) on conflict (officer) do update"
                " set digest = excluded.digest, made_at = excluded.made_at",
                officer, hashlib.sha256(token).digest(), at,
            )  # fmt: skip
        return base64.urlsafe_b64encode(token).decode().rstrip("=")

    async def end(self, officer: OfficerId) -> None:
        """End the officer's address."""
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from subscription.calendar where officer = $1", officer
            )

    async def made_at(self, officer: OfficerId) -> dt.datetime | None:
        """Return since when the officer has an address; None: they have none."""
        query = "select made_at from subscription.calendar where officer = $1"
        async with self._database.connection() as connection:
            found: dt.datetime | None = await connection.fetchval(query, officer)
        return found

    async def officer_of(self, token: str) -> OfficerId | None:
        """Return whose token this is; None: nobody's, or nobody's any more."""
        try:
            raw = base64.b64decode(token.encode("ascii") + b"=", b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return None
        query = "select officer from subscription.calendar where digest = $1"
        async with self._database.connection() as connection:
            found = await connection.fetchval(query, hashlib.sha256(raw).digest())
        return None if found is None else OfficerId(found)
