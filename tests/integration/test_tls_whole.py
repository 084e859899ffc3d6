"""A petition goes through all services while every word between them is encrypted."""

import asyncio
import json
import time
from collections.abc import Iterator

import httpx
import pytest

from deploy.embedded.names import HOST, SERVICES
from shared.postgres.pool import connect
from tests.folders import data_folder
from tests.integration.test_mail import petition
from tests.integration.tls_ground import old, talking, weak
from tests.integration.tls_whole import Door, Whole, database, whole


@pytest.fixture(name="all_parts", scope="module")
def _all_parts() -> Iterator[Whole]:
    with data_folder() as folder, whole(folder) as found:
        yield found


def test_facts_flow_where_nothing_is_said_in_clear(all_parts: Whole) -> None:
    """Servers and services take no other connections, so this is how they came."""
    url = f"{all_parts.door.url}/api/intake/petitions"
    answer = httpx.post(url, json=petition(""))
    assert answer.status_code == 201, answer.text
    lodged = answer.json()["petition_id"]

    async def heard(name: str) -> bool:
        own = await connect(database(all_parts.there, name), name="test")
        found = await own.fetchval(
            "select count(*) from heard where convert_from(body, 'UTF8') like $1",
            f"%{lodged}%",
        )
        in_clear = await own.fetchval(
            "select count(*) from pg_stat_ssl join pg_stat_activity using (pid)"
            " where client_addr is not null and not ssl"
        )
        own.terminate()
        assert in_clear == 0
        return bool(found)

    for name in SERVICES:
        until = time.monotonic() + 20
        while not asyncio.run(heard(name)):
            assert time.monotonic() < until, f"{name} heard nothing"
            time.sleep(0.2)


def test_pages_of_all_services_come_through_the_door(all_parts: Whole) -> None:
    """And routing is asked who asks, where somebody says that they are signed in."""
    cookie = {"Cookie": "__Host-tiepdan=nobody", "Accept": "text/html"}
    with httpx.Client(base_url=all_parts.door.url) as visitor:
        for name in SERVICES:
            assert visitor.get(f"/api/{name}/healthz").status_code == 200, name
        assert visitor.get("/", headers=cookie).status_code == 200
        assert visitor.get("/desk", headers=cookie).status_code == 303


def test_a_service_answers_nobody_in_clear(all_parts: Whole) -> None:
    """Figures and health included: all are on the one port."""
    authority = all_parts.there.authority
    for one in all_parts.services.values():
        for path in ("/metrics", f"/api/{one.name}/healthz"):
            with pytest.raises(httpx.HTTPError):
                httpx.get(f"http://{HOST}:{one.port}{path}")
        with talking(one.port, authority.trusting) as sealed:
            assert sealed.version() == "TLSv1.3"
        for context in (old(authority), weak(authority, "ECDHE-ECDSA-AES128-SHA")):
            with pytest.raises(OSError), talking(one.port, context):
                pass


@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_the_door_believes_no_other_service(all_parts: Whole, wrong: str) -> None:
    """Nobody's request is handed to somebody who stands in between."""
    there, one = all_parts.there, all_parts.services["intake"]
    told = {
        "name": {"TIEPDAN_INTAKE": f"https://{HOST}:{one.port}"},
        "authority": {"TIEPDAN_CA_FILE": str(there.stranger.file)},
    }[wrong]
    door = Door(there.folder / "run", lambda: all_parts.upstreams() | told)
    door.start()
    try:
        answer = httpx.get(f"{door.url}/api/intake/healthz", timeout=20)
        assert answer.status_code == 502
    finally:
        door.stop()


def test_every_line_of_a_log_is_still_json(all_parts: Whole) -> None:
    """Libraries have no words of their own about TLS."""
    for one in all_parts.services.values():
        for line in one.log_file.read_text("utf-8").splitlines():
            assert "event" in json.loads(line)
