"""
Counts periods as the law counts days: one pure function gives every date.

Legal source: BLDS Đ145–148. Except for lawsuits (LTTHC Đ116.5), applying the Civil Code to
administrative clocks is interpretation: no act on petitions has a counting rule of its own.
What is open to another reading is a switch of `shared.legal.policy`.
"""

import calendar as gregorian
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from shared.legal.calendar import Calendar
from shared.legal.citation import Citation

Unit = Literal[
    "calendar_day", "working_day", "month", "year", "week", "day_of_month", "none"
]
Mode = Literal[
    "deadline",
    "before",
    "status",
    "minimum",
    "threshold",
    "frequency",
    "fixed_day",
    "ceiling",
    "none",
]
"""What the end of a period means: act by then, at the latest before an event, and so on."""
StepKind = Literal[
    "rule",
    "trigger",
    "extended",
    "counted",
    "skipped",
    "paused",
    "not_paused",
    "rolled",
    "closed",
    "end",
]

ONE_DAY = dt.timedelta(days=1)
MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """Days `[from_on, until_on)` that are not counted; the day of resumption is."""

    from_on: dt.date
    until_on: dt.date
    ground: str = ""
    """Code of the lawful ground; empty where nobody says."""


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """Days that a written decision added."""

    granted_on: dt.date
    days: int


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted: so many units from a trigger, and the days that stand still."""

    trigger_on: dt.date
    """The day of the event; it is not counted. Of a `before` period, the event itself."""
    length: int
    """Extensions included: they make one span with the period (LTC Đ30)."""
    unit: Unit
    mode: Mode = "deadline"
    pauses: tuple[Pause, ...] = ()
    """After the trigger, in order, no day in two of them: as `effective` gives them."""
    roll: bool = True
    """Whether a last day that is a day off moves (BLDS Đ148.5)."""
    whole: bool = False
    """Of a frequency: the calendar month or week that holds the trigger, from its first day."""


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
    sentence_en: str
    basis: Citation | None = None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """When a period ends."""

    nominal_on: dt.date
    """Last day before rolling: the day to warn people of."""
    due_on: dt.date
    """Last lawful day, to 24:00 (BLDS Đ148.6); of a `before` period, the last day in time."""
    rolled: bool
    effective_on: dt.date | None = None
    """Of a status: the first day on which it holds."""
    steps: tuple[Step, ...] = ()
    """Empty unless asked for with `shared.legal.explaining.explain`."""


def due(period: Period, calendar: Calendar) -> Due:
    """
    Return the end of a period.

    Raises:
        ValueError: the length is not positive, or the mode has none.
        CalendarMissing: a calendar it must look at is not published.
    """
    if period.length < 1:
        raise ValueError(f"a period has at least one unit, not {period.length}")
    if period.mode not in _BY_MODE:
        raise ValueError(f"the law gives a {period.mode} no length")
    return _BY_MODE[period.mode](period, calendar)


def used_up(period: Period, calendar: Calendar, percent: int) -> dt.date:
    """
    Return the day by the end of which so many percent of a period are used up; never rolled.

    A period that runs backwards is not used up by time: its last day is returned.

    Raises:
        ValueError, CalendarMissing: as `due`.
    """
    if period.mode == "before":
        return due(period, calendar).due_on
    trigger_on = period.trigger_on
    if period.mode == "fixed_day" or period.whole:
        trigger_on = _first_of(period) - ONE_DAY
        span = (due(period, calendar).nominal_on - trigger_on).days
        return trigger_on + dt.timedelta(days=_share(span, percent))
    if period.unit == "working_day":
        n = _share(period.length, percent)
        return last_working_day(trigger_on, n, calendar, period.pauses)
    span = (corresponding(trigger_on, period.length, period.unit) - trigger_on).days
    return shifted(trigger_on + dt.timedelta(days=_share(span, percent)), period.pauses)


def calendars_read(trigger_on: dt.date, unit: Unit, due: Due, calendar: Calendar) -> str:
    """Return the versions of the calendars that a due date rests on."""
    counted_from = trigger_on + ONE_DAY if unit == "working_day" else due.nominal_on
    first_on, last_on = sorted((counted_from, due.due_on))
    return calendar.versions(first_on, last_on)


def effective(trigger_on: dt.date, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Return the pauses after the trigger: in order, cut where they overlap."""
    after: list[Pause] = []
    free_from = trigger_on + ONE_DAY
    for pause in sorted(pauses, key=lambda pause: pause.from_on):
        start = max(pause.from_on, free_from)
        if start < pause.until_on:
            after.append(msgspec.structs.replace(pause, from_on=start))
            free_from = pause.until_on
    return tuple(after)


