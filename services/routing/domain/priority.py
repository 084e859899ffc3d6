"""The order of work: what is old first, then what many signed, then what was sent from above."""

import calendar
import datetime as dt
from typing import NamedTuple

from services.routing.rules.ending import Priority


class Rank(NamedTuple):
    """Where a case stands among those of the same due date: smaller comes first."""

    place: int
    """-1 where a head put it ahead, 1 behind, else 0."""
    young: int
    few: int
    usual: int


def old_until(today: dt.date, rule: Priority) -> dt.date:
    """Return the last day of receipt of what is old: so many months ago, or the month's last."""
    months = today.year * 12 + today.month - 1 - rule.months
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(today.day, last))


def rank(
    *,
    place: int,
    received_on: dt.date,
    signers: int,
    above: bool,
    today: dt.date,
    rule: Priority,
) -> Rank:
    """Return the rank of a case today."""
    return Rank(
        place=place,
        young=int(received_on > old_until(today, rule)),
        few=int(signers < rule.many_people),
        usual=int(not above),
    )
