"""
Load the demonstration: years in minutes, through the very commands that people use.

Simulated time is handed to the commands and travels with their facts (marked `demo`), so
that the running services react in that time too. Weeks follow each other: what a week's
petitions lead to is heard before officers act on it.
"""

import asyncio
import datetime as dt
import heapq
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from deploy.demo import directory, officers, staff
from deploy.demo.plan import Body, Planned, plan
from deploy.staffing import staff_at
from services.intake.store import PetitionStore
from services.intake.vault.conflicts import Conflicts
from services.intake.vault.keys import KeyRing, Vault
from services.routing.domain.agency.commands import Row
from services.routing.domain.case.commands import CaseRequest
from services.routing.domain.case.state import Case
from services.routing.rules.loader import load as load_rules
from services.routing.store import CaseStore, RoutingAggregates
from shared.clock import FixedClock
from shared.errors import Refusal
from shared.ids import PetitionId, case_of
from shared.log.saying import PostgresLog
from shared.log.streams import source_of
from shared.postgres.pool import Database

AT_ONCE = 24
WEEK = dt.timedelta(days=7)
BARRIER_POLL_S = 0.02

T = TypeVar("T")
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What the loader needs of a running stack."""

    intake_url: str
    routing_url: str
    master_key_file: str
    province: str = "80"


@dataclass(slots=True)
class Loaded:
    """What was loaded."""

    petitions: int = 0
    acts: int = 0
    refused: int = 0
    seconds: float = 0.0


@dataclass(order=True, slots=True)
class _Due:
    at: dt.datetime
    number: int
    petition_id: PetitionId = field(compare=False)
    chance: random.Random = field(compare=False)
    step: int = field(compare=False, default=0)


class Loader:
    """Feeds one demonstration into running services."""

    def __init__(self, access: Access, *, seed: int) -> None:
        self._seed = seed
        self._province = access.province
        self._intake_db = Database(access.intake_url, name="demo-intake", size=10)
        self._routing_db = Database(access.routing_url, name="demo-routing", size=10)
        self._intake = PostgresLog(
            self._intake_db, service="intake", source=source_of("intake", access.province)
        )
        self._routing = PostgresLog(
            self._routing_db,
            service="routing",
            source=source_of("routing", access.province),
        )
        self._vault = Vault(self._intake_db, KeyRing(access.master_key_file))
        self._aggregates = RoutingAggregates(load_rules())
        self.done = Loaded()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Loader"]:
        """Connect for as long as the loading lasts."""
        await self._intake_db.open()
        await self._routing_db.open()
        try:
            yield self
        finally:
            await self._intake_db.close()
            await self._routing_db.close()

    def cases(self, at: dt.datetime) -> CaseStore:
        """Return the store of cases as it acts at an instant."""
        return CaseStore(self._routing, self._routing_db, self._aggregates, FixedClock(at))

    async def establish_directory(self, at: dt.datetime) -> int:
        """Establish the bodies of the province and wait until intake knows them."""
        count = await directory.establish(self.cases(at), at)
        head = await self._head(self._routing_db)
        await self._heard(self._intake_db, "routing", head)
        return count

    async def establish_staff(self, file: Path) -> list[dict[str, Any]]:
        """Give the people of the demonstration their accounts; the file keeps passwords."""
        marks = await self._vault.marks()
        async with staff_at(self._routing_db.url, province=self._province) as accounts:
            return await staff.establish(
                accounts, file, lambda name: tuple(marks.of_person(name, ""))
            )

    async def run(
        self, *, petitions: int, start_on: dt.date, until_at: dt.datetime, told: Told
    ) -> Loaded:
        """Lodge and handle the petitions of a period; `told` hears petitions done and in all."""
        bodies = bodies_of(directory.rows())
        planned = list(
            plan(
                petitions=petitions,
                start_on=start_on,
                until_on=until_at.date(),
                seed=self._seed,
                bodies=bodies,
            )
        )
        due: list[_Due] = []
        for week in _weeks(planned):
            end = week[0].lodged_at + WEEK
            lodged = await _all(self._lodge(each) for each in week)
            await self._heard(self._routing_db, "intake", max(p for p, _ in lodged))
            for _, act in lodged:
                if act:
                    heapq.heappush(due, act)
            self.done.petitions += len(week)
            told(self.done.petitions, petitions)
            await self._act_until(due, min(end, until_at))
        await self._act_until(due, until_at)
        return self.done

    async def _lodge(self, planned: Planned) -> tuple[int, _Due | None]:
        clock = FixedClock(planned.lodged_at)
        conflicts = Conflicts(self._intake_db, clock)
        store = PetitionStore(self._intake, self._vault, conflicts, clock)
        receipt = await store.lodge(
            planned.lodging,
            actor="demo:desk",
            command_id=f"demo:{self._seed}:{planned.number}",
            demo=True,
        )
        chance = random.Random(planned.fate)
        wait = officers.delay(None, chance)
        if wait is None:
            return receipt.position, None
        at = planned.lodged_at + wait
        return receipt.position, _Due(at, planned.number, receipt.petition_id, chance)

    async def _act_until(self, due: list[_Due], until: dt.datetime) -> None:
        while due and due[0].at < until:
            ready = []
            while due and due[0].at < until:
                ready.append(heapq.heappop(due))
            for following in await _all(self._act(each) for each in ready):
                if following:
                    heapq.heappush(due, following)

    async def _act(self, due: _Due) -> _Due | None:
        store = self.cases(due.at)
        case = await self._case(store, due)
        command = officers.next_act(case, due.at, due.chance)
        if command is None:
            return None
        await self._carry_out(store, command, due)
        wait = officers.delay(await self._case(store, due), due.chance)
        if wait is None:
            return None
        return _Due(due.at + wait, due.number, due.petition_id, due.chance, due.step + 1)

    async def _carry_out(self, store: CaseStore, command: CaseRequest, due: _Due) -> None:
        try:
            await store.carry_out(
                command,
                petition_id=due.petition_id,
                actor="demo:officer",
                command_id=f"demo:{self._seed}:{due.number}:{due.step}",
                demo=True,
            )
            self.done.acts += 1
        except Refusal:
            self.done.refused += 1

    async def _case(self, store: CaseStore, due: _Due) -> Case:
        return await store.case(case_of(due.petition_id))

    async def _head(self, database: Database) -> int:
        async with database.connection() as connection:
            return int(await connection.fetchval("select position from said_head"))

    async def _heard(self, database: Database, source: str, position: int) -> None:
        """Wait until a service has processed a source up to a position."""
        while True:
            async with database.connection() as connection:
                reached = await connection.fetchval(
                    "select position from heard_of, checkpoint"
                    " where source = $1 and processed = heard",
                    source,
                )
            if (reached or 0) >= position:
                return
            await asyncio.sleep(BARRIER_POLL_S)


def bodies_of(rows: Sequence[Row]) -> list[Body]:
    """Return the bodies to which people write."""
    return [
        Body(row.code, row.name, row.level)
        for row in directory.of_today(rows)
        if row.level in ("commune", "department", "department_unit")
        and row.kind != "office"
    ]


def _weeks(planned: list[Planned]) -> Iterator[list[Planned]]:
    week: list[Planned] = []
    for each in planned:
        if week and each.lodged_at >= week[0].lodged_at + WEEK:
            yield week
            week = []
        week.append(each)
    if week:
        yield week


async def _all(work: Iterable[Awaitable[T]]) -> list[T]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(each: Awaitable[T]) -> T:
        async with gate:
            return await each

    return await asyncio.gather(*(one(each) for each in work))
