"""
Drafts tried on the clocks there are, in the background; live data is read and never written.

Each trial is a row of `recount.trial`, its cases rows of `recount.moved`: whichever process
of the service answers, it finds them. Nothing else is kept of a trial, and old ones go.
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import msgspec
import structlog

from services.deadlines.rederiving.drafts import Draft
from services.deadlines.rederiving.found import Found, Shift
from services.deadlines.rederiving.trying import Seen, walk
from shared.clock import Clock, local_date
from shared.errors import Kind as RefusalKind
from shared.errors import Refusal, StoreUnavailable
from shared.ids import new_id
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database, connect

State: TypeAlias = Literal["running", "done", "failed"]
AT_ONCE: Final = 2
"""Trials that one process works on; others wait."""
MOST_WAITING: Final = 6
FRESH: Final = dt.timedelta(minutes=1)
KEPT: Final = dt.timedelta(days=2)
SILENT: Final = dt.timedelta(seconds=60)
"""A trial that gave no sign for so long was cut off."""
WAITING: Final = dt.timedelta(minutes=10)
"""The same for one that waits for its turn."""
_COLUMNS = (
    "trial_id", "rank", "new_on", "clock_id", "petition_id", "rule", "against", "old_on", "side",
)  # fmt: skip
_decode = msgspec.json.Decoder(Found).decode
log = structlog.get_logger()


class TooManyTrials(Refusal):
    """So many drafts are being tried that one more would slow everybody's work."""

    code = "too-many-trials"
    kind = RefusalKind.TOO_OFTEN


class NoSuchTrial(Refusal):
    """There is no trial of this id any more, or there never was."""

    code = "no-such-trial"
    kind = RefusalKind.NOT_FOUND


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One trial as it stands."""

    trial_id: str
    kind: str
    subject: str
    draft: str
    asked_by: str
    asked_at: dt.datetime
    beat_at: dt.datetime
    position: int
    """Of our log when it was asked for."""
    state: str
    examined: int
    total: int
    found: str

    @property
    def figures(self) -> Found:
        """What it found; nothing before it is done."""
        return _decode(self.found) if self.found else Found()

    def stands(self, now: dt.datetime) -> State:
        """Return its state, as somebody who looks now must take it."""
        if self.state == "running":
            patience = SILENT if self.total else WAITING
            return "failed" if now - self.beat_at > patience else "running"
        return "done" if self.state == "done" else "failed"


_TRIAL = ", ".join(column.name for column in columns_of(Trial))


@dataclass(slots=True)
class Trials:
    """Tries drafts, and keeps what came of it for a while."""

    database: Database
    clock: Clock
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, draft: Draft, *, by: str, patience_s: float = 0.0) -> Trial:
        """
        Try a draft; return when it is done, or after so long, while it goes on.

        Raises:
            TooManyTrials: enough are waiting.
            StoreUnavailable: ask again.
        """
        if len(self._tasks) >= MOST_WAITING:
            raise TooManyTrials(
                "Đang có nhiều dự thảo được thử; hãy thử lại sau một phút.",
                retry_after_s=60,
            )
        trial_id, now = new_id(), self.clock.now()
        async with self.database.connection() as connection:
            await connection.execute(
                "delete from recount.trial where asked_at < $1", now - KEPT
            )
            await connection.execute(
                "insert into recount.trial (trial_id, kind, subject, draft, asked_by,"
                " asked_at, beat_at, position, state)"
                " select $1, $2, $3, $4, $5, $6, $6, position, 'running' from said_head",
                trial_id, draft.kind, draft.subject, draft.text, by, now,
            )  # fmt: skip
        task = asyncio.create_task(self._try(trial_id, draft))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        if patience_s:
            await asyncio.wait({task}, timeout=patience_s)
        return await self.of(trial_id)

    async def of(self, trial_id: str) -> Trial:
        """
        Return a trial.

        Raises:
            NoSuchTrial: there is none.
        """
        async with self.database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_TRIAL} from recount.trial where trial_id = $1", trial_id
            )
        if row is None:
            raise NoSuchTrial(
                "Kết quả thử này không còn; kết quả chỉ được giữ hai ngày, hãy thử lại."
            )
        return Trial(**dict(row.items()))

    async def lately(self, draft: Draft) -> Trial | None:
        """
        Return the last trial of this very draft, if it is still what one would find now.

        It is while it goes on, for a minute, and as long as nothing was said.
        """
        async with self.database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_TRIAL}, (select position from said_head) as said"
                " from recount.trial where kind = $1 and subject = $2 and draft = $3"
                " order by asked_at desc limit 1",
                draft.kind, draft.subject, draft.text,
            )  # fmt: skip
        if row is None:
            return None
        said, now = row["said"], self.clock.now()
        trial = Trial(**{name: value for name, value in row.items() if name != "said"})
        match trial.stands(now):
            case "running":
                return trial
            case "done":
                fresh = trial.position == said or now - trial.asked_at < FRESH
                return trial if fresh else None
            case "failed":
                return None

    def close(self) -> None:
        """Let go of everything: the process was told to stop."""
        for task in self._tasks:
            task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.warning("trial_failed", why=type(fault).__name__)

    async def _try(self, trial_id: str, draft: Draft) -> None:
        done = False
        try:
            async with self._room:
                await self._walk(trial_id, draft)
            done = True
        finally:
            if not done:
                with contextlib.suppress(StoreUnavailable, asyncio.CancelledError):
                    await self._note(trial_id, "failed")

    async def _walk(self, trial_id: str, draft: Draft) -> None:
        async def take(seen: Seen) -> None:
            await self._keep(trial_id, seen.shifts)
            await self._note(trial_id, "running", examined=seen.examined, total=seen.total)

        connection = await connect(self.database.url, name="deadlines-trial")
        try:
            today = local_date(self.clock.now())
            found = await walk(connection, draft, today, take)
        finally:
            connection.terminate()
        await self._note(trial_id, "done", found=msgspec.json.encode(found).decode())

    async def _keep(self, trial_id: str, shifts: Sequence[Shift]) -> None:
        if not shifts:
            return
        async with self.database.connection() as connection:
            await connection.copy_records_to_table(
                "moved",
                schema_name="recount",
                columns=_COLUMNS,
                records=[
                    (
                        trial_id, 0 if s.side else 1, s.new_on, s.row.clock_id,
                        s.row.petition_id, s.row.rule, s.row.against, s.row.due_on, s.side,
                    )
                    for s in shifts
                ],
            )  # fmt: skip

    async def _note(
        self,
        trial_id: str,
        state: State,
        *,
        examined: int = 0,
        total: int = 0,
        found: str = "",
    ) -> None:
        async with self.database.connection() as connection:
            await connection.execute(
                "update recount.trial set state = $2, beat_at = $3,"
                " examined = greatest(examined, $4), total = greatest(total, $5), found = $6"
                " where trial_id = $1",
                trial_id, state, self.clock.now(), examined, total, found,
            )  # fmt: skip
