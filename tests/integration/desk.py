"""What tests of intake's secrets share: officers who sign, petitions, and facts of routing."""

import asyncio
import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
import httpx
import msgspec

from deploy.embedded.supervisor import Stack
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.token import HEADER, Signer
from shared.contracts.routing import CaseFiled
from shared.contracts.routing_bodies import OfficerAppointed, RelativeDeclared
from shared.envelope import Context
from shared.ids import AgencyCode, OfficerId, PetitionId, case_of, new_id
from shared.legal.citation import Citation
from shared.log.saying import Saying, append_on
from shared.log.streams import source_of
from shared.log.wire import close, connect_once
from shared.registry import Fact

CSRF = "of-this-session"
A_DAY = 24 * 60
"""Minutes. Officers are made when a module is read, long before its tests have their turn."""


def principal(
    officer: str,
    *roles: str,
    agency: str = "25585",
    covers: Sequence[str] | None = None,
    post: str = "official",
    minutes: float = A_DAY,
) -> Principal:
    """An officer of a body, with these roles over it or over `covers`."""
    reach = frozenset(AgencyCode(code) for code in covers or [agency])
    return Principal(
        officer=OfficerId(officer),
        name="Cán bộ Thử",
        agency=AgencyCode(agency),
        post=post,
        grants=tuple(Grant(role=r, agency=AgencyCode(agency), covers=reach) for r in roles),
        csrf=CSRF,
        until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes),
    )


def everywhere(officer: str, *roles: str, agency: str = "TN-TTT") -> Principal:
    """An officer whose roles reach over the whole province."""
    return principal(officer, *roles, agency=agency, covers=[WHOLE_PROVINCE])


def signed(stack: Stack, who: Principal) -> str:
    """Routing's word about who asks."""
    return Signer.read(str(stack.workspace.principal_key_file)).sign(who)


def as_officer(stack: Stack, who: Principal) -> httpx.Client:
    """A client of intake's own port, on which the officer asks."""
    return httpx.Client(
        base_url=stack.services["intake"].url,
        headers={HEADER: signed(stack, who)},
        timeout=10,
    )


def lodge(stack: Stack, kind: str = "complaint", **more: Any) -> dict[str, Any]:
    """Lodge, and wait until intake shows it; `petitioner` and `respondent` are added to."""
    body = {
        "channel": "online",
        "kind_claimed": kind,
        "subject_field": "land",
        "summary": "Việc cần xem xét",
        "request": "Đề nghị giải quyết",
        "receiving_agency": "25585",
        **more,
        "petitioner": {"full_name": "Trần Thị Gửi", "address": "Ấp 1"}
        | more.get("petitioner", {}),
        "respondent": {"name": "UBND xã", "agency_code": "25585"}
        | more.get("respondent", {}),
    }
    with httpx.Client(base_url=stack.services["intake"].url, timeout=10) as client:
        answer = client.post("/api/intake/petitions", json=body)
        assert 201 == answer.status_code, answer.text
        receipt: dict[str, Any] = answer.json()
        wait_for(client, receipt["position"])
    return receipt


def wait_for(client: httpx.Client, position: int, source: str = "intake") -> None:
    """Wait until intake shows a position."""
    for _ in range(10):
        answer = client.get(
            "/api/intake/tracking/0", params={"at_least": f"{source}:{position}"}
        )
        assert answer.status_code == 404
        if reached(client, source) >= position:
            return
    raise AssertionError(f"{source}:{position} never came")


def reached(client: httpx.Client, source: str) -> int:
    """How far intake has processed a source; its own is enough to know here."""
    ready = client.get("/api/intake/readyz").json()
    return int(ready["said"]) if source == "intake" and not ready["lag_facts"] else -1


async def ask(
    stack: Stack, subject: str, question: object, *, user: str = "routing"
) -> Any:
    """Ask over NATS as a service."""
    nc = await connect_once(stack.workspace.nats_login(user), name="test")
    try:
        answer = await nc.request(subject, msgspec.json.encode(question), timeout=3)
        return msgspec.json.decode(answer.data)
    finally:
        await close(nc)


