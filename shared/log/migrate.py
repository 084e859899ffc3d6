"""Make a service's database fit, once and idempotently; a running service only checks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shared.log.folding import LIVE
from shared.log.readmodel import ReadModel, create_statements, tables_of
from shared.postgres.pool import Connection, Pooled

_SCHEMA = Path(__file__).with_name("schema.sql")


class DatabaseUnfit(Exception):
    """The database was not made for this code: run `tiepdan provision`."""


async def migrate(
    connection: Connection,
    *,
    role: str,
    models: Sequence[ReadModel[Any]],
    own_sql: str = "",
) -> bool:
    """
    Make tables, functions and grants, as the owner; return whether a rebuild is due.

    `own_sql` are statements of the service itself, such as intake's vault. A read model
    whose shape changed is made anew, empty: facts fill it, so it is never migrated.
    """
    async with connection.transaction():
        await connection.execute(_SCHEMA.read_text())
        await connection.execute(f"create schema if not exists {LIVE}")
        await connection.execute(
            "create table if not exists live_shape"
            " (table_name text primary key, shape text not null)"
        )
        if own_sql:
            await connection.execute(own_sql)
        reshaped = await _make_read_models(connection, models)
        await _grant(connection, role)
        return reshaped and await connection.fetchval(
            "select processed > 0 from checkpoint"
        )


async def _make_read_models(
    connection: Connection, models: Sequence[ReadModel[Any]]
) -> bool:
    known = dict(await connection.fetch("select table_name, shape from live_shape"))
    wanted = {model.table: ";\n".join(create_statements(model, LIVE)) for model in models}
    reshaped = False
    for model in models:
        if known.get(model.table) == wanted[model.table]:
            continue
        reshaped = True
        for table in tables_of([model]):
            await connection.execute(f"drop table if exists {LIVE}.{table}")
        await connection.execute(wanted[model.table])
        await connection.execute(
            "insert into live_shape values ($1, $2)"
            " on conflict (table_name) do update set shape = excluded.shape",
            model.table, wanted[model.table],
        )  # fmt: skip
    return reshaped


async def _grant(connection: Connection, role: str) -> None:
    """
    Give the service's role what it needs: it can neither change nor delete a fact.

    All is taken first, so that a right which an older version gave does not stay.
    """
    await connection.execute(
        f"""
        revoke create on schema public from public;
        revoke all on schema public, {LIVE} from {role};
        revoke all on all tables in schema public, {LIVE} from {role};
        revoke all on function append_facts from public, {role};
        alter default privileges revoke all on tables from public;
        grant usage on schema public, {LIVE} to {role};
        grant select on said, said_head, heard, heard_of, checkpoint to {role};
        grant select on job_cursor, live_shape to {role};
        grant insert on heard, heard_of, job_cursor to {role};
        grant update (position, hash) on heard_of to {role};
        grant update (heard, processed, stopped_at, stopped_why, shift)
            on checkpoint to {role};
        grant update (position) on job_cursor to {role};
        grant execute on function append_facts to {role};
        grant select, insert, update, delete on all tables in schema {LIVE} to {role};
        """
    )


async def check(connection: Pooled, models: Sequence[ReadModel[Any]]) -> None:
    """
    Test that the database fits this code.

    Raises:
        DatabaseUnfit: it was never provisioned, or for another version.
    """
    if await connection.fetchval("select to_regclass('live_shape')") is None:
        raise DatabaseUnfit("the database is empty: run `tiepdan provision`")
    known = dict(await connection.fetch("select table_name, shape from live_shape"))
    for model in models:
        if known.get(model.table) != ";\n".join(create_statements(model, LIVE)):
            raise DatabaseUnfit(f"{model.table} has another shape: run `tiepdan provision`")
