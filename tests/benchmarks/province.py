"""The whole stack at work: the demonstration loads, and petitions come in on the minute."""

import asyncio
import datetime as dt
import ipaddress
import itertools
import time
from dataclasses import dataclass, field

import asyncpg
import msgspec

from deploy.commands.demo import access_of, months_before
from deploy.demo.load import Loaded, Loader
from deploy.embedded.names import role_of
from deploy.houses import house
from shared.log.streams import SERVICES
from tests.benchmarks.figures import Figure, plain
from tests.benchmarks.ground import Ground

POLL_S = 0.01
IDLE_S = 3.0
PATIENCE_S = 30.0
_VISITORS = itertools.count(int(ipaddress.ip_address("10.0.0.0")))
"""Everybody writes from a place of their own, as the front door would say: the limit holds."""
_VISIBLE = """
    select petition_id from live.petition p where petition_id = any($1)
    and exists (select from live.deadline d where d.petition_id = p.petition_id)
"""


async def demo_load(ground: Ground, *, petitions: int) -> Figure:
    """Return how many petitions of a demonstration are handled in a second, all in all."""
    until_at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    loader = Loader(access_of(ground.stack.workspace), seed=1)
    async with loader.open():
        await loader.establish_directory(until_at)
        started = time.perf_counter()
        loaded: Loaded = await loader.run(
            petitions=petitions,
            start_on=months_before(until_at.date(), 18),
            until_at=until_at,
            told=lambda *_: None,
        )
    speed = loaded.petitions / (time.perf_counter() - started)
    return plain("demo.load", "petitions/s", [speed])


async def rebuild_equals_live(ground: Ground) -> Figure:
    """Return how many rows differ between what was heard live and what is folded again."""
    await _quiet(ground)
    rows = 0
    for service in SERVICES:
        report = await house(service).rebuild(
            ground.stack.dsn(service, "owner"), role_of(service), compare_only=True
        )
        rows += sum(report.differences.values())
    return plain("rebuild.rows_unlike_live", "rows", [rows], below=1)


async def _quiet(ground: Ground) -> None:
    """Wait until every service has heard all there is, twice in a row."""
    last: list[int] = []
    for _ in range(100):
        now = []
        for service in SERVICES:
            connection = await asyncpg.connect(ground.stack.dsn(service, "owner"))
            now.append(await connection.fetchval("select processed from checkpoint"))
            await connection.close()
        if now == last:
            return
        last = now
        await asyncio.sleep(1.0)


@dataclass(slots=True)
class _Seen:
    """Petitions under way: when each was sent and accepted, and how long until it was seen."""

    sent: dict[str, float] = field(default_factory=dict)
    from_sent: list[float] = field(default_factory=list)
    from_accepted: list[float] = field(default_factory=list)
    waiting: dict[str, tuple[float, float]] = field(default_factory=dict)
    refused: int = 0


async def latency(
    ground: Ground, *, rate: int, seconds: int, p99_ms: float
) -> list[Figure]:
    """
    Return how long it takes from a request to the dashboard, at a fixed rate.

    Requests leave when they are due, whether or not earlier ones were answered. Seen means:
    reporting counts the petition and its first clock.
    """
    seen, over = _Seen(), asyncio.Event()
    body = _petition(await _a_body(ground))
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_watch(ground.stack.dsn("reporting"), seen, over))
        port = ground.stack.services["intake"].port
        idle: list[_Http] = []
        started = time.perf_counter()
        requests = []
        for number in range(rate * seconds):
            due = started + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            requests.append(group.create_task(_lodge(port, idle, body, due, seen)))
        await asyncio.gather(*requests)
        over.set()
        await watching
    if seen.refused or len(seen.from_sent) != rate * seconds:
        raise RuntimeError(f"{seen.refused} refused, {len(seen.from_sent)} seen")
    name = f"latency.{rate}_a_second"
    return [
        plain(f"{name}.p50", "ms", [_percentile(seen.from_sent, 0.5)]),
        plain(f"{name}.p99", "ms", [_percentile(seen.from_sent, 0.99)], below=p99_ms),
        plain(f"{name}.p99_from_answer", "ms", [_percentile(seen.from_accepted, 0.99)]),
    ]


async def _a_body(ground: Ground) -> str:
    connection = await asyncpg.connect(ground.stack.dsn("intake"))
    code = await connection.fetchval(
        "select min(code) from live.agency where level = 'commune'"
    )
    await connection.close()
    return str(code)


def _petition(agency: str) -> bytes:
    return msgspec.json.encode(
        {
            "channel": "online",
            "kind_claimed": "complaint",
            "petitioner": {"full_name": "Nguyễn Thị Lan", "address": "Ấp 3, xã Châu Thành"},
            "respondent": {
                "name": "Chủ tịch UBND xã",
                "agency_code": agency,
                "post": "head",
            },
            "subject_field": "land",
            "summary": "Quyết định thu hồi đất không nêu căn cứ. " * 8,
            "request": "Đề nghị hủy quyết định.",
            "receiving_agency": agency,
        }
    )


async def _lodge(
    port: int, idle: list["_Http"], body: bytes, due: float, seen: _Seen
) -> None:
    http = idle.pop() if idle else None
    if http is None or http.is_stale:
        http = await _Http.open(port)
    status, answer = await http.post("/api/intake/petitions", body)
    idle.append(http)
    if status != 201:
        seen.refused += 1
        return
    seen.waiting[msgspec.json.decode(answer)["petition_id"]] = (due, time.perf_counter())


async def _watch(url: str, seen: _Seen, over: asyncio.Event) -> None:
    connection = await asyncpg.connect(url)
    deadline = None
    while not over.is_set() or seen.waiting:
        await asyncio.sleep(POLL_S)
        if seen.waiting:
            rows = await connection.fetch(_VISIBLE, list(seen.waiting))
            now = time.perf_counter()
            for (petition_id,) in rows:
                sent, accepted = seen.waiting.pop(petition_id)
                seen.from_sent.append(now - sent)
                seen.from_accepted.append(now - accepted)
        if over.is_set():
            deadline = deadline or time.perf_counter() + PATIENCE_S
            if time.perf_counter() > deadline:
                break
    await connection.close()


def _percentile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class _Http:
    """One kept-alive connection. As lean as can be: the client shares the cores it measures."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._used_at = time.perf_counter()

    @property
    def is_stale(self) -> bool:
        """Whether the server, which closes what is idle for five seconds, may just do so."""
        return time.perf_counter() - self._used_at > IDLE_S

    @classmethod
    async def open(cls, port: int) -> "_Http":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        visitor = ipaddress.ip_address(next(_VISITORS))
        head = (
            f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            f"X-Forwarded-For: {visitor}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in lines[1:] if line)
        self._used_at = time.perf_counter()
        answer = await self._reader.readexactly(int(headers[b"content-length"]))
        return int(lines[0].split()[1]), answer
