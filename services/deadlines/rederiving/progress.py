"""How far counting again has come: one row, and the publications it follows."""

import datetime as dt

import msgspec

from services.deadlines.store import calendar_year
from shared.contracts.deadlines import CalendarPublished
from shared.envelope import decode_envelope, heard_from
from shared.legal.calendar import Calendar
from shared.log.readmodel import columns_of
from shared.postgres.pool import Pooled

replace = msgspec.structs.replace
_CALENDARS = "stream >= 'calendar-' and stream < 'calendar.'"


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The row of `recount.progress`."""

    position: int = 0
    """Every running clock stands as the calendars published up to here have it."""
    target: int = 0
    """The publication up to which they are being counted."""
    cursor: str = ""
    examined: int = 0
    moved: int = 0
    troubled: int = 0
    total: int = 0
    started_at: dt.datetime | None = None
    beat_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None

    @property
    def under_way(self) -> bool:
        """Test whether clocks still wait to be looked at."""
        return self.target > self.position

    def begun(self, target: int, now: dt.datetime) -> "Progress":
        """Return the start of a walk up to a publication."""
        return Progress(position=self.position, target=target, started_at=now)

    def finished(self, now: dt.datetime) -> "Progress":
        """Return the end of the walk."""
        return replace(self, position=self.target, cursor="", beat_at=now, finished_at=now)


_NAMES = [column.name for column in columns_of(Progress)]


async def read(connection: Pooled) -> Progress:
    """Return how far it came."""
    row = await connection.fetchrow(f"select {', '.join(_NAMES)} from recount.progress")
    return Progress(**dict(row.items()))


async def write(connection: Pooled, progress: Progress) -> None:
    """Note how far it came."""
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(_NAMES, start=1))
    await connection.execute(
        f"update recount.progress set {sets}", *msgspec.structs.astuple(progress)
    )


async def published_upto(connection: Pooled) -> int:
    """Return the position of the last publication that was heard."""
    found = "select coalesce(max(position), 0) from live.calendar"
    return int(await connection.fetchval(found))


async def published_as(connection: Pooled, position: int) -> str:
    """Return the id of the publication at a position."""
    return str(
        await connection.fetchval("select id from said where position = $1", position)
    )


async def calendar_upto(connection: Pooled, position: int) -> Calendar:
    """Return the calendar as it was published up to a position of our log."""
    rows = await connection.fetch(
        f"select body from said where {_CALENDARS} and position <= $1 order by position",
        position,
    )
    facts = (heard_from(decode_envelope(row[0])).fact for row in rows)
    return Calendar.of(calendar_year(f) for f in facts if isinstance(f, CalendarPublished))


async def rows_contain(connection: Pooled) -> int:
    """
    Return the position of our own log up to which the rows contain every fact.

    0 while facts are kept that were not processed: then nothing is known of the rows.
    """
    found = await connection.fetchval(
        "select h.position from heard_of h, checkpoint c"
        " where h.source = 'deadlines' and c.processed = c.heard"
    )
    return int(found or 0)


async def said_upto(connection: Pooled) -> int:
    """Return the position of the last fact that we said."""
    return int(await connection.fetchval("select position from said_head"))
