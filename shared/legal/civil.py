"""Which articles say how periods and days off are counted: by the day on which one begins."""

import datetime as dt
from dataclasses import dataclass

from shared.legal.citation import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingLaw:
    """The articles of a Civil Code on periods; both codes say the same in other numbers."""

    since: dt.date
    first_day: Citation
    """The day of the event is not counted."""
    days: Citation
    weeks: Citation
    months: Citation
    years: Citation
    roll: Citation
    """A period that would end on a day off ends on the next working day."""
    midnight: Citation

    @classmethod
    def of(cls, act: str, since: dt.date, begins: int) -> "CountingLaw":
        """Return the law of a code whose article on the beginning of periods is known."""
        ends = f"Đ{begins + 1}"
        return cls(
            since=since,
            first_day=Citation(act, f"Đ{begins}.2"),
            days=Citation(act, f"{ends}.1"),
            weeks=Citation(act, f"{ends}.2"),
            months=Citation(act, f"{ends}.3"),
            years=Citation(act, f"{ends}.4"),
            roll=Citation(act, f"{ends}.5"),
            midnight=Citation(act, f"{ends}.6"),
        )


_OF_2015 = CountingLaw.of("BLDS", dt.date(2017, 1, 1), 147)
_OF_2005 = CountingLaw.of("BLDS2005", dt.date(2006, 1, 1), 152)
_LABOR_CODE_2019_FROM = dt.date(2021, 1, 1)

WEEKLY_REST = Citation("QD188", "Đ1")
"""Offices of the State work five days a week."""


def counting_law(trigger_on: dt.date) -> CountingLaw:
    """Return the articles under which a period begun on a day is counted."""
    return _OF_2015 if trigger_on >= _OF_2015.since else _OF_2005


def holidays_law(day: dt.date) -> Citation:
    """Return the article that makes a day of this year a holiday."""
    if day >= _LABOR_CODE_2019_FROM:
        return Citation("BLLD", "Đ112")
    return Citation("BLLD2012", "Đ115")
