"""Which days differ between two calendars, and which clocks that can concern."""

import datetime as dt
from dataclasses import dataclass

from shared.legal.calendar import Calendar
from shared.postgres.where import Where

BEFORE_A_NEW_YEAR = dt.timedelta(days=60)
"""
A clock whose last day would have moved into a year that nobody had published kept its old
date, some weeks before; when the year comes it must be looked at.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day that differs, both included."""

    first_on: dt.date
    last_on: dt.date

    def narrow(self, where: Where) -> None:
        """Leave the clocks whose time touches the span: no other date can change."""
        where.add("least(trigger_on, nominal_on, due_on) <= {}", self.last_on)
        where.add("greatest(trigger_on, nominal_on, due_on) >= {}", self.first_on)


def differing(before: Calendar, after: Calendar) -> Span | None:
    """Return the span of the days that are worked in one of two calendars only; None: no day."""
    days: set[dt.date] = set()
    for year in before.years.keys() | after.years.keys():
        old, new = before.years.get(year), after.years.get(year)
        if old is None or new is None:
            days |= {dt.date(year, 1, 1) - BEFORE_A_NEW_YEAR, dt.date(year, 12, 31)}
        else:
            changed = set(old.working_days()) ^ set(new.working_days())
            days |= {dt.date.fromordinal(day) for day in changed}
    return Span(min(days), max(days)) if days else None
