"""Tells how a due date came about, stretch by stretch, in sentences a clerk can check."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from shared.legal.calendar import SATURDAY, Calendar
from shared.legal.citation import Citation
from shared.legal.counting import (
    ONE_DAY,
    Due,
    Pause,
    Step,
    Unit,
    corresponding,
    due,
    effective,
)

UNIT_NAMES: dict[Unit, str] = {
    "calendar_day": "ngày",
    "working_day": "ngày làm việc",
    "month": "tháng",
    "year": "năm",
}


def explain(
    trigger_on: dt.date,
    length: int,
    unit: Unit,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    roll: bool = True,
) -> Due:
    """
    Return what `due` returns, with the steps that lead there.

    Raises:
        ValueError, RuleMissing: as `due`.
    """
    answer = due(trigger_on, length, unit, calendar, pauses, roll=roll)
    stops = effective(trigger_on, pauses)
    if unit in ("month", "year"):
        middle = list(_by_date(trigger_on, length, unit, stops))
    else:
        middle = list(_by_day(trigger_on, length, unit, calendar, answer.nominal_on, stops))
    steps = (_trigger(trigger_on), *middle, *_ending(answer))
    return msgspec.structs.replace(answer, steps=steps)


def _trigger(on: dt.date) -> Step:
    sentence = (
        f"Ngày {_say(on)} là ngày bắt đầu, không tính; "
        f"ngày thứ nhất là {_say(on + ONE_DAY)}."
    )
    basis = Citation("BLDS", "Đ147.2")
    return Step(
        kind="trigger", from_on=on, until_on=on + ONE_DAY, sentence=sentence, basis=basis
    )


def _by_date(
    trigger_on: dt.date, length: int, unit: Unit, stops: Sequence[Pause]
) -> Iterator[Step]:
    end_on = corresponding(trigger_on, length, unit)
    yield Step(
        kind="counted",
        from_on=trigger_on + ONE_DAY,
        until_on=end_on + ONE_DAY,
        days=(end_on - trigger_on).days,
        total=(end_on - trigger_on).days,
        sentence=f"Tính {length} {UNIT_NAMES[unit]}: đến ngày tương ứng {_say(end_on)}.",
        basis=Citation("BLDS", "Đ148.3" if unit == "month" else "Đ148.4"),
    )
    for stop in stops:
        if stop.from_on > end_on:
            break
        yield _paused(stop.from_on, stop.until_on, total=0)
        end_on += stop.until_on - stop.from_on


def _by_day(
    trigger_on: dt.date,
    length: int,
    unit: Unit,
    calendar: Calendar,
    last_on: dt.date,
    stops: Sequence[Pause],
) -> Iterator[Step]:
    days = [trigger_on + ONE_DAY * n for n in range(1, (last_on - trigger_on).days + 1)]
    total = 0
    for treatment, group in groupby(days, lambda day: _treat(day, unit, calendar, stops)):
        stretch = list(group)
        start, until = stretch[0], stretch[-1] + ONE_DAY
        match treatment:
            case "paused":
                yield _paused(start, until, total=total)
            case "weekend" | "closed":
                yield _skipped(start, until, treatment, total=total)
            case _:
                total += len(stretch)
                yield _counted(start, until, treatment, unit, total=total, length=length)


def _treat(day: dt.date, unit: Unit, calendar: Calendar, stops: Sequence[Pause]) -> str:
    if any(stop.from_on <= day < stop.until_on for stop in stops):
        return "paused"
    if unit == "calendar_day":
        return "counted"
    weekend = day.weekday() >= SATURDAY
    if calendar.is_working(day):
        return "make_up" if weekend else "counted"
    return "weekend" if weekend else "closed"


def _counted(
    start: dt.date, until: dt.date, treatment: str, unit: Unit, *, total: int, length: int
) -> Step:
    days = (until - start).days
    why = " (thứ Bảy làm bù)" if treatment == "make_up" else ""
    sentence = (
        f"{_span(start, until)}{why}: tính {days} {UNIT_NAMES[unit]}, "
        f"cộng dồn {total}/{length}."
    )
    return Step(
        kind="counted",
        from_on=start,
        until_on=until,
        days=days,
        total=total,
        sentence=sentence,
    )


def _skipped(start: dt.date, until: dt.date, treatment: str, *, total: int) -> Step:
    why = "nghỉ hằng tuần" if treatment == "weekend" else "nghỉ lễ, nghỉ bù hoặc hoán đổi"
    sentence = f"{_span(start, until)}: {why}, không tính là ngày làm việc."
    return Step(
        kind="skipped", from_on=start, until_on=until, total=total, sentence=sentence
    )


def _paused(start: dt.date, until: dt.date, *, total: int) -> Step:
    sentence = (
        f"{_span(start, until)}: thời gian không tính vào thời hạn, "
        f"{(until - start).days} ngày; tính tiếp từ {_say(until)}."
    )
    return Step(
        kind="paused", from_on=start, until_on=until, total=total, sentence=sentence
    )


def _ending(answer: Due) -> Iterator[Step]:
    if answer.rolled:
        yield Step(
            kind="rolled",
            from_on=answer.nominal_on,
            until_on=answer.due_on + ONE_DAY,
            sentence=f"Ngày cuối {_say(answer.nominal_on)} là ngày nghỉ nên thời hạn "
            f"kết thúc vào ngày làm việc tiếp theo, {_say(answer.due_on)}.",
            basis=Citation("BLDS", "Đ148.5"),
        )
    yield Step(
        kind="end",
        from_on=answer.due_on,
        until_on=answer.due_on + ONE_DAY,
        sentence=f"Thời hạn kết thúc lúc 24 giờ ngày {_say(answer.due_on)}.",
        basis=Citation("BLDS", "Đ148.6"),
    )


def _span(start: dt.date, until: dt.date) -> str:
    last = until - ONE_DAY
    return (
        f"Ngày {_say(start)}" if start == last else f"Từ {_say(start)} đến hết {_say(last)}"
    )


def _say(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