def corresponding(trigger_on: dt.date, length: int, unit: Unit) -> dt.date:
    """
    Return the day that ends a period without pauses or rolling; not for working days.

    Legal source: BLDS Đ148.1–4: the corresponding day, else the last one of the month. The
    code does not say what a year from 29 February ends on; it is read alike.
    """
    if unit == "calendar_day":
        return trigger_on + dt.timedelta(days=length)
    if unit == "week":
        return trigger_on + dt.timedelta(days=length * DAYS_A_WEEK)
    months = length * (MONTHS_A_YEAR if unit == "year" else 1)
    year, month = divmod(
        trigger_on.year * MONTHS_A_YEAR + trigger_on.month - 1 + months, 12
    )
    return _day_of(year, month + 1, trigger_on.day)


def shifted(on: dt.date, pauses: Sequence[Pause]) -> dt.date:
    """
    Return the last day of a period after the pauses that began within it.

    Legal source: LKN Đ11a.4, ND124 Đ28b.2; LTC Đ34.2: paused time is not counted.
    """
    for pause in pauses:
        if pause.from_on <= on:
            on += pause.until_on - pause.from_on
    return on


def rolled(on: dt.date, pauses: Sequence[Pause], calendar: Calendar) -> dt.date:
    """
    Return the day on which a period with this last day ends.

    A pause that begins while the end has moved on to a working day stops that day too: the
    period is not over yet, so nobody may be late before it goes on.

    Legal source: BLDS Đ148.5.

    Raises:
        CalendarMissing: a calendar on the way is not published.
    """
    end_on = calendar.next_ending(on)
    for pause in pauses:
        if pause.from_on <= end_on < pause.until_on:
            end_on = calendar.next_ending(pause.until_on)
    return end_on


def last_working_day(
    trigger_on: dt.date, length: int, calendar: Calendar, pauses: Sequence[Pause]
) -> dt.date:
    """
    Return the working day on which a period of working days ends.

    Raises:
        CalendarMissing: a year from the day after the trigger on is not published.
    """
    index = calendar.index_after(trigger_on) + length - 1
    for pause in pauses:
        if calendar.day_at(index) >= pause.from_on:
            resumed = calendar.index_from(pause.until_on)
            index += resumed - calendar.index_from(pause.from_on)
    last_on = calendar.day_at(index)
    calendar.require(trigger_on + ONE_DAY, last_on)
    return last_on


def _deadline(period: Period, calendar: Calendar) -> Due:
    if period.unit == "working_day":
        on = last_working_day(period.trigger_on, period.length, calendar, period.pauses)
        return Due(nominal_on=on, due_on=on, rolled=False)
    plain_on = corresponding(period.trigger_on, period.length, period.unit)
    nominal_on = shifted(plain_on, period.pauses)
    due_on = rolled(nominal_on, period.pauses, calendar) if period.roll else nominal_on
    return Due(nominal_on=nominal_on, due_on=due_on, rolled=due_on != nominal_on)


def _before(period: Period, calendar: Calendar) -> Due:
    event_on = period.trigger_on
    if period.unit == "working_day":
        on = calendar.day_at(calendar.index_from(event_on) - period.length)
        calendar.require(on, event_on - ONE_DAY)
        return Due(nominal_on=on, due_on=on, rolled=False)
    nominal_on = event_on - dt.timedelta(days=period.length)
    due_on = calendar.last_ending(nominal_on) if period.roll else nominal_on
    return Due(nominal_on=nominal_on, due_on=due_on, rolled=due_on != nominal_on)


def _status(period: Period, _: Calendar) -> Due:
    on = corresponding(period.trigger_on, period.length, period.unit)
    return Due(nominal_on=on, due_on=on, rolled=False, effective_on=on + ONE_DAY)


def _unrolled(period: Period, _: Calendar) -> Due:
    on = corresponding(period.trigger_on, period.length, period.unit)
    return Due(nominal_on=on, due_on=on, rolled=False)


def _frequency(period: Period, calendar: Calendar) -> Due:
    if not period.whole:
        return _deadline(period, calendar)
    on = corresponding(_first_of(period), period.length, period.unit) - ONE_DAY
    return Due(nominal_on=on, due_on=on, rolled=False)


def _fixed_day(period: Period, _: Calendar) -> Due:
    on = _day_of(period.trigger_on.year, period.trigger_on.month, period.length)
    return Due(nominal_on=on, due_on=on, rolled=False)


_BY_MODE: dict[Mode, Callable[[Period, Calendar], Due]] = {
    "deadline": _deadline,
    "before": _before,
    "status": _status,
    "minimum": _unrolled,
    "threshold": _unrolled,
    "frequency": _frequency,
    "fixed_day": _fixed_day,
}


def _first_of(period: Period) -> dt.date:
    """Return the first day of the week or month that holds the trigger."""
    if period.unit == "week":
        return period.trigger_on - dt.timedelta(days=period.trigger_on.weekday())
    return period.trigger_on.replace(day=1)


def _day_of(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, gregorian.monthrange(year, month)[1]))


def _share(whole: int, percent: int) -> int:
    return -(-whole * percent // 100)
