"""Day arithmetic: single rules by example, the whole of it by property."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import RuleMissing
from shared.legal.calendar import Calendar, CalendarYear
from shared.legal.counting import ONE_DAY, Pause, Unit, calendars_read, due
from shared.legal.explaining import explain

D = dt.date


def year(
    number: int,
    *,
    closed: set[dt.date] = frozenset(),
    make_up: set[dt.date] = frozenset(),
    version: int = 1,
) -> CalendarYear:
    return CalendarYear(
        year=number,
        version=version,
        closed=frozenset(closed),
        make_up=frozenset(make_up),
        source="",
        confidence="secondary",
    )


YEARS = [
    year(2025, closed={D(2025, 9, 1), D(2025, 9, 2)}),
    year(
        2026,
        closed={D(2026, 1, 1), D(2026, 1, 2), *(D(2026, 2, n) for n in range(16, 21))},
        make_up={D(2026, 1, 10)},
    ),
    year(2027, closed={D(2027, 1, 1)}),
]
CALENDAR = Calendar.of(YEARS)

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
    day, counted = trigger_on, 0
    while counted < length:
        day += ONE_DAY
        if any(stop.from_on <= day < stop.until_on for stop in stops):
            continue
        if unit == "calendar_day" or CALENDAR.is_working(day):
            counted += 1
    nominal = day
    while roll and not CALENDAR.is_working(day):
        day += ONE_DAY
    return nominal, day


@given(days, lengths, units, pauses, st.booleans())
def test_the_fast_path_equals_a_walk(
    trigger_on: dt.date, length: int, unit: Unit, stops: list[Pause], roll: bool
) -> None:
    found = due(trigger_on, length, unit, CALENDAR, stops, roll=roll)
    assert (found.nominal_on, found.due_on) == walk(
        trigger_on, length, unit, stops, roll=roll
    )


@given(days, lengths, units, pauses)
def test_an_explanation_says_the_same_and_counts_every_day_once(
    trigger_on: dt.date, length: int, unit: Unit, stops: list[Pause]
) -> None:
    found = explain(trigger_on, length, unit, CALENDAR, stops)
    plain = due(trigger_on, length, unit, CALENDAR, stops)
    assert (found.nominal_on, found.due_on, found.rolled) == (
        plain.nominal_on,
        plain.due_on,
        plain.rolled,
    )
    stretches = [
        step
        for step in found.steps
        if step.kind in ("trigger", "counted", "skipped", "paused")
    ]
    assert stretches[0].from_on == trigger_on
    assert stretches[-1].until_on == found.nominal_on + ONE_DAY
    assert all(one.until_on == other.from_on for one, other in pairwise(stretches))
    assert sum(step.days for step in stretches) == length


@given(days, lengths, units)
def test_a_longer_period_never_ends_earlier(
    trigger_on: dt.date, length: int, unit: Unit
) -> None:
    shorter, longer = (
        due(trigger_on, n, unit, CALENDAR).due_on for n in (length, length + 1)
    )
    assert shorter <= longer


@given(days, lengths, st.sampled_from(["calendar_day", "working_day", "month"]))
def test_a_period_ends_on_a_worked_day_after_its_trigger(
    trigger_on: dt.date, length: int, unit: Unit
) -> None:
    found = due(trigger_on, min(length, 12), unit, CALENDAR)
    assert found.due_on > trigger_on
    assert CALENDAR.is_working(found.due_on)
    assert found.rolled == (found.nominal_on != found.due_on)


@given(days, lengths, units, days)
def test_a_pause_of_no_days_shifts_nothing(
    trigger_on: dt.date, length: int, unit: Unit, on: dt.date
) -> None:
    nothing = Pause(from_on=on, until_on=on)
    assert due(trigger_on, length, unit, CALENDAR, [nothing]) == due(
        trigger_on, length, unit, CALENDAR
    )


@given(days, lengths)
def test_working_day_limits_are_never_rolled(trigger_on: dt.date, length: int) -> None:
    found = due(trigger_on, length, "working_day", CALENDAR)
    assert (found.nominal_on, found.rolled) == (found.due_on, False)


@pytest.mark.parametrize(
    ("trigger_on", "length", "unit", "nominal_on", "due_on"),
    [
        (D(2025, 1, 31), 1, "month", D(2025, 2, 28), D(2025, 2, 28)),
        (D(2025, 11, 30), 3, "month", D(2026, 2, 28), D(2026, 3, 2)),
        (D(2025, 12, 15), 1, "month", D(2026, 1, 15), D(2026, 1, 15)),
        (D(2025, 3, 12), 1, "year", D(2026, 3, 12), D(2026, 3, 12)),
        (D(2025, 8, 3), 30, "calendar_day", D(2025, 9, 2), D(2025, 9, 3)),
        (D(2026, 1, 8), 2, "working_day", D(2026, 1, 10), D(2026, 1, 10)),
    ],
)
def test_single_periods(
    trigger_on: dt.date, length: int, unit: Unit, nominal_on: dt.date, due_on: dt.date
) -> None:
    found = explain(trigger_on, length, unit, CALENDAR)
    assert (found.nominal_on, found.due_on) == (nominal_on, due_on)


def test_a_paused_month_ends_later_by_the_days_of_the_pause() -> None:
    stops = [
        Pause(from_on=D(2026, 3, 10), until_on=D(2026, 3, 15)),
        Pause(from_on=D(2026, 5, 1), until_on=D(2026, 5, 2)),
    ]
    found = explain(D(2026, 3, 1), 1, "month", CALENDAR, stops)
    assert found.nominal_on == D(2026, 4, 6)
    assert [step.kind for step in found.steps] == ["trigger", "counted", "paused", "end"]


def test_a_year_starting_on_the_leap_day_ends_on_the_last_of_february() -> None:
    found = due(D(2024, 2, 29), 1, "year", CALENDAR)
    assert found.nominal_on == D(2025, 2, 28)


def test_an_explanation_reads_like_a_clerk_counting() -> None:
    found = explain(D(2025, 12, 31), 8, "working_day", CALENDAR)
    assert [step.sentence for step in found.steps] == [
        "Ngày 31/12/2025 là ngày bắt đầu, không tính; ngày thứ nhất là 01/01/2026.",
        "Từ 01/01/2026 đến hết 02/01/2026: nghỉ lễ, nghỉ bù hoặc hoán đổi, không tính là ngày làm việc.",
        "Từ 03/01/2026 đến hết 04/01/2026: nghỉ hằng tuần, không tính là ngày làm việc.",
        "Từ 05/01/2026 đến hết 09/01/2026: tính 5 ngày làm việc, cộng dồn 5/8.",
        "Ngày 10/01/2026 (thứ Bảy làm bù): tính 1 ngày làm việc, cộng dồn 6/8.",
        "Ngày 11/01/2026: nghỉ hằng tuần, không tính là ngày làm việc.",
        "Từ 12/01/2026 đến hết 13/01/2026: tính 2 ngày làm việc, cộng dồn 8/8.",
        "Thời hạn kết thúc lúc 24 giờ ngày 13/01/2026.",
    ]


def test_a_closed_last_day_is_said_to_roll() -> None:
    found = explain(D(2025, 8, 3), 30, "calendar_day", CALENDAR)
    assert [step.kind for step in found.steps] == ["trigger", "counted", "rolled", "end"]


def test_a_period_has_at_least_one_unit() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due(D(2026, 1, 5), 0, "calendar_day", CALENDAR)


@pytest.mark.parametrize(
    ("trigger_on", "length", "unit"),
    [
        (D(2024, 6, 3), 5, "working_day"),
        (D(2024, 12, 30), 5, "working_day"),
        (D(2027, 12, 30), 5, "working_day"),
        (D(2027, 12, 30), 5, "calendar_day"),
        (D(2023, 6, 3), 30, "calendar_day"),
    ],
)
def test_an_unpublished_year_is_never_guessed(
    trigger_on: dt.date, length: int, unit: Unit
) -> None:
    with pytest.raises(RuleMissing):
        due(trigger_on, length, unit, CALENDAR)


def test_a_year_missing_in_between_is_never_jumped_over() -> None:
    with_gap = Calendar.of([YEARS[0], YEARS[2]])
    with pytest.raises(RuleMissing):
        due(D(2025, 12, 30), 5, "working_day", with_gap)
    with pytest.raises(RuleMissing):
        Calendar.of([]).is_working(D(2026, 1, 5))
    with pytest.raises(RuleMissing):
        Calendar.of([]).day_at(0)


def test_a_later_publication_supersedes() -> None:
    swap = year(2026, closed={D(2026, 11, 23)}, make_up={D(2026, 11, 28)}, version=2)
    again = CALENDAR.published(swap)
    assert CALENDAR.is_working(D(2026, 11, 23))
    assert not again.is_working(D(2026, 11, 23))
    assert again.is_working(D(2026, 11, 28))


def test_the_calendars_a_due_date_rests_on_are_named() -> None:
    working = due(D(2025, 12, 29), 5, "working_day", CALENDAR)
    assert (
        calendars_read(D(2025, 12, 29), "working_day", working, CALENDAR) == "2025.1+2026.1"
    )
    plain = due(D(2025, 12, 29), 30, "calendar_day", CALENDAR)
    assert calendars_read(D(2025, 12, 29), "calendar_day", plain, CALENDAR) == "2026.1"
