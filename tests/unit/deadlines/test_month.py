"""A month in whole weeks from Monday, with the days that are not as their weekday says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.rules import RuleBook
from services.deadlines.web.month import month_of, span_of
from services.deadlines.web.views import month_asked
from shared.legal.calendar import Calendar

NOV = dt.date(2026, 11, 1)
FIRSTS = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31)).map(
    lambda day: day.replace(day=1)
)


@given(FIRSTS)
def test_every_day_of_a_month_stands_in_it_once(first: dt.date) -> None:
    month = month_of(first, Calendar.of([]), {})
    days = [day for week in month.weeks for day in week]
    inside = [day.on for day in days if day.inside]
    assert inside[0] == first
    assert inside[-1] + dt.timedelta(days=1) == month.after
    assert len(inside) == (month.after - first).days
    assert all(len(week) == 7 and week[0].on.isoweekday() == 1 for week in month.weeks)
    assert (days[0].on, days[-1].on) == span_of(first)
    assert month.before < first < month.after


@pytest.mark.parametrize(
    ("on", "look", "name"),
    [
        (dt.date(2026, 11, 23), "worked", ""),
        (dt.date(2026, 11, 24), "holiday", "Ngày Văn hóa Việt Nam"),
        (dt.date(2026, 11, 28), "rest", ""),
        (dt.date(2026, 8, 22), "make_up", None),
        (dt.date(2026, 8, 31), "swapped", None),
        (dt.date(2026, 4, 27), "in_lieu", None),
    ],
)
def test_what_becomes_of_a_day(
    book: RuleBook, on: dt.date, look: str, name: str | None
) -> None:
    """None: the notice names it in words of its own."""
    month = month_of(on.replace(day=1), book.calendar(), {})
    day = next(day for week in month.weeks for day in week if day.on == on)
    assert day.look == look
    assert day.name if name is None else day.name == name


def test_what_ends_stands_on_its_day(book: RuleBook) -> None:
    month = month_of(NOV, book.calendar(), {dt.date(2026, 11, 19): 3})
    ends = {day.on: day.ends for week in month.weeks for day in week if day.ends}
    assert ends == {dt.date(2026, 11, 19): 3}


def test_a_year_that_nobody_published_is_said_to_be_unknown(book: RuleBook) -> None:
    assert month_of(NOV, book.calendar(), {}).known
    assert not month_of(dt.date(2029, 1, 1), book.calendar(), {}).known


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2027-02", dt.date(2027, 2, 1)),
        ("", NOV),
        ("2027-13", NOV),
        ("9999-01", NOV),
        ("tháng", NOV),
    ],
)
def test_the_month_of_an_address(text: str, first: dt.date) -> None:
    assert month_asked(text, dt.date(2026, 11, 19)) == first
