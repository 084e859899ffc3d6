"""Which days were worked, year by year, and what hangs on single days."""

import datetime as dt

import holidays
import pytest

from services.deadlines.domain.receptions import Shift, shift_reception, weekly
from services.deadlines.domain.reckoning import Question, asked, reckon
from shared.legal.calendar import SATURDAY, Calendar
from shared.legal.civil import counting_law, holidays_law
from shared.legal.counting import Period, due
from shared.legal.policy import Policy
from tests.law.worked import BOOK, CALENDAR, day

DIFFER = {day("02/01/2026")}
"""Swapped by 12729/VPCP-KGVX of 25/12/2025, which the package `holidays` does not have yet."""

# fmt: off
YEARS = [
    # năm, nghỉ, đi làm
    (2016, "01/01 08/02 12/02 18/04 02/05 03/05 02/09", "05/02 15/02 15/04 29/04 04/05 05/09"),
    (2017, "02/01 26/01 01/02 06/04 01/05 02/05 04/09", "03/01 25/01 02/02 07/04 03/05 05/09"),
    (2018, "01/01 14/02 20/02 25/04 30/04 01/05 03/09 31/12", "13/02 21/02 02/05 04/09"),
    (2019, "01/01 04/02 08/02 15/04 29/04 30/04 01/05 02/09", "05/01 04/05 11/02 02/05 03/09"),
    (2020, "01/01 23/01 29/01 02/04 30/04 01/05 02/09", "22/01 30/01 03/09"),
    (2021, "01/01 10/02 16/02 21/04 30/04 03/05 02/09 03/09", "09/02 17/02 04/05 06/09"),
    (2022, "03/01 31/01 04/02 11/04 02/05 03/05 01/09 02/09", "28/01 07/02 04/05 05/09"),
    (2023, "02/01 20/01 26/01 02/05 03/05 01/09 04/09", "19/01 27/01 04/05 05/09"),  # K23
    (2024, "08/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09", "07/02 15/02 02/05 04/05"),  # K24
    (2025, "01/01 27/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09", "26/04 24/01 03/02 05/05"),
    (2026, "01/01 02/01 16/02 20/02 27/04 31/08 01/09 02/09 24/11", "10/01 22/08 23/11 30/11"),
    (2027, "01/01 04/02 10/02 16/04 30/04 03/05 02/09 03/09 24/11", "03/02 11/02 04/05"),
]
# fmt: on


@pytest.mark.parametrize(
    ("year", "closed", "worked"), YEARS, ids=[str(y[0]) for y in YEARS]
)
def test_the_days_of_a_year(year: int, closed: str, worked: str) -> None:
    assert not [d for d in closed.split() if CALENDAR.is_working(day(f"{d}/{year}"))]
    assert [d for d in worked.split() if not CALENDAR.is_working(day(f"{d}/{year}"))] == []


@pytest.mark.parametrize("year", range(2016, 2028))
def test_holidays_agree_with_a_package_that_others_keep(year: int) -> None:
    theirs = holidays.country_holidays("VN", years=year)
    closed = {on for on in theirs if on.weekday() < SATURDAY}
    ours = CALENDAR.years[year]
    assert set(ours.closed) - closed == {on for on in DIFFER if on.year == year}
    assert closed - set(ours.closed) == set()
    make_up = {on for on in theirs.weekend_workdays if on.year == year}
    assert set(ours.make_up) - make_up <= {day("10/01/2026")}
    assert make_up <= set(ours.make_up)


def test_every_year_from_2016_to_2027_says_how_sure_it_is() -> None:
    assert sorted(CALENDAR.years) == list(range(2016, 2028))
    for year in CALENDAR.years.values():
        assert year.confidence == "secondary"
        assert all(closed.name for closed in year.closed.values())
        assert all(year.make_up.values())


def test_naming_the_days_of_a_year_changed_none_of_them() -> None:
    by_version = {(year.year, year.version): year for year in BOOK.calendar_years}
    for year in range(2023, 2028):
        first, named = by_version[year, 1], by_version[year, 2]
        assert set(first.closed) == set(named.closed)
        assert set(first.make_up) == set(named.make_up)


