"""Clocks in a database of their own, said and folded as in life, without a stream."""

import datetime as dt
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from deploy.embedded.names import role_of
from deploy.houses import house
from services.deadlines.domain.calendar.commands import PublishCalendar
from services.deadlines.domain.clocks.commands import ClocksCommand, StartClock, StopClock
from services.deadlines.projections import MODELS
from services.deadlines.rederiving.job import Rederiving
from services.deadlines.rules.loader import load
from services.deadlines.store import DeadlinesAggregates, days_of, publish_calendars
from shared.clock import Clock, SystemClock
from shared.contracts.deadlines import CalendarDay
from shared.envelope import Context, Heard, decode_envelope, heard_from
from shared.ids import AgencyCode, PetitionId, new_id
from shared.log.folding import Fold
from shared.log.handling import handle
from shared.log.saying import PostgresLog, Saying, append_on
from shared.postgres.pool import Database

SOURCE = "/tiepdan/80/deadlines"
BATCH = 4_000
PAGE = 20_000
RULES = (
    ("KN.L1.ACCEPT", frozenset[str]()),
    ("XLD.PROCESS", frozenset[str]()),
    ("TC.INITIAL", frozenset[str]()),
    ("KN.L1.SETTLE", frozenset({"complex"})),
)
"""Three in four count working days; the last moves only if its end is a day off."""


@dataclass(slots=True)
class Clockwork:
    """A database of deadlines, and what happens in it."""

    database: Database
    aggregates: DeadlinesAggregates
    clock: Clock
    log: PostgresLog = field(init=False)
    folded: int = 0
    """Up to which position of the log the rows stand."""

    def __post_init__(self) -> None:
        self.log = PostgresLog(self.database, service="deadlines", source=SOURCE)

    def job(self) -> Rederiving:
        """Return what counts clocks again, as a process that has just started has it."""
        return Rederiving(
            database=self.database,
            source=SOURCE,
            aggregates=DeadlinesAggregates(self.aggregates.book),
            clock=self.clock,
        )

    async def begin(self) -> None:
        """Publish the calendars that came with the program, and count nothing by them."""
        await publish_calendars(self.log, self.aggregates.book, self.clock)
        await self.hear()
        await self.job().run_if_due()

    async def say(
        self, petition: str, *commands: ClocksCommand, demo: bool = False
    ) -> None:
        """Carry out commands on the clocks of a petition."""
        for command in commands:
            context = self._context(petition, demo=demo)
            await handle(self.log, self.aggregates.of(command), command, context)

    async def fill(self, clocks: int, *, first_on: dt.date, days: int = 8) -> None:
        """Say that clocks began, two a petition, on some days; a third one was stopped."""
        chance, sayings = random.Random(4), []
        async with self.database.connection() as connection:
            for _ in range(clocks // 2):
                on = first_on + dt.timedelta(days=chance.randrange(days))
                sayings.append(self._petition(on, chance))
                if len(sayings) == BATCH:
                    await append_on(connection, sayings, SOURCE)
                    sayings.clear()
            if sayings:
                await append_on(connection, sayings, SOURCE)
        await self.hear()

    def _petition(self, on: dt.date, chance: random.Random) -> Saying:
        petition, facts, state = PetitionId(new_id()), [], {}
        agency = AgencyCode(f"{25000 + chance.randrange(120)}")
        common: dict[str, Any] = {"petition_id": petition, "at": self.clock.now()}
        commands = [
            StartClock(**common, rule_id="KN.L2.ACCEPT", trigger_on=on, against=agency),
            StopClock(**common, rule_id="KN.L2.ACCEPT", on=on, reason="met"),
            *(
                StartClock(
                    **common, rule_id=rule, trigger_on=on, variant=variant, against=agency
                )
                for rule, variant in chance.sample(RULES, 2)
            ),
        ]
        decider = self.aggregates.of(commands[0]).decider
        for command in commands:
            for fact in decider.decide(command, state):
                state = decider.evolve(state, fact)
                facts.append(fact)
        return Saying(
            stream=petition,
            after_version=0,
            facts=facts,
            happened_at=self.clock.now(),
            context=self._context(petition),
        )

    async def publish(
        self, year: int, add: Iterable[dt.date] = (), *, less: Iterable[dt.date] = ()
    ) -> None:
        """Publish a year with some days more or less off."""
        async with self.database.connection() as connection:
            await self.aggregates.refresh(connection)
        known = self.aggregates.calendar.years[year]
        gone = frozenset(less)
        kept = {day for day in days_of(known) if day.on not in gone}
        new = {CalendarDay(on=on, kind="holiday", name="Nghỉ thêm") for on in add}
        command = PublishCalendar(
            year=year,
            version=known.version + 1,
            days=frozenset(kept | new),
            source="TB 1",
            confidence="primary",
            at=self.clock.now(),
        )
        aggregate = self.aggregates.of(command)
        await handle(self.log, aggregate, command, self._context(""))
        await self.hear()

    async def publish_new(self, year: int, closed: Iterable[dt.date]) -> None:
        """Publish a year that nobody knew."""
        days = {CalendarDay(on=on, kind="holiday", name="Tết") for on in closed}
        command = PublishCalendar(
            year=year,
            version=1,
            days=frozenset(days),
            source="TB 1",
            confidence="primary",
            at=self.clock.now(),
        )
        await handle(self.log, self.aggregates.of(command), command, self._context(""))
        await self.hear()

    async def hear(self, upto: int = 2**62) -> None:
        """Fold what was said into the rows, as hearing it would; up to a position."""
        fold = Fold(MODELS)
        async with self.database.connection() as connection:
            while rows := await connection.fetch(
                "select position, body, hash from said where position > $1 and position <= $2"
                f" order by position limit {PAGE}",
                self.folded, upto,
            ):  # fmt: skip
                facts = [heard_from(decode_envelope(row["body"])) for row in rows]
                await fold.apply(connection, facts)
                await fold.flush(connection)
                fold.forget()
                self.folded = rows[-1]["position"]
                await connection.execute(
                    "insert into heard_of values ('deadlines', $1, $2) on conflict (source)"
                    " do update set position = excluded.position, hash = excluded.hash",
                    self.folded, rows[-1]["hash"],
                )  # fmt: skip

    async def said(self, kind: str, after: int = 0) -> list[Heard]:
        """Return facts of a kind, in order."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "select body from said where type = $1 and position > $2 order by position",
                kind, after,
            )  # fmt: skip
        return [heard_from(decode_envelope(row[0])) for row in rows]

    def _context(self, petition: str, *, demo: bool = False) -> Context:
        now = self.clock.now()
        return Context(actor="test", recorded_at=now, correlation_id=petition, demo=demo)


@asynccontextmanager
async def clockwork(url: str, clock: Clock | None = None) -> AsyncIterator[Clockwork]:
    """Open a database that has the tables of deadlines."""
    database = Database(url, name="clockwork")
    await database.open()
    try:
        yield Clockwork(database, DeadlinesAggregates(load()), clock or SystemClock())
    finally:
        await database.close()


async def made(url: str) -> None:
    """Make the tables of deadlines, as the owner does."""
    owner = await asyncpg.connect(url)
    role = role_of("deadlines")
    await owner.execute(
        f"do $$ begin create role {role}; exception when duplicate_object then null; end $$"
    )
    await house("deadlines").migrate(owner, role)
    await owner.close()
