"""What days say of a complaint: is it too late, has the first instance run out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from services.routing.domain.advice.facts import Facts
from services.routing.rules.advising import AdviceBook, LimitRule, Value
from shared.legal.calendar import Calendar
from shared.legal.counting import Period, due

LONGEST_REST = dt.timedelta(days=20)
"""No stretch of days off is longer: beyond it no calendar can save what is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What was found, and the rows that gave the limits."""

    time_bar: str
    first_level: str
    discontinued: str
    rules: tuple[LimitRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoner:
    """Counts the days of one matter."""

    book: AdviceBook
    calendar: Calendar
    facts: Facts
    observed: Mapping[str, Value]

    def days(self) -> Days:
        """
        Return what the days say.

        Raises:
            RuleMissing: no limit is in force, or a calendar it depends on is not published.
        """
        first_level, ended_on, used = self._first_level()
        bar, by = self._time_bar(first_level, ended_on)
        discontinued, also = self._discontinued()
        return Days(
            time_bar=bar,
            first_level=first_level,
            discontinued=discontinued,
            rules=(*used, *by, *also),
        )

    def _first_level(self) -> tuple[str, dt.date | None, tuple[LimitRule, ...]]:
        history = self.facts.history
        if history.first_decision is not None:
            return "decided", None, ()
        if history.first_accepted_on is None:
            return "unknown", None, ()
        row = self.book.limit("settlement", self.observed, history.first_accepted_on)
        end_on = self._end(history.first_accepted_on, row.days, self.facts.received_on)
        late = self.facts.received_on > end_on
        return "overdue" if late else "running", end_on, (row,)

    def _time_bar(
        self, first_level: str, ended_on: dt.date | None
    ) -> tuple[str, tuple[LimitRule, ...]]:
        start_on = self._start(first_level, ended_on)
        if start_on is None or self.observed["instance"] == "reexamine":
            return ("in_time" if first_level == "running" else "unknown"), ()
        row = self.book.limit("time_bar", self.observed, self.facts.received_on)
        on, history = self.facts.received_on, self.facts.history
        if on <= self._end(start_on, row.days, on):
            return "in_time", (row,)
        if history.obstacle is None:
            return "barred", (row,)
        if history.obstacle_days < 1:
            return "unknown", (row,)
        saved = on <= self._end(start_on, row.days + history.obstacle_days, on)
        return "saved" if saved else "barred", (row,)

    def _start(self, first_level: str, ended_on: dt.date | None) -> dt.date | None:
        """Return the day that starts the time bar, where it is known."""
        if self.observed["instance"] == "second":
            decision = self.facts.history.first_decision
            if decision is not None:
                return decision.received_on
            return ended_on if first_level == "overdue" else None
        objects = [each.object for each in self.facts.contents if each.object is not None]
        return objects[0].received_on if objects else None

    def _discontinued(self) -> tuple[str, tuple[LimitRule, ...]]:
        on = self.facts.history.discontinuance_notice_on
        if on is None:
            return "never", ()
        row = self.book.limit("continuing", self.observed, self.facts.received_on)
        over = self.facts.received_on > self._end(on, row.days, self.facts.received_on)
        return "over" if over else "may_continue", (row,)

    def _end(self, start_on: dt.date, days: int, asked_on: dt.date) -> dt.date:
        """Return the last day; a calendar is asked only where a day off could matter."""
        nominal_on = start_on + dt.timedelta(days=days)
        if not nominal_on < asked_on <= nominal_on + LONGEST_REST:
            return nominal_on
        period = Period(trigger_on=start_on, length=days, unit="calendar_day")
        return due(period, self.calendar).due_on
