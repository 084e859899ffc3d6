"""Fifty times kill -9 around due moments: every reminder and every end is said exactly once."""

import asyncio
import datetime as dt
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.names import role_of
from deploy.embedded.supervisor import Stack
from deploy.houses import house
from shared.clock import LOCAL
from shared.envelope import Heard, decode_envelope, heard_from
from shared.ids import derived_id
from shared.log.verify import Report, verify_said
from shared.postgres.pool import connect
from tests.faults.moved import FileClock, Replicas
from tests.faults.province import ask, eventually
from tests.faults.told import expected, lodge, what_was_told

KILLS = 50
PETITIONS = 60
BEGINS = dt.date(2026, 7, 6)
ENDS = dt.date(2026, 9, 25)
ORDERS = (("half", "most", "last"), ("expired", "rung-1", "rung-2", "rung-3"))


def moment(day: dt.date, hour: int, minute: int) -> dt.datetime:
    """Return a local time."""
    return dt.datetime.combine(day, dt.time(hour, minute), LOCAL)


@pytest.fixture(name="servers")
def _servers(data_folder: Path) -> Iterator[Stack]:
    with Stack(data_folder, ports=None, with_services=False, with_caddy=False) as stack:
        yield stack


@pytest.fixture(name="replicas")
def _replicas(servers: Stack, data_folder: Path) -> Iterator[Replicas]:
    found = Replicas(servers, data_folder / "clock", random.Random(4))
    try:
        yield found
    finally:
        found.end()


async def test_nothing_is_told_twice_or_left_out(
    servers: Stack, replicas: Replicas, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever dies when, alone or beside a second one, before, in or after a due moment."""
    clock = FileClock(replicas.clock)
    clock.move(moment(BEGINS, 9, 0))
    replicas.start(1)
    received = [BEGINS - dt.timedelta(days=n % 5) for n in range(PETITIONS)]
    await lodge(servers, received, clock.now())
    began = time.monotonic()
    unheard = 0
    for due in _due_moments():
        await _live_through(servers, replicas, clock, due)
        unheard += not replicas.living and await _is_unheard(servers)
    assert replicas.killed == KILLS
    assert unheard
    replicas.start(2)
    clock.move(moment(ENDS, 9, 0))
    facts = await _when_all_is_said(servers)
    told = Counter(what_was_told(facts))
    with capsys.disabled():
        print(
            f"\n{KILLS} kills in {time.monotonic() - began:.0f} s, {unheard} between saying"
            f" and hearing; told: {_sum(told)}"
        )
    assigned = frozenset(derived_id("test", str(n)) for n in range(PETITIONS) if n % 3)
    assert told == expected(facts, assigned)
    _in_order(facts)
    await _whole(servers)


def _due_moments() -> list[dt.datetime]:
    """Return as many moments as there are kills: mornings, midnights, and over weekends."""
    days = (ENDS - BEGINS).days - 30
    moments = [
        moment(BEGINS + dt.timedelta(days=1 + n * days // (KILLS // 2)), hour, minute)
        for n in range(KILLS // 2)
        for hour, minute in ((0, 0), (7, 30))
    ]
    assert len(moments) == KILLS
    return moments


async def _live_through(
    servers: Stack, replicas: Replicas, clock: FileClock, due: dt.datetime
) -> None:
    """
    Let a moment come while one or two run, or start into it; and kill somewhere in it.

    In silence what is said cannot be heard: whoever ticks next finds it in the log alone.
    """
    chance = replicas.chance
    before = await _said(servers)
    mode = chance.choice(("awake", "into it", "in silence"))
    if mode != "into it":
        replicas.start(chance.choice((1, 1, 2)))
        await eventually(replicas.have_ticked)
    if mode == "in silence":
        servers.nats.signal(signal.SIGSTOP)
    clock.move(due - dt.timedelta(seconds=chance.uniform(0, 0.3)))
    replicas.start(chance.choice((1, 1, 2)))
    if mode != "into it" or chance.random() < 0.5:
        await _until_said(servers, before, 2.5)
    await asyncio.sleep(chance.choice((0, 0, 0.01, 0.1, 0.3)))
    replicas.kill_one()
    servers.nats.signal(signal.SIGCONT)


async def _until_said(servers: Stack, before: int, seconds: float) -> None:
    """Wait for the first word of this moment, at most so long; without a breath in between."""
    connection = await connect(servers.dsn("deadlines"), name="test")
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if await connection.fetchval("select position from said_head") > before:
            break
    connection.terminate()


async def _said(servers: Stack) -> int:
    rows = await ask(servers.dsn("deadlines"), "select position from said_head")
    return int(rows[0][0])


async def _is_unheard(servers: Stack) -> bool:
    """Test whether something was said that the read models do not show: who ticks next must know."""
    rows = await ask(
        servers.dsn("deadlines"),
        "select position > coalesce((select position from heard_of"
        " where source = 'deadlines'), 0) from said_head",
    )
    return bool(rows[0][0])


async def _when_all_is_said(servers: Stack) -> list[Heard]:
    """Return every fact once nothing is due and all was heard."""

    async def quiet() -> bool:
        rows = await ask(
            servers.dsn("deadlines"),
            "select (select count(*) from live.clock where next_on <= $1), h.position,"
            " (select max(position) from heard_of where source = 'deadlines'),"
            " (select processed = heard from checkpoint) from said_head h",
            ENDS,
        )
        due, said, heard, processed = rows[0]
        return due == 0 and said == heard and processed

    await eventually(quiet, 60)
    rows = await ask(servers.dsn("deadlines"), "select body from said order by position")
    return [heard_from(decode_envelope(row[0])) for row in rows]


def _in_order(facts: list[Heard]) -> None:
    """Assert that each clock was told of stage by stage and rung by rung."""
    by_clock: dict[str, list[str]] = defaultdict(list)
    for clock_id, what in what_was_told(facts):
        by_clock[clock_id].append(what)
    for told in by_clock.values():
        for order in ORDERS:
            said = [what for what in told if what in order]
            assert said == sorted(said, key=order.index)
        if "rung-0" in told:
            assert told.index("rung-0") < told.index("half")


async def _whole(servers: Stack) -> None:
    """Assert that the log is gapless and chained, and the read models are what it adds up to."""
    owner = await connect(servers.dsn("deadlines", "owner"), name="test")
    report = Report()
    await verify_said(owner, "deadlines", report)
    owner.terminate()
    assert report.findings == []
    rebuilt = await house("deadlines").rebuild(
        servers.dsn("deadlines", "owner"), role_of("deadlines"), compare_only=True
    )
    assert not rebuilt.differences


def _sum(told: Counter[tuple[str, str]]) -> dict[str, int]:
    return dict(Counter(what for _, what in told.elements()))
