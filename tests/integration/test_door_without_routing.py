"""While routing is away nobody can say who asks: citizens do not notice, staff are told to wait."""

from collections.abc import Iterator

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.signed import signed_in
from tests.journeys.people import petition


@pytest.fixture(name="headers")
def _without_routing(stack: Stack) -> Iterator[dict[str, str]]:
    headers = signed_in(stack, "processing")
    stack.services["routing"].stop()
    yield headers
    stack.services["routing"].start()


def test_citizens_are_served_and_staff_wait(
    door: httpx.Client, headers: dict[str, str]
) -> None:
    """Even in a browser in which an officer is signed in."""
    assert door.get("/track").status_code == 200
    assert door.get("/lodge", headers=headers).status_code == 200
    sent = door.post("/api/intake/petitions", json=petition(), headers=headers)
    assert sent.status_code == 201
    desk = door.get("/dashboard", headers=headers)
    assert (desk.status_code, desk.headers["retry-after"]) == (503, "2")
    api = door.get("/api/reporting/figures", headers=headers)
    assert (api.status_code, api.json()["code"]) == (503, "front-door")
    typed = door.post("/lodge/alike", data={"kind_claimed": "complaint"}, headers=headers)
    assert (typed.status_code, typed.headers["retry-after"]) == (503, "2")
    known = door.get(
        "/api/intake/agencies", headers={**headers, "Tiepdan-Principal": "forged"}
    )
    assert known.status_code == 200
