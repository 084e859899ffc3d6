"""Day arithmetic by example: single rules, single days."""

import datetime as dt

import pytest

from shared.errors import RuleMissing
from shared.legal.calendar import Calendar
from shared.legal.counting import (
    Due,
    Mode,
    Pause,
    Period,
    Unit,
    calendars_read,
    due,
    effective,
    used_up,
)
from tests.unit.counted import CALENDAR, YEARS, D, ending

# fmt: off
SINGLE: list[tuple[dt.date, int, Unit, dt.date, dt.date]] = [
    (D(2025, 1, 31), 1, "month", D(2025, 2, 28), D(2025, 2, 28)),
    (D(2025, 11, 30), 3, "month", D(2026, 2, 28), D(2026, 3, 2)),
    (D(2025, 12, 15), 1, "month", D(2026, 1, 15), D(2026, 1, 15)),
    (D(2025, 12, 31), 12, "month", D(2026, 12, 31), D(2026, 12, 31)),
    (D(2025, 3, 12), 1, "year", D(2026, 3, 12), D(2026, 3, 12)),
    (D(2024, 2, 29), 1, "year", D(2025, 2, 28), D(2025, 2, 28)),
    (D(2025, 12, 24), 2, "week", D(2026, 1, 7), D(2026, 1, 7)),
    (D(2025, 8, 3), 30, "calendar_day", D(2025, 9, 2), D(2025, 9, 3)),
    (D(2026, 1, 8), 2, "working_day", D(2026, 1, 10), D(2026, 1, 10)),
    (D(2026, 1, 10), 1, "working_day", D(2026, 1, 12), D(2026, 1, 12)),
]
# fmt: on


@pytest.mark.parametrize(("trigger_on", "length", "unit", "nominal_on", "due_on"), SINGLE)
def test_single_periods(
    trigger_on: dt.date, length: int, unit: Unit, nominal_on: dt.date, due_on: dt.date
) -> None:
    found = ending(trigger_on, length, unit)
    assert (found.nominal_on, found.due_on) == (nominal_on, due_on)


def test_a_month_and_a_week_as_a_whole_end_on_their_last_day() -> None:
    month = ending(D(2026, 2, 28), 1, "month", mode="frequency", whole=True)
    week = ending(D(2026, 7, 5), 1, "week", mode="frequency", whole=True)
    from_trigger = ending(D(2026, 2, 28), 1, "month", mode="frequency")
    assert month == Due(nominal_on=D(2026, 2, 28), due_on=D(2026, 2, 28), rolled=False)
    assert week.due_on == D(2026, 7, 5)
    assert (from_trigger.nominal_on, from_trigger.due_on) == (
        D(2026, 3, 28),
        D(2026, 3, 30),
    )


def test_a_fixed_day_stands_in_the_month_of_its_trigger() -> None:
    for on, length, fixed_on in (
        (D(2026, 5, 1), 17, D(2026, 5, 17)),
        (D(2026, 5, 31), 17, D(2026, 5, 17)),
        (D(2026, 2, 10), 30, D(2026, 2, 28)),
    ):
        found = ending(on, length, "day_of_month", mode="fixed_day")
        assert found == Due(nominal_on=fixed_on, due_on=fixed_on, rolled=False)


# fmt: off
SHARES: list[tuple[str, dict, tuple[dt.date, dt.date]]] = [
    ("30 days", {"trigger_on": D(2026, 3, 1), "length": 30, "unit": "calendar_day"}, (D(2026, 3, 16), D(2026, 3, 25))),
    ("7 working days: 4 and 6", {"trigger_on": D(2026, 3, 1), "length": 7, "unit": "working_day"}, (D(2026, 3, 5), D(2026, 3, 9))),
    ("one day", {"trigger_on": D(2026, 3, 1), "length": 1, "unit": "working_day"}, (D(2026, 3, 2), D(2026, 3, 2))),
    ("a year of 365 days", {"trigger_on": D(2026, 1, 1), "length": 1, "unit": "year"}, (D(2026, 7, 3), D(2026, 10, 20))),
    ("a pause before the first share", {"trigger_on": D(2026, 3, 1), "length": 30, "unit": "calendar_day", "pauses": (Pause(from_on=D(2026, 3, 5), until_on=D(2026, 3, 15)),)}, (D(2026, 3, 26), D(2026, 4, 4))),
    ("a pause between the two", {"trigger_on": D(2026, 3, 1), "length": 30, "unit": "calendar_day", "pauses": (Pause(from_on=D(2026, 3, 20), until_on=D(2026, 3, 30)),)}, (D(2026, 3, 16), D(2026, 4, 4))),
    ("working days with a pause", {"trigger_on": D(2026, 3, 1), "length": 10, "unit": "working_day", "pauses": (Pause(from_on=D(2026, 3, 3), until_on=D(2026, 3, 10)),)}, (D(2026, 3, 13), D(2026, 3, 18))),
    ("a month as a whole", {"trigger_on": D(2026, 3, 20), "length": 1, "unit": "month", "mode": "frequency", "whole": True}, (D(2026, 3, 16), D(2026, 3, 25))),
    ("a week as a whole", {"trigger_on": D(2026, 3, 4), "length": 1, "unit": "week", "mode": "frequency", "whole": True}, (D(2026, 3, 5), D(2026, 3, 7))),
    ("a fixed day", {"trigger_on": D(2026, 3, 20), "length": 17, "unit": "day_of_month", "mode": "fixed_day"}, (D(2026, 3, 9), D(2026, 3, 14))),
    ("backwards: the last day itself", {"trigger_on": D(2026, 3, 20), "length": 5, "unit": "calendar_day", "mode": "before"}, (D(2026, 3, 13), D(2026, 3, 13))),
]
# fmt: on


