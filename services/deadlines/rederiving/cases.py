"""The cases that a trial would move, as one officer may see them, page by page."""

import datetime as dt
from dataclasses import dataclass

import msgspec

from services.deadlines.queries import SIGHT
from shared.auth.principal import Act, Principal
from shared.auth.seeing import narrow
from shared.errors import Kind, Refusal
from shared.postgres.pool import Database
from shared.postgres.where import Where


class Case(msgspec.Struct, frozen=True):
    """A clock that a draft would move."""

    rank: int
    new_on: dt.date
    clock_id: str
    petition_id: str
    rule: str
    against: str
    old_on: dt.date
    side: str
    """To which side the case changes: `late`, `in_time`; empty where it does not."""
    receipt_code: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page starts: after this case."""

    rank: int
    new_on: dt.date
    clock_id: str

    def __str__(self) -> str:
        return f"{self.rank}_{self.new_on}_{self.clock_id}"


class PlaceUnreadable(Refusal):
    """A page was asked for by a cursor we did not give."""

    code = "cursor-unreadable"
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, and where the next ones start."""

    cases: list[Case]
    following: Place | None


def place_of(text: str) -> Place:
    """
    Return the place a cursor names.

    Raises:
        PlaceUnreadable: it is none of ours.
    """
    try:
        rank, day, clock_id = text.split("_", 2)
        return Place(int(rank) % 2, dt.date.fromisoformat(day), clock_id)
    except ValueError:
        raise PlaceUnreadable(
            "cursor: not one that a page gave; start without it", field="cursor"
        ) from None


async def cases(
    database: Database, who: Principal, trial_id: str, after: Place | None, limit: int
) -> Page:
    """Return the cases that change side first, then by their new day."""
    where = Where()
    where.add("trial_id = {}", trial_id)
    if after is not None:
        place = (after.rank, after.new_on, after.clock_id)
        where.add("(rank, new_on, clock_id) > ({}, {}, {})", *place)
    narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select rank, new_on, clock_id, petition_id, rule, against, old_on, side,"
            " receipt_code from recount.moved join live.matter using (petition_id)"
            f" where {where} order by rank, new_on, clock_id limit {limit + 1}",
            *where.values,
        )
    found = [Case(*row) for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        last = found[-1]
        following = Place(last.rank, last.new_on, last.clock_id)
    return Page(found, following)
