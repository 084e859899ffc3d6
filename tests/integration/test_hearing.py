"""Hearing under trouble: what is lost on the way is noticed, what cannot be processed is kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from shared.log.hearing import Hearing
from shared.log.migrate import migrate
from shared.log.saying import PostgresLog
from shared.log.setting_aside import NotStoppedThere, set_aside
from shared.log.streams import STREAM, js_api
from shared.log.wire import close, connect_once
from shared.postgres.pool import Database, connect
from tests.faults.toy import (
    CONTEXT,
    SERVICE,
    SOURCE,
    Toy,
    consumers,
    count,
    fails_at,
    react,
    refused_at,
    seen,
    until,
)


@pytest_asyncio.fixture(name="toy")
async def _toy(stream: Any, database_url: str) -> AsyncIterator[Toy]:
    owner = await connect(database_url, name="test")
    await migrate(owner, role="pg_monitor", models=[seen(count)])
    await owner.close()
    database = Database(database_url, name="test")
    await database.open()
    toy = Toy(
        stream,
        database_url,
        database,
        PostgresLog(database, service=SERVICE, source=SOURCE),
    )
    yield toy
    await toy.stop()
    await database.close()


async def test_a_deleted_consumer_is_noticed(toy: Toy) -> None:
    """Somebody deletes the consumer on the server: hearing makes another and loses nothing."""
    toy.start()
    await toy.say(1, 5)
    await until(lambda: toy.all_done(5))
    nc = await connect_once(toy.servers.operator, name="test")
    found = await consumers(toy)
    assert len(found) == 1
    for name in found:
        assert (await js_api(nc, f"CONSUMER.DELETE.{STREAM}.{name}"))["success"]
        await toy.say(6, 10)
    await close(nc)
    await until(lambda: toy.all_done(10))


async def test_a_second_replica_takes_over(toy: Toy) -> None:
    """The leader's connections die: another replica hears and relays, and nothing is doubled."""
    first, first_relay, _ = toy.start()
    await toy.say(1, 5)
    await until(lambda: toy.all_done(5))
    second, second_relay, follows = toy.start()
    assert await follows.reach(SERVICE, 10, 20)
    assert (first.leads, first_relay.leads) == (True, True)
    assert (second.leads, second_relay.leads) == (False, False)
    for task in toy.tasks[:2]:
        task.cancel()
    saying = asyncio.create_task(toy.say(6, 30))
    await toy.fetch(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and application_name = any($1)",
        [f"{SERVICE}-hearing", f"{SERVICE}-relay"],
    )
    await saying
    await until(lambda: toy.all_done(30))
    assert (second.leads, second_relay.leads) == (True, True)
    assert (await toy.rebuilt()).differences == {}


async def test_connections_cut_again_and_again_lose_nothing(toy: Toy) -> None:
    """Two replicas whose connections to PostgreSQL are cut while facts are said stay exact."""
    toy.start()
    toy.start()
    for round_ in range(6):
        await toy.say(1 + 10 * round_, 10 + 10 * round_)
        await toy.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name"
            " like $1 and datname = current_database()",
            f"{SERVICE}-%",
        )
    await until(lambda: toy.all_done(60))
    assert (await toy.rebuilt()).differences == {}


async def test_two_that_both_think_they_lead_double_nothing(toy: Toy) -> None:
    """The locks give way: stream and checkpoint themselves refuse the second of two."""
    # A function of the same name that is found before PostgreSQL's own: everybody leads.
    await toy.fetch("create function public.pg_try_advisory_lock(bigint) returns boolean"
                    " language sql as 'select true'")  # fmt: skip
    await toy.fetch(
        "do $$ begin execute format('alter database %I set search_path = public, pg_catalog',"
        " current_database()); end $$"
    )
    one, two = toy.start(), toy.start()
    await until(lambda: _both_lead(one[0], two[0]))
    for first in range(1, 200, 40):
        await asyncio.gather(*(toy.say(n, n) for n in range(first, first + 40)))
    await until(lambda: toy.all_done(200))
    await until(lambda: toy.holds("select processed = heard from checkpoint", True))
    nc = await connect_once(toy.servers.operator, name="test")
    state = (await js_api(nc, f"STREAM.INFO.{STREAM}"))["state"]
    await close(nc)
    assert (state["messages"], state["last_seq"]) == (400, 400)
    assert await toy.value(
        "select bool_and(s.position = h.position) from (select position, row_number() over"
        " (order by seq) n from heard) h join said s on s.position = h.n"
    )
    assert (await toy.rebuilt()).differences == {}


async def _both_lead(one: Hearing, two: Hearing) -> bool:
    return one.leads and two.leads


@pytest.mark.parametrize("name", ["nats", "postgres"])
async def test_a_restarted_server_is_found_again(toy: Toy, name: str) -> None:
    """NATS or PostgreSQL goes down and comes back: hearing goes on where it was."""
    toy.start()
    await toy.say(1, 5)
    await until(lambda: toy.all_done(5))
    server = getattr(toy.servers, name)
    if name == "nats":
        await asyncio.to_thread(server.stop)
        await toy.say(6, 10)
        await asyncio.to_thread(server.start)
    else:
        await asyncio.to_thread(lambda: (server.stop(), server.start()))
        await until(lambda: toy.value("select true"))
        await toy.say(6, 10)
    await until(lambda: toy.all_done(10))


async def test_a_reader_of_its_own_write_waits_in_vain_but_briefly(toy: Toy) -> None:
    """A fact that does not come round is waited for a bounded time, one that does is seen."""
    _, _, progress = toy.start()
    await toy.say(1, 1)
    assert await progress.reach(SERVICE, 2, 20)
    assert not await progress.reach(SERVICE, 3, 0.2)


