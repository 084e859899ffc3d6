"""Random lives of clocks, lived twice: by the program's deciders and by the oracle."""

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from services.deadlines.domain.clocks.commands import (
    ChangeVariant,
    ExtendClocks,
    MoveClocks,
    PauseClocks,
    ResumeClocks,
    StartClock,
    StrikeExtension,
    StrikePause,
)
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.state import Running
from services.deadlines.rules import RuleBook
from services.deadlines.rules.loader import load
from shared.errors import Refusal
from shared.ids import AgencyCode, PetitionId
from shared.legal.calendar import Calendar, CalendarYear, ClosedDay
from shared.legal.citation import Citation
from tests.law.oracle import ARTICLES, CR, C, NotLawful, Oracle, R, day_of

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PETITION = PetitionId("p")
BASIS = Citation("LKN", "Đ11a")
VARIANTS = {
    "KN.L1.SETTLE": (frozenset(), C, R, CR),
    "KN.L2.SETTLE": (frozenset(), C, R, CR),
    "TC.INITIAL": (frozenset(), frozenset({"multi_site"})),
}
GROUNDS = {"KN.TIMEBAR.90": "citizen_obstacle", "KN.SUE": "citizen_obstacle"}
OPS = ("pause", "resume", "strike_pause", "extend", "strike_extension", "variant",
       "holiday", "swap", "law")  # fmt: skip
CLOCKS = tuple(ARTICLES)
FIRST, LAST = dt.date(2023, 1, 1).toordinal(), dt.date(2026, 12, 31).toordinal()
YEARS = range(2022, 2028)
"""Fewer calendars are laid out faster; every scenario ends within them."""
ENDS = {"TC.FOLLOWUP.MONTHLY": day_of("30/06/2026"), "KN.SUE": day_of("15/07/2026")}
"""Last triggers: of a row that ended, and of a year that must end in a published one."""


@dataclass(frozen=True)
class Disagreement:
    """What went on, and the two opinions of it."""

    seed: int
    story: tuple[str, ...]
    program: object
    oracle: object


@dataclass
class World:
    """What every scenario of a run begins with: the rules and the shipped calendar."""

    book: RuleBook = field(default_factory=load)
    calendar: Calendar = field(init=False)
    closed: frozenset = field(init=False)
    worked: frozenset = field(init=False)

    def __post_init__(self) -> None:
        shipped = self.book.calendar().years
        self.calendar = Calendar.of(shipped[year] for year in YEARS)
        years = self.calendar.years.values()
        self.closed = frozenset(day for year in years for day in year.closed)
        self.worked = frozenset(day for year in years for day in year.make_up)


