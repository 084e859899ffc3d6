"""Petitions for the clocks of a test, said by intake and routing, and what they lead to."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from deploy.embedded.supervisor import Stack
from shared.contracts.deadlines import (
    ClockEscalated,
    ClockExpired,
    ClockReminded,
    ClockStarted,
    ClockStopped,
)
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import CaseAccepted, CaseAssigned
from shared.envelope import Context, Heard, decode_envelope, heard_from
from shared.ids import AgencyCode, OfficerId, PetitionId, case_of, derived_id
from shared.legal.citation import Citation
from shared.log.relay import Relay
from shared.log.saying import PostgresLog, Saying
from shared.log.streams import source_of
from shared.postgres.pool import Database
from shared.registry import Fact
from tests.faults.province import ask, eventually

COMMUNE = AgencyCode("25459")
GOLDEN = Path(__file__).parents[1] / "contracts" / "golden" / "petition.lodged.v1.json"
Told = tuple[str, str]
"""A clock, and what was told of it."""


@asynccontextmanager
async def speaking(stack: Stack, service: str) -> AsyncIterator[PostgresLog]:
    """Be a service that says facts, and its relay."""
    database = Database(stack.dsn(service), name="test")
    await database.open()
    log = PostgresLog(database, service=service, source=source_of(service, "80"))
    nats = stack.workspace.nats_login(service, port=stack.nats.port)
    relay = Relay(
        service=service, database_url=stack.dsn(service), nats=nats, wake=log.appended
    )
    task = asyncio.create_task(relay.run())
    try:
        yield log
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await database.close()


async def lodge(stack: Stack, received: Iterable[dt.date], at: dt.datetime) -> None:
    """Have petitions be lodged: every third assigned, every third accepted as a complaint."""
    petitions = [
        (PetitionId(derived_id("test", str(number))), on)
        for number, on in enumerate(received)
    ]
    async with speaking(stack, "intake") as intake:
        for petition, on in petitions:
            await _say(intake, petition, petition, [_lodged(petition, on)], at)
        await _heard(stack, "intake")
    async with speaking(stack, "routing") as routing:
        for number, (petition, on) in enumerate(petitions):
            acts = _acts(number, petition, on)
            if acts:
                await _say(routing, petition, case_of(petition), acts, at)
        await _heard(stack, "routing")


async def _heard(stack: Stack, service: str) -> None:
    """Wait until deadlines, which runs, has heard everything that a service said."""
    said = (await ask(stack.dsn(service), "select position from said_head"))[0][0]

    async def is_heard() -> bool:
        query = "select position from heard_of where source = $1"
        rows = await ask(stack.dsn("deadlines"), query, service)
        return bool(rows) and rows[0][0] >= said

    await eventually(is_heard, 60)


async def _say(
    log: PostgresLog, petition: PetitionId, stream: str, facts: list[Fact], at: dt.datetime
) -> None:
    context = Context(actor="test", recorded_at=at, correlation_id=petition)
    await log.append(
        Saying(stream=stream, after_version=0, facts=facts, happened_at=at, context=context)
    )


def _lodged(petition: PetitionId, received_on: dt.date) -> PetitionLodged:
    golden = heard_from(decode_envelope(GOLDEN.read_bytes())).fact
    assert isinstance(golden, PetitionLodged)
    return msgspec.structs.replace(
        golden,
        petition_id=petition,
        receipt_code=petition[:14],
        kind_claimed="complaint",
        received_on=received_on,
        receiving_agency=COMMUNE,
    )


def _acts(number: int, petition: PetitionId, on: dt.date) -> list[Fact]:
    assigned = CaseAssigned(
        case_id=case_of(petition),
        petition_id=petition,
        officer=OfficerId("lan"),
        holder=COMMUNE,
        why="assigned",
    )
    accepted = CaseAccepted(
        case_id=case_of(petition),
        petition_id=petition,
        kind="complaint",
        instance="first",
        holder=COMMUNE,
        accepted_on=on,
        complex=False,
        remote=False,
        basis=Citation("LKN", "Đ27"),
    )
    return [[], [assigned], [accepted, assigned]][number % 3]


def expected(facts: Iterable[Heard], assigned: frozenset[str]) -> Counter[Told]:
    """Return what must be told, each once: written down anew, from the announced dates."""
    started = {
        each.fact.clock_id: each.fact
        for each in facts
        if isinstance(each.fact, ClockStarted)
    }
    stopped = {each.fact.clock_id for each in facts if isinstance(each.fact, ClockStopped)}
    told: Counter[Told] = Counter()
    for clock_id, clock in started.items():
        if clock_id in stopped:
            continue
        whole = ["half", "most", "last", "expired", "rung-1", "rung-2", "rung-3"]
        if clock.petition_id not in assigned:
            whole.append("rung-0")
        told.update(
            (clock_id, n) for n in (whole if clock.party == "agency" else ["expired"])
        )
    return told


def what_was_told(facts: Iterable[Heard]) -> list[Told]:
    """Return what was told, in the order in which it was."""
    told: list[Told] = []
    for each in facts:
        match each.fact:
            case ClockReminded() as fact:
                told.append((fact.clock_id, fact.stage))
            case ClockExpired() as fact:
                told.append((fact.clock_id, "expired"))
            case ClockEscalated() as fact:
                told.append((fact.clock_id, f"rung-{fact.rung}"))
    return told
