"""The strip of a clock: every day drawn once, in words, with what would change its end."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.projections.asked import explained
from services.deadlines.rules import RuleBook
from services.deadlines.rules.loader import load
from services.deadlines.web.strip import WIDTH, Strip, Told, strip_of
from shared.contracts.routing import CaseExtended, CasePaused
from shared.legal.citation import Citation
from shared.web.words import LANGUAGES
from tests.unit.deadlines.rows import row, show

BOOK = load()
"""For properties: they take no fixtures."""
TODAY = dt.date(2026, 11, 9)
STILL = {"state": "paused", "paused_on": dt.date(2026, 11, 2), "ground": "other_body"}
DENUNCIATION = {"act": "LTC", "provision": "Đ30", "variant": "complex"}


def strip(
    book: RuleBook,
    *,
    language="vi",
    story=(),
    today=TODAY,
    rule="KN.L1.SETTLE",
    **changes: Any,
) -> Strip:
    calendar = book.calendar()
    told = Told(
        show=show(today, language),
        book=book,
        calendar=calendar,
        names={"25585": "Xã Châu Thành"},
        story=[SimpleNamespace(fact=fact) for fact in story],
    )
    return strip_of(explained(row(rule, **changes), book, calendar, today), told)


def of_case(fact: type, **fields: Any) -> Any:
    common = {
        "case_id": "c",
        "petition_id": "p",
        "holder": "25585",
        "reason": "Chờ đo đạc.",
        "basis": Citation("LTC", "Đ30.2"),
    }
    return fact(**common | fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clock_tells_its_end_and_why(book: RuleBook, language: str) -> None:
    found = strip(book, language=language)
    assert found.due_on == dt.date(2026, 11, 11)
    assert found.against == "Xã Châu Thành"
    words = " ".join(stretch.words for stretch in found.stretches)
    assert "12/10/2026" in words
    assert ("tính 30 ngày" in words) is (language == "vi")
    assert ("30 days counted" in words) is (language == "en")
    assert any("Bộ luật Dân sự" in stretch.basis for stretch in found.stretches)


@given(
    st.dates(dt.date(2026, 7, 1), dt.date(2027, 3, 1)),
    st.sampled_from(["KN.L1.SETTLE", "KN.L1.ACCEPT", "XLD.PROCESS", "KN.SUE"]),
)
def test_every_day_is_drawn_once(trigger_on: dt.date, rule: str) -> None:
    found = strip(BOOK, rule=rule, trigger_on=trigger_on)
    drawn = found.drawn
    if drawn is None:
        assert found.refused
        return
    assert drawn.bars[0].x == 0
    for before, after in zip(drawn.bars, drawn.bars[1:], strict=False):
        assert before.x + before.width == pytest.approx(after.x, abs=0.2)
    assert drawn.bars[-1].x + drawn.bars[-1].width == pytest.approx(WIDTH, abs=0.2)
    assert drawn.first == trigger_on + dt.timedelta(days=1)


def test_today_stands_on_the_strip_while_it_is_within(book: RuleBook) -> None:
    within = strip(book).drawn
    assert within is not None
    assert within.today is not None
    assert 0 < within.today < WIDTH
    after = strip(book, today=dt.date(2026, 12, 1)).drawn
    assert after is not None
    assert after.today is None


def test_a_last_day_off_is_drawn_as_moved(book: RuleBook) -> None:
    found = strip(book, trigger_on=dt.date(2026, 10, 15))  # ends on Saturday 14/11
    assert found.drawn is not None
    assert [bar.kind for bar in found.drawn.bars] == ["counted", "rolled"]
    assert found.due_on == found.drawn.last == dt.date(2026, 11, 16)
    assert found.drawn.bars[1].width == pytest.approx(2 * WIDTH / 32, abs=0.1)


def test_what_stands_still_says_since_when_and_what_if_it_went_on(book: RuleBook) -> None:
    paused = of_case(
        CasePaused,
        kind="complaint",
        instance="first",
        paused_on=STILL["paused_on"],
        ground="other_body",
        basis=Citation("LKN", "Đ11a.1.b"),
    )
    found = strip(book, story=[paused], **STILL)
    assert "thứ Hai 02/11/2026" in found.paused
    assert "chờ cơ quan khác" in found.paused
    assert "Luật Khiếu nại" in found.paused
    assert found.due_on == dt.date(2026, 11, 18)
    assert found.changes[0].words == "Nếu tiếp tục hôm nay"
    assert found.drawn is not None
    assert [bar.kind for bar in found.drawn.bars] == ["counted", "paused", "counted"]
    assert strip(book, **STILL).paused.endswith("liên quan trực tiếp")


def test_what_would_change_the_date_of_a_complaint(book: RuleBook) -> None:
    changes = {change.words: change.due_on for change in strip(book).changes}
    assert changes == {
        "Nếu vụ việc phức tạp": dt.date(2026, 11, 26),
        "Nếu vụ việc vùng sâu, vùng xa đi lại khó khăn": dt.date(2026, 11, 26),
        "Nếu vụ việc phức tạp; vùng sâu, vùng xa đi lại khó khăn": dt.date(2026, 12, 11),
    }
    longer = strip(book, variant="complex").changes
    assert longer[0].words == "Nếu không có tình tiết đặc biệt"
    assert longer[0].due_on == dt.date(2026, 11, 11)


def test_a_denunciation_may_still_be_extended(book: RuleBook) -> None:
    found = strip(book, rule="TC.SETTLE", **DENUNCIATION)
    assert [change.words for change in found.changes] == [
        "Nếu được gia hạn lần 1, tối đa 30 ngày"
    ]
    assert found.changes[0].due_on == dt.date(2026, 12, 11)


def test_an_extension_names_who_gave_it_and_why(book: RuleBook) -> None:
    fact = of_case(
        CaseExtended,
        number=1,
        granted_on=dt.date(2026, 11, 5),
        days=30,
        complexity="complex",
    )
    extended = {"extensions": "1/2026-11-05/30", "due_on": dt.date(2026, 12, 11)}
    found = strip(book, rule="TC.SETTLE", story=[fact], **DENUNCIATION | extended)
    (added,) = found.added
    assert added.words == (
        "Gia hạn lần 1: thêm 30 ngày, Xã Châu Thành quyết định thứ Năm 05/11/2026"
    )
    assert added.basis == "khoản 2 Điều 30 Luật Tố cáo"
    assert added.reason == "Chờ đo đạc."
    assert found.changes == []


def test_another_day_than_was_told_is_said(book: RuleBook) -> None:
    assert strip(book, due_on=dt.date(2026, 11, 12)).differs
    over = {"state": "met", "stopped_on": dt.date(2026, 11, 10)}
    assert not strip(book, due_on=dt.date(2026, 11, 12), **over).differs


def test_of_what_is_over_nothing_would_change(book: RuleBook) -> None:
    found = strip(book, state="met", stopped_on=dt.date(2026, 11, 10))
    assert found.changes == ()
    assert not found.is_open


def test_a_day_that_cannot_be_is_named(book: RuleBook) -> None:
    """As pages show days, in English too."""
    found = strip(book, language="en", trigger_on=dt.date(1900, 1, 31))
    assert found.refused == "31/01/1900 cannot be meant; check the year."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Chưa có lịch ngày nghỉ"),
        ("en", "The calendar of 2028 is not published"),
    ],
)
def test_what_cannot_be_counted_says_so(book: RuleBook, language: str, words: str) -> None:
    found = strip(
        book, language=language, rule="XLD.PROCESS", trigger_on=dt.date(2028, 1, 3)
    )
    assert found.refused.startswith(words)
    assert found.due_on is None
    assert found.drawn is None
    assert found.stretches == []
