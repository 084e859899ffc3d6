"""Which days offices work: the published calendars of the years we know, and no others."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import msgspec

from shared.legal.gaps import CalendarMissing
from shared.legal.policy import AS_WE_READ_IT, Actor, Policy

SATURDAY = 5
CULTURE_DAY = (11, 24)
"""Month and day of Ngày Văn hóa Việt Nam (NQ28)."""

ClosedKind = Literal["holiday", "in_lieu", "swapped", "local"]
"""A holiday; a day off for one that fell on a weekend; exchanged for a Saturday; local."""


class ClosedDay(msgspec.Struct, frozen=True):
    """Why a weekday is not worked; `name` as the notice has it, empty where nobody said."""

    kind: ClosedKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """One published version of a year's working days."""

    year: int
    version: int
    closed: Mapping[dt.date, ClosedDay]
    """Weekdays that are not worked."""
    make_up: Mapping[dt.date, str]
    """Saturdays that are worked, and for which day off."""
    source: str
    confidence: str

    @classmethod
    def plain(
        cls,
        year: int,
        version: int,
        closed: Iterable[dt.date],
        make_up: Iterable[dt.date],
        source: str,
        confidence: str,
    ) -> "CalendarYear":
        """Return a year of which nobody said why its days are closed."""
        return cls(
            year=year,
            version=version,
            closed=dict.fromkeys(sorted(closed), ClosedDay("holiday", "")),
            make_up=dict.fromkeys(sorted(make_up), ""),
            source=source,
            confidence=confidence,
        )

    def is_working(self, day: dt.date) -> bool:
        """Test whether offices work on a day of this year."""
        return day in self.make_up or (day.weekday() < SATURDAY and day not in self.closed)

    def working_days(self) -> list[int]:
        """Return the ordinals of the year's working days, in order."""
        first, beyond = dt.date(self.year, 1, 1), dt.date(self.year + 1, 1, 1)
        closed = {day.toordinal() for day in self.closed}
        made_up = {day.toordinal() for day in self.make_up}
        # Ordinal 1 was a Monday. Numbers, not dates: a publication lays out every year again.
        return [
            day
            for day in range(first.toordinal(), beyond.toordinal())
            if ((day - 1) % 7 < SATURDAY and day not in closed) or day in made_up
        ]

    def read_under(self, policy: Policy, actor: Actor) -> "CalendarYear":
        """Return the year as a policy reads it for somebody."""
        counts = actor in policy.make_up_saturday_is_working_for
        closed = {
            day: why
            for day, why in self.closed.items()
            if policy.culture_day_24_11 or (day.month, day.day) != CULTURE_DAY
        }
        return replace(self, closed=closed, make_up=self.make_up if counts else {})


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
    ending: tuple[int, ...]
    """Ordinals of the days on which a period may end: the same, but for a policy."""
    _readings: dict[tuple[Policy, Actor], "Calendar"] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, years: Iterable[CalendarYear]) -> "Calendar":
        """Return the calendar of these years; a higher version supersedes a lower one."""
        ordered = sorted(years, key=lambda year: (year.year, year.version))
        latest = {year.year: year for year in ordered}
        working = tuple(day for year in latest.values() for day in year.working_days())
        return cls(years=latest, working=working, ending=working)

    def published(self, year: CalendarYear) -> "Calendar":
        """Return this calendar with one more publication; the other years are laid out already."""
        known = self.years.get(year.year)
        if known is not None and known.version > year.version:
            return self
        first_on, beyond = dt.date(year.year, 1, 1), dt.date(year.year + 1, 1, 1)
        start = bisect_left(self.working, first_on.toordinal())
        end = bisect_left(self.working, beyond.toordinal())
        working = (*self.working[:start], *year.working_days(), *self.working[end:])
        years = {**self.years, year.year: year}
        return Calendar(years=years, working=working, ending=working)

    def under(self, policy: Policy, actor: Actor) -> "Calendar":
        """Return this calendar as a policy reads it for somebody; remembered."""
        if policy == AS_WE_READ_IT:
            return self
        key = (policy, actor)
        if key not in self._readings:
            self._readings[key] = self._read(policy, actor)
        return self._readings[key]

    def _read(self, policy: Policy, actor: Actor) -> "Calendar":
        read = Calendar.of(year.read_under(policy, actor) for year in self.years.values())
        if policy.swapped_day_off_is_rest_for_roll:
            return read
        swapped = [
            day.toordinal()
            for year in read.years.values()
            for day, why in year.closed.items()
            if why.kind == "swapped"
        ]
        return replace(read, ending=tuple(sorted((*read.working, *swapped))))

    def require(self, first_on: dt.date, last_on: dt.date) -> None:
        """
        Do nothing if every year between two days is published.

        Raises:
            CalendarMissing: a year is not.
        """
        for year in range(first_on.year, last_on.year + 1):
            if year not in self.years:
                raise CalendarMissing.of(year)

    def is_working(self, day: dt.date) -> bool:
        """
        Test whether offices work on a day.

        Raises:
            CalendarMissing: the year's calendar is not published.
        """
        self.require(day, day)
        return self.years[day.year].is_working(day)

    def next_working(self, day: dt.date) -> dt.date:
        """
        Return the day itself if it is worked, else the next one that is.

        Raises:
            CalendarMissing: a calendar on the way is not published.
        """
        return self._next(self.working, day)

    def next_ending(self, day: dt.date) -> dt.date:
        """
        Return the day itself if a period may end on it, else the next one (BLDS Đ148.5).

        Raises:
            CalendarMissing: a calendar on the way is not published.
        """
        return self._next(self.ending, day)

    def last_ending(self, day: dt.date) -> dt.date:
        """
        Return the day itself if a period may end on it, else the one before.

        Raises:
            CalendarMissing: a calendar on the way is not published.
        """
        self.require(day, day)
        found = self._at(self.ending, bisect_right(self.ending, day.toordinal()) - 1)
        self.require(found, day)
        return found

    def index_after(self, day: dt.date) -> int:
        """Return the place, among working days, of the first one after a day."""
        return bisect_right(self.working, day.toordinal())

    def index_from(self, day: dt.date) -> int:
        """Return the place, among working days, of the first one on or after a day."""
        return bisect_left(self.working, day.toordinal())

    def day_at(self, index: int) -> dt.date:
        """
        Return the working day at a place.

        Raises:
            CalendarMissing: the published calendars begin after it or end before it.
        """
        return self._at(self.working, index)

    def versions(self, first_on: dt.date, last_on: dt.date) -> str:
        """Return the versions of the known years between two days: `2026.1+2027.1`."""
        span = range(first_on.year, last_on.year + 1)
        known = (self.years[year] for year in span if year in self.years)
        return "+".join(f"{year.year}.{year.version}" for year in known)

    def _next(self, days: Sequence[int], day: dt.date) -> dt.date:
        self.require(day, day)
        found = self._at(days, bisect_left(days, day.toordinal()))
        self.require(day, found)
        return found

    def _at(self, days: Sequence[int], index: int) -> dt.date:
        if 0 <= index < len(days):
            return dt.date.fromordinal(days[index])
        if index < 0:
            raise CalendarMissing.of(min(self.years) - 1)
        raise CalendarMissing.of(max(self.years, default=0) + 1)
