"""Open clocks after a calendar was published: each moves once, whatever is cut off and when."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.deadlines.domain.clocks.commands import (
    ExpireClock,
    MoveClocks,
    PauseClocks,
    StartClock,
    StopClock,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.rederiving.job import Rederiving
from services.deadlines.rederiving.progress import Progress, published_upto
from shared.clock import FixedClock
from shared.ids import AgencyCode, PetitionId
from shared.legal.citation import Citation
from tests.clocks import Clockwork, clockwork, made

NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 11, 16)
BODY = AgencyCode("25459")
WEDNESDAY = dt.date(2026, 11, 25)
"""Made a holiday: seven working days after that Monday end on Friday then, not on Thursday."""
A = "%s/KN.L1.ACCEPT/1"
THURSDAY, FRIDAY = dt.date(2026, 11, 26), dt.date(2026, 11, 27)


class CutOff(Exception):
    """The process ended here."""


@pytest_asyncio.fixture(name="work")
async def _work(database_url: str) -> AsyncIterator[Clockwork]:
    await made(database_url)
    async with clockwork(database_url, FixedClock(NOW)) as work:
        await work.begin()
        yield work


def start(petition: str, rule: str = "KN.L1.ACCEPT", on: dt.date = MONDAY) -> StartClock:
    return StartClock(
        petition_id=PetitionId(petition), rule_id=rule, trigger_on=on, against=BODY, at=NOW
    )


def stop(petition: str, rule: str = "KN.L1.ACCEPT") -> StopClock:
    return StopClock(
        petition_id=PetitionId(petition),
        rule_id=rule,
        on=MONDAY,
        reason="met",
        at=NOW,
    )


async def moved(work: Clockwork) -> list[tuple[str, dt.date, dt.date]]:
    facts: list[Any] = [heard.fact for heard in await work.said("clock.moved.v1")]
    return [(fact.clock_id, fact.earlier, fact.announced.due_on) for fact in facts]


async def rows(work: Clockwork) -> dict[str, tuple[dt.date, str, bool]]:
    async with work.database.connection() as connection:
        found = await connection.fetch(
            "select petition_id, due_on, state, overdue from live.clock"
        )
    return {row[0]: tuple(row)[1:] for row in found}


async def test_a_holiday_moves_what_runs_and_nothing_else(work: Clockwork) -> None:
    """Stopped and paused clocks keep their dates; what was said before stays said."""
    await work.say("runs", start("runs"))
    await work.say("stopped", start("stopped"), stop("stopped"))
    settle = start("paused", "KN.L1.SETTLE", dt.date(2026, 10, 26))
    pause = PauseClocks(
        petition_id=PetitionId("paused"),
        rule_ids=frozenset({"KN.L1.SETTLE"}),
        on=MONDAY,
        ground="other_body",
        basis=Citation("LKN", "Đ11a"),
        at=NOW,
    )
    await work.say("paused", settle, pause)
    await work.say("over", start("over", on=dt.date(2026, 11, 2)))
    await work.hear()
    before = await rows(work)
    await work.publish(2026, [WEDNESDAY])
    assert await work.job().run_if_due()
    assert await moved(work) == [(A % "runs", THURSDAY, FRIDAY)]
    await work.hear()
    assert await rows(work) == before | {"runs": (FRIDAY, "running", False)}
    (fact,) = await work.said("clock.moved.v1")
    publication = (await work.said("calendar.published.v2"))[-1]
    assert (fact.causation_id, fact.correlation_id) == (publication.id, "runs")
    assert fact.fact.announced.calendar_version == "2026.3"


async def test_counting_twice_says_nothing_twice(work: Clockwork) -> None:
    """Neither at once, before the rows know, nor later, nor by hand."""
    await work.fill(40, first_on=MONDAY)
    await work.publish(2026, [WEDNESDAY])
    assert await work.job().run_if_due()
    first = await moved(work)
    assert first
    assert not await work.job().run_if_due()
    await _forget(work)
    assert await (await _eager(work)).run_if_due()
    await work.hear()
    await _forget(work)
    assert await work.job().run_if_due()
    by_hand = await work.job().run_all(dry_run=False)
    assert by_hand is not None
    assert (by_hand.examined, by_hand.moved) == (40, 0)
    assert await moved(work) == first


async def _eager(work: Clockwork) -> Rederiving:
    """Return a job that does not wait until the rows contain everything that was said."""
    job = work.job()
    async with work.database.connection() as connection:
        job._wait_for = (await published_upto(connection), 0)
    return job


async def _forget(work: Clockwork) -> None:
    """Lose the note of how far it came: it costs time and nothing else."""
    async with work.database.connection() as connection:
        await connection.execute("update recount.progress set position = 0, cursor = ''")


@pytest.mark.parametrize("pages", [1, 2, 5])
async def test_cut_off_anywhere_it_goes_on_from_there(work: Clockwork, pages: int) -> None:
    """Every clock moves once, and what was looked at is not looked at again."""
    await work.fill(60, first_on=MONDAY)
    await work.publish(2026, [WEDNESDAY])
    expected = await _expected(work)

    def told(progress: Progress) -> None:
        if progress.examined >= pages * 7:
            raise CutOff

    job = work.job()
    job.page, job.told = 7, told
    with pytest.raises(CutOff):
        await job.run_if_due()
    half = await work.job().progress()
    assert half.under_way
    assert half.examined == pages * 7
    again = await _eager(work)
    again.page = 7
    assert await again.run_if_due()
    done = await again.progress()
    assert (done.under_way, done.examined, done.total) == (False, 60, 60)
    assert Counter(await moved(work)) == expected
    assert done.moved == sum(expected.values())


async def _expected(work: Clockwork) -> Counter[tuple[str, dt.date, dt.date]]:
    """Return what the decider itself says of every petition, by what was said of it."""
    async with work.database.connection() as connection:
        await work.aggregates.refresh(connection)
        streams = [
            row[0]
            for row in await connection.fetch("select distinct petition_id from live.clock")
        ]
    decider = clocks_decider(work.aggregates.book, work.aggregates.calendar)
    found: Counter[tuple[str, dt.date, dt.date]] = Counter()
    for stream in streams:
        state = decider.fold([heard.fact for heard in await work.log.load(stream)])
        for fact in decider.decide(
            MoveClocks(petition_id=PetitionId(stream), at=NOW), state
        ):
            found[fact.clock_id, fact.earlier, fact.announced.due_on] += 1
    return found


async def test_rows_that_are_behind_decide_nothing(work: Clockwork) -> None:
    """A clock that was stopped meanwhile does not move, one that began meanwhile does."""
    await work.say("stopped", start("stopped"))
    await work.say("runs", start("runs"))
    await work.hear()
    await work.publish(2026, [WEDNESDAY])
    await work.say("stopped", stop("stopped"))
    await work.say("runs", start("runs", "TC.INITIAL"))
    assert await work.job().run_if_due() is False, (
        "what was said before must be heard first"
    )
    assert await (await _eager(work)).run_if_due()
    began = ("runs/TC.INITIAL/1", THURSDAY, FRIDAY)
    assert await moved(work) == [(A % "runs", THURSDAY, FRIDAY), began]


async def test_what_is_said_in_between_wins(work: Clockwork) -> None:
    """Somebody stops clocks while the page is being counted: they do not move."""
    await work.fill(40, first_on=MONDAY)
    await work.publish(2026, [WEDNESDAY])
    petitions = sorted({clock.partition("/")[0] for clock, _, _ in await _expected(work)})
    job = work.job()

    async def stop_some() -> None:
        for petition in petitions[::2]:
            await work.say(petition, stop(petition))

    await asyncio.gather(job.run_if_due(), stop_some())
    stopped = {
        heard.fact.clock_id: heard.position for heard in await work.said("clock.stopped.v1")
    }
    for heard in await work.said("clock.moved.v1"):
        assert heard.position < stopped.get(heard.fact.clock_id, 2**62)
    assert all(n == 1 for n in Counter(await moved(work)).values())


async def test_a_later_day_clears_what_is_overdue(work: Clockwork) -> None:
    """Nobody is late by a calendar that is not in use any more."""
    await work.say("late", start("late", on=dt.date(2026, 11, 10)))
    expire = ExpireClock(
        petition_id=PetitionId("late"),
        clock_id="late/KN.L1.ACCEPT/1",
        today=dt.date(2026, 11, 20),
        at=NOW,
    )
    await work.say("late", expire)
    await work.hear()
    assert await rows(work) == {"late": (dt.date(2026, 11, 19), "running", True)}
    await work.publish(2026, [dt.date(2026, 11, 18), dt.date(2026, 11, 19)])
    await work.job().run_if_due()
    await work.hear()
    assert await rows(work) == {"late": (dt.date(2026, 11, 23), "running", False)}


async def test_names_of_days_move_nothing(work: Clockwork) -> None:
    """A version with the same days is followed without looking at any clock."""
    await work.fill(10, first_on=MONDAY)
    await work.publish(2026)
    assert await work.job().run_if_due()
    assert (await work.job().progress()).examined == 0
    assert not await work.job().run_if_due()


async def test_a_year_that_was_missing_is_made_up_for(work: Clockwork) -> None:
    """A date that would lie in an unknown year is not guessed, and moves when the year comes."""
    december = [dt.date(2027, 12, day) for day in (28, 29, 30, 31)]
    await work.say("late", start("late", on=dt.date(2027, 12, 20)))
    await work.hear()
    await work.publish(2027, december)
    await work.job().run_if_due()
    assert (await work.job().progress()).troubled == 1
    assert await moved(work) == []
    await work.publish_new(2028, [dt.date(2028, 1, 3)])
    await work.job().run_if_due()
    assert await moved(work) == [(A % "late", dt.date(2027, 12, 29), dt.date(2028, 1, 5))]


async def test_a_clock_without_a_date_holds_nobody_back(work: Clockwork) -> None:
    """Neither where the rows are sure nor where the log decides."""
    december = [dt.date(2027, 12, day) for day in (28, 29, 30, 31)]
    before = dt.date(2027, 12, 17)
    for petition in ("sure", "behind"):
        stuck = start(petition, on=dt.date(2027, 12, 20))
        await work.say(petition, stuck, start(petition, "TC.TRANSFER", before))
    await work.hear()
    await work.publish(2027, [dt.date(2027, 12, 22), *december])
    await work.say("behind", start("behind", "XLD.PROCESS", MONDAY))
    assert await (await _eager(work)).run_if_due()
    clocks = {clock for clock, _, _ in await moved(work)}
    assert clocks == {"sure/TC.TRANSFER/1", "behind/TC.TRANSFER/1"}
    await work.publish_new(2028, [])
    assert await (await _eager(work)).run_if_due()
    clocks = {clock for clock, _, _ in (await moved(work))[2:]}
    assert clocks == {A % "sure", A % "behind"}


async def test_a_demonstration_stays_one(work: Clockwork) -> None:
    """Real figures must not count what is said of it."""
    await work.say("shown", start("shown"), demo=True)
    await work.say("real", start("real"))
    await work.hear()
    await work.publish(2026, [WEDNESDAY])
    assert await work.job().run_if_due()
    facts = await work.said("clock.moved.v1")
    assert {heard.stream: heard.demo for heard in facts} == {"shown": True, "real": False}


async def test_only_one_process_counts(work: Clockwork) -> None:
    """The others look on, also when somebody asks by hand."""
    await work.fill(60, first_on=MONDAY)
    await work.publish(2026, [WEDNESDAY])
    jobs = [work.job() for _ in range(3)]
    outcomes = await asyncio.gather(*(job.run_if_due() for job in jobs))
    assert True in outcomes
    assert all(n == 1 for n in Counter(await moved(work)).values())
