"""
Read models as folds: each row is what its facts add up to, each count what its rows add up to.

A fold sees the row before and the fact, and returns the row after. The same two pure
functions run when a fact is heard and when years of them are folded again, so the two
can be compared row for row. Counts are never computed from facts: a `Tally` follows
the rows of its model, so a total always equals the list behind it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from shared.envelope import Told
from shared.registry import Fact

Scalar = str | int | bool | dt.date | dt.datetime | None
Bucket = tuple[Scalar, ...]

R = TypeVar("R", bound=msgspec.Struct)

_SQL_TYPES: dict[object, str] = {
    str: "text",
    int: "bigint",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "timestamptz",
    bytes: "bytea",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Generic[R]):
    """How many rows of a model fall in each bucket; a row in no bucket is not counted."""

    table: str
    columns: tuple[tuple[str, type], ...]
    """Names and types of a bucket's parts; none may be null."""
    bucket: Callable[[R], Bucket | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModel(Generic[R]):
    """
    A table folded row by row from facts.

    The row's first field is its key, a text; the others are scalars. `keys` says which
    facts touch which row: a fact that is not there changes nothing, on purpose.
    """

    table: str
    row: type[R]
    keys: Mapping[type[Fact], Callable[[Any], str | None]]
    fold: Callable[[R | None, Told], R | None]
    """Return the row after the fact. Never raises: a recorded fact is true."""
    indexes: tuple[str, ...] = ()
    """Column lists; or, with parentheses, all that follows `create index … on table`."""
    tallies: tuple[Tally[R], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as PostgreSQL knows it."""

    name: str
    sql_type: str
    nullable: bool


def columns_of(row: type[msgspec.Struct]) -> tuple[Column, ...]:
    """Return the columns of a row type, in the order of its fields."""
    return tuple(_column(field.name, field.type) for field in msgspec.structs.fields(row))


def _column(name: str, kind: Any) -> Column:  # noqa: ANN401 - a type expression
    parts = getattr(kind, "__args__", (kind,))
    nullable = type(None) in parts
    base = next(part for part in parts if part is not type(None))
    base = getattr(base, "__supertype__", base)  # NewType
    if getattr(base, "__origin__", None) is not None or base not in _SQL_TYPES:
        base = str  # a Literal of codes
    return Column(name, _SQL_TYPES[base], nullable)


def sql_type(kind: type) -> str:
    """Return PostgreSQL's name for a scalar type."""
    return _SQL_TYPES[kind]


def tables_of(models: Iterable[ReadModel[Any]]) -> list[str]:
    """Return every table of these models, counts included."""
    return [
        table
        for model in models
        for table in (model.table, *(tally.table for tally in model.tallies))
    ]


def create_statements(model: ReadModel[Any], schema: str) -> list[str]:
    """Return the statements that make a model's tables, where they are missing."""
    columns = columns_of(model.row)
    lines = [f"{c.name} {c.sql_type}{'' if c.nullable else ' not null'}" for c in columns]
    table = f"{schema}.{model.table}"
    out = [
        f"create table if not exists {table} ({', '.join(lines)}, primary key ({columns[0].name}))"
    ]
    for number, index in enumerate(model.indexes, start=1):
        name = f"{model.table}_{number}"
        means = index if "(" in index else f"({index})"
        out.append(f"create index if not exists {name} on {table} {means}")
    for tally in model.tallies:
        names = ", ".join(name for name, _ in tally.columns)
        parts = ", ".join(
            f"{name} {sql_type(kind)} not null" for name, kind in tally.columns
        )
        out.append(
            f"create table if not exists {schema}.{tally.table}"
            f" ({parts}, n bigint not null, primary key ({names}))"
        )
    return out
