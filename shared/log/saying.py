"""Say: append facts to one's own log at the version one saw, many writers in one statement."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.envelope import Context, Heard, decode_envelope, encode_unplaced, heard_from
from shared.errors import Conflict
from shared.ids import new_id
from shared.postgres.pool import Database, Pooled
from shared.registry import Fact, wire_type

GROUPS_IN_A_STATEMENT = 200
"""Commands appended together at most: one statement stays well under its timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Facts that one command led to, for one stream, after the version that was seen."""

    stream: str
    after_version: int
    facts: Sequence[Fact]
    happened_at: dt.datetime
    context: Context
    command_id: str | None = None
    """The id the client chose: a second append under it is refused, whatever it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a command of this id led to when it was carried out."""

    stream: str
    position: int


class Log(Protocol):
    """One service's own facts; PostgreSQL in life, a list in memory in tests."""

    service: str

    async def load(self, stream: str) -> list[Heard]:
        """Return the facts of a stream, oldest first."""

    async def append(self, saying: Saying) -> int:
        """
        Append and return the position of the last fact.

        Raises:
            Conflict: the stream has moved on, or the command was carried out before.
            StoreUnavailable: nothing is known to have been recorded; ask again with the same id.
        """

    async def answered(self, command_id: str) -> Answered | None:
        """Return what the command of this id led to, if it was carried out."""


class PostgresLog:
    """
    The log in PostgreSQL.

    While one append is under way, others wait together and go in the next statement:
    the head row admits one writer at a time, so sharing its commit is what makes it fast.
    """

    def __init__(self, database: Database, *, service: str, source: str) -> None:
        self.service = service
        self._database = database
        self._source = source
        self._waiting: list[tuple[Saying, asyncio.Future[int]]] = []
        self._writer: asyncio.Task[None] | None = None
        self.appended = asyncio.Event()
        """Set after each append: the relay of this process need not wait for NOTIFY."""

    async def load(self, stream: str) -> list[Heard]:
        """Return the facts of a stream, oldest first."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select body from said where stream = $1 order by version", stream
            )
        return [heard_from(decode_envelope(row[0])) for row in rows]

    async def answered(self, command_id: str) -> Answered | None:
        """Return what the command of this id led to, if it was carried out."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                "select stream, position from said where command_id = $1"
                " order by ordinal desc limit 1",
                command_id,
            )
        return None if row is None else Answered(stream=row[0], position=row[1])

    async def append(self, saying: Saying) -> int:
        """Append and return the position of the last fact; see `Log.append`."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((saying, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        return await done

    async def _write_waiting(self) -> None:
        while self._waiting:
            batch = self._waiting[:GROUPS_IN_A_STATEMENT]
            del self._waiting[: len(batch)]
            try:
                async with self._database.connection() as connection:
                    positions = await append_on(
                        connection, [saying for saying, _ in batch], self._source
                    )
            except Exception as error:  # every waiting writer must hear of it  # noqa: BLE001
                _fail(batch, error)
                continue
            self.appended.set()
            for (saying, done), position in zip(batch, positions, strict=True):
                if done.cancelled():
                    continue
                if position is None:
                    done.set_exception(Conflict(f"{saying.stream} has moved on"))
                else:
                    done.set_result(position)


def _fail(batch: list[tuple[Saying, asyncio.Future[int]]], error: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)


async def append_on(
    connection: Pooled, sayings: Sequence[Saying], source: str
) -> list[int | None]:
    """Append groups of facts in one statement; None for a group that lost its race."""
    ids: list[str] = []
    streams: list[str] = []
    versions: list[int] = []
    types: list[str] = []
    commands: list[str | None] = []
    groups: list[int] = []
    bodies: list[bytes] = []
    for group, saying in enumerate(sayings, start=1):
        for version, fact in enumerate(saying.facts, start=saying.after_version + 1):
            fact_id = new_id()
            ids.append(fact_id)
            streams.append(saying.stream)
            versions.append(version)
            types.append(wire_type(type(fact)))
            commands.append(saying.command_id)
            groups.append(group)
            bodies.append(
                encode_unplaced(
                    id=fact_id,
                    source=source,
                    stream=saying.stream,
                    version=version,
                    happened_at=saying.happened_at,
                    fact=fact,
                    context=saying.context,
                )
            )
    rows = await connection.fetch(
        "select group_no, last_position from append_facts($1, $2, $3, $4, $5, $6, $7)",
        ids, streams, versions, types, commands, groups, bodies,
    )  # fmt: skip
    return [row[1] for row in rows]
