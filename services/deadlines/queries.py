"""Reads of deadlines' own tables."""

from services.deadlines.projections.clock import ClockRow
from shared.auth.principal import Principal
from shared.auth.seeing import Sight, View
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database

SIGHT = Sight(table="matter", denunciation="kind like 'denunciation%'")
_CLOCK = ", ".join(column.name for column in columns_of(ClockRow))


class Queries:
    """What deadlines' read models answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def view(self, who: Principal, petition_id: str) -> View:
        """Return what an officer may do about a petition."""
        async with self._database.connection() as connection:
            return await SIGHT.of(connection, who, petition_id)

    async def clocks(self, petition_id: str) -> list[ClockRow]:
        """Return every clock of a petition, running ones first, by due date."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_CLOCK} from live.clock where petition_id = $1"
                " order by state <> 'running', due_on, clock_id",
                petition_id,
            )
        return [ClockRow(*row) for row in rows]