@pytest.mark.parametrize(
    ("period", "shares"), [row[1:] for row in SHARES], ids=[row[0] for row in SHARES]
)
def test_half_and_four_fifths(period: dict, shares: tuple[dt.date, dt.date]) -> None:
    found = Period(**period)
    assert (used_up(found, CALENDAR, 50), used_up(found, CALENDAR, 80)) == shares


def test_a_pause_on_the_moved_last_day_moves_it_on() -> None:
    """The last day, Saturday 7 March, moved to Monday 9, and the pause began on that Monday."""
    stop = Pause(from_on=D(2026, 3, 9), until_on=D(2026, 3, 14))
    found = ending(D(2026, 3, 1), 6, "calendar_day", pauses=(stop,))
    assert (found.nominal_on, found.due_on) == (D(2026, 3, 7), D(2026, 3, 16))
    tuesday = Pause(from_on=D(2026, 3, 10), until_on=D(2026, 3, 14))
    assert ending(D(2026, 3, 1), 6, "calendar_day", pauses=(tuesday,)).due_on == D(
        2026, 3, 9
    )
    weekend = Pause(from_on=D(2026, 3, 8), until_on=D(2026, 3, 9))
    assert ending(D(2026, 3, 1), 6, "calendar_day", pauses=(weekend,)).due_on == D(
        2026, 3, 9
    )
    one_day = Pause(from_on=D(2026, 3, 9), until_on=D(2026, 3, 10))
    assert ending(D(2026, 3, 1), 6, "calendar_day", pauses=(one_day,)).due_on == D(
        2026, 3, 10
    )


def test_pauses_are_cut_to_what_stops_the_clock() -> None:
    one = Pause(from_on=D(2026, 3, 1), until_on=D(2026, 3, 5), ground="expert")
    other = Pause(from_on=D(2026, 3, 4), until_on=D(2026, 3, 7))
    before = Pause(from_on=D(2026, 2, 1), until_on=D(2026, 3, 3))
    assert effective(D(2026, 3, 2), [other, before, one]) == (
        Pause(from_on=D(2026, 3, 3), until_on=D(2026, 3, 5), ground="expert"),
        Pause(from_on=D(2026, 3, 5), until_on=D(2026, 3, 7)),
    )


@pytest.mark.parametrize(("length", "mode"), [(0, "deadline"), (5, "ceiling"), (5, "none")])
def test_a_period_has_a_length(length: int, mode: Mode) -> None:
    with pytest.raises(ValueError, match=r"at least one unit|no length"):
        ending(D(2026, 1, 5), length, "calendar_day", mode=mode)


# fmt: off
UNKNOWN: list[tuple[dt.date, int, Unit, Mode]] = [
    (D(2024, 6, 3), 5, "working_day", "deadline"),
    (D(2024, 12, 30), 5, "working_day", "deadline"),
    (D(2027, 12, 30), 5, "working_day", "deadline"),
    (D(2027, 12, 30), 5, "calendar_day", "deadline"),
    (D(2027, 12, 2), 30, "calendar_day", "deadline"),
    (D(2023, 6, 3), 30, "calendar_day", "deadline"),
    (D(2025, 1, 3), 5, "calendar_day", "before"),
    (D(2025, 1, 3), 5, "working_day", "before"),
    (D(2028, 1, 4), 1, "working_day", "before"),
]
# fmt: on


@pytest.mark.parametrize(("trigger_on", "length", "unit", "mode"), UNKNOWN)
def test_an_unpublished_year_is_never_guessed(
    trigger_on: dt.date, length: int, unit: Unit, mode: Mode
) -> None:
    with pytest.raises(RuleMissing):
        ending(trigger_on, length, unit, mode=mode)


def test_what_never_rolls_needs_no_calendar() -> None:
    assert ending(D(2031, 1, 1), 30, "calendar_day", mode="status").due_on == D(2031, 1, 31)
    assert ending(D(2031, 1, 1), 17, "day_of_month", mode="fixed_day").due_on == D(
        2031, 1, 17
    )


def test_what_is_due_before_an_event_looks_no_further_than_the_event() -> None:
    found = ending(D(2027, 12, 31), 1, "working_day", mode="before")
    assert found.due_on == D(2027, 12, 30)


def test_a_year_missing_in_between_is_never_jumped_over() -> None:
    with_gap = Calendar.of([YEARS[0], YEARS[2]])
    period = Period(trigger_on=D(2025, 12, 30), length=5, unit="working_day")
    for found in (
        lambda: due(period, with_gap),
        lambda: Calendar.of([]).is_working(D(2026, 1, 5)),
        lambda: Calendar.of([]).day_at(0),
    ):
        with pytest.raises(RuleMissing):
            found()


def test_the_calendars_a_due_date_rests_on_are_named() -> None:
    # fmt: off
    for on, length, unit, mode, versions in (
        (D(2025, 12, 29), 5, "working_day", "deadline", "2025.1+2026.1"),
        (D(2025, 12, 29), 30, "calendar_day", "deadline", "2026.1"),
        (D(2025, 12, 31), 5, "working_day", "deadline", "2026.1"),
        (D(2026, 1, 5), 5, "working_day", "before", "2025.1+2026.1"),
        (D(2026, 12, 5), 30, "calendar_day", "before", "2026.1"),
        (D(2031, 1, 1), 30, "calendar_day", "status", ""),
    ):
        # fmt: on
        found = ending(on, length, unit, mode=mode)
        assert calendars_read(on, unit, found, CALENDAR) == versions
