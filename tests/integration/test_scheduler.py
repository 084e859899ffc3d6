"""Ticks over real tables: what is said when, in which order, and never twice."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator

import pytest_asyncio

from services.deadlines.domain.clocks.commands import PauseClocks, StopClock
from services.deadlines.scheduling.ticking import Place
from shared.contracts.deadlines import ClockExpired, ClockReminded
from shared.ids import PetitionId
from shared.legal.citation import Citation
from tests.integration.ticking import DEFAULT, Ticking, at, ticking

ALL = ["half", "most", "last", "expired"]
RUNGS = ["rung-1 head", "rung-2 superior", "rung-3 inspectorate"]
LATE = ["half late", "most late", "last late"]


@pytest_asyncio.fixture(name="clocks")
async def _clocks(database_url: str) -> AsyncIterator[Ticking]:
    async with ticking(database_url) as made:
        yield made


async def test_a_clock_from_its_start_to_the_last_rung(clocks: Ticking) -> None:
    """Half on the 8th of July, four fifths on the 13th, over on the 15th at midnight."""
    await clocks.start("p")
    await clocks.assign("p", "lan")
    times = {
        "2026-07-07 16:59": [],
        "2026-07-08 00:01": [],
        "2026-07-08 07:29": [],
        "2026-07-08 07:30": ["half"],
        "2026-07-13 11:30": [],
        "2026-07-13 13:30": ["most"],
        "2026-07-15 09:00": ["last"],
        "2026-07-15 23:59": [],
        "2026-07-16 00:00": ["expired"],
        "2026-07-16 07:31": ["rung-1 head"],
        "2026-07-19 09:00": [],
        "2026-07-20 07:30": ["rung-2 superior"],
        "2026-07-26 10:00": [],
        "2026-07-27 10:00": ["rung-3 inspectorate"],
        "2026-12-01 10:00": [],
    }
    said: list[str] = []
    for time, new in times.items():
        await clocks.tick(time)
        said += new
        assert await clocks.told_of("p") == said, time
    last = (await clocks.facts())[-1]
    assert (last.actor, last.causation_id) == ("service:deadlines", "")
    assert last.correlation_id == "p"


async def test_a_day_is_over_at_midnight_whoever_notices_when(clocks: Ticking) -> None:
    await clocks.start("p")
    await clocks.tick("2026-07-18 03:00")
    last = (await clocks.facts())[-1]
    assert isinstance(last.fact, ClockExpired)
    assert last.happened_at == at("2026-07-16 00:00")
    assert last.recorded_at == at("2026-07-18 03:00")


async def test_on_a_make_up_saturday_offices_are_open(clocks: Ticking) -> None:
    await clocks.start("p", "2026-08-10")
    await clocks.tick("2026-08-22 08:00")
    assert await clocks.told_of("p") == ["rung-0 head", "half late", "most late", "last"]


async def test_after_an_absence_all_is_said_in_order_of_its_day(clocks: Ticking) -> None:
    """Across clocks, too, whatever the pages are cut to; and once."""
    for number, on in enumerate(("2026-07-06", "2026-07-01", "2026-07-02", "2026-06-30")):
        await clocks.start(f"p{number}", on)
        await clocks.assign(f"p{number}", "lan")
    while (tick := await clocks.tick("2026-07-23 09:00", at_once=3)).said:
        assert tick.position
    for number in range(4):
        rungs = RUNGS[:1] if number == 0 else RUNGS[:2]
        assert await clocks.told_of(f"p{number}") == [*LATE, "expired", *rungs]
    days = [
        each.fact.stage_on
        for each in await clocks.facts()
        if isinstance(each.fact, ClockReminded)
    ]
    assert days == sorted(days)


async def test_outside_office_hours_only_the_end_is_said(clocks: Ticking) -> None:
    """Of those whose reminders were missed the end does not wait for them."""
    await clocks.start("p")
    await clocks.assign("p", "lan")
    await clocks.tick("2026-07-18 09:00")
    assert await clocks.told_of("p") == ["expired"]
    await clocks.tick("2026-07-18 10:00")
    await clocks.tick("2026-07-20 07:30")
    assert await clocks.told_of("p") == ["expired", *LATE, *RUNGS[:2]]


async def test_who_has_nobody_comes_first(clocks: Ticking) -> None:
    """The head is told before anybody is reminded that day; on paper nobody is skipped."""
    for name in ("a", "b", "c", "d"):
        await clocks.start(name)
        await clocks.assign(name, "" if name in "bd" else "lan")
    await clocks.tick("2026-07-08 08:00", at_once=2)
    assert await clocks.told() == [
        ("b", "rung-0 head"),
        ("d", "rung-0 head"),
        ("b", "half"),
        ("d", "half"),
    ]
    await clocks.tick("2026-07-08 08:00")
    assert (await clocks.told())[4:] == [("a", "half"), ("c", "half")]
    await clocks.assign("b", "minh")
    await clocks.assign("a", "")
    await clocks.tick("2026-07-13 08:00")
    assert (await clocks.told())[6:8] == [("a", "rung-0 head"), ("a", "most")]
    assert [what for who, what in (await clocks.told())[8:] if "rung" in what] == []


async def test_rows_that_do_not_follow_yet_say_nothing_twice_and_hold_up_nobody(
    clocks: Ticking,
) -> None:
    """The second page goes on behind those of which all was said."""
    for name in ("a", "b", "c"):
        await clocks.start(name)
        await clocks.assign(name, "lan")
    first = await clocks.tick("2026-07-08 08:00", at_once=2)
    assert first.following is not None
    again = await clocks.ticker(2).tick(at("2026-07-08 08:01"), Place())
    assert (again.said, again.following) == (Counter(), first.following)
    behind = await clocks.ticker(2).tick(at("2026-07-08 08:01"), first.following)
    assert behind.said == Counter({"clock.reminded.v1": 1})
    assert [who for who, _ in await clocks.told()] == ["a", "b", "c"]


async def test_replicas_that_tick_at_once_say_everything_once(clocks: Ticking) -> None:
    for number in range(60):
        await clocks.start(f"p{number:02}")
    await clocks.follow()
    now = at("2026-07-16 08:00")
    for _ in range(3):
        await asyncio.gather(*(clocks.ticker(20).tick(now, Place()) for _ in range(5)))
    await clocks.follow()
    while (await clocks.tick("2026-07-16 08:00")).said:
        pass
    told = Counter(await clocks.told())
    assert set(told.values()) == {1}
    assert len(told) == 60 * len(["rung-0", *ALL, "rung-1"])
    positions = [heard.position for heard in await clocks.facts()]
    assert positions == list(range(1, len(positions) + 1))


async def test_what_stands_still_or_was_stopped_is_silent(clocks: Ticking) -> None:
    """Even where the row does not show it yet."""
    await clocks.start("p", rule="TC.SETTLE")
    await clocks.start("s")
    await clocks.follow()
    day = dt.date(2026, 7, 6)
    await clocks.ask(
        PauseClocks(
            petition_id=PetitionId("p"),
            rule_ids=frozenset({"TC.SETTLE"}),
            on=day,
            ground="other_body",
            basis=Citation("LTC", "Đ34.1"),
            at=at("2026-07-06 09:00"),
        )
    )
    await clocks.ask(
        StopClock(
            petition_id=PetitionId("s"),
            rule_id=DEFAULT,
            on=day,
            reason="met",
            at=at("2026-07-06 09:00"),
        )
    )
    tick = await clocks.ticker().tick(at("2026-12-01 09:00"), Place())
    assert tick.said == Counter()
    await clocks.tick("2026-12-01 09:00")
    assert await clocks.told() == []


async def test_a_missing_calendar_stops_one_clock_and_not_the_others(
    clocks: Ticking,
) -> None:
    """It is told who is troubled and why, again in every round."""
    await clocks.start("far", "2026-12-28")
    await clocks.start("near")
    await clocks.follow()
    clocks.forget_calendars_from(2027)
    for _ in range(2):
        tick = await clocks.ticker().tick(at("2027-01-13 09:00"), Place())
        assert tick.troubled == {"far/XLD.PROCESS/1": "calendar-missing"}
    assert await clocks.told() == [("near", "expired")]


async def test_without_a_calendar_of_the_day_nobody_is_reminded_and_it_is_told(
    clocks: Ticking,
) -> None:
    await clocks.start("p")
    await clocks.follow()
    clocks.forget_calendars_from(2026)
    tick = await clocks.ticker().tick(at("2026-07-08 09:00"), Place())
    assert (tick.office, tick.said) == ("calendar-missing", Counter())


async def test_what_is_told_of_a_demonstration_belongs_to_it(clocks: Ticking) -> None:
    await clocks.start("d", demo=True)
    await clocks.start("r")
    await clocks.tick("2026-07-08 08:00")
    facts = await clocks.facts()
    assert {heard.stream: heard.demo for heard in facts} == {"d": True, "r": False}
    assert len(facts) == 6


async def test_the_oldest_that_is_due_is_known(clocks: Ticking) -> None:
    """From the minute in which it could have been said."""
    await clocks.start("p", "2026-06-25")
    await clocks.follow()
    ticker = clocks.ticker()
    assert await ticker.oldest(at("2026-07-01 16:00")) is None
    assert await ticker.oldest(at("2026-07-02 09:00")) == at("2026-07-02 07:30")
    assert await ticker.oldest(at("2026-07-02 18:00")) is None
    assert await ticker.oldest(at("2026-07-12 18:00")) == at("2026-07-10 00:00")
