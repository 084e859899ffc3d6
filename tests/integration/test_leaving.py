"""Who leaves hands over every open case: to the successor, else to the unit, and the page says so."""

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.sessions import COOKIE
from tests.integration.signed import Signed, signed_in, somebody, until
from tests.journeys.people import lodge_by_program


@pytest.fixture(name="governor")
def _governor(stack: Stack) -> dict[str, str]:
    return signed_in(stack, "administrator")


def _take(door: httpx.Client, who: Signed, petition_id: str) -> None:
    def taken() -> bool:
        answer = door.post(
            f"/api/routing/petitions/{petition_id}/assign",
            json={"officer": who.officer},
            headers=who.headers,
        )
        return answer.status_code == 200

    until(taken)


def test_who_leaves_hands_over_every_open_case(
    door: httpx.Client, stack: Stack, governor: dict[str, str]
) -> None:
    leaver, successor = (somebody(stack, "processing", fresh=True) for _ in range(2))
    receipts = [lodge_by_program(stack.urls["front"]) for _ in range(3)]
    for receipt in receipts:
        _take(door, leaver, str(receipt["petition_id"]))
    answer = door.post(
        f"/people/{leaver.officer}/leave",
        data={"successor": successor.login},
        headers=governor,
    )
    assert answer.headers["location"] == f"/people/{leaver.officer}?done=left"
    assert door.get("/desk", headers=leaver.headers).status_code == 401

    def page() -> str:
        return door.get(f"/people/{leaver.officer}", headers=governor).text

    until(lambda: page().count("người tiếp nhận đang giữ") == 3)
    for receipt in receipts:
        assert str(receipt["receipt_code"]) in page()

    def mine() -> int:
        found = door.get(
            "/api/routing/worklist", params={"whose": "mine"}, headers=successor.headers
        )
        return int(found.json()["total"])

    until(lambda: mine() == 3)
    failed = door.post(
        "/sign-in", data={"login": leaver.login, "password": leaver.password}
    )
    assert failed.status_code == 401
    assert COOKIE not in failed.headers.get("set-cookie", "")


def test_without_a_fit_successor_the_unit_has_the_cases(
    door: httpx.Client, stack: Stack, governor: dict[str, str]
) -> None:
    """Somebody of another body cannot have them: nobody is answerable, and the page says so."""
    leaver = somebody(stack, "processing", fresh=True)
    stranger = somebody(stack, "processing", agency="25486")
    receipt = lodge_by_program(stack.urls["front"])
    _take(door, leaver, str(receipt["petition_id"]))
    door.post(
        f"/people/{leaver.officer}/leave",
        data={"successor": stranger.login},
        headers=governor,
    )

    def page() -> str:
        return door.get(f"/people/{leaver.officer}", headers=governor).text

    until(lambda: "về đơn vị" in page())
