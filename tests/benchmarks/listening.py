"""How fast a service hears: the very `Hearing` of each service, on one stream."""

import asyncio
import contextlib
import dataclasses
import importlib
import time
from collections import Counter
from typing import Any

import asyncpg

from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyRestated,
)
from shared.envelope import Context, decode_envelope, heard_from
from shared.frame import Frame
from shared.log.saying import Saying, append_on
from shared.log.streams import SERVICES
from tests.benchmarks import bare
from tests.benchmarks.facts import fill_stream, multiplied
from tests.benchmarks.figures import Figure, compared
from tests.benchmarks.ground import Ground

PATIENCE_S = 120.0
REACTING = ("routing", "deadlines")
"""Services that say facts of their own when they hear others."""


async def hearing_speed(
    ground: Ground, base: list[bytes], *, facts: int, repeats: int
) -> list[Figure]:
    """Return the speed of each service's hearing, and with its reactions, beside the bare minimum."""
    await ground.fresh_stream()
    count = await fill_stream(ground.nats, multiplied(base, facts))
    figures = []
    for service in SERVICES:
        alone, reacting = [], []
        for _ in range(repeats):
            async with ground.database() as url:
                reference = await bare.hear(url, ground.nats, count)
            async with ground.database(service) as url:
                alone.append((await _hear(ground, service, url, count), reference))
            if service not in REACTING:
                continue
            async with ground.database(service) as url:
                await _establish(url, base, service)
                ours = await _hear(ground, service, url, count, with_reactions=True)
                reacting.append((ours, reference))
        name, to = f"hear.{service}", "read, decode, fold, COPY"
        figures.append(compared(name, "facts/s", alone, to=to, at_least=0.25))
        if reacting:
            # What it says meanwhile is appended in the same transactions.
            figures.append(compared(f"{name}.and_react", "facts/s", reacting, to=to))
    return figures


async def _establish(url: str, base: list[bytes], service: str) -> None:
    """Give routing the bodies it would have: its reactions decide among them."""
    if service != "routing":
        return
    connection = await asyncpg.connect(url)
    versions: Counter[str] = Counter()
    sayings = []
    for each in (heard_from(decode_envelope(body)) for body in base):
        if isinstance(each.fact, AgencyEstablished | AgencyRestated | AgencyAbolished):
            told = Context(actor="bench", recorded_at=each.recorded_at, correlation_id="")
            sayings.append(
                Saying(
                    stream=each.stream,
                    after_version=versions[each.stream],
                    facts=[each.fact],
                    happened_at=each.happened_at,
                    context=told,
                )
            )
            versions[each.stream] += 1
    await append_on(connection, sayings, "/tiepdan/80/routing")
    await connection.close()


async def _hear(
    ground: Ground, service: str, url: str, count: int, *, with_reactions: bool = False
) -> float:
    app: Any = importlib.import_module(f"services.{service}.app")
    frame: Frame = app.create(ground.settings(url))[1]
    if not with_reactions:
        ears = frame.hearing._ears
        silent = dataclasses.replace(ears.reactions, when={})
        frame.hearing._ears = dataclasses.replace(ears, reactions=silent)
    watching = await asyncpg.connect(url)
    started = time.perf_counter()
    hearing = asyncio.create_task(frame.hearing.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await _until_processed(frame, watching, count)
        return count / (time.perf_counter() - started)
    finally:
        hearing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await hearing
        await watching.close()


async def _until_processed(frame: Frame, watching: Any, count: int) -> None:
    while await watching.fetchval("select processed from checkpoint") < count:
        await frame._live.wait()  # set after each commit
        frame._live.clear()