BAD = "clock-13"
BUGS: list[Any] = [
    pytest.param({"fold": fails_at(BAD, count)}, id="a projection raises"),
    pytest.param({"fold": refused_at(BAD)}, id="PostgreSQL refuses a row"),
    pytest.param({"when": fails_at(BAD, react)}, id="a reaction raises"),
]


async def stands_at_bad(toy: Toy) -> bool:
    """Test whether processing stands before the bad fact."""
    return await toy.value(
        "select count(*) from checkpoint join heard on id = stopped_at where subject = 'c13'"
    ) == 1  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
async def test_a_fact_we_cannot_take_stops_processing_not_hearing(
    toy: Toy, bug: dict[str, Any]
) -> None:
    """It is kept and so is all that follows; processing stands before it, and says so."""
    with capture_logs() as logs:
        _, _, progress = toy.start(**bug)
        await toy.say(1, 20)
        await until(lambda: stands_at_bad(toy))
        await toy.say(21, 30)
        await until(lambda: toy.holds("select count(*) from heard", 42))
    assert progress.stopped_at == str(await toy.value("select stopped_at from checkpoint"))
    assert [log["fact"] for log in logs if log["event"] == "processing_stopped"]
    assert await toy.value("select count(*) from live.seen") == 12
    assert (await toy.rebuilt()).differences == {}


@pytest.mark.parametrize("bug", BUGS)
async def test_mended_code_goes_on_by_itself(toy: Toy, bug: dict[str, Any]) -> None:
    """The process is started again with code that takes the fact: nothing need be set aside."""
    toy.start(**bug)
    await toy.say(1, 30)
    await until(lambda: stands_at_bad(toy))
    await toy.stop()
    _, _, progress = toy.start()
    await until(lambda: toy.all_done(30))
    assert (progress.stopped_at, await toy.value("select stopped_at from checkpoint")) == (
        "",
        None,
    )
    assert (await toy.rebuilt()).differences == {}


@pytest.mark.parametrize("bug", BUGS)
async def test_a_fact_set_aside_lets_processing_go_on(
    toy: Toy, bug: dict[str, Any]
) -> None:
    """An operator says that the fact is set aside: the rest follows, and a rebuild agrees."""
    _, _, progress = toy.start(**bug)
    await toy.say(1, 30)
    await until(lambda: stands_at_bad(toy))
    await _set_aside(toy, progress.stopped_at)
    await until(lambda: toy.holds("select count(*) from live.seen where seen = 1", 29))
    await until(lambda: toy.holds("select count(*) from heard", 30 + 29 + 1))
    await until(lambda: toy.holds("select processed = heard from checkpoint", True))
    assert progress.stopped_at == ""
    assert (await toy.rebuilt()).differences == {}


async def test_a_fact_that_cannot_be_read_can_be_set_aside(toy: Toy) -> None:
    """A fact of a kind this code was not taught stops processing until it is set aside."""
    await toy.say(1, 12)
    await toy.say_unknown("c13")
    await toy.say(14, 20)
    _, _, progress = toy.start()
    await until(lambda: stands_at_bad(toy))
    await until(lambda: toy.holds("select count(*) from heard", 32))
    await _set_aside(toy, progress.stopped_at)
    await until(lambda: toy.holds("select count(*) from live.seen where seen = 1", 19))
    assert (await toy.rebuilt()).differences == {}


async def test_the_fact_at_fault_is_found_among_those_of_a_hole(toy: Toy) -> None:
    """Several facts stand where a hole was filled: the one that fails is set aside, no other."""
    await toy.say(1, 20)
    toy.start()
    await until(lambda: toy.all_done(20))
    await toy.stop()
    await toy.fetch("update heard set seq = 20 where seq between 10 and 20 returning seq")
    await toy.fetch("delete from live.seen returning 1")
    await toy.fetch("delete from live.seen_n returning 1")
    await toy.fetch("update checkpoint set processed = 0 returning 1")
    _, _, progress = toy.start(fold=fails_at(BAD, count))
    await until(lambda: stands_at_bad(toy))
    await _set_aside(toy, progress.stopped_at)
    await until(lambda: toy.holds("select count(*) from live.seen where seen = 1", 19))
    assert (await toy.rebuilt()).differences == {}


async def _set_aside(toy: Toy, fact_id: str) -> None:
    async with toy.database.connection() as connection:
        with pytest.raises(NotStoppedThere):
            await set_aside(
                connection,
                service=SERVICE,
                source=SOURCE,
                fact_id="0",
                reason="",
                context=CONTEXT,
            )
        await set_aside(
            connection,
            service=SERVICE,
            source=SOURCE,
            fact_id=fact_id,
            reason="",
            context=CONTEXT,
        )


async def test_the_relay_refuses_a_stream_that_is_ahead(toy: Toy) -> None:
    """The log was restored from an older copy: nothing is sent, and the reason is told."""
    toy.start()
    await toy.say(1, 3)
    await until(lambda: toy.all_done(3))
    await toy.stop()
    await toy.fetch("delete from said where position = 6 returning position")
    await toy.fetch(
        "update said_head set position = 5,"
        " hash = (select hash from said where position = 5) returning position"
    )
    with capture_logs() as logs:
        _, relay, _ = toy.start()
        await until(lambda: _tells(relay, "older copy"))
        await asyncio.sleep(1)
    refused = [log for log in logs if log["event"] == "relay_refused"]
    assert len(refused) == 1, "it is said once"
    assert not relay.leads


async def _tells(relay: Any, words: str) -> bool:
    return words in relay.trouble
