"""What a tick costs: a thousand clocks due among ten million open ones, and among fewer."""

import datetime as dt
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import asyncpg

from services.deadlines.domain.clocks.commands import (
    ClocksCommand,
    StartClock,
    StopClock,
)
from services.deadlines.projections import MODELS
from services.deadlines.projections.clock import ClockRow
from services.deadlines.projections.matter import MatterRow
from services.deadlines.rules.loader import load
from services.deadlines.rules.office import load as load_hours
from services.deadlines.scheduling.ticking import Place, Ticker
from services.deadlines.store import DeadlinesAggregates
from shared.clock import LOCAL
from shared.envelope import Context, decode_envelope, heard_from
from shared.ids import AgencyCode, PetitionId, derived_id
from shared.log.folding import Fold
from shared.log.migrate import migrate
from shared.log.readmodel import columns_of, create_statements
from shared.log.saying import Saying, append_on
from shared.postgres.pool import Database, connect
from shared.registry import Fact
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.ground import Ground

DUE = 1_000
AT_MOST = 1.5
SOURCE = "/tiepdan/80/deadlines"
FIRST_HALF = dt.date(2026, 8, 3)
"""A Monday; on each working day from then on a thousand clocks have used up half their time."""
HALF_OF_SETTLING = dt.timedelta(days=15)
PAGE = 250

_CLOCK = {
    "clock_id": "id || '/KN.L1.SETTLE/1'",
    "petition_id": "id",
    "rule": "'KN.L1.SETTLE'",
    "rule_version": "2",
    "act": "'LKN'",
    "provision": "'Đ28'",
    "confidence": "'primary'",
    "mode": "'deadline'",
    "party": "'agency'",
    "against": "(25000 + n % 131)::text",
    "trigger_on": "begun",
    "length": "30",
    "unit": "'calendar_day'",
    "calendar_version": "'2026.2'",
    "nominal_on": "begun + 30",
    "due_on": "begun + 30",
    "half_on": "begun + 15",
    "most_on": "begun + 24",
    "announced_on": "begun",
    "revision": "0",
    "state": "'running'",
    "paused_on": "null",
    "overdue": "false",
    "stopped_on": "null",
    "next_step": "'half'",
    "next_on": "begun + 15",
}
_MATTER = {
    "petition_id": "id",
    "receipt_code": "upper(left(id, 4) || '-' || substr(id, 5, 4) || '-' || substr(id, 10, 4))",
    "holder": "(25000 + n % 131)::text",
    "kind": "'complaint'",
    "officer": "'officer-' || n % 2000",
}
_ROWS = """
    from (select n, md5(n::text)::uuid::text as id, date '2027-01-01' + n % 700 as begun
          from generate_series(1, $1::int) n) as open_ones
"""


@dataclass
class Province:
    """Deadlines with so many open clocks, and some due day after day."""

    database: Database
    ticker: Ticker
    _heard: int = 0

    async def tick(self, day: dt.date) -> float:
        """Return how many milliseconds a tick takes on the morning of a day."""
        now = dt.datetime.combine(day, dt.time(8), LOCAL).astimezone(dt.UTC)
        started = time.perf_counter()
        tick = await self.ticker.tick(now, Place())
        taken = 1_000 * (time.perf_counter() - started)
        if tick.said.total() != DUE:
            raise RuntimeError(f"{tick.said} was said instead of {DUE} reminders")
        await self.follow()
        return taken

    async def follow(self) -> None:
        """Bring the rows up to what was said, as hearing does."""
        async with self.database.connection() as connection, connection.transaction():
            rows = await connection.fetch(
                "select position, body from said where position > $1 order by position",
                self._heard,
            )
            fold = Fold(MODELS)
            await fold.apply(
                connection, [heard_from(decode_envelope(body)) for _, body in rows]
            )
            await fold.flush(connection)
        self._heard = rows[-1][0]


async def tick_cost(ground: Ground, *, most: int, few: int, repeats: int) -> Figure:
    """Return a tick among many open clocks beside the same among few, one after the other."""
    days = _mornings(repeats + 1)
    async with AsyncExitStack() as open_:
        many, fewer = [
            await _filled(await open_.enter_async_context(ground.database()), count, days)
            for count in (most, few)
        ]
        pairs = []
        for number, day in enumerate(days):
            order = (many, fewer) if number % 2 else (fewer, many)
            took = {id(each): await each.tick(day) for each in order}
            if number:  # the first prepares statements
                pairs.append((took[id(many)], took[id(fewer)]))
        for each in (many, fewer):
            await each.database.close()
    return compared(
        f"tick.{most:_}_open",
        "ms",
        pairs,
        to=f"ms with {few:_} open, {DUE} due in both",
        at_most=AT_MOST,
    )


