"""The table of handed-over cases: what became of each one that somebody had when they left."""

from dataclasses import dataclass

from shared.clock import Clock
from shared.ids import OfficerId
from shared.postgres.pool import Database

_LEFT = (
    "from live.worklist w where w.officer = $1 and (w.open or w.due_rule <> '')"
    " and not exists (select from"
    " people.handover h where h.officer_id = $1 and h.petition_id = w.petition_id)"
)
"""
What they still have, decided cases too that must be sent or published: the list may be behind,
so what was handed over is left out.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """An open case of somebody who left."""

    petition_id: str
    holder: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one case."""

    petition_id: str
    receipt_code: str
    result: str
    """`done`: the successor has it; `unit`: the unit has; else the code of a refusal."""


class Handovers:
    """What somebody had, and what became of it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def left_with(self, officer: OfficerId, most: int) -> list[Held]:
        """Return open cases that somebody still has."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select petition_id, holder {_LEFT} order by due_on, petition_id limit $2",
                officer, most,
            )  # fmt: skip
        return [Held(*row) for row in rows]

    async def note(self, officer: OfficerId, petition_id: str, result: str) -> None:
        """Note what became of a case."""
        async with self._database.connection() as connection:
            await connection.execute(
                "insert into people.handover values ($1, $2, $3, $4)"
                " on conflict (officer_id, petition_id) do update"
                " set result = excluded.result, at = excluded.at",
                officer, petition_id, result, self._clock.now(),
            )  # fmt: skip

    async def count(self, officer: OfficerId) -> tuple[int, int]:
        """Return how many cases are handed over, and how many are left."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                "select (select count(*) from people.handover where officer_id = $1),"
                f" (select count(*) {_LEFT})",
                officer,
            )
        return int(row[0]), int(row[1])

    async def results(self, officer: OfficerId, most: int) -> list[Handed]:
        """Return what became of cases, those first that need somebody."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select h.petition_id, coalesce(w.receipt_code, ''), h.result"
                " from people.handover h left join live.worklist w using (petition_id)"
                " where h.officer_id = $1 order by h.result = 'done', h.result = 'unit',"
                " w.due_on, h.petition_id limit $2",
                officer, most,
            )  # fmt: skip
        return [Handed(*row) for row in rows]
