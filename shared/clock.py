"""Where the time comes from: asked for at the edge, handed to the domain, never read inside it."""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone of every legal date: UTC+7 without daylight saving."""


class Clock(Protocol):
    """Something that knows the present instant."""

    def now(self) -> dt.datetime:
        """Return the present instant, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """Return the present instant, in UTC."""
        return dt.datetime.now(dt.UTC)


class FixedClock:
    """A clock that stands where it is put: for tests and for simulated years."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        """Return the instant it was put at."""
        return self.at


def local_date(instant: dt.datetime) -> dt.date:
    """Return the legal date of an instant: the calendar day in Vietnam."""
    return instant.astimezone(LOCAL).date()
