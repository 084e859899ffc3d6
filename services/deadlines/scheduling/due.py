"""What may be said of a clock at a moment: pure, from its row, the hour and the office."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from services.deadlines.domain.clocks.commands import EscalateClock, ExpireClock, RemindOf
from services.deadlines.projections.stages import EXPIRED, escalates_unassigned, remaining
from services.deadlines.rules.escalation import UNASSIGNED, Rung
from services.deadlines.rules.office import Office
from shared.clock import LOCAL, local_date
from shared.contracts.deadlines import Stage
from shared.ids import PetitionId

Command: TypeAlias = RemindOf | ExpireClock | EscalateClock


class DueRow(msgspec.Struct, frozen=True, gc=False):
    """As much of a clock as says what is due of it; the names are those of `ClockRow`."""

    clock_id: str
    petition_id: PetitionId
    mode: str
    party: str
    half_on: dt.date
    most_on: dt.date
    nominal_on: dt.date
    due_on: dt.date
    announced_on: dt.date
    told: str
    next_on: dt.date
    unassigned: bool
    """No officer is answerable for the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant, and whether people may be reminded then."""

    now: dt.datetime
    office: Office
    open: bool
    """Offices are open. False, too, where nobody knows."""

    @property
    def today(self) -> dt.date:
        """The local day."""
        return local_date(self.now)

    def is_late(self, since: dt.datetime) -> bool:
        """
        Test whether what could be said from an instant on should have been, on an earlier day.

        Raises:
            RuleMissing: the calendar or the hours of a day on the way are not known.
        """
        return local_date(self.office.opening(since)) < self.today


@dataclass(frozen=True, slots=True)
class Telling:
    """Something to be said of a clock, and the day from which it could be."""

    on: dt.date
    row: DueRow
    command: Command

    @property
    def rank(self) -> tuple[bool, dt.date, bool, str]:
        """
        Return what orders the tellings of a tick; those of one clock stay as they are.

        That nobody is answerable comes before everything else. Then day after day, and on
        each day first what is said of cases that have nobody.
        """
        first = isinstance(self.command, EscalateClock) and self.command.rung == UNASSIGNED
        return not first, self.on, not self.row.unassigned, self.row.clock_id


def tellings(
    row: DueRow, moment: Moment, announced_at: dt.datetime, upto: dt.date
) -> Iterator[Telling]:
    """
    Yield what may be said of a clock now, of days up to one, in order.

    `announced_at` is when its dates were announced: nothing could be said of them before.
    Outside office hours only the end is said.

    Raises:
        RuleMissing: the calendar or the hours of a day on the way are not known.
    """
    nobody = escalates_unassigned(row) if row.unassigned else None
    for step in remaining(row):
        if step.on > upto:
            return
        if step.name == EXPIRED:
            yield Telling(step.on, row, _expire(row, moment))
        elif not moment.open:
            continue
        elif step.stage is not None:
            if nobody is not None:
                yield Telling(step.on, row, _escalate(row, moment, nobody))
                nobody = None
            since = max(midnight(step.on), announced_at)
            yield Telling(step.on, row, _remind(row, moment, step.stage, since))
        elif step.rung is not None:
            yield Telling(step.on, row, _escalate(row, moment, step.rung))


def midnight(day: dt.date) -> dt.datetime:
    """Return the instant at which a local day begins, in UTC."""
    return dt.datetime.combine(day, dt.time.min, LOCAL).astimezone(dt.UTC)


def _remind(row: DueRow, moment: Moment, stage: Stage, since: dt.datetime) -> RemindOf:
    return RemindOf(
        petition_id=row.petition_id,
        clock_id=row.clock_id,
        stage=stage,
        due_on=row.due_on,
        today=moment.today,
        late=moment.is_late(since),
        at=moment.now,
    )


def _expire(row: DueRow, moment: Moment) -> ExpireClock:
    return ExpireClock(
        petition_id=row.petition_id,
        clock_id=row.clock_id,
        today=moment.today,
        at=moment.now,
    )


def _escalate(row: DueRow, moment: Moment, rung: Rung) -> EscalateClock:
    return EscalateClock(
        petition_id=row.petition_id,
        clock_id=row.clock_id,
        rung=rung.number,
        to=rung.to,
        why="unassigned" if rung.number == UNASSIGNED else "overdue",
        due_on=row.due_on,
        at=moment.now,
    )
