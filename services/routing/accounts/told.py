"""What the owner of an account is told of: shown at their sign-in, until they have seen it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.clock import Clock
from shared.ids import OfficerId
from shared.postgres.pool import Database

What: TypeAlias = Literal["factor_reset", "recovery_used", "codes_guessed"]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing, and when it last happened."""

    what: What
    at: dt.datetime


class Tellings:
    """What owners of accounts are told of; one line a kind, the latest."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tell(self, officer: OfficerId, what: What) -> None:
        """Tell an owner of something when they next sign in."""
        async with self._database.connection() as connection:
            await connection.execute(
                "insert into people.told values ($1, $2, $3)"
                " on conflict (officer_id, what) do update set at = excluded.at",
                officer, what, self._clock.now(),
            )  # fmt: skip

    async def of(self, officer: OfficerId) -> list[Told]:
        """Return what an owner has not seen yet, the latest first."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select what, at from people.told where officer_id = $1 order by at desc",
                officer,
            )
        return [Told(what, at) for what, at in rows]

    async def seen(self, officer: OfficerId, upto: dt.datetime) -> None:
        """Forget what an owner saw: nothing that happened after their page was made."""
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from people.told where officer_id = $1 and at <= $2", officer, upto
            )
