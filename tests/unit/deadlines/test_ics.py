"""The calendar that programs fetch keeps to RFC 5545, whatever stands in it."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.deadlines.web.ics import Due, calendar_of

ON = dt.date(2026, 11, 23)
TITLES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


def due(**changes: object) -> Due:
    plain = {
        "clock_id": "0190/KN.L1.SETTLE/1",
        "title": "Đơn AB12: Giải quyết khiếu nại lần đầu",
        "on": ON,
        "revision": 0,
        "announced_on": dt.date(2026, 10, 12),
    }
    return Due(**plain | changes)


def events(raw: bytes) -> list:
    return Calendar.from_ical(raw).walk("VEVENT")


def test_a_clock_is_a_whole_day() -> None:
    (event,) = events(calendar_of("Thời hạn", [due()]))
    assert event.decoded("dtstart") == ON
    assert event.decoded("dtend") == dt.date(2026, 11, 24)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["summary"] == "Đơn AB12: Giải quyết khiếu nại lần đầu"
    assert event["class"] == "PRIVATE"
    assert event["transp"] == "TRANSPARENT"


def test_the_day_it_was_announced_is_midnight_here() -> None:
    (event,) = events(calendar_of("Thời hạn", [due()]))
    assert event.decoded("dtstamp") == dt.datetime(2026, 10, 11, 17, tzinfo=dt.UTC)


def test_an_event_keeps_its_id_and_counts_its_moves() -> None:
    (before,) = events(calendar_of("Thời hạn", [due()]))
    moved = due(on=dt.date(2026, 12, 1), revision=1)
    (after,) = events(calendar_of("Thời hạn", [moved]))
    (other,) = events(calendar_of("Thời hạn", [due(clock_id="0190/KN.L1.SEND/1")]))
    assert before["uid"] == after["uid"] != other["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_the_petitions_id_stands_nowhere() -> None:
    assert b"0190" not in calendar_of("Thời hạn", [due()])


def test_the_same_clocks_are_the_same_bytes() -> None:
    assert calendar_of("Thời hạn", [due()]) == calendar_of("Thời hạn", [due()])


def test_an_empty_calendar_is_one() -> None:
    calendar = Calendar.from_ical(calendar_of("Thời hạn", []))
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert calendar.walk("VEVENT") == []


@given(st.lists(TITLES, max_size=4))
def test_every_line_ends_and_folds_as_the_standard_says(titles: list[str]) -> None:
    """CRLF, at most 75 octets, no letter of UTF-8 cut in two that would not be read again."""
    dues = [due(title=title, clock_id=str(n)) for n, title in enumerate(titles)]
    raw = calendar_of("Thời hạn", dues)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    for line in raw.split(b"\r\n"):
        line.decode("utf-8")
    assert [str(event["summary"]) for event in events(raw)] == titles
