"""
How often visitors may lodge, and try codes that are wrong: by the network they come from.

Whoever is signed in is no visitor: officers are known, and a reception desk has a queue before
it. Counted in intake's database, so that every process sees all; under keyed hashes, for a day.
"""

import datetime as dt
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog

from shared.auth.attempts import Keys
from shared.clock import Clock
from shared.errors import Kind, Refusal
from shared.postgres.pool import Database

log = structlog.get_logger()

OFF: Final = "off"
KEPT: Final = dt.timedelta(days=1)
FORGET_EVERY_S: Final = 600.0
_LIMIT = re.compile(r"([1-9][0-9]{0,8})/hour,([1-9][0-9]{0,8})/day")
_LODGED, _TRIED = "lodged", "tried"


class TooManyLodged(Refusal):
    """As many petitions as may came from one network; this one was not lodged."""

    code = "too-many-lodged"
    kind = Kind.TOO_OFTEN


class TooManyWrongCodes(Refusal):
    """As many wrong codes as may came from one network; for now none is looked at."""

    code = "too-many-wrong-codes"
    kind = Kind.TOO_OFTEN


class LimitUnfit(Exception):
    """A limit that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How much may come from one network within any hour, and within any day."""

    an_hour: int
    a_day: int

    @classmethod
    def read(cls, text: str) -> "Limit | None":
        """
        Return the limit of a setting such as `120/hour,600/day`; none where it is `off`.

        Raises:
            LimitUnfit: it is neither.
        """
        if text == OFF:
            return None
        found = _LIMIT.fullmatch(text)
        if found is None:
            raise LimitUnfit(f"must be such as 120/hour,600/day, or {OFF}")
        return cls(an_hour=int(found[1]), a_day=int(found[2]))


class Visitors:
    """
    Counts what visitors do. A network of None is no visitor's, and a limit of None is none.

    The keys come from the vault: whoever has the database alone cannot test an address.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        keys: Callable[[], Awaitable[Keys]],
        limit: Limit | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._limit = limit

    async def lodge(self, network: str | None, command_id: str) -> None:
        """
        Count a petition that is about to be lodged; under the same id it counts once.

        Raises:
            TooManyLodged: nothing was counted.
        """
        wait_s = await self._count(_LODGED, network, command_id)
        if _turned_away(_LODGED, wait_s):
            raise TooManyLodged(
                "many petitions came from your network within a short time and this one was"
                f" not lodged; send it again in {wait_s} s with the same Idempotency-Key, bring"
                " it to a reception office, or send it by post",
                retry_after_s=wait_s,
                values={"wait_s": wait_s},
            )

    async def check_codes(self, network: str | None) -> None:
        """
        Let those try codes who have not tried too many wrong ones.

        Raises:
            TooManyWrongCodes: they have.
        """
        if self._limit is None or network is None:
            return
        place = (await self._keys()).of(_TRIED, network)
        now = self._clock.now()
        async with self._database.connection() as connection:
            free_at = await connection.fetchval(
                "select visitors.free_at($1, $2, $3, $4)",
                place, now, self._limit.an_hour, self._limit.a_day,
            )  # fmt: skip
        _tell_codes(_wait_s(free_at, now))

    async def wrong_codes(self, network: str | None, *codes: str) -> None:
        """
        Count codes that were wrong; the same ones again are no other guess.

        Raises:
            TooManyWrongCodes: others were tried at the same moment, and these are too many.
        """
        _tell_codes(await self._count(_TRIED, network, *codes))

    async def forget(self) -> None:
        """Forget what is older than any limit looks back."""
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from visitors.act where at <= $1", self._clock.now() - KEPT
            )

    async def _count(self, what: str, network: str | None, *thing: str) -> int:
        """Count, and return 0; or return after how many seconds there is room."""
        if self._limit is None or network is None:
            return 0
        keys, now = await self._keys(), self._clock.now()
        async with self._database.connection() as connection:
            free_at = await connection.fetchval(
                "select visitors.admit($1, $2, $3, $4, $5)",
                keys.of(what, network), keys.of("thing", what, *thing), now,
                self._limit.an_hour, self._limit.a_day,
            )  # fmt: skip
        return _wait_s(free_at, now)


def _wait_s(free_at: dt.datetime | None, now: dt.datetime) -> int:
    return 0 if free_at is None else max(1, math.ceil((free_at - now).total_seconds()))


def _turned_away(what: str, wait_s: int) -> bool:
    if wait_s:
        log.warning("visitor_turned_away", what=what, wait_s=wait_s)
    return wait_s > 0


def _tell_codes(wait_s: int) -> None:
    if _turned_away(_TRIED, wait_s):
        raise TooManyWrongCodes(
            "many wrong codes came from your network and for now none is looked at; try"
            f" again in {wait_s} s, or ask at a reception office and bring the receipt",
            retry_after_s=wait_s,
            values={"wait_s": wait_s},
        )
