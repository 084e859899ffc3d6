"""Rows of read models to and from PostgreSQL: loaded by key, folded in memory, written in bulk."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from shared.envelope import Told
from shared.log.readmodel import ReadModel, Tally, columns_of, sql_type
from shared.postgres.pool import Pooled

Row = msgspec.Struct
astuple = msgspec.structs.astuple

_KeyOf = Callable[[Any], str | None]
_FoldOne = Callable[[Any, Told], Any]

LIVE = "live"
"""The schema in which the read models that answer queries stand."""


class _Table:
    """The rows of one model that are in memory, and how they stood in the database."""

    def __init__(self, model: ReadModel[Any], schema: str) -> None:
        self.model = model
        self.rows: dict[str, Row | None] = {}
        self.stored: dict[str, Row | None] = {}
        self.changed: set[str] = set()
        names = [column.name for column in columns_of(model.row)]
        types = [column.sql_type for column in columns_of(model.row)]
        table = f"{schema}.{model.table}"
        key = names[0]
        self.schema = schema
        self.names = names
        self.select = f"select {', '.join(names)} from {table} where {key} = any($1)"
        unnest = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(types, start=1))
        sets = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
        self.upsert = (
            f"insert into {table} select * from unnest({unnest})"
            f" on conflict ({key}) do update set {sets}"
        )
        self.delete = f"delete from {table} where {key} = any($1)"


class Fold:
    """
    Facts folded into the rows of several models, inside somebody else's transaction.

    Rows stay in memory until `flush`; `forget` drops them, which is how memory stays
    bounded over any length of log. After a transaction was rolled back a fold must be
    thrown away. `from_nothing` promises empty tables: nothing is looked up in them until
    rows were forgotten, which saves a rebuild a query a page and table.
    """

    def __init__(
        self,
        models: Sequence[ReadModel[Any]],
        schema: str = LIVE,
        *,
        from_nothing: bool = False,
    ) -> None:
        self._tables = [_Table(model, schema) for model in models]
        self._all_in_memory = from_nothing
        self._routes: dict[type, list[tuple[_Table, _KeyOf, _FoldOne]]] = {}
        for table in self._tables:
            for kind, key in table.model.keys.items():
                self._routes.setdefault(kind, []).append((table, key, table.model.fold))

    @property
    def needs_no_lookup(self) -> bool:
        """Test whether all rows there are stand in memory: folding asks nothing then."""
        return self._all_in_memory

    @property
    def held(self) -> int:
        """How many rows are in memory."""
        return sum(len(table.rows) for table in self._tables)

    async def apply(self, connection: Pooled, facts: Sequence[Told]) -> None:
        """Fold the facts, in order, into rows; the database is read once a table, not written."""
        if not self._all_in_memory:
            await self._load_missing(connection, facts)
        route = self._routes.get
        for heard in facts:
            fact = heard.fact
            for table, key_of, fold in route(type(fact), ()):
                key = key_of(fact)
                if key is None:
                    continue
                rows = table.rows
                before = rows.get(key)
                after = fold(before, heard)
                if after is not before:
                    rows[key] = after
                    table.changed.add(key)

    async def _load_missing(self, connection: Pooled, facts: Sequence[Told]) -> None:
        missing: dict[int, tuple[_Table, set[str]]] = {}
        for heard in facts:
            for table, key_of, _ in self._routes.get(type(heard.fact), ()):
                key = key_of(heard.fact)
                if key is not None and key not in table.rows:
                    missing.setdefault(id(table), (table, set()))[1].add(key)
        for table, keys in missing.values():
            await self._load(connection, table, keys)

    async def _load(self, connection: Pooled, table: _Table, keys: set[str]) -> None:
        rows = dict.fromkeys(keys)
        make = table.model.row
        for record in await connection.fetch(table.select, list(keys)):
            rows[record[0]] = make(*record)
        table.rows.update(rows)
        table.stored.update(rows)

    async def flush(self, connection: Pooled) -> None:
        """
        Write what changed since the last flush, rows and counts.

        What is written is taken before the first wait: folding may go on meanwhile.
        """
        taken = [_take(table) for table in self._tables if table.changed]
        for changes in taken:
            await changes.write(connection)

    def forget(self) -> None:
        """Drop all rows from memory; they are loaded again when a fact touches them."""
        for table in self._tables:
            table.rows.clear()
            table.stored.clear()
        self._all_in_memory = False


_COPY_FROM = 200
"""From so many new rows on, COPY is cheaper than arrays."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """What one table is to be told, taken at one moment."""

    table: _Table
    new: list[tuple[Any, ...]]
    old: list[tuple[Any, ...]]
    gone: list[str]
    moved: list[tuple[Tally[Any], list[tuple[Any, ...]]]]
    """By tally: buckets, and how much their count changes."""

    async def write(self, connection: Pooled) -> None:
        table, old = self.table, self.old
        if len(self.new) > _COPY_FROM:
            await connection.copy_records_to_table(
                table.model.table,
                schema_name=table.schema,
                columns=table.names,
                records=self.new,
            )
        else:
            old = self.new + old
        if old:
            await connection.execute(table.upsert, *zip(*old, strict=True))
        if self.gone:
            await connection.execute(table.delete, self.gone)
        for tally, moved in self.moved:
            await _move_counts(connection, tally, table.schema, moved)


def _take(table: _Table) -> _Changes:
    """Return what changed in a table's rows; from now on it counts as stored."""
    changes = _Changes(table, [], [], [], _moved_counts(table))
    for key in table.changed:
        row = table.rows[key]
        if row is None:
            changes.gone.append(key)
        elif table.stored.get(key) is None:
            changes.new.append(astuple(row))
        else:
            changes.old.append(astuple(row))
        table.stored[key] = row
    table.changed.clear()
    return changes


def _moved_counts(table: _Table) -> list[tuple[Tally[Any], list[tuple[Any, ...]]]]:
    before = [row for row in map(table.stored.get, table.changed) if row is not None]
    after = [row for row in map(table.rows.get, table.changed) if row is not None]
    out = []
    for tally in table.model.tallies:
        changes = Counter(map(tally.bucket, after))
        changes.subtract(map(tally.bucket, before))
        moved = [
            (*bucket, change) for bucket, change in changes.items() if bucket and change
        ]
        if moved:
            out.append((tally, moved))
    return out


async def _move_counts(
    connection: Pooled, tally: Tally[Any], schema: str, moved: Sequence[tuple[Any, ...]]
) -> None:
    names = ", ".join(name for name, _ in tally.columns)
    kinds = [sql_type(kind) for _, kind in tally.columns] + ["bigint"]
    unnest = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(kinds, start=1))
    columns = list(zip(*moved, strict=True))
    await connection.execute(
        f"insert into {schema}.{tally.table} as t select * from unnest({unnest})"
        f" on conflict ({names}) do update set n = t.n + excluded.n",
        *columns,
    )
    # An empty bucket has no row, so that a rebuild, which never saw it, is equal.
    fewer = [bucket for bucket in moved if bucket[-1] < 0]
    if not fewer:
        return
    same = " and ".join(f"t.{name} = u.{name}" for name, _ in tally.columns)
    await connection.execute(
        f"delete from {schema}.{tally.table} t using unnest({unnest}) u({names}, n)"
        f" where {same} and t.n = 0",
        *zip(*fewer, strict=True),
    )
