"""The clocks of deadlines in a database of their own: told what time it is, and ticked by hand."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from services.deadlines.domain.clocks.commands import ClocksCommand, StartClock
from services.deadlines.projections import MODELS
from services.deadlines.rules.loader import load
from services.deadlines.rules.office import load as load_hours
from services.deadlines.scheduling.ticking import Place, Tick, Ticker
from services.deadlines.store import DeadlinesAggregates
from shared.clock import LOCAL
from shared.contracts.deadlines import (
    ClockEscalated,
    ClockExpired,
    ClockMoved,
    ClockReminded,
)
from shared.envelope import Context, Heard, decode_envelope, heard_from
from shared.ids import AgencyCode, PetitionId
from shared.log.folding import Fold
from shared.log.handling import handle
from shared.log.migrate import migrate
from shared.log.saying import PostgresLog
from shared.postgres.pool import Database, connect
from shared.registry import Fact

SOURCE = "/tiepdan/80/deadlines"
COMMUNE = AgencyCode("25459")
DEFAULT = "XLD.PROCESS"


def at(text: str) -> dt.datetime:
    """Return a local time as the program has it: an instant in UTC."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return local.astimezone(dt.UTC)


def told(fact: Fact) -> str:
    """Return what a fact tells, in a word; empty where it tells nobody anything."""
    match fact:
        case ClockReminded():
            return fact.stage + (" late" if fact.late else "")
        case ClockExpired():
            return "expired"
        case ClockEscalated():
            return f"rung-{fact.rung} {fact.to}"
        case ClockMoved():
            return "moved"
        case _:
            return ""


@dataclass
class Ticking:
    """Clocks, and what is said of them. `follow` plays the hearing."""

    database: Database
    log: PostgresLog
    aggregates: DeadlinesAggregates = field(
        default_factory=lambda: DeadlinesAggregates(load())
    )
    _followed: int = 0

    def ticker(self, at_once: int = 1_000) -> Ticker:
        """Return one that has calendars of its own, as another replica has."""
        return Ticker(
            database=self.database,
            aggregates=DeadlinesAggregates(self.aggregates.book),
            hours=load_hours(),
            source=SOURCE,
            at_once=at_once,
        )

    async def start(
        self,
        petition: str,
        on: str = "2026-07-01",
        rule: str = DEFAULT,
        *,
        demo: bool = False,
    ) -> str:
        """Start a clock at nine in the morning of its trigger; return its id."""
        command = StartClock(
            petition_id=PetitionId(petition),
            rule_id=rule,
            trigger_on=dt.date.fromisoformat(on),
            against=COMMUNE,
            at=at(f"{on} 09:00"),
        )
        await self.ask(command, demo=demo)
        return f"{petition}/{rule}/1"

    async def ask(self, command: ClocksCommand, *, demo: bool = False) -> None:
        """Carry out a command."""
        context = Context(
            actor="test",
            recorded_at=command.at,
            correlation_id=command.petition_id,
            demo=demo,
        )
        await handle(self.log, self.aggregates.of(command), command, context)

    async def assign(self, petition: str, officer: str) -> None:
        """Have somebody, or nobody, be answerable."""
        async with self.database.connection() as connection:
            await connection.execute(
                "insert into live.matter"
                " (petition_id, receipt_code, holder, kind, shunned, sealed, officer)"
                " values ($1, 'TN', '25459', 'complaint', '', '', $2)"
                " on conflict (petition_id) do update set officer = excluded.officer",
                petition, officer,
            )  # fmt: skip

    def forget_calendars_from(self, year: int) -> None:
        """Go on as a service that was shipped without the calendars from a year on."""
        book = load()
        years = tuple(each for each in book.calendar_years if each.year < year)
        self.aggregates = DeadlinesAggregates(replace(book, calendar_years=years))

    async def facts(self, after: int = 0) -> list[Heard]:
        """Return what was said, in order."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "select body from said where position > $1 order by position", after
            )
        return [heard_from(decode_envelope(row[0])) for row in rows]

    async def follow(self) -> int:
        """Bring the read models up to what was said; return the position they contain."""
        new = await self.facts(self._followed)
        async with self.database.connection() as connection, connection.transaction():
            fold = Fold(MODELS)
            await fold.apply(connection, new)
            await fold.flush(connection)
        self._followed = new[-1].position if new else self._followed
        return self._followed

    async def tick(self, text: str, *, at_once: int = 1_000) -> Tick:
        """Follow, then tick once."""
        await self.follow()
        return await self.ticker(at_once).tick(at(text), Place())

    async def told(self) -> list[tuple[str, str]]:
        """Return petition and what was told, in order."""
        return [
            (heard.stream, told(heard.fact))
            for heard in await self.facts()
            if told(heard.fact)
        ]

    async def told_of(self, petition: str) -> Sequence[str]:
        """Return what was told of one petition, in order."""
        return [what for stream, what in await self.told() if stream == petition]


@asynccontextmanager
async def ticking(url: str) -> AsyncIterator[Ticking]:
    """Make the tables of deadlines in an empty database."""
    owner = await connect(url, name="test")
    await migrate(owner, role="pg_monitor", models=MODELS)
    await owner.close()
    database = Database(url, name="test")
    await database.open()
    yield Ticking(database, PostgresLog(database, service="deadlines", source=SOURCE))
    await database.close()
