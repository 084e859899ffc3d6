"""Where strings could have leaked to: every table, every message, every file, every figure."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import asyncpg
import httpx

from deploy.embedded.supervisor import Stack
from shared.log.reading import OrderedReader

SERVICES = ("intake", "routing", "deadlines", "reporting")
_FILES_OF_THE_DATABASE = "postgres"
"""Looked at through its tables: its files are the same bytes, compressed or not."""


def in_clear(stack: Stack, words: Iterable[str], *, but: Iterable[str] = ()) -> list[str]:
    """Return where any of the strings stands in clear; tables in `but` may hold them."""
    wanted = sorted({word for word in words if word.strip()})
    places = {
        **asyncio.run(_tables(stack, set(but))),
        "stream": asyncio.run(_messages(stack)),
        **_files(stack.workspace.folder),
        **_figures(stack),
        **_errors(stack, wanted),
    }
    assert len(places) > 30, "hardly anything was looked at"
    return [
        f"{place}: {word}"
        for place, content in places.items()
        for word in wanted
        if word.encode() in content
        or (" " in place and word.encode().hex().encode() in content)  # bytea, in tables
    ]


async def _tables(stack: Stack, but: set[str]) -> dict[str, bytes]:
    found = {}
    for service in SERVICES:
        connection = await asyncpg.connect(stack.dsn(service, "owner"))
        tables = await connection.fetch(
            "select schemaname || '.' || tablename from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        )
        assert len(tables) > 5
        for (table,) in tables:
            if table in but:
                continue
            # As text: bytea is printed as hex, which is looked for too.
            rows = await connection.fetch(f"select t::text from {table} t")
            found[f"{service} {table}"] = "\n".join(row[0] for row in rows).encode()
        await connection.close()
    return found


async def _messages(stack: Stack) -> bytes:
    """Every message of the stream: its files are compressed, its messages are not."""
    reader = OrderedReader(stack.workspace.nats_login(), name="test", services=SERVICES)
    await reader.open(1)
    bodies: list[bytes] = []
    while batch := await reader.next_batch(1_000, 1.5):
        bodies += [raw.body for raw in batch]
    await reader.close()
    assert len(bodies) > 100
    return b"\n".join(bodies)


def _files(folder: Path) -> dict[str, bytes]:
    """Every file of the data folder: JetStream's, logs, attachments, drafts, secrets."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and _FILES_OF_THE_DATABASE not in path.relative_to(folder).parts
    }


def _figures(stack: Stack) -> dict[str, bytes]:
    return {
        f"{name} /metrics": httpx.get(f"{service.url}/metrics").content
        for name, service in stack.services.items()
    }


def _errors(stack: Stack, wanted: list[str]) -> dict[str, bytes]:
    """What pages and programs are told when something is wrong with what they sent."""
    front, word = stack.urls["front"], wanted[0]
    html = {"Accept": "text/html"}
    asked = {
        "unknown page": httpx.get(f"{front}/nothing-here", headers=html),
        "unknown petition": httpx.get(f"{front}/api/intake/tracking/0000-0000-0000"),
        "malformed body": httpx.post(
            f"{front}/api/intake/petitions", json={"petitioner": {"full_name": [word]}}
        ),
        "not JSON": httpx.post(f"{front}/api/intake/petitions", content=f"{{{word}"),
        "a form with faults": httpx.post(
            f"{front}/api/intake/petitions",
            json={"petitioner": {"full_name": word * 20, "address": word}},
        ),
    }
    assert all(answer.status_code >= 400 for answer in asked.values())
    return {name: answer.content for name, answer in asked.items()}
