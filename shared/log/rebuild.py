"""
Rebuild: fold what was heard beside the live read models, compare, swap.

Only pure folds run here: reactions, letters, numbers, keys and mail cannot be reached.
Hearing goes on meanwhile and is held up only while the last facts are folded, compared
and the tables change places.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.envelope import Told, decode_envelope, heard_from, read_told
from shared.log.folding import LIVE, Fold
from shared.log.following import causes_first
from shared.log.readmodel import ReadModel, create_statements, tables_of
from shared.log.setting_aside import set_aside_ids
from shared.postgres.pool import Connection, connect
from shared.registry import wire_types_of

BESIDE = "rebuilt"
PAGE = 1_000
"""A megabyte of facts: decoding and folding took a tenth less than with four."""
ROWS_IN_MEMORY = 60_000
"""Rows held before they are written: memory does not grow with the log."""
WRITE_EVERY = 10_000
"""Facts folded between two writings."""
CLOSE_ENOUGH = 5_000
"""Facts left to fold while hearing waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a rebuild found."""

    facts: int
    seconds: float
    upto: int
    differences: dict[str, int] = field(default_factory=dict)
    """Rows that differ from the live ones, by table; empty when rebuild equals live."""
    swapped: bool

    @property
    def facts_per_second(self) -> float:
        """Return the speed of folding."""
        return self.facts / self.seconds if self.seconds else 0.0


class Rebuild:
    """One rebuild of one service's read models, as the owner of its database."""

    def __init__(
        self,
        *,
        owner_url: str,
        models: Sequence[ReadModel[Any]],
        role: str | None = None,
        told: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> None:
        self._owner_url = owner_url
        self._models = models
        self._role = role
        self._told = told
        self._fold = Fold(models, BESIDE, from_nothing=True)
        self._types = wire_types_of(kind for model in models for kind in model.keys)
        self._facts = 0
        self._looked_at = 0
        self._mixed_seqs: list[int] = []
        self._skip: frozenset[str] = frozenset()

    async def run(self, *, compare_only: bool = False) -> Report:
        """Fold, compare and, unless told otherwise, swap."""
        reading = await connect(
            self._owner_url, name="rebuild-reads", statement_timeout_s=600
        )
        writing = await connect(
            self._owner_url, name="rebuild-writes", statement_timeout_s=600
        )
        # Nothing here makes cycles, yet the collector would walk all rows in memory again and
        # again: with it, decoding took 5.8 µs a fact, without it 3.1.
        gc.disable()
        try:
            await asyncio.gather(self._prepare(writing), self._look_ahead(reading))
            started = time.perf_counter()
            at = await self._catch_up(reading, writing)
            async with writing.transaction():
                await writing.execute("set local synchronous_commit = on")
                # Whoever hears waits here until we are done with the last facts.
                upto = await writing.fetchval("select processed from checkpoint for update")
                await self._fold_range(reading, writing, at, upto)
                await self._fold.flush(writing)
                seconds = time.perf_counter() - started
                differences = await self._compare(writing)
                if not compare_only:
                    await self._swap(writing)
            if compare_only:
                await writing.execute(f"drop schema {BESIDE} cascade")
        finally:
            gc.enable()
            reading.terminate()
            writing.terminate()
        return Report(
            facts=self._facts,
            seconds=seconds,
            upto=upto,
            differences=differences,
            swapped=not compare_only,
        )

    async def _prepare(self, writing: Connection) -> None:
        # What is written beside needs no disk flush of its own: the commit that swaps has one.
        await writing.execute("set synchronous_commit = off")
        self._skip = await set_aside_ids(writing)
        await writing.execute(
            f"drop schema if exists {BESIDE} cascade; create schema {BESIDE}"
        )
        for model in self._models:
            await writing.execute(";\n".join(create_statements(model, BESIDE)))

    async def _catch_up(self, reading: Connection, writing: Connection) -> int:
        at = 0
        while True:
            upto = await reading.fetchval("select processed from checkpoint")
            await self._fold_range(reading, writing, at, upto)
            if upto - at <= CLOSE_ENOUGH:
                # Written before anybody must wait for us: only the last facts remain.
                await self._fold.flush(writing)
                return int(upto)
            at = upto

    async def _fold_range(
        self, reading: Connection, writing: Connection, after: int, upto: int
    ) -> None:
        flushing: asyncio.Task[None] | None = None
        unwritten = 0
        try:
            async for done, facts in self._pages(reading, after, upto):
                if flushing and (flushing.done() or not self._fold.needs_no_lookup):
                    await flushing
                    flushing = None
                await self._fold.apply(writing, facts)
                self._facts += len(facts)
                unwritten += len(facts)
                if self._fold.held > ROWS_IN_MEMORY:
                    if flushing:
                        await flushing
                        flushing = None
                    await self._fold.flush(writing)
                    self._fold.forget()
                elif (
                    unwritten > WRITE_EVERY and not flushing and self._fold.needs_no_lookup
                ):
                    # PostgreSQL writes on its own core while we fold on; most rows are done by
                    # then, because the facts of a petition lie close together.
                    flushing, unwritten = asyncio.create_task(self._fold.flush(writing)), 0
                self._told(done, upto)
            if flushing:
                await flushing
        finally:
            if flushing:
                flushing.cancel()  # nothing is left to cancel where all went well

    async def _pages(
        self, reading: Connection, after: int, upto: int
    ) -> AsyncIterator[tuple[int, Sequence[Told]]]:
        """
        Yield the facts after one sequence up to another, with how far they reach.

        One page is read ahead, so that PostgreSQL works while we fold. What no model folds
        stays there: for deadlines that is three facts in five.
        """
        query = await reading.prepare(
            "select type, body from heard where seq > $1 and seq <= $2"
            " and type = any($3) and id <> all($4::uuid[]) order by seq, source, position"
        )

        def page(start: int) -> asyncio.Task[list[Any]]:
            end = min(start + PAGE, upto)
            return asyncio.create_task(query.fetch(start, end, self._types, self._skip))

        mixed = self._mixed_seqs
        if upto > self._looked_at:
            mixed = [*mixed, *await self._mixed(reading, self._looked_at, upto)]
        coming = page(after)
        try:
            for start in range(after, upto, PAGE):
                rows = await coming
                coming = page(start + PAGE)  # past the end it is empty
                await asyncio.sleep(0)  # let the request leave before we compute
                end = min(start + PAGE, upto)
                if any(start < seq <= end for seq in mixed):
                    await coming  # one query at a time on a connection
                    yield end, await self._causes_first(reading, start, end)
                else:
                    yield end, [read_told[wire](body) for wire, body in rows]
        finally:
            await coming

    async def _look_ahead(self, reading: Connection) -> None:
        """Find out once, before folding, where the log is not in the order of causes."""
        self._looked_at = await reading.fetchval("select processed from checkpoint")
        self._mixed_seqs = await self._mixed(reading, 0, self._looked_at)

    async def _mixed(self, reading: Connection, after: int, upto: int) -> list[int]:
        """Return the sequences at which lost causes were recovered: no source orders them."""
        rows = await reading.fetch(
            "select seq from heard where seq > $1 and seq <= $2"
            " group by seq having min(source) <> max(source)",
            after, upto,
        )  # fmt: skip
        return [row[0] for row in rows]

    async def _causes_first(
        self, reading: Connection, after: int, upto: int
    ) -> Sequence[Told]:
        rows = await reading.fetch(
            "select seq, body from heard where seq > $1 and seq <= $2"
            " and id <> all($3::uuid[]) order by seq, source, position",
            after, upto, self._skip,
        )  # fmt: skip
        return causes_first([heard_from(decode_envelope(body), seq) for seq, body in rows])

    async def _compare(self, connection: Connection) -> dict[str, int]:
        found = {}
        for table in tables_of(self._models):
            live, beside = f"{LIVE}.{table}", f"{BESIDE}.{table}"
            rows = await connection.fetchval(
                f"select (select count(*) from (table {live} except all table {beside}) a)"
                f" + (select count(*) from (table {beside} except all table {live}) b)"
            )
            if rows:
                found[table] = rows
        return found

    async def _swap(self, connection: Connection) -> None:
        for table in tables_of(self._models):
            await connection.execute(f"drop table {LIVE}.{table}")
            await connection.execute(f"alter table {BESIDE}.{table} set schema {LIVE}")
            if self._role:
                await connection.execute(
                    f"grant select, insert, update, delete on {LIVE}.{table} to {self._role}"
                )
        await connection.execute(f"drop schema {BESIDE}")
        await connection.execute("update checkpoint set generation = generation + 1")
