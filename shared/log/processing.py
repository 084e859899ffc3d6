"""One transaction a batch: raw facts, read models, checkpoint, reactions. All of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import asyncpg

from shared.envelope import Heard, decode_envelope, heard_from
from shared.errors import Conflict, StoreUnavailable
from shared.log.folding import Fold
from shared.log.following import START, Followed, Place, causes_first
from shared.log.reacting import Reactions
from shared.log.readmodel import ReadModel
from shared.log.saying import append_on
from shared.log.setting_aside import set_aside_ids
from shared.postgres.pool import LOST, Connection

ROWS_IN_MEMORY = 20_000
"""Rows of read models kept between batches."""

TRANSIENT = (
    StoreUnavailable,
    Conflict,
    asyncpg.TransactionRollbackError,  # deadlock, serialization
    asyncpg.InvalidTransactionStateError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # a lock that cannot be had now
    *LOST,
)
"""
Failures of the moment: start over from the checkpoint. All else is a bug of ours.

A value or a row that PostgreSQL refuses is ours too: starting over would meet it again,
and no fact would be heard any more.
"""


class Fenced(StoreUnavailable):
    """Another replica moved the checkpoint: this one must start over from what is stored."""


@dataclass(slots=True)
class Checkpoint:
    """How far hearing and processing have come, by stream sequence."""

    heard: int
    processed: int
    stopped_at: str | None
    generation: int = 0
    """Counts rebuilds: rows in memory belong to the read models of one generation."""
    shift: int = 0
    """Added to the sequences of the stream, which starts anew when it was lost."""


class Processor:
    """Keeps and processes heard facts on one connection of its own."""

    def __init__(
        self,
        connection: Connection,
        *,
        source: str,
        models: Sequence[ReadModel[Any]],
        reactions: Reactions,
    ) -> None:
        self._connection = connection
        self._source = source
        self._models = models
        self._reactions = reactions
        self._fold = Fold(models)
        self._set_aside: frozenset[str] = frozenset()
        self.checkpoint = Checkpoint(0, 0, None)
        self.places: dict[str, Place] = {}

    async def load(self) -> None:
        """Read where the last one left off."""
        row = await self._connection.fetchrow(
            "select heard, processed, stopped_at, generation, shift from checkpoint"
        )
        stopped = row["stopped_at"]
        self.checkpoint = Checkpoint(
            row["heard"],
            row["processed"],
            stopped and str(stopped),
            row["generation"],
            row["shift"],
        )
        rows = await self._connection.fetch("select source, position, hash from heard_of")
        self.places = {source: Place(position, hash_) for source, position, hash_ in rows}
        self._set_aside = await set_aside_ids(self._connection)

    @property
    def is_behind(self) -> bool:
        """Test whether facts are kept that were not processed."""
        return self.checkpoint.processed < self.checkpoint.heard

    async def keep(
        self,
        facts: Sequence[Followed],
        places: dict[str, Place],
        last_seq: int,
        *,
        process: bool,
    ) -> None:
        """
        Keep the raw facts, and process them in the same transaction if asked.

        Raises:
            Fenced: somebody else moved the checkpoint; nothing was written.
        """
        heard = [heard_from(fact.envelope, fact.seq) for fact in facts] if process else []
        was = self.checkpoint
        processed = last_seq if process else was.processed
        now = replace(was, heard=last_seq, processed=processed)
        try:
            async with self._connection.transaction():
                await self._insert(facts, places)
                await self._move(was, now)
                await self._project_and_react(heard)
        except BaseException:
            self._fold = Fold(self._models)
            raise
        self.checkpoint, self.places = now, places
        self._bound_memory()

    async def process_stored(self, limit: int) -> Sequence[Heard]:
        """
        Process the next facts that are kept but not processed; return them.

        Raises:
            Fenced: somebody else moved the checkpoint; nothing was written.
        """
        was = self.checkpoint
        rows = await self._connection.fetch(
            "select seq, id, body from heard where seq > $1 and seq <= coalesce("
            " (select seq from heard where seq > $1 order by seq offset $2 limit 1), $3)"
            " order by seq, source, position",
            was.processed, limit - 1, was.heard,
        )  # fmt: skip
        upto = rows[-1]["seq"] if rows else was.heard
        facts = causes_first(
            [
                heard_from(decode_envelope(row["body"]), row["seq"])
                for row in rows
                if str(row["id"])
                not in self._set_aside  # it may be one that cannot be decoded
            ]
        )
        now = replace(was, processed=upto, stopped_at=None)
        try:
            async with self._connection.transaction():
                await self._move(was, now)
                await self._project_and_react(facts)
        except BaseException:
            self._fold = Fold(self._models)
            raise
        self.checkpoint = now
        self._bound_memory()
        return facts

    async def landmark(self) -> tuple[int, frozenset[str]]:
        """Return the stream sequence of the last fact kept, and the ids kept there."""
        rows = await self._connection.fetch(
            "select seq, id from heard where seq = (select max(seq) from heard)"
        )
        seq = rows[0]["seq"] if rows else 0
        return seq - self.checkpoint.shift, frozenset(str(row["id"]) for row in rows)

    async def known(self, ids: Sequence[str]) -> set[str]:
        """Return those ids of facts that are kept."""
        rows = await self._connection.fetch(
            "select id from heard where id = any($1::uuid[])", list(ids)
        )
        return {str(row[0]) for row in rows}

    async def failing_id(self) -> str:
        """
        Return the id of the fact at which processing what is kept fails.

        Most sequences hold one fact; where a hole was filled there are several, and an
        operator must set aside the one at fault.
        """
        rows = await self._connection.fetch(
            "select id, seq, body from heard where seq ="
            " (select min(seq) from heard where seq > $1) order by source, position",
            self.checkpoint.processed,
        )
        rows = [row for row in rows if str(row["id"]) not in self._set_aside]
        facts: list[Heard] = []
        for row in rows:
            try:
                facts.append(heard_from(decode_envelope(row["body"]), row["seq"]))
            except Exception:  # whatever it is, this one cannot be read  # noqa: BLE001
                return str(row["id"])
        facts = list(causes_first(facts))
        for count in range(1, len(facts)):
            if not await self._can_process(facts[:count]):
                return facts[count - 1].id
        return facts[-1].id

    async def _can_process(self, facts: Sequence[Heard]) -> bool:
        """Test whether facts can be processed; nothing is kept of it."""
        trial = self._connection.transaction()
        await trial.start()
        try:
            await self._project_and_react(facts)
        except TRANSIENT:
            raise
        except Exception:  # the fault that is looked for  # noqa: BLE001
            return False
        finally:
            self._fold = Fold(self._models)
            if not self._connection.is_closed():
                await trial.rollback()
        return True

    async def stop_at(self, fact_id: str, why: str) -> None:
        """Note that processing stands before a fact it cannot take."""
        await self._connection.execute(
            "update checkpoint set stopped_at = $1, stopped_why = $2", fact_id, why
        )
        self.checkpoint.stopped_at = fact_id

    async def was_set_aside(self, fact_id: str) -> bool:
        """Test whether an operator has let processing go past the fact."""
        self._set_aside = await set_aside_ids(self._connection)
        return fact_id in self._set_aside

    async def _insert(self, facts: Sequence[Followed], places: dict[str, Place]) -> None:
        if not facts:
            return
        await self._connection.copy_records_to_table(
            "heard",
            columns=("seq", "source", "position", "id", "subject", "correlation", "type", "body"),
            records=[
                (
                    fact.seq, fact.service, e.position, e.id,
                    e.subject, e.correlationid, e.type, fact.body,
                )
                for fact in facts
                for e in (fact.envelope,)
            ],
        )  # fmt: skip
        moved = [
            (source, place.position, place.hash)
            for source, place in places.items()
            if place != self.places.get(source, START)
        ]
        await self._connection.execute(
            "insert into heard_of select * from unnest($1::text[], $2::bigint[], $3::bytea[])"
            " on conflict (source) do update"
            " set position = excluded.position, hash = excluded.hash",
            *zip(*moved, strict=True),
        )

    async def _move(self, was: Checkpoint, now: Checkpoint) -> None:
        done = await self._connection.execute(
            "update checkpoint set heard = $1, processed = $2, stopped_at = $3,"
            " stopped_why = case when $3::uuid is null then null else stopped_why end,"
            " shift = $7"
            " where heard = $4 and processed = $5 and generation = $6",
            now.heard, now.processed, now.stopped_at, was.heard, was.processed, was.generation,
            now.shift,
        )  # fmt: skip
        if done != "UPDATE 1":
            raise Fenced("another replica moved the checkpoint")

    async def _project_and_react(self, facts: Sequence[Heard]) -> None:
        """Fold and react; the append is the last statement, so its lock is held briefly."""
        if self._set_aside:
            facts = [heard for heard in facts if heard.id not in self._set_aside]
        if not facts:
            return
        await self._fold.apply(self._connection, facts)
        await self._fold.flush(self._connection)
        sayings = await self._reactions.decide(self._connection, facts)
        if sayings:
            positions = await append_on(self._connection, sayings, self._source)
            if None in positions:
                raise Conflict("a stream moved on while we decided")

    def _bound_memory(self) -> None:
        if self._fold.held > ROWS_IN_MEMORY:
            self._fold.forget()
