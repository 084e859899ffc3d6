"""A row of the table asks the same question as the facts it was folded from."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain.reckoning import reckon
from services.deadlines.projections.asked import (
    explained,
    extensions_of,
    pauses_of,
    question_of_row,
)
from services.deadlines.rules import RuleBook
from shared.legal.counting import Extension, Pause
from tests.unit.deadlines.rows import row

DAYS = st.dates(dt.date(2026, 7, 1), dt.date(2027, 6, 30))


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["other_body", "expert"]))))
def test_pauses_are_read_as_they_were_written(pauses: list) -> None:
    text = " ".join(f"{start}/{until}/{ground}" for start, until, ground in pauses)
    assert pauses_of(row(pauses=text)) == tuple(
        Pause(from_on=start, until_on=until, ground=ground)
        for start, until, ground in pauses
    )


@given(st.lists(st.tuples(st.integers(1, 99), DAYS, st.integers(1, 90))))
def test_extensions_are_read_as_they_were_written(extensions: list) -> None:
    text = " ".join(f"{number}/{on}/{days}" for number, on, days in extensions)
    assert extensions_of(row(extensions=text)) == tuple(
        (number, Extension(granted_on=on, days=days)) for number, on, days in extensions
    )


def test_what_stands_still_is_asked_as_if_it_went_on(book: RuleBook) -> None:
    """Ten days of 30 are left; they are counted from the day of which one asks."""
    still = row(state="paused", paused_on=dt.date(2026, 11, 2), ground="other_body")
    asked = question_of_row(still, as_if_resumed_on=dt.date(2026, 11, 9))
    assert asked.pauses == (
        Pause(
            from_on=dt.date(2026, 11, 2), until_on=dt.date(2026, 11, 9), ground="other_body"
        ),
    )
    assert reckon(book, book.calendar(), asked).due.due_on == dt.date(2026, 11, 18)


@pytest.mark.parametrize("today", [dt.date(2026, 11, 2), dt.date(2026, 11, 1)])
def test_a_pause_of_today_has_no_day_yet(today: dt.date) -> None:
    still = row(state="paused", paused_on=dt.date(2026, 11, 2), ground="other_body")
    assert question_of_row(still, as_if_resumed_on=today).pauses == ()


def test_the_day_that_people_were_told_may_be_another(book: RuleBook) -> None:
    today, calendar = dt.date(2026, 11, 9), book.calendar()
    assert not explained(row(), book, calendar, today).differs
    told = row(due_on=dt.date(2026, 11, 12))
    assert explained(told, book, calendar, today).differs


def test_of_what_stands_still_no_day_differs(book: RuleBook) -> None:
    """Its announced day is none any more."""
    still = row(state="paused", paused_on=dt.date(2026, 11, 2), ground="other_body")
    today = dt.date(2026, 11, 9)
    assert not explained(still, book, book.calendar(), today).differs


def test_a_year_without_calendar_is_told_and_not_guessed(book: RuleBook) -> None:
    late = row("XLD.PROCESS", trigger_on=dt.date(2028, 1, 3))
    clock = explained(late, book, book.calendar(), dt.date(2028, 1, 4))
    assert clock.answer is None
    assert clock.refusal is not None
    assert clock.refusal.code == "calendar-missing"
    assert not clock.differs
