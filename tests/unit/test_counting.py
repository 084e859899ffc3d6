"""Day arithmetic by property: what holds for every period."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from shared.legal.counting import (
    ONE_DAY,
    Mode,
    Pause,
    Period,
    Unit,
    due,
    effective,
    used_up,
)
from tests.unit.counted import CALENDAR, D, ending

days = st.dates(D(2025, 1, 1), D(2026, 6, 30))
lengths = st.integers(1, 120)
units = st.sampled_from(["calendar_day", "working_day"])
pauses = st.lists(
    st.builds(
        lambda start, n: Pause(from_on=start, until_on=start + dt.timedelta(days=n)),
        days,
        st.integers(1, 20),
    ),
    max_size=3,
)


def walk(
    trigger_on: dt.date, length: int, unit: str, stops: list[Pause], *, roll: bool
) -> tuple[dt.date, dt.date]:
    """Count the naive way: one day after the other."""

    def stands_still(on: dt.date) -> bool:
        return any(stop.from_on <= on < stop.until_on for stop in stops)

    day, counted = trigger_on, 0
    while counted < length:
        day += ONE_DAY
        if not stands_still(day) and (unit == "calendar_day" or CALENDAR.is_working(day)):
            counted += 1
    nominal = day
    while roll and (not CALENDAR.is_working(day) or (day > nominal and stands_still(day))):
        day += ONE_DAY
    return nominal, day


@given(days, lengths, units, pauses, st.booleans())
def test_the_fast_path_equals_a_walk(
    trigger_on: dt.date, length: int, unit: Unit, stops: list[Pause], roll: bool
) -> None:
    found = ending(trigger_on, length, unit, pauses=effective(trigger_on, stops), roll=roll)
    assert (found.nominal_on, found.due_on) == walk(
        trigger_on, length, unit, stops, roll=roll
    )


@given(days, lengths, units)
def test_back_and_forth_is_the_same_number_of_days(
    event_on: dt.date, length: int, unit: Unit
) -> None:
    """From the last day in time, so many days lead exactly to the event, or to a day off before."""
    event_on += dt.timedelta(days=200)
    back = ending(event_on, length, unit, mode="before", roll=False)
    forth = ending(back.nominal_on, length, unit, roll=False)
    if unit == "calendar_day":
        assert forth.nominal_on == event_on
    else:
        assert forth.nominal_on == CALENDAR.next_working(event_on)


@given(days, lengths)
def test_what_is_due_before_an_event_is_done_on_a_working_day(
    event_on: dt.date, length: int
) -> None:
    event_on += dt.timedelta(days=200)
    found = ending(event_on, length, "calendar_day", mode="before")
    assert found.due_on <= found.nominal_on == event_on - dt.timedelta(days=length)
    assert CALENDAR.is_working(found.due_on)
    between = (
        found.due_on + ONE_DAY * n
        for n in range(1, (found.nominal_on - found.due_on).days + 1)
    )
    assert not any(CALENDAR.is_working(on) for on in between)


@given(days, lengths, units)
def test_a_longer_period_never_ends_earlier(
    trigger_on: dt.date, length: int, unit: Unit
) -> None:
    assert (
        ending(trigger_on, length, unit).due_on
        <= ending(trigger_on, length + 1, unit).due_on
    )


@given(days, lengths, units, pauses, pauses)
def test_a_pause_never_shortens(
    trigger_on: dt.date, length: int, unit: Unit, some: list[Pause], more: list[Pause]
) -> None:
    without = ending(trigger_on, length, unit, pauses=effective(trigger_on, some))
    with_more = ending(trigger_on, length, unit, pauses=effective(trigger_on, some + more))
    assert without.due_on <= with_more.due_on


@given(days, lengths, st.sampled_from(["calendar_day", "working_day", "month"]))
def test_a_period_ends_on_a_worked_day_after_its_trigger(
    trigger_on: dt.date, length: int, unit: Unit
) -> None:
    found = ending(trigger_on, min(length, 12), unit)
    assert found.due_on > trigger_on
    assert CALENDAR.is_working(found.due_on)
    assert found.rolled == (found.nominal_on != found.due_on)


@given(days, lengths)
def test_working_day_limits_are_never_rolled(trigger_on: dt.date, length: int) -> None:
    found = ending(trigger_on, length, "working_day")
    assert (found.nominal_on, found.rolled) == (found.due_on, False)


@given(days, lengths, st.sampled_from(["status", "minimum", "threshold"]))
def test_what_is_no_duty_to_act_never_rolls(
    trigger_on: dt.date, length: int, mode: Mode
) -> None:
    found = ending(trigger_on, length, "calendar_day", mode=mode)
    assert found.nominal_on == found.due_on == trigger_on + dt.timedelta(days=length)
    assert found.effective_on == (found.due_on + ONE_DAY if mode == "status" else None)


@given(days, lengths, units, pauses)
def test_shares_come_in_order_and_the_whole_is_the_nominal_day(
    trigger_on: dt.date, length: int, unit: Unit, stops: list[Pause]
) -> None:
    period = Period(
        trigger_on=trigger_on, length=length, unit=unit, pauses=effective(trigger_on, stops)
    )
    half, most, whole = (used_up(period, CALENDAR, percent) for percent in (50, 80, 100))
    assert trigger_on < half <= most <= whole == due(period, CALENDAR).nominal_on