class Life:
    """One scenario: the same things happen to a clock of the program and to the oracle's."""

    def __init__(self, world: World, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.story: list[str] = []
        clock = self.random.choice(CLOCKS)
        self.trigger = dt.date.fromordinal(self.random.randint(FIRST, LAST))
        self.trigger = min(self.trigger, ENDS.get(clock, self.trigger))
        self.oracle = Oracle(clock, self.trigger, set(world.closed), set(world.worked))
        self.oracle.circumstances = self.random.choice(VARIANTS.get(clock, (frozenset(),)))
        self.calendar, self.book = world.calendar, world.book
        self.decider = clocks_decider(self.book, self.calendar)
        self.clocks: Any = self.decider.initial
        self.rules = frozenset({clock})
        self.number = 0
        self._do(StartClock(petition_id=PETITION, at=AT, rule_id=clock, trigger_on=self.trigger,
                            variant=self.oracle.circumstances, against=AgencyCode("X")))  # fmt: skip

    def live(self, steps: int) -> Disagreement | None:
        """Return where the two part, if they do."""
        self._note("start", self.oracle.clock, self.trigger, set(self.oracle.circumstances))
        found = self._differ()
        for _ in range(steps):
            if found is not None:
                return found
            found = getattr(self, f"_{self.random.choice(OPS)}")() or self._differ()
        return found

    def _differ(self) -> Disagreement | None:
        (clock,) = self.clocks.values()
        running = isinstance(clock, Running)
        if running == self.oracle.stands_still:
            return self._disagree("runs" if running else "stands still", "the other")
        if not running:
            return None
        told = (clock.announced.nominal_on, clock.announced.due_on)
        ends = self.oracle.ends()
        return None if told == ends else self._disagree(told, ends)

    def _both(self, command: object, oracle: Any, *args: object) -> Disagreement | None:
        lawful = refused = ""
        try:
            oracle(*args)
        except NotLawful:
            lawful = "not lawful"
        try:
            self._do(command)
        except Refusal as refusal:
            refused = refusal.code
        return self._disagree(refused, lawful) if bool(lawful) != bool(refused) else None

    def _do(self, command: object) -> None:
        for fact in self.decider.decide(command, self.clocks):
            self.clocks = self.decider.evolve(self.clocks, fact)

    def _note(self, *what: object) -> None:
        self.story.append(" ".join(map(str, what)))

    def _disagree(self, program: object, oracle: object) -> Disagreement:
        return Disagreement(self.seed, tuple(self.story), program, oracle)

    def _some_day(self, before: int = 10, after: int = 120) -> dt.date:
        return self.trigger + dt.timedelta(days=self.random.randint(-before, after))

    def _of(self) -> dict[str, Any]:
        return {"petition_id": PETITION, "at": AT, "rule_ids": self.rules}

    def _pause(self) -> Disagreement | None:
        on = self._some_day()
        self._note("pause", on)
        ground: Any = GROUNDS.get(self.oracle.clock, "other_body")
        command = PauseClocks(**self._of(), on=on, ground=ground, basis=BASIS)
        return self._both(command, self.oracle.pause, on)

    def _resume(self) -> Disagreement | None:
        on = self._some_day(0, 150)
        self._note("resume", on)
        return self._both(ResumeClocks(**self._of(), on=on), self.oracle.resume, on)

    def _strike_pause(self) -> Disagreement | None:
        known = [pause[0] for pause in self.oracle.pauses] or [self._some_day()]
        on = self.random.choice(known)
        self._note("strike the pause of", on)
        command = StrikePause(**self._of(), paused_on=on)
        return self._both(command, self.oracle.strike_pause, on)

    def _extend(self) -> Disagreement | None:
        self.number += 1
        on, days = self._some_day(3, 40), self.random.choice((-1, 0, 1, 7, 20, 30, 30, 31))
        why = self.random.choice(("complex", "especially_complex"))
        if self.oracle.extensions and self.random.random() < 0.8:
            why = "especially_complex"
        self._note("extend", self.number, on, days, why)
        if self.oracle.clock in VARIANTS:
            return None  # complex is a longer time there, not a ground to extend: see the tables
        command = ExtendClocks(**self._of(), number=self.number, granted_on=on, days=days,
                               variant=frozenset({why}))  # fmt: skip
        return self._both(command, self.oracle.extend, self.number, on, days, why)

    def _strike_extension(self) -> Disagreement | None:
        number = self.random.randint(1, max(1, self.number))
        self._note("strike the extension", number)
        command = StrikeExtension(**self._of(), number=number)
        return self._both(command, self.oracle.strike_extension, number)

    def _variant(self) -> Disagreement | None:
        if self.oracle.clock not in VARIANTS:
            return None
        chosen = self.random.choice(VARIANTS[self.oracle.clock])
        self._note("circumstances", set(chosen))
        self.oracle.circumstances = chosen
        return self._both(ChangeVariant(**self._of(), variant=chosen), lambda: None)

    def _holiday(self) -> Disagreement | None:
        day = self._some_day(0, 160)
        while day.weekday() > 4:
            day += dt.timedelta(days=1)
        self._note("holiday", day)
        self.oracle.closed.add(day)
        return self._publish(day.year, {day: ClosedDay("holiday", "mới")}, {})

    def _swap(self) -> Disagreement | None:
        day = self._some_day(0, 160)
        while day.weekday() > 4:
            day += dt.timedelta(days=1)
        saturday = day + dt.timedelta(
            days=(5 - day.weekday()) + 7 * self.random.randint(0, 2)
        )
        self._note("swap", day, saturday)
        self.oracle.closed.add(day)
        self.oracle.worked_saturdays.add(saturday)
        found = self._publish(day.year, {day: ClosedDay("swapped", "mới")}, {})
        return found or self._publish(saturday.year, {}, {saturday: "mới"})

    def _publish(self, year: int, closed: Any, worked: Any) -> Disagreement | None:
        old = self.calendar.years[year]
        new = CalendarYear(
            year=year,
            version=old.version + 1,
            closed={**old.closed, **closed},
            make_up={**old.make_up, **worked},
            source="x",
            confidence="primary",
        )
        self.calendar = self.calendar.published(new)
        self.decider = clocks_decider(self.book, self.calendar)
        return self._both(MoveClocks(petition_id=PETITION, at=AT), lambda: None)

    def _law(self) -> Disagreement | None:
        """Give the clock a new row from a later day on: it must not touch this one."""
        self._note("another law from the day after the trigger")
        rows = self.book.clocks[self.oracle.clock]
        last = rows[-1]
        since = max(self.trigger, last.valid_from) + dt.timedelta(days=1)
        if last.valid_until is not None and last.valid_until <= since:
            return None
        changed = (
            *rows[:-1],
            dataclasses.replace(last, valid_until=since),
            dataclasses.replace(
                last, version=last.version + 1, valid_from=since, length=last.length + 5
            ),
        )
        clocks = {**self.book.clocks, self.oracle.clock: changed}
        self.book = dataclasses.replace(self.book, clocks=clocks)
        self.decider = clocks_decider(self.book, self.calendar)
        return self._both(MoveClocks(petition_id=PETITION, at=AT), lambda: None)


def disagreements(world: World, seeds: range, *, steps: int = 8) -> Iterator[Disagreement]:
    """Yield every scenario in which the program and the oracle part."""
    for seed in seeds:
        found = Life(world, seed).live(steps)
        if found is not None:
            yield found
