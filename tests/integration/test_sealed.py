"""Who wrote stands nowhere in clear: not in a fact, a table, a log line, an error or the stream."""

import asyncio
import time

import asyncpg
import httpx

from deploy.embedded.supervisor import Stack
from shared.log.reading import OrderedReader

SERVICES = ("intake", "routing", "deadlines", "reporting")
CANARIES = {
    "full_name": "Cầm Thị Hoàng Yến Kiểm",
    "address": "Hẻm 9137 Kiểm Tra",
    "phone": "0199737373",
    "email": "kiem.tra.9137@example.vn",
    "id_number": "999913791379",
}
WORDS = {
    "summary": "Nội dung kiểm 9137 rất riêng",
    "request": "Yêu cầu kiểm 9137",
    "name": "Ông Bị Kiểm 9137",
}


def test_no_personal_data_stands_in_clear(stack: Stack) -> None:
    """Unique strings are lodged, and then looked for everywhere."""
    lodged = httpx.post(
        f"{stack.urls['front']}/api/intake/petitions",
        json={
            "channel": "online",
            "kind_claimed": "complaint",
            "petitioner": CANARIES,
            "respondent": {"name": WORDS["name"], "agency_code": "25585"},
            "subject_field": "land",
            "summary": WORDS["summary"],
            "request": WORDS["request"],
            "receiving_agency": "25585",
        },
    )
    assert 201 == lodged.status_code
    position = lodged.json()["position"]
    shown = httpx.get(
        f"{stack.urls['front']}/api/reporting/dashboard",
        params={"at_least": f"intake:{position}"},
    )
    assert shown.json()["shown"]
    time.sleep(0.5)
    wanted = [*CANARIES.values(), *WORDS.values(), lodged.json()["tracking_secret"]]
    found = asyncio.run(_in_databases(stack, wanted))
    found += asyncio.run(_in_stream(stack, wanted))
    for log in (stack.workspace.folder / "log").glob("*.log*"):
        text = log.read_text(errors="replace")
        found += [f"{log.name}: {word}" for word in wanted if word in text]
    assert found == []


async def _in_databases(stack: Stack, wanted: list[str]) -> list[str]:
    found = []
    for service in SERVICES:
        connection = await asyncpg.connect(stack.dsn(service, "owner"))
        tables = await connection.fetch(
            "select schemaname || '.' || tablename from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        )
        assert len(tables) > 5
        for (table,) in tables:
            rows = await connection.fetch(f"select t::text from {table} t")
            # bytea is printed as hex
            for word in wanted:
                hexed = word.encode().hex()
                if any(word in row[0] or hexed in row[0] for row in rows):
                    found.append(f"{service} {table}: {word}")
        await connection.close()
    return found


async def _in_stream(stack: Stack, wanted: list[str]) -> list[str]:
    reader = OrderedReader(stack.workspace.nats_login(), name="test", services=SERVICES)
    await reader.open(1)
    bodies: list[bytes] = []
    while batch := await reader.next_batch(1_000, 1.5):
        bodies += [raw.body for raw in batch]
    await reader.close()
    assert len(bodies) > 100
    return [f"stream: {word}" for word in wanted if any(word.encode() in b for b in bodies)]
