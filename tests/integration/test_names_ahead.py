"""A name that is entered before its day: until then every service says the one before."""

import asyncio
import time
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.desk import lodge
from tests.integration.signed import signed_in

DIRECTORY, CODE = "/api/routing/directory", "T-AHEAD"
NOW, LATER = "Xã Thử Tên Nay", "Phường Thử Tên Sau"
LIST = (
    f"code,name,kind,level,parent,valid_from\n{CODE},{NOW},commune,commune,80,2025-07-01\n"
)


@pytest.fixture(name="page", scope="module")
def _page(stack: Stack) -> Any:
    """Return a page as somebody with these roles over the whole province sees it."""

    def page(path: str, *roles: Any, method: str = "GET", **more: Any) -> httpx.Response:
        headers = signed_in(stack, *roles, agency="80", below=True) | more.pop(
            "headers", {}
        )
        with httpx.Client(base_url=stack.urls["front"], timeout=20) as client:
            answer = client.request(method, path, headers=headers, **more)
        assert answer.status_code == 200, answer.text
        return answer

    return page


@pytest.fixture(name="petition", scope="module")
def _petition(stack: Stack, page: Any) -> dict[str, Any]:
    """A petition at a body that gets another name one day; every service has heard of it."""
    sent = {"content": LIST.encode(), "headers": {"Content-Type": "text/csv"}}
    as_one = {"method": "POST", **sent}
    shown = page(f"{DIRECTORY}/preview", "administrator", **as_one).json()
    taken = {"params": {"fingerprint": shown["fingerprint"]}}
    page(f"{DIRECTORY}/import", "administrator", **as_one, **taken)
    renamed = {"on": "2099-01-01", "name": LATER, "kind": "ward"}
    rename = f"{DIRECTORY}/{CODE}/rename"
    page(rename, "administrator", method="POST", json=renamed)
    for service in ("intake", "routing", "deadlines"):
        asyncio.run(heard(stack, service))
    return lodge(stack, receiving_agency=CODE)


async def heard(stack: Stack, service: str) -> None:
    connection = await asyncpg.connect(stack.workspace.service_dsn(service))
    known = "select count(*) from live.agency where code = $1 and name = $2"
    try:
        for _ in range(200):
            if await connection.fetchval(known, CODE, LATER):
                return
            await asyncio.sleep(0.1)
        pytest.fail(f"{service} never heard of the name")
    finally:
        await connection.close()


def test_whoever_follows_a_petition_reads_the_name_of_today(
    stack: Stack, petition: dict[str, Any]
) -> None:
    secret = {"Tracking-Secret": petition["tracking_secret"]}
    path = f"/api/intake/tracking/{petition['receipt_code']}"
    told = httpx.get(stack.urls["front"] + path, headers=secret, timeout=20).json()
    assert told["holder_name"] == NOW


@pytest.mark.parametrize(
    "path", ["/clocks?show=open&agency=T-AHEAD", "/desk?holder=T-AHEAD", "/people"]
)
def test_a_page_says_the_name_of_today(
    page: Any, petition: dict[str, Any], path: str
) -> None:
    roles = ["administrator"] if path == "/people" else ["inspectorate"]
    deadline = time.monotonic() + 30
    while NOW not in (said := page(path, *roles).text) and LATER not in said:
        assert time.monotonic() < deadline, "neither name"
        time.sleep(0.2)
    assert NOW in said
    assert LATER not in said
