"""How a clock looks at a glance: in working days by the published calendar, never color alone."""

import datetime as dt

import pytest

from services.deadlines.queries import Listed
from services.deadlines.rules import RuleBook
from services.deadlines.web.showing import chip, is_duty, line, mark, working_days_left
from tests.unit.deadlines.rows import FRI, MON, PETITION, SAT, SUN, THU, row, show

NEXT_WED = dt.date(2026, 11, 25)
DECIDED = {"state": "met", "stopped_on": FRI}
STILL = {"state": "paused", "paused_on": MON, "ground": "other_body"}
OWN = {"party": "citizen"}


@pytest.mark.parametrize(
    ("today", "due_on", "tone", "words"),
    [
        (FRI, NEXT_WED, "soon", "còn 2 ngày làm việc"),  # Monday, Wednesday; 24/11 is off
        (MON, NEXT_WED, "ok", "còn 6 ngày làm việc"),
        (THU, FRI, "soon", "còn 1 ngày làm việc"),
        (FRI, FRI, "soon", "hết hạn hôm nay"),
        (SAT, SUN, "soon", "còn 1 ngày"),  # no working day lies between
        (SAT, FRI, "late", "quá hạn 1 ngày"),
        (NEXT_WED, FRI, "late", "quá hạn 5 ngày"),
    ],
)
def test_what_is_left(
    book: RuleBook, today: dt.date, due_on: dt.date, tone: str, words: str
) -> None:
    found = chip(row(due_on=due_on), show(today), book.calendar())
    assert (found.tone, found.words) == (tone, words)


@pytest.mark.parametrize(
    ("changes", "tone", "words"),
    [
        (STILL, "paused", "tạm dừng từ 16/11/2026"),
        (DECIDED, "done", "xong ngày 20/11/2026"),
        ({"state": "moot", "stopped_on": FRI}, "done", "không còn đặt ra"),
        (OWN, "none", "đã hết ngày 11/11/2026"),
        ({"mode": "status"}, "none", "đã hết ngày 11/11/2026"),
    ],
)
def test_what_makes_nobody_late(
    book: RuleBook, changes: dict, tone: str, words: str
) -> None:
    """A citizen's own time, or an effect, merely ends."""
    found = chip(row(**changes), show(SAT), book.calendar())
    assert (found.tone, found.words) == (tone, words)


def test_in_a_year_without_calendar_days_are_counted_plainly(book: RuleBook) -> None:
    due_on = dt.date(2029, 1, 10)
    assert working_days_left(book.calendar(), dt.date(2028, 12, 1), due_on) is None
    found = chip(row(due_on=due_on), show(dt.date(2028, 12, 1)), book.calendar())
    assert found.words == "còn 40 ngày"


@pytest.mark.parametrize(
    ("changes", "duty", "words"),
    [
        ({}, True, ""),
        ({"party": "superior"}, True, ""),
        (OWN, False, "thời gian của người gửi đơn"),
        ({"mode": "status", "party": "none"}, False, "đến ngày thì có hiệu lực"),
        ({"mode": "before"}, False, "phải làm trước một sự kiện"),
    ],
)
def test_what_a_clock_is(changes: dict, duty: bool, words: str) -> None:
    assert is_duty(row(**changes)) is duty
    assert mark(row(**changes), show(MON)) == words


def test_a_row_of_the_list(book: RuleBook) -> None:
    listed = Listed(row(), "AB12-CD34-EF56", "complaint", "")
    shown = line(listed, show(MON), book.calendar(), book)
    assert shown.petition_id == PETITION
    assert shown.receipt_code == "AB12-CD34-EF56"
    assert shown.name == "Giải quyết khiếu nại lần đầu"
    assert shown.anchor == "KN.L1.SETTLE-1"
    assert shown.due_on == dt.date(2026, 11, 11)
    still = Listed(row(**STILL), "AB12-CD34-EF56", "complaint", "")
    assert line(still, show(MON), book.calendar(), book).due_on is None
