"""The tables of second factors: what an authenticator knows, sealed, and codes on paper, hashed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.ids import OfficerId
from shared.postgres.pool import Database, Pooled

MOST_WRONG: Final = 100
"""Wrong codes in a row, all of somebody who knows the password, until it must be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """The second factor of an account."""

    sealed: bytes = field(repr=False)
    since: dt.datetime
    left: int
    """Recovery codes that were not used yet."""
    wrong: int
    """Codes that were wrong since the last right one."""

    @property
    def blocked(self) -> bool:
        """Test whether no code is taken any more, until the account gets a new password."""
        return self.wrong >= MOST_WRONG


class Factors:
    """Second factors of this province's officers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, officer: OfficerId) -> Factor | None:
        """Return an officer's; None where a password is enough."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                "select secret, since, wrong, (select count(*) from people.recovery_code r"
                " where r.officer_id = f.officer_id) from people.factor f"
                " where officer_id = $1",
                officer,
            )
        if row is None:
            return None
        return Factor(sealed=row[0], since=row[1], wrong=row[2], left=row[3])

    async def add(
        self,
        officer: OfficerId,
        sealed: bytes,
        recovery: Mapping[str, str],
        *,
        step: int,
        at: dt.datetime,
    ) -> bool:
        """
        Keep one and its recovery codes; False where there is one.

        `step` is that of the code which confirmed it, and which is used by that.
        """
        async with self._database.connection() as connection, connection.transaction():
            done: str = await connection.execute(
                "insert into people.factor (officer_id, secret, last_step, since)"
                " values ($1, $2, $3, $4) on conflict do nothing",
                officer, sealed, step, at,
            )  # fmt: skip
            if added := done.endswith("1"):
                await _keep_recovery(connection, officer, recovery)
        return added

    async def remove(self, officer: OfficerId) -> bool:
        """Forget it, and its recovery codes; False where there is none."""
        async with self._database.connection() as connection:
            done: str = await connection.execute(
                "delete from people.factor where officer_id = $1", officer
            )
        return done.endswith("1")

    async def use_step(self, officer: OfficerId, step: int) -> bool:
        """Take the code of a step; False where it, or a later one, was taken before."""
        async with self._database.connection() as connection:
            done: str = await connection.execute(
                "update people.factor set last_step = $2, wrong = 0"
                " where officer_id = $1 and last_step < $2",
                officer, step,
            )  # fmt: skip
        return done.endswith("1")

    async def reseal(self, officer: OfficerId, before: bytes, sealed: bytes) -> None:
        """Keep the same secret under a newer key."""
        async with self._database.connection() as connection:
            await connection.execute(
                "update people.factor set secret = $3"
                " where officer_id = $1 and secret = $2",
                officer, before, sealed,
            )  # fmt: skip

    async def note_wrong(self, officer: OfficerId) -> None:
        """Count a wrong code."""
        async with self._database.connection() as connection:
            await connection.execute(
                "update people.factor set wrong = wrong + 1 where officer_id = $1", officer
            )

    async def unblock(self, officer: OfficerId) -> None:
        """Take codes again: who guessed them does not know the password any more."""
        async with self._database.connection() as connection:
            await connection.execute(
                "update people.factor set wrong = 0 where officer_id = $1", officer
            )

    async def set_recovery(self, officer: OfficerId, recovery: Mapping[str, str]) -> None:
        """Keep hashes of recovery codes by first letter; those from before are worth nothing."""
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(
                "delete from people.recovery_code where officer_id = $1", officer
            )
            await _keep_recovery(connection, officer, recovery)

    async def recovery(self, officer: OfficerId, mark: str) -> str | None:
        """Return the hash of the recovery code with this first letter."""
        async with self._database.connection() as connection:
            found: str | None = await connection.fetchval(
                "select hash from people.recovery_code where officer_id = $1 and mark = $2",
                officer, mark,
            )  # fmt: skip
        return found

    async def use_recovery(self, officer: OfficerId, kept: str) -> bool:
        """Take a recovery code; False where it was taken a moment before."""
        async with self._database.connection() as connection:
            done: str = await connection.execute(
                "with used as (delete from people.recovery_code"
                " where officer_id = $1 and hash = $2 returning officer_id)"
                " update people.factor f set wrong = 0 from used"
                " where f.officer_id = used.officer_id",
                officer, kept,
            )  # fmt: skip
        return done.endswith("1")


async def _keep_recovery(
    connection: Pooled, officer: OfficerId, recovery: Mapping[str, str]
) -> None:
    await connection.executemany(
        "insert into people.recovery_code values ($1, $2, $3)",
        [(officer, mark, kept) for mark, kept in recovery.items()],
    )
