"""How often visitors may lodge and guess codes: counted for all processes, by keyed hashes."""

import asyncio
import datetime as dt
import itertools
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded.supervisor import Stack
from services.intake.visitors import (
    Limit,
    TooManyLodged,
    TooManyWrongCodes,
    Visitors,
)
from shared.auth.attempts import Keys
from shared.postgres.pool import Database

NOON = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
_NETWORKS = (f"10.9.{n >> 8}.{n & 255}" for n in itertools.count())
_NUMBERS = itertools.count()


class Hand:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> dt.datetime:
        return self.at


@pytest.fixture(name="network")
def _network() -> str:
    """A network that nobody came from before."""
    return next(_NETWORKS)


@pytest.fixture(name="clock")
def _clock() -> Hand:
    return Hand()


@pytest_asyncio.fixture(name="visitors")
async def _visitors(stack: Stack, clock: Hand) -> AsyncIterator[Visitors]:
    """Three an hour, five a day."""
    database = Database(stack.dsn("intake"), name="test", size=8)
    await database.open()

    async def keys() -> Keys:
        return Keys(b"of a test")

    yield Visitors(database, clock, keys, Limit(an_hour=3, a_day=5))
    await database.close()


async def lodge(visitors: Visitors, network: str, times: int = 1) -> int:
    """Lodge so often, each another petition; return how many were let in."""
    found = await asyncio.gather(
        *(visitors.lodge(network, f"lodge:{next(_NUMBERS)}") for _ in range(times)),
        return_exceptions=True,
    )
    assert {type(each) for each in found} <= {type(None), TooManyLodged}
    return sum(each is None for each in found)


async def test_within_an_hour_and_within_a_day(
    visitors: Visitors, network: str, clock: Hand
) -> None:
    """The window slides; Retry-After says when there is room, and there is."""
    assert await lodge(visitors, network, 2) == 2
    clock.at += dt.timedelta(minutes=20)
    assert await lodge(visitors, network) == 1
    clock.at += dt.timedelta(minutes=20)
    with pytest.raises(TooManyLodged) as full:
        await visitors.lodge(network, "lodge:one more")
    assert full.value.retry_after_s == 20 * 60
    clock.at += dt.timedelta(minutes=20)
    assert await lodge(visitors, network, 3) == 2
    clock.at += dt.timedelta(hours=2)
    with pytest.raises(TooManyLodged) as full:
        await visitors.lodge(network, "lodge:one more")
    assert full.value.retry_after_s == 21 * 60 * 60
    clock.at += dt.timedelta(seconds=full.value.retry_after_s)
    assert await lodge(visitors, network, 3) == 2


async def test_the_same_command_counts_once(visitors: Visitors, network: str) -> None:
    """However often it is sent, also when there is no room for others any more."""
    for _ in range(6):
        await visitors.lodge(network, "lodge:the same")
    assert await lodge(visitors, network, 5) == 2
    await visitors.lodge(network, "lodge:the same")


async def test_networks_are_counted_apart_and_officers_not_at_all(
    visitors: Visitors, network: str
) -> None:
    """One network that is full keeps nobody else out."""
    assert await lodge(visitors, network, 9) == 3
    assert await lodge(visitors, next(_NETWORKS), 1) == 1
    for number in range(9):
        await visitors.lodge(None, f"lodge:officer-{number}")
        await visitors.wrong_codes(None, "AAAA", str(number))
    await visitors.check_codes(None)


async def test_a_hundred_at_once_are_counted_one_by_one(
    visitors: Visitors, network: str
) -> None:
    """Through as many connections as there are."""
    assert await lodge(visitors, network, 100) == 3


async def test_wrong_codes_are_counted_apart_from_petitions(
    visitors: Visitors, network: str, clock: Hand
) -> None:
    """The same slip of the pen twice is one; beyond the limit not even right ones are tried."""
    assert await lodge(visitors, network, 3) == 3
    for secret in ("A", "A", "B", "C"):
        await visitors.check_codes(network)
        await visitors.wrong_codes(network, "7K3Q", secret)
    with pytest.raises(TooManyWrongCodes) as full:
        await visitors.check_codes(network)
    assert full.value.retry_after_s == 3_600
    with pytest.raises(TooManyWrongCodes):
        await visitors.wrong_codes(network, "7K3Q", "D")
    clock.at += dt.timedelta(hours=1)
    await visitors.check_codes(network)


async def test_without_a_limit_nothing_is_written(stack: Stack, network: str) -> None:
    """The setting `off`."""
    database = Database("postgresql://nobody@127.0.0.1:1/nothing", name="test")

    async def keys() -> Keys:
        raise AssertionError("not asked")

    visitors = Visitors(database, Hand(), keys, None)
    assert await lodge(visitors, network, 9) == 9
    await visitors.check_codes(network)


async def test_after_a_day_nothing_is_left(
    visitors: Visitors, network: str, clock: Hand, stack: Stack
) -> None:
    """Rows of the day stay, rows of the day before go."""
    connection = await asyncpg.connect(stack.dsn("intake"))
    await connection.execute("delete from visitors.act")
    assert await lodge(visitors, network) == 1
    clock.at += dt.timedelta(hours=23)
    assert await lodge(visitors, network) == 1
    await visitors.forget()
    assert await connection.fetchval("select count(*) from visitors.act") == 2
    clock.at += dt.timedelta(hours=1)
    await visitors.forget()
    assert await connection.fetchval("select count(*) from visitors.act") == 1
    kept = await connection.fetchval(
        "select relpersistence from pg_class where oid = 'visitors.act'::regclass"
    )
    assert kept == b"u", "it would be in archives and on replicas"
    await connection.close()
