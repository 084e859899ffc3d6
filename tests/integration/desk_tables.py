"""Routing's tables filled by hand: what lists show is then known beforehand."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import msgspec

from deploy.embedded.names import role_of
from deploy.houses import house
from services.routing.projections.worklist import WORKLIST
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database


@asynccontextmanager
async def desk_tables(
    servers: Any, name: str, tables: Mapping[str, Sequence[Any]]
) -> AsyncIterator[Database]:
    """Make a database with these rows in routing's read models, and drop it in the end."""
    admin = await asyncpg.connect(servers.url("postgres"))
    await admin.execute(f"create role {role_of('routing')}")
    await admin.execute(f"create database {name}")
    url = servers.url(name)
    owner = await asyncpg.connect(url)
    await house("routing").migrate(owner, role_of("routing"))
    for table, rows in tables.items():
        await owner.copy_records_to_table(
            table,
            schema_name="live",
            columns=[column.name for column in columns_of(type(rows[0]))],
            records=[msgspec.structs.astuple(row) for row in rows],
        )
    (tally,) = WORKLIST.tallies
    names = ", ".join(column for column, _ in tally.columns)
    await owner.execute(
        f"insert into live.{tally.table} select {names}, count(*)"
        f" from live.worklist group by {names}"
    )
    await owner.close()
    database = Database(url, name="test")
    await database.open()
    yield database
    await database.close()
    await admin.execute(f"drop database {name} with (force)")
    await admin.execute(f"drop role {role_of('routing')}")
    await admin.close()
