"""Reads the clocks that are to be counted again, page by page, without holding them all."""

from collections.abc import AsyncIterator

from services.deadlines.rederiving.counting import Scanned
from shared.log.readmodel import columns_of
from shared.postgres.pool import Pooled
from shared.postgres.where import Where

PAGE = 4_000
_COLUMNS = ", ".join(column.name for column in columns_of(Scanned))


async def count(connection: Pooled, where: Where) -> int:
    """Return how many clocks a condition leaves."""
    query = f"select count(*) from live.clock where {where}"
    return int(await connection.fetchval(query, *where.values))


async def page(
    connection: Pooled, where: Where, *, after: str = "", size: int = PAGE
) -> list[Scanned]:
    """Return the next clocks by id, from after a given one; none: those were all."""
    narrowed = where.copy()
    narrowed.add("clock_id > {}", after)
    rows = await connection.fetch(
        f"select {_COLUMNS} from live.clock where {narrowed}"
        f" order by clock_id limit {size}",
        *narrowed.values,
    )
    return [Scanned(*row) for row in rows]


async def pages(connection: Pooled, where: Where) -> AsyncIterator[list[Scanned]]:
    """Yield clocks by id."""
    after = ""
    while rows := await page(connection, where, after=after):
        yield rows
        after = rows[-1].clock_id
