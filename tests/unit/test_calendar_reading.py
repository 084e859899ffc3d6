"""Calendars: what a publication changes, and what a policy reads in them."""

import datetime as dt

import pytest

from shared.errors import RuleMissing
from shared.legal.calendar import Calendar, CalendarYear, ClosedDay
from shared.legal.counting import Period, Unit, due
from shared.legal.policy import AS_WE_READ_IT, Actor, Policy

D = dt.date
AGENCY_ONLY = Policy(make_up_saturday_is_working_for=frozenset({"agency"}))
SWAPPED_IS_WORKED = Policy(swapped_day_off_is_rest_for_roll=False)
NO_CULTURE_DAY = Policy(culture_day_24_11=False)
CALENDAR = Calendar.of(
    [
        CalendarYear(
            year=2026,
            version=1,
            closed={
                D(2026, 8, 31): ClosedDay("swapped", "đổi với thứ Bảy 22/8"),
                D(2026, 9, 1): ClosedDay("holiday", "Quốc khánh 2/9"),
                D(2026, 9, 2): ClosedDay("holiday", "Quốc khánh 2/9"),
                D(2026, 11, 24): ClosedDay("holiday", "Ngày Văn hóa Việt Nam"),
            },
            make_up={D(2026, 8, 22): "thay thứ Hai 31/8"},
            source="TB 1",
            confidence="secondary",
        )
    ]
)


def test_a_later_publication_supersedes() -> None:
    year = CALENDAR.years[2026]
    swap = CalendarYear.plain(
        2026, 2, [*year.closed, D(2026, 11, 23)], [D(2026, 11, 28)], "", ""
    )
    again = CALENDAR.published(swap)
    assert CALENDAR.is_working(D(2026, 11, 23))
    assert not again.is_working(D(2026, 11, 23))
    assert again.is_working(D(2026, 11, 28))
    assert again.published(year).years[2026].version == 2
    assert again.versions(D(2025, 1, 1), D(2027, 1, 1)) == "2026.2"


@pytest.mark.parametrize("number", [2025, 2026, 2027])
def test_publishing_lays_out_the_days_as_a_calendar_made_anew_does(number: int) -> None:
    """Also the first and the last day of the year, and with its neighbors."""
    closed = [D(number, 1, 1), D(number, 12, 31)]
    again = CalendarYear.plain(number, 2, closed, [], "", "")
    new = CalendarYear.plain(number + 1, 1, [], [], "", "")
    grown = CALENDAR.published(new).published(again)
    assert grown == Calendar.of([*CALENDAR.years.values(), new, again])


def test_the_first_calendar_of_all() -> None:
    year = CALENDAR.years[2026]
    assert Calendar.of([]).published(year) == CALENDAR


def test_a_plain_year_does_not_say_why() -> None:
    year = CalendarYear.plain(2026, 1, [D(2026, 9, 2)], [D(2026, 8, 22)], "TB", "memory")
    assert year.closed == {D(2026, 9, 2): ClosedDay("holiday", "")}
    assert year.make_up == {D(2026, 8, 22): ""}
    assert (year.year, year.version, year.source, year.confidence) == (
        2026,
        1,
        "TB",
        "memory",
    )


# fmt: off
DAYS: list[tuple[str, dt.date, dt.date, dt.date]] = [
    # from, next working day, the one before
    ("a working day", D(2026, 8, 28), D(2026, 8, 28), D(2026, 8, 28)),
    ("a make-up Saturday", D(2026, 8, 22), D(2026, 8, 22), D(2026, 8, 22)),
    ("over an exchanged day and two holidays", D(2026, 8, 29), D(2026, 9, 3), D(2026, 8, 28)),
    ("the last of the holidays", D(2026, 9, 2), D(2026, 9, 3), D(2026, 8, 28)),
    ("the first day of the year", D(2026, 1, 1), D(2026, 1, 1), D(2026, 1, 1)),
    ("the last day of the year", D(2026, 12, 31), D(2026, 12, 31), D(2026, 12, 31)),
]
# fmt: on


