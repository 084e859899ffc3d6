"""The table of attempts to sign in; the rule is `shared.auth.attempts`."""

import datetime as dt
from dataclasses import dataclass

from services.routing.accounts.accounts import login_key
from shared.auth.attempts import (
    ADDRESS,
    CODE,
    LOGIN,
    PAIR,
    WINDOW,
    Bound,
    Keys,
    Tally,
    counted,
    forgiven,
    network_of,
)
from shared.clock import Clock
from shared.ids import OfficerId
from shared.postgres.pool import Database, Pooled

KNOWN_FOR = dt.timedelta(days=90)
"""How long an address from which a login got in is trusted not to be a stranger's."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that was counted."""

    keys: dict[bytes, Bound]
    place: bytes | None
    """Where they get in from, if it is right; None: that is known already."""
    locked: bool


class Attempts:
    """Counts attempts by keyed hashes: PostgreSQL, so that every process sees all."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def count(self, login: str, address: str) -> Attempt:
        """Count an attempt before its password is checked; it may be turned away."""
        key, network, now = login_key(login), network_of(address), self._clock.now()
        place = self._keys.of("place", key, network)
        async with self._database.connection() as connection, connection.transaction():
            known = await connection.fetchval(
                "select true from people.known_place where key = $1 and seen_at > $2",
                place, now - KNOWN_FOR,
            )  # fmt: skip
            bounds = {
                self._keys.of("pair", key, network): PAIR,
                self._keys.of("address", network): ADDRESS,
            }
            if not known:
                bounds[self._keys.of("login", key)] = LOGIN
            locked = await _count(connection, bounds, now)
        return Attempt(bounds, place, locked)

    async def count_code(self, officer: OfficerId) -> Attempt:
        """Count a code of the second step before it is checked; it may be turned away."""
        bounds, now = {self._keys.of("code", officer): CODE}, self._clock.now()
        async with self._database.connection() as connection, connection.transaction():
            locked = await _count(connection, bounds, now)
        return Attempt(bounds, None, locked)

    async def forgive(self, attempt: Attempt) -> None:
        """Take an attempt back that was right, and know its place from now on."""
        now = self._clock.now()
        async with self._database.connection() as connection, connection.transaction():
            tallies = await _hold(connection, list(attempt.keys), now)
            own = {k for k, bound in attempt.keys.items() if bound in (PAIR, CODE)}
            await connection.execute(
                "delete from people.attempt where key = any($1) or key in"
                " (select key from people.attempt where since < $2 for update skip locked)",
                list(own), now - 4 * WINDOW,
            )  # fmt: skip
            await _keep(
                connection,
                {
                    k: forgiven(tally)
                    for k, tally in tallies.items()
                    if k not in own and not tally.locked(now)
                },
            )
            if attempt.place is None:
                return
            await connection.execute(
                "insert into people.known_place values ($1, $2)"
                " on conflict (key) do update set seen_at = excluded.seen_at",
                attempt.place, now,
            )  # fmt: skip
            await connection.execute(
                "delete from people.known_place where key in (select key from"
                " people.known_place where seen_at < $1 for update skip locked)",
                now - KNOWN_FOR,
            )


async def _count(connection: Pooled, bounds: dict[bytes, Bound], now: dt.datetime) -> bool:
    """Count an attempt under all its keys; return whether one of them is locked."""
    tallies = await _hold(connection, list(bounds), now)
    if not any(tally.locked(now) for tally in tallies.values()):
        tallies = {k: counted(tallies[k], bounds[k], now) for k in bounds}
        await _keep(connection, tallies)
    return any(tally.locked(now) for tally in tallies.values())


async def _hold(
    connection: Pooled, keys: list[bytes], now: dt.datetime
) -> dict[bytes, Tally]:
    """Return what is remembered of keys, and let nobody else count them meanwhile."""
    await connection.execute(
        "insert into people.attempt select k, 0, $2, 0, null from unnest($1::bytea[]) k"
        " order by k on conflict do nothing",
        sorted(keys), now,
    )  # fmt: skip
    rows = await connection.fetch(
        "select key, failures, since, locks, locked_until from people.attempt"
        " where key = any($1) order by key for update",
        keys,
    )
    return {
        key: Tally(failures=failures, since=since, locks=locks, locked_until=locked_until)
        for key, failures, since, locks, locked_until in rows
    }


async def _keep(connection: Pooled, tallies: dict[bytes, Tally]) -> None:
    await connection.executemany(
        "update people.attempt set failures = $2, since = $3, locks = $4, locked_until = $5"
        " where key = $1",
        [(k, t.failures, t.since, t.locks, t.locked_until) for k, t in tallies.items()],
    )
