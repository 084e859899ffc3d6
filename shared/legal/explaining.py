"""Tells how a date came about, stretch by stretch, in sentences a clerk can check."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec

from shared.legal import wording
from shared.legal.calendar import SATURDAY, Calendar, ClosedDay
from shared.legal.citation import Citation
from shared.legal.civil import WEEKLY_REST, counting_law, holidays_law
from shared.legal.counting import (
    ONE_DAY,
    Due,
    Pause,
    Period,
    Step,
    StepKind,
    corresponding,
    due,
)
from shared.legal.rules import Bilingual


class _Day(NamedTuple):
    """What became of one day; days in a row with the same treatment are one stretch."""

    kind: StepKind
    why: ClosedDay | None = None
    make_up: str | None = None
    source: str = ""
    pause: Pause | None = None


def explain(period: Period, calendar: Calendar) -> Due:
    """
    Return what `due` returns, with the steps that lead there.

    Raises:
        ValueError, CalendarMissing: as `due`.
    """
    answer = due(period, calendar)
    if period.mode == "before":
        steps = [*_backward(period, calendar, answer)]
    elif period.mode == "fixed_day":
        steps = [*_fixed(period, calendar, answer)]
    elif period.whole:
        steps = [_whole(period, answer)]
    else:
        steps = [*_forward(period, calendar, answer)]
    return msgspec.structs.replace(answer, steps=(*steps, _ending(period, answer)))


def step(
    kind: StepKind,
    from_on: dt.date,
    until_on: dt.date,
    said: Bilingual,
    basis: Citation | None = None,
) -> Step:
    """Return a step that counts no days."""
    return Step(
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        sentence=said.vi,
        sentence_en=said.en,
        basis=basis,
    )


def _forward(period: Period, calendar: Calendar, answer: Due) -> Iterator[Step]:
    yield _trigger(period)
    if period.unit in ("calendar_day", "working_day"):
        yield from _by_day(period, calendar, _days(period.trigger_on, answer.nominal_on))
    else:
        yield from _by_date(period)
    yield from _rolled(period, calendar, answer)
    for pause in period.pauses:
        if pause.from_on > answer.due_on:
            said = wording.not_paused(pause, answer.due_on)
            yield step("not_paused", pause.from_on, pause.until_on, said)


def _backward(period: Period, calendar: Calendar, answer: Due) -> Iterator[Step]:
    yield _trigger(period)
    back = reversed([*_days(answer.nominal_on - ONE_DAY, period.trigger_on - ONE_DAY)])
    yield from _by_day(period, calendar, back)
    passed = reversed([*_days(answer.due_on, answer.nominal_on)])
    for day, start, until in _stretches(period, calendar, passed, rest=True):
        said = wording.rolled_back(start, until, wording.rest(day.why, day.source))
        yield step("rolled", start, until, said, _basis_of(day, start))


def _fixed(period: Period, calendar: Calendar, answer: Due) -> Iterator[Step]:
    on = answer.due_on
    if on.year not in calendar.years:
        return
    day = _treat(on, period, calendar, rest=True)
    if day.kind == "skipped":
        why = wording.rest(day.why, day.source)
        said = wording.not_moved(on, why, calendar.last_ending(on))
        yield step("closed", on, on + ONE_DAY, said, _basis_of(day, on))


def _whole(period: Period, answer: Due) -> Step:
    first_on = answer.nominal_on.replace(day=1)
    if period.unit == "week":
        first_on = answer.nominal_on - ONE_DAY * 6
    said = wording.whole(first_on, answer.nominal_on)
    return step("counted", first_on, answer.nominal_on + ONE_DAY, said)


def _trigger(period: Period) -> Step:
    on = period.trigger_on
    said = wording.trigger(on, period.mode)
    return step("trigger", on, on + ONE_DAY, said, counting_law(on).first_day)


def _by_date(period: Period) -> Iterator[Step]:
    trigger_on, law = period.trigger_on, counting_law(period.trigger_on)
    end_on = corresponding(trigger_on, period.length, period.unit)
    said = wording.corresponding(period.length, period.unit, end_on)
    days = (end_on - trigger_on).days
    basis = {"week": law.weeks, "month": law.months}.get(period.unit, law.years)
    plain = step("counted", trigger_on + ONE_DAY, end_on + ONE_DAY, said, basis)
    yield msgspec.structs.replace(plain, days=days, total=days)
    for pause in period.pauses:
        if pause.from_on > end_on:
            break
        end_on += pause.until_on - pause.from_on
        yield step("paused", pause.from_on, pause.until_on, wording.paused(pause))


def _by_day(period: Period, calendar: Calendar, days: Iterable[dt.date]) -> Iterator[Step]:
    total = 0
    for day, start, until in _stretches(period, calendar, days):
        if day.kind == "counted":
            total += (until - start).days
        said = _said(day, start, until, period, total)
        plain = step(day.kind, start, until, said, _basis_of(day, start, period))
        n = (until - start).days if day.kind == "counted" else 0
        yield msgspec.structs.replace(plain, days=n, total=total)


def _said(
    day: _Day, start: dt.date, until: dt.date, period: Period, total: int
) -> Bilingual:
    if day.pause is not None:
        return wording.paused(
            msgspec.structs.replace(day.pause, from_on=start, until_on=until)
        )
    if day.kind == "skipped":
        if day.why is None:
            return wording.weekend(start, until)
        return wording.closed(start, until, day.why, day.source)
    if day.make_up is not None:
        return wording.made_up(start, day.make_up, day.source, total, period.length)
    return wording.counted(start, until, period.unit, total, period.length)


def _rolled(period: Period, calendar: Calendar, answer: Due) -> Iterator[Step]:
    passed = _days(answer.nominal_on - ONE_DAY, answer.due_on - ONE_DAY)
    law = counting_law(period.trigger_on)
    for day, start, until in _stretches(period, calendar, passed, rest=True):
        if day.pause is not None:
            stood = msgspec.structs.replace(day.pause, from_on=start, until_on=until)
            yield step("paused", start, until, wording.paused(stood))
        else:
            said = wording.rolled(start, until, wording.rest(day.why, day.source))
            yield step("rolled", start, until, said, law.roll)


def _ending(period: Period, answer: Due) -> Step:
    on = answer.due_on
    basis = counting_law(period.trigger_on).midnight
    said = wording.ending(answer, period.mode)
    return step("end", on, on + ONE_DAY, said, basis)


def _days(after: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Return the days after one, up to and with another."""
    return (after + ONE_DAY * n for n in range(1, (last - after).days + 1))