@pytest.mark.parametrize(
    ("day", "after", "before"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS]
)
def test_the_working_days_around(day: dt.date, after: dt.date, before: dt.date) -> None:
    assert CALENDAR.next_working(day) == CALENDAR.next_ending(day) == after
    assert CALENDAR.last_ending(day) == before


@pytest.mark.parametrize("day", [D(2025, 12, 31), D(2027, 1, 1)])
def test_days_of_other_years_are_not_guessed(day: dt.date) -> None:
    for look in (
        CALENDAR.is_working,
        CALENDAR.next_working,
        CALENDAR.next_ending,
        CALENDAR.last_ending,
    ):
        with pytest.raises(RuleMissing, match=str(day.year)):
            look(day)


def test_the_year_that_is_missing_is_named() -> None:
    for index, year in ((-1, "2025"), (len(CALENDAR.working), "2027")):
        with pytest.raises(RuleMissing, match=year):
            CALENDAR.day_at(index)


# fmt: off
POLICIES: list[tuple[str, Policy, Actor, dt.date, int, Unit, dt.date]] = [
    ("a make-up Saturday counts for the agency", AGENCY_ONLY, "agency", D(2026, 8, 21), 2, "working_day", D(2026, 8, 24)),
    ("and not for a citizen", AGENCY_ONLY, "citizen", D(2026, 8, 21), 2, "working_day", D(2026, 8, 25)),
    ("a citizen's period does not end on it", AGENCY_ONLY, "citizen", D(2026, 8, 15), 7, "calendar_day", D(2026, 8, 24)),
    ("an agency's does", AGENCY_ONLY, "agency", D(2026, 8, 15), 7, "calendar_day", D(2026, 8, 22)),
    ("by default a citizen's does too", AS_WE_READ_IT, "citizen", D(2026, 8, 15), 7, "calendar_day", D(2026, 8, 22)),
    ("an exchanged day off moves the end", AS_WE_READ_IT, "agency", D(2026, 8, 24), 7, "calendar_day", D(2026, 9, 3)),
    ("unless it is no day of rest", SWAPPED_IS_WORKED, "agency", D(2026, 8, 24), 7, "calendar_day", D(2026, 8, 31)),
    ("then a weekend before it ends there", SWAPPED_IS_WORKED, "agency", D(2026, 8, 22), 7, "calendar_day", D(2026, 8, 31)),
    ("a holiday moves the end in any reading", SWAPPED_IS_WORKED, "agency", D(2026, 8, 25), 7, "calendar_day", D(2026, 9, 3)),
    ("it is never counted as a working day", SWAPPED_IS_WORKED, "agency", D(2026, 8, 28), 1, "working_day", D(2026, 9, 3)),
    ("24 November is a holiday", AS_WE_READ_IT, "agency", D(2026, 11, 23), 1, "working_day", D(2026, 11, 25)),
    ("or it is not", NO_CULTURE_DAY, "agency", D(2026, 11, 23), 1, "working_day", D(2026, 11, 24)),
    ("and a period ends on it", NO_CULTURE_DAY, "agency", D(2026, 11, 17), 7, "calendar_day", D(2026, 11, 24)),
    ("other holidays stay", NO_CULTURE_DAY, "agency", D(2026, 8, 26), 7, "calendar_day", D(2026, 9, 3)),
]
# fmt: on


@pytest.mark.parametrize(
    ("policy", "actor", "on", "length", "unit", "due_on"),
    [row[1:] for row in POLICIES],
    ids=[row[0] for row in POLICIES],
)
def test_a_policy_reads_the_calendar(
    policy: Policy, actor: Actor, on: dt.date, length: int, unit: Unit, due_on: dt.date
) -> None:
    period = Period(trigger_on=on, length=length, unit=unit)
    fresh = Calendar.of(CALENDAR.years.values())  # nothing is remembered of other rows
    assert due(period, fresh.under(policy, actor)).due_on == due_on


def test_a_reading_is_made_once() -> None:
    assert CALENDAR.under(AGENCY_ONLY, "citizen") is CALENDAR.under(AGENCY_ONLY, "citizen")
    assert CALENDAR.under(AGENCY_ONLY, "citizen") is not CALENDAR.under(
        AGENCY_ONLY, "agency"
    )
    assert CALENDAR.under(Policy(), "agency") is CALENDAR
