"""Reads of intake's own tables."""

from services.intake.projections.agency import Agency
from services.intake.projections.tracking import Tracking
from shared.alphabet import sort_key
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database

_TRACKING = ", ".join(column.name for column in columns_of(Tracking))


class Queries:
    """What intake's read models answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tracking(self, receipt_code: str) -> Tracking | None:
        """Return the petition of a receipt code."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_TRACKING} from live.tracking where receipt_code = $1",
                receipt_code,
            )
        return None if row is None else Tracking(*row)

    async def petition(self, petition_id: str) -> Tracking | None:
        """Return a petition by its id."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_TRACKING} from live.tracking where petition_id = $1",
                petition_id,
            )
        return None if row is None else Tracking(*row)

    async def agencies(self) -> list[Agency]:
        """Return every body, the province's first, communes by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch("select code, name, kind, level from live.agency")
        found = [Agency(*row) for row in rows]
        return sorted(
            found, key=lambda agency: (agency.level == "commune", sort_key(agency.name))
        )

    async def known_agencies(self, codes: list[str]) -> dict[str, str]:
        """Return the names of those codes that are bodies."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select code, name from live.agency where code = any($1)", codes
            )
        return {row[0]: row[1] for row in rows}