def test_the_swap_that_was_only_proposed_is_not_applied() -> None:
    assert CALENDAR.is_working(day("23/11/2026"))
    assert not CALENDAR.is_working(day("28/11/2026"))


@pytest.mark.parametrize(
    ("switched", "due_on"), [(True, "25/11/2026"), (False, "24/11/2026")]
)
def test_k26b_the_day_of_culture(switched: bool, due_on: str) -> None:
    policy = Policy(culture_day_24_11=switched)
    calendar = CALENDAR.under(policy, "agency")
    period = Period(trigger_on=day("23/11/2026"), length=1, unit="working_day")
    assert due(period, calendar).due_on == day(due_on)


def test_x04_seven_working_days_from_receipt_not_from_signing() -> None:
    """Ký 07/4/2016, nhận 14/4/2016; 18/4 nghỉ bù Giỗ Tổ."""
    received, signed = (
        due(Period(trigger_on=day(on), length=7, unit="working_day"), CALENDAR).due_on
        for on in ("14/04/2016", "07/04/2016")
    )
    assert (received, signed) == (day("26/04/2016"), day("19/04/2016"))


def test_x01_a_complaint_four_years_late_is_barred() -> None:
    question = Question(rule_id="KN.TIMEBAR.90", trigger_on=day("31/08/2018"))
    assert asked(BOOK, CALENDAR, question).due.due_on < day("22/08/2022")


# fmt: off
SHIFTS: list[tuple[str, str, Shift, str]] = [
    ("R08 Hà Tĩnh: thứ Bảy sang thứ Hai", "15/10/2016", "next", "17/10/2016"),
    ("R12 Tân Đoàn: Quốc khánh 2026", "02/09/2026", "next", "03/09/2026"),
    ("ngày làm việc thì giữ", "15/07/2026", "next", "15/07/2026"),
    ("gần nhất: thứ Bảy về thứ Sáu", "15/10/2016", "nearest", "14/10/2016"),
    ("gần nhất: Chủ nhật sang thứ Hai", "16/10/2016", "nearest", "17/10/2016"),
    ("cách đều thì về sau", "02/09/2020", "nearest", "03/09/2020"),
    ("trong tháng: cuối tháng về trước", "31/10/2026", "same_month", "30/10/2026"),
    ("trong tháng: đầu tháng về sau", "01/11/2026", "same_month", "02/11/2026"),
]
# fmt: on


@pytest.mark.parametrize(
    ("on", "how", "moved"), [row[1:] for row in SHIFTS], ids=[row[0] for row in SHIFTS]
)
def test_a_reception_moves_from_a_day_off(on: str, how: Shift, moved: str) -> None:
    assert shift_reception(day(on), CALENDAR, how) == day(moved)


def test_r13_every_thursday_of_half_a_year() -> None:
    days = list(weekly(4, day("01/07/2025"), day("31/12/2025")))
    assert (len(days), days[0], days[-1]) == (26, day("03/07/2025"), day("25/12/2025"))
    assert {on.isoweekday() for on in days} == {4}
    assert days == [day("03/07/2025") + dt.timedelta(days=7 * n) for n in range(26)]


def test_a_weekly_reception_may_fall_on_the_first_and_the_last_day() -> None:
    assert list(weekly(4, day("03/07/2025"), day("10/07/2025"))) == [
        day("03/07/2025"),
        day("10/07/2025"),
    ]


def test_before_2017_the_older_code_counts() -> None:
    assert str(counting_law(day("31/12/2016")).roll) == "BLDS2005 Đ153.5"
    assert str(counting_law(day("01/01/2017")).first_day) == "BLDS Đ147.2"
    assert str(holidays_law(day("31/12/2020"))) == "BLLD2012 Đ115"
    assert str(holidays_law(day("01/01/2021"))) == "BLLD Đ112"


def test_a_calendar_without_the_year_gives_nothing() -> None:
    bare = Calendar.of(year for year in CALENDAR.years.values() if year.year != 2024)
    question = Question(rule_id="KN.L1.SETTLE", trigger_on=day("20/12/2023"))
    with pytest.raises(Exception, match="2024"):
        reckon(BOOK, bare, question)