def _stretches(
    period: Period, calendar: Calendar, days: Iterable[dt.date], *, rest: bool = False
) -> Iterator[tuple[_Day, dt.date, dt.date]]:
    """Return the days in stretches of one treatment, in the order in which they come."""
    treated = ((_treat(day, period, calendar, rest=rest), day) for day in days)
    for treatment, group in groupby(treated, lambda each: each[0]):
        stretch = sorted(day for _, day in group)
        yield treatment, stretch[0], stretch[-1] + ONE_DAY


def _treat(on: dt.date, period: Period, calendar: Calendar, *, rest: bool) -> _Day:
    """Return what becomes of a day; with `rest`, also of days that are counted anyway."""
    for pause in period.pauses:
        if pause.from_on <= on < pause.until_on:
            return _Day("paused", pause=pause)
    if period.unit != "working_day" and not rest:
        return _Day("counted")
    year = calendar.years[on.year]
    if year.is_working(on):
        name = year.make_up.get(on)
        return _Day("counted", make_up=name, source="" if name is None else year.source)
    if on.weekday() >= SATURDAY:
        return _Day("skipped")
    return _Day("skipped", why=year.closed[on], source=year.source)


def _basis_of(day: _Day, on: dt.date, period: Period | None = None) -> Citation | None:
    if day.kind == "skipped":
        return WEEKLY_REST if day.why is None else holidays_law(on)
    if day.kind == "counted" and period is not None and period.unit == "calendar_day":
        return counting_law(period.trigger_on).days
    return None
