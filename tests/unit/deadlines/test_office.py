"""When people may be reminded: hours, weekends, holidays, make-up Saturdays, gaps."""

import datetime as dt

import pytest

from services.deadlines.rules import RuleBook
from services.deadlines.rules.office import HoursRow, Office, load
from shared.clock import LOCAL
from shared.legal.calendar import Calendar
from shared.legal.gaps import CalendarMissing, NoRowInForce
from shared.legal.reading import RuleBookBroken


def at(text: str) -> dt.datetime:
    """Return a local time as the program has it: an instant in UTC."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return local.astimezone(dt.UTC)


@pytest.fixture(name="office")
def _office(book: RuleBook) -> Office:
    return Office(hours=load(), calendar=book.calendar())


# fmt: off
OPENINGS = [
    ("before the morning", "2026-07-01 07:29", "2026-07-01 07:30"),
    ("with its first minute", "2026-07-01 07:30", "2026-07-01 07:30"),
    ("in the morning", "2026-07-01 11:29", "2026-07-01 11:29"),
    ("at noon", "2026-07-01 11:30", "2026-07-01 13:30"),
    ("in the afternoon", "2026-07-01 16:59", "2026-07-01 16:59"),
    ("in the evening", "2026-07-01 17:00", "2026-07-02 07:30"),
    ("at midnight", "2026-07-02 00:00", "2026-07-02 07:30"),
    ("on Friday evening", "2026-07-03 20:00", "2026-07-06 07:30"),
    ("on a Saturday morning", "2026-07-04 09:00", "2026-07-06 07:30"),
    ("on a make-up Saturday", "2026-08-22 09:00", "2026-08-22 09:00"),
    ("before a make-up Saturday", "2026-08-21 18:00", "2026-08-22 07:30"),
    ("in Tet", "2026-02-17 09:00", "2026-02-23 07:30"),
    ("on a Monday that was swapped away", "2026-08-31 09:00", "2026-09-03 07:30"),
    ("over the end of a year", "2026-12-31 17:30", "2027-01-04 07:30"),
]
# fmt: on


@pytest.mark.parametrize(
    ("moment", "opens"), [row[1:] for row in OPENINGS], ids=[row[0] for row in OPENINGS]
)
def test_offices_open(office: Office, moment: str, opens: str) -> None:
    assert office.opening(at(moment)) == at(opens)
    assert office.is_open(at(moment)) == (moment == opens)


def test_a_year_without_calendar_is_not_guessed() -> None:
    office = Office(hours=load(), calendar=Calendar.of([]))
    with pytest.raises(CalendarMissing):
        office.is_open(at("2026-07-01 09:00"))


def test_a_day_without_hours_is_not_guessed(book: RuleBook) -> None:
    office = Office(hours=(), calendar=book.calendar())
    with pytest.raises(NoRowInForce, match="01/07/2026"):
        office.is_open(at("2026-07-01 09:00"))


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [("11:30", "07:30")],
        [("07:30", "11:30"), ("11:00", "17:00")],
        [("07:30", "07:30")],
    ],
)
def test_hours_that_do_not_follow_each_other_are_refused(
    spans: list[tuple[str, str]],
) -> None:
    row = HoursRow.model_validate(
        {
            "id": "OFFICE.HOURS",
            "version": 1,
            "valid_from": "2026-01-01",
            "spans": [{"opens": opens, "closes": closes} for opens, closes in spans],
            "basis": {"act": "BLLD", "provision": "Đ105"},
            "confidence": "inference",
            "verified_by": None,
        }
    )
    with pytest.raises(RuleBookBroken, match="do not follow"):
        row.hours()
