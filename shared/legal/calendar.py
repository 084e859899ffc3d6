"""Which days offices work: the published calendars of the years we know, and no others."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.errors import RuleMissing

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """One published version of a year's working days."""

    year: int
    version: int
    closed: frozenset[dt.date]
    """Weekdays that are not worked: holidays, days off in lieu, swapped days."""
    make_up: frozenset[dt.date]
    """Saturdays that are worked."""
    source: str
    confidence: str

    def is_working(self, day: dt.date) -> bool:
        """Test whether offices work on a day of this year."""
        return day in self.make_up or (day.weekday() < SATURDAY and day not in self.closed)

    def working_days(self) -> list[int]:
        """Return the ordinals of the year's working days, in order."""
        first, beyond = dt.date(self.year, 1, 1), dt.date(self.year + 1, 1, 1)
        days = range(first.toordinal(), beyond.toordinal())
        return [day for day in days if self.is_working(dt.date.fromordinal(day))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """
    The latest version of every year we know. A day of any other year is not guessed.

    Make it with `Calendar.of`, which lays out the working days once: counting a million
    clocks is then a search in a sorted tuple, not a walk.
    """

    years: Mapping[int, CalendarYear]
    working: tuple[int, ...]
    """Ordinals of all working days, in order."""

    @classmethod
    def of(cls, years: Iterable[CalendarYear]) -> "Calendar":
        """Return the calendar of these years; a higher version supersedes a lower one."""
        ordered = sorted(years, key=lambda year: (year.year, year.version))
        latest = {year.year: year for year in ordered}
        working = [day for year in latest.values() for day in year.working_days()]
        return cls(years=latest, working=tuple(working))

    def published(self, year: CalendarYear) -> "Calendar":
        """Return this calendar with one more publication."""
        return Calendar.of([*self.years.values(), year])

    def require(self, first_on: dt.date, last_on: dt.date) -> None:
        """
        Do nothing if every year between two days is published.

        Raises:
            RuleMissing: a year is not.
        """
        for year in range(first_on.year, last_on.year + 1):
            if year not in self.years:
                raise RuleMissing(f"no calendar is published for {year}")

    def is_working(self, day: dt.date) -> bool:
        """
        Test whether offices work on a day.

        Raises:
            RuleMissing: the year's calendar is not published.
        """
        self.require(day, day)
        return self.years[day.year].is_working(day)

    def next_working(self, day: dt.date) -> dt.date:
        """
        Return the day itself if it is worked, else the next one that is.

        Raises:
            RuleMissing: a calendar on the way is not published.
        """
        self.require(day, day)
        found = self.day_at(bisect_left(self.working, day.toordinal()))
        self.require(day, found)
        return found

    def index_after(self, day: dt.date) -> int:
        """Return the place, among working days, of the first one after a day."""
        return bisect_right(self.working, day.toordinal())

    def day_at(self, index: int) -> dt.date:
        """
        Return the working day at a place.

        Raises:
            RuleMissing: the published calendars end before it.
        """
        if index >= len(self.working):
            raise RuleMissing(
                f"no calendar is published beyond {max(self.years, default=0)}"
            )
        return dt.date.fromordinal(self.working[index])

    def versions(self, first_on: dt.date, last_on: dt.date) -> str:
        """Return the versions of the years between two days: `2026.1+2027.1`."""
        span = range(first_on.year, last_on.year + 1)
        return "+".join(f"{year}.{self.years[year].version}" for year in span)
