"""A whole stack under test: petitions posted over HTTP, and what must be true of all stores."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx

from deploy.demo.load import Access, Loader
from deploy.embedded.names import OPERATOR, SERVICES, role_of
from deploy.embedded.supervisor import Stack
from deploy.houses import house
from shared.log import verify as checks
from shared.log.wire import NatsAddress
from shared.postgres.pool import LOST, Connection, connect

KINDS = ("complaint", "denunciation", "recommendation", "feedback_report")
AGAIN_S = 0.2
CLIENT_TIMEOUT_S = 6.0


def petition(number: int) -> dict[str, object]:
    """Return a petition as a client would post it: every kind, to the right or a wrong body."""
    return {
        "channel": "online",
        "kind_claimed": KINDS[number % len(KINDS)],
        "petitioner": {"full_name": f"Người {number}", "address": "Ấp 3, xã Châu Thành"},
        "respondent": {"name": "Chủ tịch UBND xã", "agency_code": "25585", "post": "head"},
        "subject_field": "land",
        "summary": f"Việc số {number}",
        "request": "Đề nghị xem xét.",
        "receiving_agency": "25585" if number % 3 else "TN-BTCD",
    }


async def eventually(
    test: Callable[[], Coroutine[Any, Any, bool]], timeout_s: float = 30.0
) -> None:
    """Wait until it is so; a store that is away just now is asked again."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while True:
        with contextlib.suppress(*LOST, asyncpg.PostgresError):
            if await test():
                return
        assert asyncio.get_running_loop().time() < deadline, "it never came true"
        await asyncio.sleep(0.05)


async def ask(dsn: str, query: str, *arguments: object) -> list[asyncpg.Record]:
    """Return rows, on a connection of one's own."""
    connection = await asyncpg.connect(dsn, timeout=3, command_timeout=20)
    try:
        return list(await connection.fetch(query, *arguments))
    finally:
        connection.terminate()


@dataclass
class Clients:
    """People who post petitions and, when no answer comes, post them again under the same key."""

    url: str
    label: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Petition id by Idempotency-Key."""
    answers: dict[str, int] = field(default_factory=dict)
    """How often each status or failure was met."""

    def key(self, number: int) -> str:
        """Return the Idempotency-Key of a petition."""
        return f"{self.label}-{number}"

    async def post(self, client: httpx.AsyncClient, number: int) -> None:
        """Post one petition until it is acknowledged."""
        while True:
            try:
                answer = await client.post(
                    f"{self.url}/api/intake/petitions",
                    json=petition(number),
                    headers={"Idempotency-Key": self.key(number)},
                )
            except httpx.HTTPError as error:
                self._note(type(error).__name__)
            else:
                self._note(str(answer.status_code))
                if answer.status_code == httpx.codes.CREATED:
                    self.acknowledged[self.key(number)] = answer.json()["petition_id"]
                    return
                assert answer.status_code >= 500, answer.text
            await asyncio.sleep(AGAIN_S)

    def _note(self, what: str) -> None:
        self.answers[what] = self.answers.get(what, 0) + 1

    async def post_all(
        self, numbers: range, *, per_second: float = 0, at_once: int = 24
    ) -> None:
        """Post many, some at once, at most so many a second."""
        gate = asyncio.Semaphore(at_once)

        async def one(number: int, client: httpx.AsyncClient) -> None:
            async with gate:
                await self.post(client, number)

        async with httpx.AsyncClient(timeout=CLIENT_TIMEOUT_S) as client:
            async with asyncio.TaskGroup() as group:
                for number in numbers:
                    group.create_task(one(number, client))
                    await asyncio.sleep(1 / per_second if per_second else 0)


async def establish(stack: Stack) -> None:
    """Establish the bodies of the province, without which no petition can be addressed."""
    access = Access(
        intake_url=stack.dsn("intake"),
        routing_url=stack.dsn("routing"),
        master_key_file=str(stack.workspace.master_key_file),
    )
    async with Loader(access, seed=1).open() as loader:
        await loader.establish_directory(dt.datetime.now(dt.UTC))


async def unseen(stack: Stack, petitions: set[str]) -> set[str]:
    """Return the petitions that reporting does not show, classified and with their clock."""
    rows = await ask(
        stack.dsn("reporting"),
        "select petition_id from live.petition p where state <> 'received' and exists"
        " (select from live.deadline d where d.petition_id = p.petition_id"
        "  and d.rule = 'XLD.PROCESS')",
    )
    return petitions - {row[0] for row in rows}


async def heads(stack: Stack) -> dict[str, int]:
    """Return how many facts each service has said."""
    return {
        name: (await ask(stack.dsn(name), "select position from said_head"))[0][0]
        for name in SERVICES
    }


async def is_settled(stack: Stack) -> bool:
    """Test whether every service has processed all that the services it hears have said."""
    said = await heads(stack)
    for name in SERVICES:
        rows = await ask(
            stack.dsn(name),
            "select source, position from heard_of, checkpoint where processed = heard",
        )
        reached = dict(map(tuple, rows))
        if any(reached.get(source, 0) < said[source] for source in house(name).hears):
            return False
    return said == await heads(stack)


async def settle(stack: Stack, timeout_s: float = 60.0) -> None:
    """Wait until nothing is on its way any more."""
    await eventually(lambda: is_settled(stack), timeout_s)


async def differences(stack: Stack) -> dict[str, dict[str, int]]:
    """Return by service the tables in which a rebuild differs from what is live."""
    found = {}
    for name in SERVICES:
        report = await house(name).rebuild(
            stack.dsn(name, "owner"), role_of(name), compare_only=True
        )
        if report.differences:
            found[name] = report.differences
    return found


def operator(stack: Stack) -> NatsAddress:
    """Return the NATS user that may do everything."""
    return stack.workspace.nats_login(OPERATOR, port=stack.nats.port)


@asynccontextmanager
async def owners(stack: Stack) -> AsyncIterator[dict[str, Connection]]:
    """Lend a connection to each database as its owner."""
    found = {
        name: await connect(stack.dsn(name, "owner"), name="test") for name in SERVICES
    }
    try:
        yield found
    finally:
        for connection in found.values():
            connection.terminate()


async def verified(stack: Stack, *, repair: bool = False) -> checks.Report:
    """Check every log, every copy and the stream."""
    report = checks.Report()
    async with owners(stack) as databases:
        for name in SERVICES:
            await checks.verify_said(databases[name], name, report)
        for name in SERVICES:
            for source in house(name).hears:
                await checks.verify_heard(
                    databases[name],
                    databases[source],
                    service=name,
                    source=source,
                    repair=repair,
                    report=report,
                )
            await checks.verify_causes(databases[name], service=name, report=report)
        await checks.verify_stream(
            operator(stack), databases, services=SERVICES, repair=repair, report=report
        )
    return report
