"""Decisions on what people are told: once each, of the dates that are announced now."""

import datetime as dt
from typing import Literal

import pytest

from services.deadlines.domain.clocks.commands import (
    ClocksCommand,
    EscalateClock,
    ExpireClock,
    RemindOf,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.telling import stage_on
from services.deadlines.rules import RuleBook
from shared.contracts.deadlines import (
    Announced,
    ClockEscalated,
    ClockExpired,
    ClockExtended,
    ClockMoved,
    ClockPaused,
    ClockReminded,
    ClockStarted,
    ClockStopped,
    Stage,
)
from shared.errors import RuleMissing
from shared.ids import AgencyCode, PetitionId
from shared.legal.calendar import Calendar, CalendarYear
from shared.legal.citation import Citation, RuleApplied
from shared.testing.spec import Case, check

P = PetitionId("p-1")
COMMUNE = AgencyCode("25459")
AT = dt.datetime(2026, 7, 8, 1, tzinfo=dt.UTC)
HALF, MOST, LAST = dt.date(2026, 7, 8), dt.date(2026, 7, 13), dt.date(2026, 7, 15)
OVER = dt.date(2026, 7, 16)
PROCESS = "p-1/XLD.PROCESS/1"


def day(text: str) -> dt.date:
    """Return a day of 2026."""
    return dt.date.fromisoformat(f"2026-{text}")


def remind(stage: Stage, due_on: dt.date = LAST, today: dt.date = OVER) -> RemindOf:
    return RemindOf(
        petition_id=P,
        clock_id=PROCESS,
        stage=stage,
        due_on=due_on,
        today=today,
        late=False,
        at=AT,
    )


def expire(today: dt.date = OVER) -> ExpireClock:
    return ExpireClock(petition_id=P, clock_id=PROCESS, today=today, at=AT)


def escalate(
    rung: int,
    why: Literal["unassigned", "overdue"] = "overdue",
    due_on: dt.date = LAST,
) -> EscalateClock:
    return EscalateClock(
        petition_id=P, clock_id=PROCESS, rung=rung, to="head", why=why, due_on=due_on, at=AT
    )


def reminded(stage: Stage, stage_day: dt.date, due_on: dt.date = LAST) -> ClockReminded:
    return ClockReminded(
        clock_id=PROCESS,
        petition_id=P,
        stage=stage,
        stage_on=stage_day,
        due_on=due_on,
        against=COMMUNE,
        late=False,
    )


def escalated(
    rung: int, why: Literal["unassigned", "overdue"] = "overdue"
) -> ClockEscalated:
    return ClockEscalated(
        clock_id=PROCESS,
        petition_id=P,
        rung=rung,
        to="head",
        why=why,
        due_on=LAST,
        against=COMMUNE,
    )


def moved(due_on: dt.date, half_on: dt.date = HALF) -> ClockMoved:
    announced = Announced(
        nominal_on=due_on, due_on=due_on, half_on=half_on, most_on=MOST, calendar_version=""
    )
    return ClockMoved(clock_id=PROCESS, petition_id=P, earlier=LAST, announced=announced)


processing = ClockStarted(
    clock_id=PROCESS,
    petition_id=P,
    rule=RuleApplied(
        rule="XLD.PROCESS", version=1, basis=Citation("LTCD", "Đ28.1"), confidence="primary"
    ),
    mode="deadline",
    party="agency",
    trigger_on=day("07-01"),
    length=10,
    unit="working_day",
    variant=(),
    announced=Announced(
        nominal_on=LAST,
        due_on=LAST,
        half_on=HALF,
        most_on=MOST,
        calendar_version="2026.1",
    ),
    against=COMMUNE,
)
paused = ClockPaused(
    clock_id=PROCESS,
    petition_id=P,
    paused_on=HALF,
    ground="other_body",
    basis=Citation("LKN", "Đ11a"),
)
stopped = ClockStopped(clock_id=PROCESS, petition_id=P, stopped_on=HALF, reason="met")
expired = ClockExpired(
    clock_id=PROCESS,
    petition_id=P,
    due_on=LAST,
    mode="deadline",
    party="agency",
    against=COMMUNE,
)
NEXT = day("07-22")

# fmt: off
CASES: list[Case[ClocksCommand, ClocksEvent]] = [
    Case("half of the time is used up", [processing], remind("half"), [reminded("half", HALF)]),
    Case("a stage is told once", [processing, reminded("half", HALF)], remind("half"), []),
    Case("another stage is another reminder", [processing, reminded("half", HALF)], remind("most"), [reminded("most", MOST)]),
    Case("that it ends is told on the last day", [processing], remind("last", today=LAST), [reminded("last", LAST)]),
    Case("and not the day before", [processing], remind("last", today=day("07-14")), []),
    Case("who asks with an old date is behind: nothing is said", [processing, moved(NEXT)], remind("half"), []),
    Case("of the new date it is said again", [processing, reminded("half", HALF), moved(NEXT)], remind("half", due_on=NEXT), [reminded("half", HALF, NEXT)]),
    Case("but not before its day", [processing, moved(NEXT, half_on=day("07-17"))], remind("half", due_on=NEXT), []),
    Case("a clock that stands still is no reason to remind", [processing, paused], remind("half"), []),
    Case("nor is one that was stopped", [processing, stopped], remind("half"), []),
    Case("nor one that never ran", [], remind("half"), []),
    Case("after the last lawful day it is over", [processing], expire(), [expired]),
    Case("not on that day", [processing], expire(LAST), []),
    Case("it is over once", [processing, expired], expire(), []),
    Case("a clock that stands still does not end", [processing, paused], expire(), []),
    Case("nor does one that was stopped", [processing, stopped], expire(), []),
    Case("nobody is told above before it was said to be over", [processing], escalate(1), []),
    Case("then the first is", [processing, expired], escalate(1), [escalated(1)]),
    Case("once", [processing, expired, escalated(1)], escalate(1), []),
    Case("and the second after them", [processing, expired, escalated(1)], escalate(2), [escalated(2)]),
    Case("of an old date nobody above is told", [processing, expired, moved(NEXT)], escalate(1), []),
    Case("of a clock that stands still neither", [processing, expired, paused], escalate(1), []),
    Case("that nobody is answerable is told before it is over", [processing], escalate(0, "unassigned"), [escalated(0, "unassigned")]),
    Case("once", [processing, escalated(0, "unassigned")], escalate(0, "unassigned"), []),
    Case("and the first rung is still told when it is over", [processing, escalated(0, "unassigned"), expired], escalate(1), [escalated(1)]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=str)
def test_people_are_told(case: Case[ClocksCommand, ClocksEvent], book: RuleBook) -> None:
    check(clocks_decider(book, book.calendar()), case)


def test_nobody_is_late_by_an_old_calendar(book: RuleBook) -> None:
    """A day off came in between and was not followed yet: the date moves, and does not end."""
    year = CalendarYear.plain(2026, 99, [day("07-10")], [], "a storm", "primary")
    decider = clocks_decider(book, book.calendar().published(year))
    (fact,) = decider.decide(expire(), decider.fold([processing]))
    assert isinstance(fact, ClockMoved)
    assert (fact.earlier, fact.announced.due_on) == (LAST, day("07-16"))
    state = decider.fold([processing, fact])
    assert decider.decide(expire(), state) == []
    (over,) = decider.decide(expire(day("07-17")), state)
    assert isinstance(over, ClockExpired)
    assert over.due_on == day("07-16")


def test_without_a_calendar_nothing_is_said_to_be_over(book: RuleBook) -> None:
    decider = clocks_decider(book, Calendar.of([]))
    with pytest.raises(RuleMissing):
        decider.decide(expire(), decider.fold([processing]))


def test_what_was_told_survives_pauses_and_extensions(book: RuleBook) -> None:
    """The memory is of stage and date: both are the same after the extension was struck."""
    decider = clocks_decider(book, book.calendar())
    longer = ClockExtended(
        clock_id=PROCESS,
        petition_id=P,
        number=1,
        granted_on=HALF,
        days=30,
        variant=(),
        announced=moved(NEXT).announced,
    )
    history = [processing, reminded("half", HALF), longer, moved(LAST)]
    assert decider.decide(remind("half"), decider.fold(history)) == []


@pytest.mark.parametrize(("stage", "on"), [("half", HALF), ("most", MOST), ("last", LAST)])
def test_each_stage_has_its_day(stage: Stage, on: dt.date) -> None:
    assert stage_on(processing.announced, stage) == on
