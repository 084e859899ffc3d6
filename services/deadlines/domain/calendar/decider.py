"""Decides on publications of a year's working days; due dates follow from them."""

from services.deadlines.domain.calendar.commands import CalendarCommand, PublishCalendar
from services.deadlines.domain.calendar.errors import (
    CalendarImpossible,
    CalendarVersionTaken,
)
from services.deadlines.domain.calendar.events import CalendarEvent
from services.deadlines.domain.calendar.state import Publications, evolve
from shared.contracts.deadlines import CalendarPublished
from shared.decider import Decider
from shared.legal.calendar import SATURDAY


def publish(command: PublishCalendar, published: Publications) -> list[CalendarEvent]:
    """
    Publish the working days of a year under a version higher than all before.

    Legal source: BLLD Đ111.3, Đ112 and the yearly notices of holidays and swapped days.

    Raises:
        CalendarImpossible: a day is of another year, or the wrong day of the week.
        CalendarVersionTaken: the version is not higher than the latest, or says otherwise.
    """
    _check_days(command)
    if published.days.get(command.version) == (command.closed, command.make_up):
        return []
    if command.version <= published.latest():
        raise CalendarVersionTaken(
            f"Lịch năm {command.year} đã có phiên bản {published.latest()}; "
            "bản công bố mới phải có số phiên bản cao hơn.",
            field="version",
        )
    return [
        CalendarPublished(
            year=command.year,
            version=command.version,
            closed=tuple(sorted(command.closed)),
            make_up=tuple(sorted(command.make_up)),
            source=command.source,
            confidence=command.confidence,
        )
    ]


def _check_days(command: PublishCalendar) -> None:
    days = command.closed | command.make_up
    of_year = all(day.year == command.year for day in days)
    weekdays = all(day.weekday() < SATURDAY for day in command.closed)
    saturdays = all(day.weekday() == SATURDAY for day in command.make_up)
    if not (of_year and weekdays and saturdays):
        raise CalendarImpossible(
            "Ngày nghỉ phải là ngày thường và ngày làm bù phải là thứ Bảy "
            f"của năm {command.year}."
        )


CALENDAR: Decider[CalendarCommand, Publications, CalendarEvent] = Decider(
    initial=Publications(), evolve=evolve, decide=publish
)
