"""A store goes away under running services: what they answer then, and what is there after."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.faults.province import (
    Clients,
    ask,
    differences,
    establish,
    eventually,
    petition,
    settle,
    unseen,
    verified,
)
from tests.folders import data_folder

AWAY_S = 3.0


@pytest.fixture(name="stack", scope="module")
def _stack() -> Iterator[Stack]:
    """One stack with the bodies of the province for all tests of this module."""
    with (
        data_folder() as folder,
        Stack(folder, ports=None, with_caddy=False, tell=lambda _: None) as stack,
    ):
        asyncio.run(establish(stack))
        yield stack


async def readyz(stack: Stack, service: str) -> httpx.Response:
    """Return what a service says of itself."""
    url = stack.services[service].url
    async with httpx.AsyncClient(timeout=10) as client:
        return await client.get(f"{url}/api/{service}/readyz")


async def lag_s(stack: Stack, service: str) -> float:
    """Return for how long the service says its pages may be behind."""
    answer = await readyz(stack, service)
    assert answer.status_code == httpx.codes.OK, "it takes writes all the same"
    return float(answer.json()["lag_seconds"])


async def test_without_nats_petitions_are_taken_and_the_lag_is_told(stack: Stack) -> None:
    """While NATS is away a petition is acknowledged; after it every one arrives once."""
    clients = Clients(stack.services["intake"].url, "no-nats")
    stack.nats.stop()
    try:
        await clients.post_all(range(20))
        assert clients.answers == {"201": 20}
        for service in stack.services:
            await eventually(lambda name=service: _lags(stack, name, AWAY_S))
            first = await lag_s(stack, service)
            await asyncio.sleep(0.3)
            assert await lag_s(stack, service) > first
        answer = (await readyz(stack, "intake")).json()
        assert answer["lag_facts"] >= 20
        assert answer["trouble"]
    finally:
        stack.nats.start()
    petitions = set(clients.acknowledged.values())
    await eventually(lambda: _all_shown(stack, petitions))
    await settle(stack)
    for service in stack.services:
        await eventually(lambda name=service: _is_well(stack, name))
    rows = await ask(stack.dsn("reporting"), "select petition_id from live.petition")
    assert all(n == 1 for n in Counter(row[0] for row in rows).values())
    assert await differences(stack) == {}
    assert (await verified(stack)).findings == []


async def _lags(stack: Stack, service: str, seconds: float) -> bool:
    return await lag_s(stack, service) >= seconds


async def _all_shown(stack: Stack, petitions: set[str]) -> bool:
    return not await unseen(stack, petitions)


async def _is_well(stack: Stack, service: str) -> bool:
    answer = (await readyz(stack, service)).json()
    return (answer["lag_facts"], answer["lag_seconds"], answer["trouble"]) == (0, 0.0, "")


def is_told_away(answer: httpx.Response) -> bool:
    """Test whether the answer is the problem document of a store that is away."""
    return (
        answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        and answer.headers["content-type"] == "application/problem+json"
        and int(answer.headers["retry-after"]) > 0
        and "store-unavailable" in answer.text
    )


async def test_without_postgres_nothing_is_promised(stack: Stack) -> None:
    """Reads and writes get a 503 with its reason; sent again under its key, one petition."""
    url = stack.services["intake"].url
    headers = {"Idempotency-Key": "no-postgres"}
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        asked = [
            asyncio.create_task(_until_away(client, headers)),
            asyncio.create_task(_until_away(client, headers)),
        ]
        await asyncio.to_thread(stack.postgres.stop)
        try:
            await asyncio.gather(*asked)
            for path in (
                "/api/intake/agencies",
                "/api/intake/tracking/7K3Q-9XWM-2A4D",
            ):
                answer = await client.get(path, headers={"Tracking-Secret": "x"})
                assert is_told_away(answer), (path, answer.status_code, answer.text)
            ready = await readyz(stack, "intake")
            assert ready.status_code == httpx.codes.SERVICE_UNAVAILABLE
            assert (await client.get("/api/intake/healthz")).status_code == httpx.codes.OK
        finally:
            await asyncio.to_thread(stack.postgres.start)
        clients = Clients(url, "no-postgres")
        answers = []
        for _ in range(2):
            await eventually(lambda: _is_ready(stack))
            answer = await client.post(
                "/api/intake/petitions", json=petition(1), headers=headers
            )
            answers.append((answer.status_code, answer.text))
        assert answers[0] == answers[1]
        assert answers[0][0] == httpx.codes.CREATED
        await clients.post_all(range(5))
    await settle(stack)
    rows = await ask(
        stack.dsn("intake"),
        "select stream from said where command_id = 'lodge:no-postgres'",
    )
    assert len(rows) == 1
    assert not await unseen(stack, {rows[0][0], *clients.acknowledged.values()})
    assert await differences(stack) == {}
    assert (await verified(stack)).findings == []


async def _until_away(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """Post the same petition again and again while the store goes away: 201 or 503, no other."""
    while True:
        answer = await client.post(
            "/api/intake/petitions", json=petition(1), headers=headers
        )
        if answer.status_code != httpx.codes.CREATED:
            assert is_told_away(answer), (answer.status_code, answer.text)
            return


async def _is_ready(stack: Stack) -> bool:
    return (await readyz(stack, "intake")).status_code == httpx.codes.OK
