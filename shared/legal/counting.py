"""
Counts periods as the law counts days: one pure function gives every due date.

Legal source: BLDS Đ145–148. Except for lawsuits (LTTHC Đ116.5), applying the Civil Code to
administrative clocks is interpretation: no act on petitions has a counting rule of its own.
"""

import calendar as gregorian
import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec

from shared.legal.calendar import Calendar
from shared.legal.citation import Citation

Unit = Literal["calendar_day", "working_day", "month", "year"]
StepKind = Literal["trigger", "counted", "skipped", "paused", "not_paused", "rolled", "end"]

ONE_DAY = dt.timedelta(days=1)


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """Days `[from_on, until_on)` that are not counted; the day of resumption is."""

    from_on: dt.date
    until_on: dt.date


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch `[from_on, until_on)` of an explanation: what was done, and why."""

    kind: StepKind
    from_on: dt.date
    until_on: dt.date
    days: int = 0
    """Days this stretch adds to the count."""
    total: int = 0
    """Days counted up to its end."""
    sentence: str
    basis: Citation | None = None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """When a period ends."""

    nominal_on: dt.date
    """Last day before rolling: the day to warn people of."""
    due_on: dt.date
    """Last lawful day, to 24:00 (BLDS Đ148.6)."""
    rolled: bool
    steps: tuple[Step, ...] = ()
    """Empty unless asked for with `shared.legal.explaining.explain`."""


def due(
    trigger_on: dt.date,
    length: int,
    unit: Unit,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    roll: bool = True,
) -> Due:
    """
    Return the end of a period; the day of the trigger is not counted.

    Legal source: BLDS Đ147.2 (trigger), Đ148.3–4 (months, years), Đ148.5 (last day closed).

    Raises:
        ValueError: the length is not positive.
        RuleMissing: a calendar it must look at is not published.
    """
    if length < 1:
        raise ValueError(f"a period has at least one unit, not {length}")
    stops = effective(trigger_on, pauses) if pauses else ()
    if unit == "working_day":
        on = _last_working_day(trigger_on, length, calendar, stops)
        return Due(nominal_on=on, due_on=on, rolled=False)
    nominal_on = corresponding(trigger_on, length, unit)
    for stop in stops:
        if stop.from_on <= nominal_on:
            nominal_on += stop.until_on - stop.from_on
    due_on = calendar.next_working(nominal_on) if roll else nominal_on
    return Due(nominal_on=nominal_on, due_on=due_on, rolled=due_on != nominal_on)


def calendars_read(trigger_on: dt.date, unit: Unit, due: Due, calendar: Calendar) -> str:
    """Return the versions of the calendars that a due date rests on."""
    first_on = trigger_on + ONE_DAY if unit == "working_day" else due.nominal_on
    return calendar.versions(first_on, due.due_on)


def effective(trigger_on: dt.date, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Return the pauses after the trigger: in order, joined where they touch or overlap."""
    joined: list[Pause] = []
    free_from = trigger_on + ONE_DAY
    for pause in sorted(pauses, key=lambda pause: pause.from_on):
        start = max(pause.from_on, free_from)
        if start < pause.until_on:
            joined.append(Pause(from_on=start, until_on=pause.until_on))
            free_from = pause.until_on
    return tuple(joined)


def corresponding(trigger_on: dt.date, length: int, unit: Unit) -> dt.date:
    """
    Return the day that ends a period without pauses or rolling; not for working days.

    Legal source: BLDS Đ148.2–4: the corresponding date, else the last day of the month.
    """
    if unit == "calendar_day":
        return trigger_on + dt.timedelta(days=length)
    months = length * (12 if unit == "year" else 1)
    year, month = divmod(trigger_on.year * 12 + trigger_on.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(trigger_on.day, last))


def _last_working_day(
    trigger_on: dt.date, length: int, calendar: Calendar, stops: Sequence[Pause]
) -> dt.date:
    index = calendar.index_after(trigger_on) + length - 1
    for stop in stops:
        if calendar.day_at(index) >= stop.from_on:
            paused = calendar.index_after(stop.until_on - ONE_DAY)
            index += paused - calendar.index_after(stop.from_on - ONE_DAY)
    last_on = calendar.day_at(index)
    calendar.require(trigger_on + ONE_DAY, last_on)
    return last_on
