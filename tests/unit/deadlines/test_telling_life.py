"""
The life of a clock, day by day, with acts and absences by chance: what people were told.

The scheduler is played on the real deciders and the real fold, with rows that may be behind;
what it says is held against the announced dates alone.
"""

import datetime as dt
from collections import Counter

from hypothesis import given, settings

from services.deadlines.projections.clock import ClockRow
from services.deadlines.projections.stages import EXPIRED, REMINDERS, remaining, steps_of
from services.deadlines.rules.office import Office
from services.deadlines.rules.office import load as load_hours
from shared.clock import local_date
from shared.contracts.deadlines import (
    ANNOUNCING,
    ClockEscalated,
    ClockExpired,
    ClockReminded,
    ClockStopped,
)
from shared.envelope import Told
from shared.legal.running import NEVER
from tests.unit.deadlines.lives import BOOK, DAYS, LIVES, Life, Plan, lived


def key(fact: object) -> tuple[str, dt.date] | None:
    """Return what a fact told of which date; None where it told nothing."""
    match fact:
        case ClockReminded():
            return fact.stage, fact.due_on
        case ClockExpired():
            return EXPIRED, fact.due_on
        case ClockEscalated():
            return f"rung-{fact.rung}", fact.due_on
        case _:
            return None


def histories(life: Life) -> list[tuple[ClockRow, Told]]:
    """Return each fact with the row as it was before."""
    pairs = zip(life.rows, life.heard, strict=False)
    return [(row, told) for row, told in pairs if row is not None]


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_each_thing_is_told_once_in_its_time(plan: Plan) -> None:
    """Never twice, never of a clock that stands, never before its day or out of hours."""
    life = lived(plan)
    told = Counter(filter(None, (key(each.fact) for each in life.heard)))
    assert max(told.values(), default=1) == 1
    for row, each in histories(life):
        found = key(each.fact)
        if found is None:
            continue
        today = local_date(each.recorded_at)
        assert (row.state, found[1]) == ("running", row.due_on)
        if isinstance(each.fact, ClockExpired):
            assert today > row.due_on
        else:
            assert Office(hours=load_hours(), calendar=BOOK.calendar()).is_open(
                each.recorded_at
            )
            day = {step.name: step.on for step in steps_of(row)}
            assert found[0] == "rung-0" or day[found[0]] <= today


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_nothing_is_left_out_and_order_is_kept(plan: Plan) -> None:
    """Of the last dates announced, every stage still ahead then was told, first things first."""
    life = lived(plan)
    row = life.row()
    assert row is not None
    if row.state != "running":
        assert row.next_on == NEVER
        return
    assert remaining(row) == []
    announced = max(
        n for n, each in enumerate(life.heard) if isinstance(each.fact, ANNOUNCING)
    )
    since = local_date(life.heard[announced].recorded_at)
    of_it = [
        found[0]
        for each in life.heard
        if (found := key(each.fact)) is not None and found[1] == row.due_on
    ]
    for step in steps_of(row):
        if step.on > since or step.name not in REMINDERS:
            assert step.name in of_it
    for names in (REMINDERS, (EXPIRED, "rung-1", "rung-2", "rung-3")):
        said = [name for name in of_it if name in names]
        assert said == sorted(said, key=names.index)
    if "rung-0" in of_it:
        assert of_it.index("rung-0") < min(
            of_it.index(name) for name in REMINDERS if name in of_it
        )


@settings(max_examples=30, deadline=None)
@given(LIVES)
def test_late_is_what_could_have_been_said_on_an_earlier_day(plan: Plan) -> None:
    """Without absences, and with rows that follow, nothing is late."""
    rule, unassigned, acts, _, _ = plan
    life = lived((rule, unassigned, acts, set(), [0]))
    calendar_came = "calendar" in acts.values()
    late = [
        each.fact
        for each in life.heard
        if isinstance(each.fact, ClockReminded) and each.fact.late
    ]
    assert calendar_came or late == []


def test_a_stopped_clock_is_silent() -> None:
    life = lived(("TC.SETTLE", True, {3: "stop"}, set(), [0]))
    assert [type(each.fact) for each in life.heard][1:] == [ClockStopped]


def test_a_year_of_absence_is_caught_up_in_order() -> None:
    """In one morning, and each reminder says that it is late."""
    life = lived(("TC.SETTLE", True, {}, set(range(DAYS + 20)), [0]))
    said = [key(each.fact) for each in life.heard[1:]]
    assert [name for name, _ in filter(None, said)] == [
        EXPIRED,
        "rung-0",
        *REMINDERS,
        "rung-1",
        "rung-2",
        "rung-3",
    ]
    assert all(
        each.fact.late for each in life.heard if isinstance(each.fact, ClockReminded)
    )
