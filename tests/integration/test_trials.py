"""Drafts tried on what there is and was: figures, cases, and nothing that is live is touched."""

import datetime as dt
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.deadlines.domain.announcing import Law
from services.deadlines.domain.clocks.commands import StartClock, StopClock
from services.deadlines.rederiving.drafts import Draft, of_calendar, of_rule, read_rule
from services.deadlines.rederiving.trials import (
    MOST_WAITING,
    NoSuchTrial,
    TooManyTrials,
    Trial,
    Trials,
)
from services.deadlines.store import days_of
from shared.clock import FixedClock
from shared.contracts.deadlines import CalendarDay
from shared.ids import AgencyCode, PetitionId
from tests.clocks import Clockwork, clockwork, made

NOW = dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 11, 16)
WEDNESDAY = CalendarDay(on=dt.date(2026, 11, 25), kind="local", name="Bão")
SHORTER = b"{id: KN.L1.ACCEPT, valid_from: 2026-11-01, length: 5}"
"""Five working days after that Monday end on the 23rd, seven on the 26th."""
LIVE = """
    select md5(string_agg(line, '|' order by line)) from (
        select 'said ' || hash::text as line from said
        union all select 'head ' || position from said_head
        union all select 'clock ' || c::text from live.clock c
        union all select 'due ' || d::text from live.clock_due d
        union all select 'calendar ' || y::text from live.calendar y
        union all select 'progress ' || p::text from recount.progress p) as lines
"""


@pytest_asyncio.fixture(name="work")
async def _work(database_url: str) -> AsyncIterator[Clockwork]:
    await made(database_url)
    async with clockwork(database_url, FixedClock(NOW)) as work:
        await work.begin()
        yield work


def start(petition: str, against: str = "25459", on: dt.date = MONDAY) -> StartClock:
    return StartClock(
        petition_id=PetitionId(petition),
        rule_id="KN.L1.ACCEPT",
        trigger_on=on,
        against=AgencyCode(against),
        at=NOW,
    )


def stop(petition: str, day: int, reason: Any = "met") -> StopClock:
    return StopClock(
        petition_id=PetitionId(petition),
        rule_id="KN.L1.ACCEPT",
        on=dt.date(2026, 11, day),
        reason=reason,
        at=NOW,
    )


async def history(work: Clockwork) -> None:
    """One done early, one in between, one late, one that runs, one that came to nothing."""
    await work.say("early", start("early"), stop("early", 20))
    await work.say("between", start("between"), stop("between", 25))
    await work.say("late", start("late"), stop("late", 27))
    await work.say("runs", start("runs", "25585", dt.date(2026, 11, 20)))
    await work.say("moot", start("moot"), stop("moot", 27, "moot"))
    await work.say("before", start("before", on=dt.date(2026, 10, 26)), stop("before", 27))
    await work.hear()


def law(work: Clockwork) -> Law:
    return Law(book=work.aggregates.book, calendar=work.aggregates.calendar)


async def tried(work: Clockwork, draft: Draft) -> Trial:
    trial = await Trials(work.database, work.clock).ask(draft, by="anna", patience_s=20)
    assert trial.stands(NOW) == "done"
    return trial


async def moved(work: Clockwork, trial: Trial) -> list[tuple[str, dt.date, dt.date, str]]:
    async with work.database.connection() as connection:
        rows = await connection.fetch(
            "select petition_id, old_on, new_on, side from recount.moved where trial_id = $1"
            " order by rank, new_on, clock_id",
            trial.trial_id,
        )
    return [tuple(row) for row in rows]


async def test_a_shorter_rule_over_history(work: Clockwork) -> None:
    """Who was in time and would have been late; whoever began before it is left out."""
    await history(work)
    trial = await tried(work, of_rule(law(work), read_rule(SHORTER)))
    due, sooner = dt.date(2026, 11, 26), dt.date(2026, 11, 23)
    running = (dt.date(2026, 12, 2), dt.date(2026, 11, 30))
    assert await moved(work, trial) == [
        ("between", due, sooner, "late"),
        ("early", due, sooner, ""),
        ("late", due, sooner, ""),
        ("runs", *running, ""),
    ]
    found = trial.figures
    assert (found.moved, found.earlier, found.to_late, found.to_in_time) == (4, 4, 1, 0)
    assert [(line.key, line.moved, line.to_late) for line in found.by_agency] == [
        ("25459", 3, 1),
        ("25585", 1, 0),
    ]
    assert [(line.key, line.moved) for line in found.by_month] == [
        ("2026-11", 3),
        ("2026-12", 1),
    ]
    assert (trial.examined, trial.total) == (4, 4)


