"""When somebody may be reminded: the hours of `office.yaml` on the days offices work."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from shared.books import read_book
from shared.clock import LOCAL, local_date
from shared.legal.calendar import Calendar
from shared.legal.gaps import NoRowInForce
from shared.legal.reading import Row, RuleBookBroken, RuleRow, by_id
from shared.legal.rules import Rule, in_force

FILE = Path(__file__).with_name("office.yaml")
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Rule):
    """When offices are open on a working day: from, until (not included), local time."""

    spans: tuple[tuple[dt.time, dt.time], ...]


class SpanRow(Row):
    """A morning or an afternoon."""

    opens: dt.time
    closes: dt.time


class HoursRow(RuleRow):
    """A row of `office.yaml`."""

    spans: tuple[SpanRow, ...]

    def hours(self) -> Hours:
        """
        Return the row as the scheduler knows it.

        Raises:
            RuleBookBroken: it cites an unknown act, or its times do not follow each other.
        """
        times = [time for row in self.spans for time in (row.opens, row.closes)]
        if not times or any(later <= earlier for earlier, later in pairwise(times)):
            raise RuleBookBroken(
                f"the hours of {self.id} v{self.version} do not follow each other"
            )
        spans = tuple((row.opens, row.closes) for row in self.spans)
        return Hours(**self.common(), spans=spans)


class HoursFile(Row):
    """`office.yaml`."""

    hours: tuple[HoursRow, ...]


def load(file: Path = FILE) -> tuple[Hours, ...]:
    """
    Return the hours by date.

    Raises:
        pydantic.ValidationError: the file is not of the declared shape.
        RuleBookBroken: rows overlap, cite an unknown act, or times do not follow each other.
    """
    rows = HoursFile.model_validate(read_book(file)).hours
    return by_id(row.hours() for row in rows)["OFFICE.HOURS"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The hours, and the calendar by which days are worked."""

    hours: tuple[Hours, ...]
    calendar: Calendar

    def is_open(self, at: dt.datetime) -> bool:
        """
        Test whether somebody may be reminded at an instant.

        Raises:
            CalendarMissing: the year is not published.
            NoRowInForce: no row of the hours covers the day.
        """
        return self.opening(at) == at

    def opening(self, at: dt.datetime) -> dt.datetime:
        """
        Return the instant itself while offices are open, else the next at which they open.

        Raises:
            CalendarMissing: a year on the way is not published.
            NoRowInForce: no row of the hours covers the day.
        """
        day, time = local_date(at), at.astimezone(LOCAL).time()
        while True:
            day = self.calendar.next_working(day)
            if local_date(at) < day:
                time = dt.time.min
            for opens, closes in self._spans(day):
                if time < opens:
                    return dt.datetime.combine(day, opens, LOCAL).astimezone(dt.UTC)
                if time < closes:
                    return at
            day += DAY

    def _spans(self, day: dt.date) -> tuple[tuple[dt.time, dt.time], ...]:
        found = in_force(self.hours, day)
        if not found:
            raise NoRowInForce(
                f"Không có quy định giờ hành chính nào có hiệu lực vào ngày {day:%d/%m/%Y}.",
                field="at",
                values={"day": day},
            )
        return found[0].spans
