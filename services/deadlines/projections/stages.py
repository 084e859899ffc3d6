"""
What is to be said of a clock, in which order and from which day.

Reminders go to those who must act, so only to deadlines against bodies; of every other clock
only its end is said. Each date that was announced has its own round: what was said of an
earlier date is not what people must know of the new one.

What is due already when a date is announced is not said of that date, save the last of it: a
clock that was typed in late, four fifths gone, needs one reminder and not two. Not even that
one if its day is over and it was said of an earlier date: nobody would learn anything.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from services.deadlines.rules.escalation import Rung, ladder_on
from shared.contracts.deadlines import Stage

REMINDERS: tuple[Stage, ...] = ("half", "most", "last")
EXPIRED = "expired"
BODIES = ("agency", "superior")
"""Those who can be late."""


class Dated(Protocol):
    """A clock with its announced dates, and what was said of it."""

    @property
    def mode(self) -> str:
        """What its end means."""

    @property
    def party(self) -> str:
        """Whom it runs against."""

    @property
    def half_on(self) -> dt.date:
        """Half is used up."""

    @property
    def most_on(self) -> dt.date:
        """Four fifths are."""

    @property
    def nominal_on(self) -> dt.date:
        """The last day before rolling."""

    @property
    def due_on(self) -> dt.date:
        """The last lawful day."""

    @property
    def announced_on(self) -> dt.date:
        """When these dates were announced."""

    @property
    def told(self) -> str:
        """What was said, and for which last lawful day; see `with_told`."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to say: `half`, `most`, `last`, `expired`, `rung-1` …, and from which day."""

    name: str
    on: dt.date
    stage: Stage | None = None
    """Of a reminder."""
    rung: Rung | None = None
    """Of an escalation."""


def steps_of(clock: Dated) -> list[Step]:
    """Return everything there is to say of a clock, in order; no day is before the last."""
    over = Step(EXPIRED, clock.due_on + dt.timedelta(days=1))
    if clock.mode != "deadline" or clock.party not in BODIES:
        return [over]
    days = (clock.half_on, clock.most_on, clock.nominal_on)
    ladder = ladder_on(clock.due_on)
    return [
        *(Step(stage, on, stage=stage) for stage, on in zip(REMINDERS, days, strict=True)),
        over,
        *(
            Step(rung.name, clock.due_on + dt.timedelta(days=rung.days), rung=rung)
            for rung in (() if ladder is None else ladder.rungs)
        ),
    ]


def remaining(clock: Dated) -> list[Step]:
    """Return what is still to be said of the dates as they are announced now, in order."""
    told = clock.told.split()
    steps = steps_of(clock)
    if clock.announced_on >= steps[0].on:
        steps = _worth_saying(clock, steps, {entry.split("/")[0] for entry in told})
    return [step for step in steps if _entry(step.name, clock.due_on) not in told]


def with_told(told: str, name: str, due_on: dt.date) -> str:
    """Return what was said, one thing more: `half/2026-07-10 most/2026-07-10`."""
    return f"{told} {_entry(name, due_on)}".strip()


def escalates_unassigned(clock: Dated) -> Rung | None:
    """Return whom to tell that nobody is answerable; None if it was said of this date."""
    ladder = ladder_on(clock.due_on)
    if ladder is None:
        return None
    told = _entry(ladder.unassigned.name, clock.due_on) in clock.told.split()
    return None if told else ladder.unassigned


def _worth_saying(clock: Dated, steps: list[Step], ever: set[str]) -> list[Step]:
    """Leave out the reminders that were due when the date was announced, save the last."""
    due = [step for step in steps if step.stage and step.on <= clock.announced_on]
    if due and clock.due_on >= clock.announced_on:
        last = due.pop()
        later = REMINDERS[REMINDERS.index(last.name) :]
        if last.on < clock.announced_on and ever.intersection(later):
            due.append(last)
    return [step for step in steps if step not in due]


def _entry(name: str, due_on: dt.date) -> str:
    return f"{name}/{due_on.isoformat()}"