async def test_a_trial_touches_nothing_that_is_live(work: Clockwork) -> None:
    """No fact is said and no row is changed, by a rule, by a calendar, by a proposal."""
    await history(work)
    await work.fill(60, first_on=MONDAY)
    async with work.database.connection() as connection:
        before = await connection.fetchval(LIVE)
    more = days_of(work.aggregates.calendar.years[2026]) | {WEDNESDAY}
    for draft in (
        of_rule(law(work), read_rule(SHORTER)),
        of_calendar(law(work), 2026, more),
        of_calendar(law(work), 2026, more, proposed=9),
    ):
        assert (await tried(work, draft)).figures.moved > 0
    async with work.database.connection() as connection:
        assert await connection.fetchval(LIVE) == before
        assert before is not None


async def test_what_a_proposal_shows_is_what_its_approval_moves(work: Clockwork) -> None:
    """Count shown = count changed, clock by clock."""
    await history(work)
    await work.fill(200, first_on=MONDAY)
    more = days_of(work.aggregates.calendar.years[2026]) | {WEDNESDAY}
    trial = await tried(work, of_calendar(law(work), 2026, more, proposed=3))
    async with work.database.connection() as connection:
        shown = await connection.fetch(
            "select clock_id, old_on, new_on from recount.moved where trial_id = $1",
            trial.trial_id,
        )
    await work.publish(2026, [WEDNESDAY.on])
    await work.job().run_if_due()
    facts: list[Any] = [heard.fact for heard in await work.said("clock.moved.v1")]
    said = {(fact.clock_id, fact.earlier, fact.announced.due_on) for fact in facts}
    assert {tuple(row) for row in shown} == said
    assert trial.figures.moved == len(facts) > 50


async def test_a_trial_is_asked_once_while_it_is_true(work: Clockwork) -> None:
    """Until something is said; a minute is always near enough."""
    await history(work)
    clock = FixedClock(NOW)
    trials = Trials(work.database, clock)
    draft = of_rule(law(work), read_rule(SHORTER))
    assert await trials.lately(draft) is None
    first = await trials.ask(draft, by="anna", patience_s=20)
    clock.at = NOW + dt.timedelta(minutes=10)
    again = await trials.lately(draft)
    assert again is not None
    assert again.trial_id == first.trial_id
    await work.say("new", start("new"))
    assert await trials.lately(draft) is None
    clock.at = NOW + dt.timedelta(seconds=30)
    assert await trials.lately(draft) is not None
    clock.at = NOW + dt.timedelta(days=3)
    await trials.ask(of_rule(law(work), read_rule(SHORTER)), by="anna", patience_s=20)
    with pytest.raises(NoSuchTrial):
        await trials.of(first.trial_id)


async def test_a_trial_that_was_cut_off_says_so(work: Clockwork) -> None:
    """The process ended: whoever looks is told to try again, and may."""
    await work.fill(40, first_on=MONDAY)
    trials = Trials(work.database, work.clock)
    draft = of_rule(law(work), read_rule(SHORTER))
    trial = await trials.ask(draft, by="anna")
    trials.close()
    end = time.monotonic() + 10
    while (shown := await trials.of(trial.trial_id)).state == "running":
        assert time.monotonic() < end
    assert shown.stands(NOW) == "failed"
    assert await trials.lately(draft) is None
    async with work.database.connection() as connection:
        await connection.execute("update recount.trial set state = 'running', total = 9")
    silent = await trials.of(trial.trial_id)
    assert silent.stands(NOW + dt.timedelta(seconds=59)) == "running"
    assert silent.stands(NOW + dt.timedelta(seconds=90)) == "failed"


async def test_too_many_at_once_wait_elsewhere(work: Clockwork) -> None:
    """Trials are cheap, not free: some wait, one more is asked to come again."""
    await work.fill(40, first_on=MONDAY)
    trials = Trials(work.database, work.clock)
    draft = of_rule(law(work), read_rule(SHORTER))
    asked = [await trials.ask(draft, by="anna") for _ in range(MOST_WAITING)]
    with pytest.raises(TooManyTrials) as refused:
        for _ in range(MOST_WAITING):
            await trials.ask(draft, by="anna")
    assert refused.value.retry_after_s == 60
    end = time.monotonic() + 20
    for trial in asked:
        while (await trials.of(trial.trial_id)).state == "running":
            assert time.monotonic() < end