async def marks_of(stack: Stack, full_name: str, id_number: str = "") -> tuple[str, ...]:
    """The marks of a person, as routing gets them."""
    asked = {"full_name": full_name, "id_number": id_number}
    return tuple((await ask(stack, "rpc.intake.marks", asked))["marks"])


async def appoint(
    stack: Stack, officer: str, full_name: str, *, agency: str, id_number: str = ""
) -> None:
    """Have routing say that somebody works for a body, and wait until intake knows."""
    fact = OfficerAppointed(
        officer=OfficerId(officer),
        agency=AgencyCode(agency),
        post="official",
        marks=await marks_of(stack, full_name, id_number),
        appointed_on=dt.date(2026, 1, 5),
    )
    await routing_says(stack, f"officer-{officer}", fact)


async def declare_relative(
    stack: Stack, officer: str, full_name: str, *, id_number: str = ""
) -> None:
    """Have routing say that an officer declared a relative, and wait until intake knows."""
    marks = await marks_of(stack, full_name, id_number)
    fact = RelativeDeclared(officer=OfficerId(officer), relation="sibling", marks=marks)
    await routing_says(stack, f"officer-{officer}", fact)


async def close_case(stack: Stack, petition: str, *, at: dt.datetime | None = None) -> None:
    """Have routing say that the petition was filed, now or long ago."""
    fact = CaseFiled(
        case_id=case_of(PetitionId(petition)),
        petition_id=PetitionId(petition),
        holder=AgencyCode("25585"),
        filed_on=dt.date(2026, 1, 5),
        reason_codes=(),
        basis=Citation("TT05", "Đ28.2"),
    )
    await routing_says(stack, fact.case_id, fact, at=at, about=petition)


async def routing_says(
    stack: Stack, stream: str, fact: Fact, *, at: dt.datetime | None = None, about: str = ""
) -> None:
    """Append a fact to routing's log, and wait until intake has processed it."""
    connection = await asyncpg.connect(stack.workspace.service_dsn("routing"))
    try:
        version = await connection.fetchval(
            "select count(*) from said where stream = $1", stream
        )
        now = at or dt.datetime.now(dt.UTC)
        context = Context(actor="test", recorded_at=now, correlation_id=about)
        (position,) = await append_on(
            connection,
            [
                Saying(
                    stream=stream,
                    after_version=version,
                    facts=[fact],
                    happened_at=now,
                    context=context,
                )
            ],
            source_of("routing", "80"),
        )
    finally:
        await connection.close()
    intake = await asyncpg.connect(stack.dsn("intake", "owner"))
    try:
        await until(
            lambda: intake.fetchval(
                "select coalesce(max(position), 0) >= $1 from heard_of, checkpoint"
                " where source = 'routing' and processed = heard",
                position,
            )
        )
    finally:
        await intake.close()


async def until(test: Callable[[], Any], timeout_s: float = 10) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + timeout_s
    while not await test():
        assert time.monotonic() < deadline, "it never came to hold"
        await asyncio.sleep(0.05)


async def facts_of(stack: Stack, stream: str) -> list[tuple[str, int]]:
    """Types and positions of what intake said in a stream."""
    connection = await asyncpg.connect(stack.dsn("intake", "owner"))
    rows = await connection.fetch(
        "select type, position from said where stream = $1 order by version", stream
    )
    await connection.close()
    return [(kind, position) for kind, position in rows]


def number() -> str:
    """An identity number that nobody else in these tests has."""
    return f"999{int(new_id().replace('-', ''), 16) % 10**9:09d}"


def cli(stack: Stack, *command: str) -> subprocess.CompletedProcess[str]:
    """Run `tiepdan` on the stack's folder."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", *command, "--json", "--data", str(stack.workspace.folder)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