def _mornings(count: int) -> list[dt.date]:
    days = (FIRST_HALF + dt.timedelta(days=n) for n in range(2 * count + 2))
    return [day for day in days if day.weekday() < 5][:count]


async def _filled(url: str, count: int, days: Sequence[dt.date]) -> Province:
    """
    Return deadlines with so many clocks that are not due, and a thousand more for each day.

    The clocks that are due have their facts; of the others only the rows are ever looked at.
    """
    owner = await connect(url, name="bench", statement_timeout_s=3_600)
    await migrate(owner, role="pg_monitor", models=MODELS)
    await _fill(owner, "clock", columns_of(ClockRow), _CLOCK, count)
    await _fill(owner, "matter", columns_of(MatterRow), _MATTER, count)
    database = Database(url, name="bench-tick")
    await database.open()
    aggregates = DeadlinesAggregates(load())
    ticker = Ticker(
        database=database, aggregates=aggregates, hours=load_hours(), source=SOURCE
    )
    province = Province(database, ticker)
    for day in days:
        await _begin(owner, aggregates, day)
    await province.follow()
    for table in ("live.clock", "live.matter", "said"):
        await owner.execute(f"vacuum analyze {table}")
    await owner.execute("checkpoint")
    await owner.close()
    return province


async def _fill(
    owner: asyncpg.Connection, table: str, columns: Sequence, values: dict, count: int
) -> None:
    """Fill a read model; its indexes are made afterwards, which takes a fraction of the time."""
    model = next(model for model in MODELS if model.table == table)
    made, *indexes = create_statements(model, "live")
    del made
    await owner.execute(f"alter table live.{table} drop constraint {table}_pkey")
    for number in range(1, len(model.indexes) + 1):
        await owner.execute(f"drop index live.{table}_{number}")
    # Ten gigabytes through the log would say nothing of a tick, which only locks rows there.
    await owner.execute(f"alter table live.{table} set unlogged")
    taken = ", ".join(f"({values.get(each.name, repr(''))})" for each in columns)
    await owner.execute(f"insert into live.{table} select {taken} {_ROWS}", count)
    await owner.execute("set maintenance_work_mem = '512MB'")
    await owner.execute(f"alter table live.{table} add primary key ({columns[0].name})")
    for statement in indexes[: len(model.indexes)]:
        await owner.execute(statement)


async def _begin(
    owner: asyncpg.Connection, aggregates: DeadlinesAggregates, half_on: dt.date
) -> None:
    """Say what leads to a thousand clocks of settlement; half of each is used up on a day."""
    petitions = [PetitionId(derived_id(str(half_on), str(n))) for n in range(DUE)]
    rows = [(each, "TN", "25459", "complaint", "", "lan") for each in petitions]
    await owner.executemany(
        "insert into live.matter (petition_id, receipt_code, holder, kind, shunned, sealed, officer)"
        " values ($1, $2, $3, $4, $5, '', $6)",
        rows,
    )
    decider = aggregates.clocks.decider
    begun = half_on - HALF_OF_SETTLING
    at = dt.datetime.combine(begun, dt.time(9), LOCAL).astimezone(dt.UTC)
    sayings = []
    for petition in petitions:
        facts: list[Fact] = []
        for command in _commands(petition, begun, at):
            facts += decider.decide(command, decider.fold(facts))
        context = Context(actor="bench", recorded_at=at, correlation_id=petition)
        sayings.append(
            Saying(
                stream=petition,
                after_version=0,
                facts=facts,
                happened_at=at,
                context=context,
            )
        )
    for first in range(0, DUE, PAGE):
        await append_on(owner, sayings[first : first + PAGE], SOURCE)


def _commands(petition: PetitionId, begun: dt.date, at: dt.datetime) -> list[ClocksCommand]:
    """Return what is asked of the clocks of a complaint up to its acceptance."""
    against = AgencyCode("25459")
    received = begun - dt.timedelta(days=5)
    return [
        *(
            StartClock(
                petition_id=petition,
                rule_id=rule,
                trigger_on=received,
                against=against,
                at=at,
            )
            for rule in ("XLD.PROCESS", "KN.L1.ACCEPT")
        ),
        *(
            StopClock(petition_id=petition, rule_id=rule, on=begun, reason="met", at=at)
            for rule in ("XLD.PROCESS", "KN.L1.ACCEPT")
        ),
        StartClock(
            petition_id=petition,
            rule_id="KN.L1.SETTLE",
            trigger_on=begun,
            against=against,
            at=at,
        ),
    ]
