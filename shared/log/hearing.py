"""
Hear: take what has accumulated in the stream, one transaction, take again.

One replica a service hears, held by an advisory lock on the very connection it writes
with. On any doubt (of NATS, of PostgreSQL, of the order) connection and consumer are
thrown away and both are made anew from the checkpoint. A fact that our code cannot take
stops processing, not hearing: everything that follows is still kept.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from shared.log.following import AskOrigin, Origins, follow
from shared.log.processing import TRANSIENT, Processor
from shared.log.progress import Progress
from shared.log.reacting import Reactions
from shared.log.reading import OrderedReader, RawFact
from shared.log.readmodel import ReadModel
from shared.log.wire import NatsAddress
from shared.postgres.pool import Connection, connect

HEAR_LOCK = 0x7E1B
BATCH = 5_000
IDLE_S = 1.0
RESTART_AFTER_S = 0.2
FACT_ATTEMPTS = 3
"""How often a single fact is tried before processing stops at it."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """What a service hears and what it makes of it."""

    service: str
    source: str
    hears: Sequence[str]
    models: Sequence[ReadModel[Any]]
    reactions: Reactions
    ask_origin: AskOrigin


class Hearing:
    """Hears for one service until cancelled."""

    def __init__(
        self,
        ears: Ears,
        *,
        database_url: str,
        nats: NatsAddress,
        progress: Progress,
        after_commit: Callable[[], None],
    ) -> None:
        self._ears = ears
        self._database_url = database_url
        self._nats = nats
        self._progress = progress
        self._after_commit = after_commit
        self.leads = False
        self.at_end = False
        """
        This replica hears, and nothing was left in the stream when it last looked: what the
        read models say is as true as it can be here.
        """

    async def run(self) -> None:
        """Hear until cancelled."""
        while True:
            try:
                await self._hear_until_doubt()
            except Exception as doubt:  # any doubt: start over from the checkpoint  # noqa: BLE001
                why = f"{type(doubt).__name__}: {doubt}"
                if why != self._progress.trouble:
                    log.warning("hearing_restarts", service=self._ears.service, why=why)
                self._progress.trouble = why
            await asyncio.sleep(RESTART_AFTER_S)

    async def _hear_until_doubt(self) -> None:
        ears = self._ears
        connection = await connect(self._database_url, name=f"{ears.service}-hearing")
        reader: OrderedReader | None = None
        try:
            await self._wait_for_lead(connection)
            processor = Processor(
                connection, source=ears.source, models=ears.models, reactions=ears.reactions
            )
            await processor.load()
            processor.checkpoint.stopped_at = (
                None  # new code may take what the old could not
            )
            await self._process_stored(processor)
            self._note(processor)
            reader = OrderedReader(
                self._nats, name=f"{ears.service}-hearing", services=ears.hears
            )
            await self._find_place(processor, reader)
            self.leads, self.at_end = True, not processor.is_behind and not reader.has_more
            while True:
                await self._step(connection, processor, reader)
        finally:
            self.leads = self.at_end = False
            if reader is not None:
                await reader.close()
            connection.terminate()

    async def _find_place(self, processor: Processor, reader: OrderedReader) -> None:
        """Read on where we were; from its start a stream that was lost and published again."""
        checkpoint = processor.checkpoint
        upto = checkpoint.heard - checkpoint.shift
        if upto and not await reader.holds(upto, await processor.landmark()):
            log.error("stream_was_replaced", service=self._ears.service, heard=upto)
            checkpoint.shift = checkpoint.heard
        await reader.open(checkpoint.heard - checkpoint.shift + 1)

    async def _wait_for_lead(self, connection: Connection) -> None:
        while not await connection.fetchval("select pg_try_advisory_lock($1)", HEAR_LOCK):
            await self._follow_leader(connection)
            await asyncio.sleep(IDLE_S / 2)

    async def _follow_leader(self, connection: Connection) -> None:
        """Note how far the replica that hears has come, for those who wait here."""
        stopped = await connection.fetchval("select stopped_at from checkpoint")
        self._progress.stopped_at = str(stopped or "")
        self._progress.trouble = ""
        rows = await connection.fetch(
            "select h.source, h.position from heard_of h, checkpoint c where c.processed = c.heard"
        )
        for source, position in rows:
            self._progress.move(source, position)
        if rows or not stopped:
            self._progress.caught_up()

    async def _step(
        self, connection: Connection, processor: Processor, reader: OrderedReader
    ) -> None:
        batch = await reader.next_batch(BATCH, IDLE_S)
        if shift := processor.checkpoint.shift:
            batch = [replace(raw, seq=raw.seq + shift) for raw in batch]
        if batch:
            await self._take(processor, batch)
        else:
            await connection.fetchval("select 1")  # a lost connection has lost the lock
        stopped = processor.checkpoint.stopped_at
        if stopped and await processor.was_set_aside(stopped):
            processor.checkpoint.stopped_at = None
            await self._process_stored(processor)
        self.at_end = not processor.is_behind and not reader.has_more
        if not processor.is_behind and not (batch and reader.has_more):
            self._progress.caught_up()
        self._progress.trouble = ""
        self._note(processor)
        if batch:
            self._after_commit()

    async def _take(self, processor: Processor, batch: list[RawFact]) -> None:
        places = dict(processor.places)
        origins = Origins(
            hears=self._ears.hears, ask=self._ears.ask_origin, known=processor.known
        )
        facts = await follow(batch, places, origins)
        last_seq = batch[-1].seq
        live = not processor.is_behind
        try:
            await processor.keep(facts, places, last_seq, process=live)
        except TRANSIENT:
            raise
        except Exception as bug:  # ours: keep the facts, then find the one it fails on  # noqa: BLE001
            log.error("batch_not_processed", service=self._ears.service, why=_sentence(bug))
            await processor.keep(facts, places, last_seq, process=False)
            await self._process_stored(processor)

    async def _process_stored(self, processor: Processor) -> None:
        """Process what is kept, ever more carefully where it fails, up to the fact at fault."""
        limit, attempts = BATCH, 0
        while processor.is_behind and not processor.checkpoint.stopped_at:
            try:
                await processor.process_stored(limit)
                limit, attempts = min(limit * 2, BATCH), 0
                self._note(processor)
            except TRANSIENT:
                raise
            except Exception as bug:  # a fault of ours, shown and never skipped  # noqa: BLE001
                if limit > 1:
                    limit = max(limit // 10, 1)
                    continue
                attempts += 1
                if attempts >= FACT_ATTEMPTS:
                    await self._stop(processor, bug)
                    return
                await asyncio.sleep(0.1 * attempts)

    async def _stop(self, processor: Processor, bug: Exception) -> None:
        fact_id = await processor.failing_id()
        await processor.stop_at(fact_id, _sentence(bug))
        log.error(
            "processing_stopped",
            service=self._ears.service,
            fact=fact_id,
            why=_sentence(bug),
        )

    def _note(self, processor: Processor) -> None:
        self._progress.stopped_at = processor.checkpoint.stopped_at or ""
        if not processor.is_behind:
            for source, place in processor.places.items():
                self._progress.move(source, place.position)


def _sentence(bug: Exception) -> str:
    # The message of a bug may quote a fact's content: only its kind may leave the process.
    return type(bug).__name__
