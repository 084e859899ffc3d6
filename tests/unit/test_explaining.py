"""The steps of an explanation: nothing left out, nothing counted twice, in words of a clerk."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.legal.calendar import Calendar, CalendarYear, ClosedDay
from shared.legal.counting import ONE_DAY, Due, Pause, Period, Unit, due, effective
from shared.legal.explaining import explain

D = dt.date
CALENDAR = Calendar.of(
    [
        CalendarYear.plain(2025, 1, [D(2025, 9, 1), D(2025, 9, 2)], [], "", "memory"),
        CalendarYear(
            year=2026,
            version=1,
            closed={
                D(2026, 1, 1): ClosedDay("holiday", "Tết Dương lịch"),
                D(2026, 1, 2): ClosedDay("swapped", "đổi với thứ Bảy 10/01"),
                D(2026, 4, 27): ClosedDay("in_lieu", ""),
                D(2026, 5, 5): ClosedDay("local", "lễ hội của tỉnh"),
            },
            make_up={D(2026, 1, 10): "thay thứ Sáu 02/01"},
            source="TB 1",
            confidence="secondary",
        ),
    ]
)
STRETCHES = ("trigger", "counted", "skipped", "paused")

days = st.dates(D(2025, 1, 1), D(2026, 6, 30))
pauses = st.lists(
    st.builds(
        lambda start, n: Pause(from_on=start, until_on=start + dt.timedelta(days=n)),
        days,
        st.integers(1, 20),
    ),
    max_size=3,
)


def told(on: dt.date, length: int, unit: Unit, **more: object) -> Due:
    return explain(Period(trigger_on=on, length=length, unit=unit, **more), CALENDAR)


@given(days, st.integers(1, 60), st.sampled_from(["calendar_day", "working_day"]), pauses)
def test_an_explanation_says_the_same_and_counts_every_day_once(
    trigger_on: dt.date, length: int, unit: Unit, stops: list[Pause]
) -> None:
    period = Period(
        trigger_on=trigger_on, length=length, unit=unit, pauses=effective(trigger_on, stops)
    )
    found, plain = explain(period, CALENDAR), due(period, CALENDAR)
    assert (found.nominal_on, found.due_on, found.rolled) == (
        plain.nominal_on,
        plain.due_on,
        plain.rolled,
    )
    counted = [
        step
        for step in found.steps
        if step.kind in STRETCHES and step.from_on <= found.nominal_on
    ]
    assert counted[0].from_on == trigger_on
    assert counted[-1].until_on == found.nominal_on + ONE_DAY
    assert all(one.until_on == other.from_on for one, other in pairwise(counted))
    assert sum(step.days for step in counted) == length
    assert counted[-1].total == length


@given(days, st.integers(1, 60), pauses)
def test_every_day_that_the_end_moves_over_is_told(
    trigger_on: dt.date, length: int, stops: list[Pause]
) -> None:
    found = told(trigger_on, length, "calendar_day", pauses=effective(trigger_on, stops))
    moved = [
        step
        for step in found.steps
        if step.kind == "rolled"
        or (step.kind == "paused" and step.from_on > found.nominal_on)
    ]
    over = sum((step.until_on - step.from_on).days for step in moved)
    assert over == (found.due_on - found.nominal_on).days


@given(days, st.integers(1, 30), st.sampled_from(["calendar_day", "working_day"]))
def test_counting_back_tells_every_day_too(
    event_on: dt.date, length: int, unit: Unit
) -> None:
    event_on += dt.timedelta(days=150)
    found = told(event_on, length, unit, mode="before")
    counted = [step for step in found.steps if step.kind in ("counted", "skipped")]
    assert counted[0].until_on == event_on
    assert counted[-1].from_on == found.nominal_on
    assert all(one.from_on == other.until_on for one, other in pairwise(counted))
    assert sum(step.days for step in counted) == length
    over = [step for step in found.steps if step.kind == "rolled"]
    passed = sum((step.until_on - step.from_on).days for step in over)
    assert passed == (found.nominal_on - found.due_on).days


def test_an_explanation_reads_like_a_clerk_counting() -> None:
    found = told(D(2025, 12, 31), 8, "working_day")
    by = " (theo TB 1)"
    assert [step.sentence for step in found.steps] == [
        "Ngày 31/12/2025 là ngày bắt đầu, không tính; ngày thứ nhất là 01/01/2026.",
        f"Ngày 01/01/2026: nghỉ lễ, tết – Tết Dương lịch{by}, không tính là ngày làm việc.",
        f"Ngày 02/01/2026: nghỉ hoán đổi – đổi với thứ Bảy 10/01{by}, không tính là ngày làm việc.",
        "Từ 03/01/2026 đến hết 04/01/2026: nghỉ hằng tuần, không tính là ngày làm việc.",
        "Từ 05/01/2026 đến hết 09/01/2026: tính 5 ngày làm việc, cộng dồn 5/8.",
        f"Ngày 10/01/2026 (thứ Bảy làm bù – thay thứ Sáu 02/01{by}): tính 1 ngày làm việc, cộng dồn 6/8.",
        "Ngày 11/01/2026: nghỉ hằng tuần, không tính là ngày làm việc.",
        "Từ 12/01/2026 đến hết 13/01/2026: tính 2 ngày làm việc, cộng dồn 8/8.",
        "Thời hạn kết thúc lúc 24 giờ ngày 13/01/2026.",
    ]
    by = " (by TB 1)"
    assert [step.sentence_en for step in found.steps] == [
        "31/12/2025 is the day of the trigger and is not counted; day 1 is 01/01/2026.",
        f"On 01/01/2026: public holiday – Tết Dương lịch{by}, not a working day.",
        f"On 02/01/2026: exchanged day off – đổi với thứ Bảy 10/01{by}, not a working day.",
        "From 03/01/2026 to 04/01/2026: weekly rest, not a working day.",
        "From 05/01/2026 to 09/01/2026: 5 working days counted, 5 of 8.",
        f"On 10/01/2026 (make-up Saturday – thay thứ Sáu 02/01{by}): 1 working day counted, 6 of 8.",
        "On 11/01/2026: weekly rest, not a working day.",
        "From 12/01/2026 to 13/01/2026: 2 working days counted, 8 of 8.",
        "The period ends at midnight at the end of 13/01/2026.",
    ]
    assert [str(step.basis or "") for step in found.steps] == [
        "BLDS Đ147.2", "BLLD Đ112", "BLLD Đ112", "QD188 Đ1", "", "", "QD188 Đ1", "", "BLDS Đ148.6",
    ]  # fmt: skip


# fmt: off
TOLD: list[tuple[str, dict, list[tuple[str, str, str, str]]]] = [
    ("a closed last day", {"trigger_on": D(2026, 4, 20), "length": 7, "unit": "calendar_day"}, [
        ("trigger", "Ngày 20/04/2026 là ngày bắt đầu", "20/04/2026 is the day of the trigger", "BLDS Đ147.2"),
        ("counted", "tính 7 ngày, cộng dồn 7/7.", "7 days counted, 7 of 7.", "BLDS Đ148.1"),
        ("rolled", "Ngày 27/04/2026: nghỉ bù (theo TB 1); thời hạn không kết thúc vào ngày nghỉ", "On 27/04/2026: day off in lieu (by TB 1); a period does not end on a day off", "BLDS Đ148.5"),
        ("end", "24 giờ ngày 28/04/2026", "end of 28/04/2026", "BLDS Đ148.6")]),
    ("a paused month", {"trigger_on": D(2026, 3, 1), "length": 1, "unit": "month", "pauses": (Pause(from_on=D(2026, 3, 10), until_on=D(2026, 3, 15), ground="expert"), Pause(from_on=D(2026, 5, 1), until_on=D(2026, 5, 2)))}, [
        ("trigger", "01/03/2026", "01/03/2026", "BLDS Đ147.2"),
        ("counted", "Tính 1 tháng: đến ngày tương ứng 01/04/2026.", "1 month counted: to the corresponding day, 01/04/2026.", "BLDS Đ148.3"),
        ("paused", "Từ 10/03/2026 đến hết 14/03/2026: thời gian không tính vào thời hạn (chờ giám định), 5 ngày; tính tiếp từ 15/03/2026.", "From 10/03/2026 to 14/03/2026: time that is not counted (waiting for an expert), 5 days; counting goes on on 15/03/2026.", ""),
        ("not_paused", "Ngày 01/05/2026: thời hạn đã hết từ 06/04/2026", "On 01/05/2026: the period had ended on 06/04/2026", ""),
        ("end", "06/04/2026", "06/04/2026", "BLDS Đ148.6")]),
    ("a year", {"trigger_on": D(2025, 3, 2), "length": 1, "unit": "year"}, [
        ("trigger", "02/03/2025", "02/03/2025", "BLDS Đ147.2"),
        ("counted", "Tính 1 năm: đến ngày tương ứng 02/03/2026.", "1 year counted", "BLDS Đ148.4"),
        ("end", "02/03/2026", "02/03/2026", "BLDS Đ148.6")]),
    ("two weeks", {"trigger_on": D(2025, 3, 3), "length": 2, "unit": "week"}, [
        ("trigger", "03/03/2025", "03/03/2025", "BLDS Đ147.2"),
        ("counted", "Tính 2 tuần: đến ngày tương ứng 17/03/2025.", "2 weeks counted", "BLDS Đ148.2"),
        ("end", "17/03/2025", "17/03/2025", "BLDS Đ148.6")]),
    ("before an event, over a day off", {"trigger_on": D(2026, 5, 2), "length": 5, "unit": "calendar_day", "mode": "before"}, [
        ("trigger", "Ngày 02/05/2026 là ngày diễn ra sự việc, không tính; đếm ngược từ 01/05/2026.", "02/05/2026 is the day of the event and is not counted; count back from 01/05/2026.", "BLDS Đ147.2"),
        ("counted", "Từ 27/04/2026 đến hết 01/05/2026: tính 5 ngày, cộng dồn 5/5.", "5 days counted", "BLDS Đ148.1"),
        ("rolled", "Ngày 27/04/2026: nghỉ bù (theo TB 1); phải làm trước đó", "it must be done earlier", "BLLD Đ112"),
        ("rolled", "Từ 25/04/2026 đến hết 26/04/2026: nghỉ hằng tuần; phải làm trước đó", "weekly rest; it must be done earlier", "QD188 Đ1"),
        ("end", "Ngày cuối cùng còn đúng hạn là 24/04/2026.", "The last day in time is 24/04/2026.", "BLDS Đ148.6")]),
    ("a status", {"trigger_on": D(2026, 4, 1), "length": 30, "unit": "calendar_day", "mode": "status"}, [
        ("trigger", "01/04/2026", "01/04/2026", "BLDS Đ147.2"),
        ("counted", "tính 30 ngày", "30 days counted", "BLDS Đ148.1"),
        ("end", "Hết ngày 01/05/2026; có hiệu lực từ 02/05/2026.", "After 01/05/2026; it takes effect on 02/05/2026.", "BLDS Đ148.6")]),
    ("a minimum", {"trigger_on": D(2026, 4, 1), "length": 1, "unit": "calendar_day", "mode": "minimum"}, [
        ("trigger", "01/04/2026", "01/04/2026", "BLDS Đ147.2"),
        ("counted", "tính 1 ngày, cộng dồn 1/1.", "1 day counted, 1 of 1.", "BLDS Đ148.1"),
        ("end", "Phải giữ ít nhất đến hết ngày 02/04/2026.", "It must stay at least to 02/04/2026.", "BLDS Đ148.6")]),
    ("a threshold", {"trigger_on": D(2026, 4, 1), "length": 1, "unit": "calendar_day", "mode": "threshold"}, [
        ("trigger", "01/04/2026", "01/04/2026", "BLDS Đ147.2"),
        ("counted", "tính 1 ngày", "1 day counted", "BLDS Đ148.1"),
        ("end", "Vượt ngưỡng từ ngày 03/04/2026.", "The threshold is passed from 03/04/2026 on.", "BLDS Đ148.6")]),
    ("a month as a whole", {"trigger_on": D(2026, 2, 10), "length": 1, "unit": "month", "mode": "frequency", "whole": True}, [
        ("counted", "Kỳ tính từ 01/02/2026 đến hết 28/02/2026.", "from 01/02/2026 to 28/02/2026", ""),
        ("end", "28/02/2026", "28/02/2026", "BLDS Đ148.6")]),
    ("a week as a whole", {"trigger_on": D(2026, 2, 10), "length": 1, "unit": "week", "mode": "frequency", "whole": True}, [
        ("counted", "Kỳ tính từ 09/02/2026 đến hết 15/02/2026.", "from 09/02/2026 to 15/02/2026", ""),
        ("end", "15/02/2026", "15/02/2026", "BLDS Đ148.6")]),
    ("a fixed day on a Sunday", {"trigger_on": D(2026, 5, 1), "length": 17, "unit": "day_of_month", "mode": "fixed_day"}, [
        ("closed", "Ngày 17/05/2026: nghỉ hằng tuần; văn bản không cho dời, nên làm trước, chậm nhất 15/05/2026.", "the text allows no later day, so act by 15/05/2026.", "QD188 Đ1"),
        ("end", "17/05/2026", "17/05/2026", "BLDS Đ148.6")]),
    ("a fixed day on a local holiday", {"trigger_on": D(2026, 5, 1), "length": 5, "unit": "day_of_month", "mode": "fixed_day"}, [
        ("closed", "Ngày 05/05/2026: nghỉ theo quyết định địa phương – lễ hội của tỉnh (theo TB 1); văn bản", "local day off – lễ hội của tỉnh (by TB 1); the text", "BLLD Đ112"),
        ("end", "05/05/2026", "05/05/2026", "BLDS Đ148.6")]),
    ("a fixed day that is worked", {"trigger_on": D(2026, 6, 1), "length": 17, "unit": "day_of_month", "mode": "fixed_day"}, [
        ("end", "17/06/2026", "17/06/2026", "BLDS Đ148.6")]),
    ("a fixed day of a year we do not know", {"trigger_on": D(2031, 6, 1), "length": 17, "unit": "day_of_month", "mode": "fixed_day"}, [
        ("end", "17/06/2031", "17/06/2031", "BLDS Đ148.6")]),
]
# fmt: on


@pytest.mark.parametrize(
    ("period", "steps"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD]
)
def test_what_is_told(period: dict, steps: list[tuple[str, str, str, str]]) -> None:
    found = explain(Period(**period), CALENDAR).steps
    assert [(step.kind, str(step.basis or "")) for step in found] == [
        (kind, basis) for kind, _, _, basis in steps
    ]
    for step, (_, vi, en, _) in zip(found, steps, strict=True):
        assert vi in step.sentence
        assert en in step.sentence_en


def test_a_pause_on_the_moved_last_day_is_told() -> None:
    stop = Pause(from_on=D(2026, 3, 9), until_on=D(2026, 3, 14), ground="other_body")
    found = told(D(2026, 3, 1), 6, "calendar_day", pauses=(stop,))
    assert [(step.kind, step.from_on, step.until_on) for step in found.steps[2:]] == [
        ("rolled", D(2026, 3, 7), D(2026, 3, 9)),
        ("paused", D(2026, 3, 9), D(2026, 3, 14)),
        ("rolled", D(2026, 3, 14), D(2026, 3, 16)),
        ("end", D(2026, 3, 16), D(2026, 3, 17)),
    ]


def test_under_the_older_codes() -> None:
    older = CalendarYear.plain(2016, 1, [D(2016, 4, 18)], [], "", "memory")
    period = Period(trigger_on=D(2016, 4, 15), length=1, unit="working_day")
    found = explain(period, Calendar.of([older])).steps
    cited = [str(step.basis) for step in found if step.basis is not None]
    assert cited == ["BLDS2005 Đ152.2", "QD188 Đ1", "BLLD2012 Đ115", "BLDS2005 Đ153.6"]


def test_an_unknown_ground_is_left_unsaid() -> None:
    stop = Pause(from_on=D(2026, 3, 3), until_on=D(2026, 3, 4), ground="else")
    (said,) = (
        step.sentence
        for step in told(D(2026, 3, 1), 6, "calendar_day", pauses=(stop,)).steps
        if step.kind == "paused"
    )
    assert "thời hạn, 1 ngày" in said
