"""The register of bodies that a process remembers is what the log adds up to."""

import asyncio
import datetime as dt

from services.routing.accounts.bodies import STREAM, Registers
from shared.contracts.routing_bodies import AgencyEstablished
from shared.envelope import Context
from shared.ids import AgencyCode
from shared.log.migrate import migrate
from shared.log.saying import PostgresLog, Saying
from shared.postgres.pool import Database, connect

MON = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def established(code: str) -> AgencyEstablished:
    return AgencyEstablished(
        code=AgencyCode(code), name=code, kind="department", level="department", parent=None,
        valid_from=None, confidence="unsaid",
    )  # fmt: skip


async def say(log: PostgresLog, after: int, *codes: str) -> None:
    await log.append(
        Saying(
            stream=STREAM,
            after_version=after,
            facts=[established(code) for code in codes],
            happened_at=MON,
            context=Context(actor="test", recorded_at=MON, correlation_id=""),
        )
    )


async def refresh(registers: Registers, database: Database) -> bool:
    async with database.connection() as connection:
        return await registers.refresh(connection)


async def test_a_fact_that_two_requests_read_at_once_counts_once(database_url: str) -> None:
    owner = await connect(database_url, name="test")
    await migrate(owner, role="pg_monitor", models=())
    await owner.close()
    database = Database(database_url, name="test")
    await database.open()
    log = PostgresLog(database, service="routing", source="/tiepdan/80/routing")
    registers = Registers()
    await say(log, 0, "A", "B")
    news = await asyncio.gather(*(refresh(registers, database) for _ in range(4)))
    assert (registers.register.version, list(registers.register.bodies)) == (2, ["A", "B"])
    assert sorted(news) == [False, False, False, True]
    await say(log, 2, "C")
    await asyncio.gather(*(refresh(registers, database) for _ in range(4)))
    assert (registers.register.version, list(registers.register.bodies)) == (
        3,
        ["A", "B", "C"],
    )
    await database.close()
