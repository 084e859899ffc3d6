"""An officer's calendar for other programs: what it gives, to whom, and for how long."""

import re
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from deploy.embedded.supervisor import Stack
from tests.integration.signed import Signed, signed_in, somebody, until
from tests.journeys.people import lodge_by_program

ADDRESS = re.compile(r"data-address>([^<]+)<")


@pytest.fixture(name="officer")
def _officer(stack: Stack) -> Signed:
    return somebody(stack, "processing", fresh=True)


@pytest.fixture(name="governor")
def _governor(stack: Stack) -> dict[str, str]:
    return signed_in(stack, "administrator")


def made(door: httpx.Client, who: Signed) -> str:
    """Make an address; return its path."""
    answer = door.post("/clocks/feed", headers=who.headers)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    (address,) = ADDRESS.findall(answer.text)
    front = str(door.base_url).rstrip("/")
    assert address.startswith(f"{front}/clocks/feed/")
    return str(address.removeprefix(front))


def taken(door: httpx.Client, stack: Stack, who: Signed) -> dict[str, Any]:
    """Lodge a complaint, give it to the officer, and wait until it stands in their list."""
    receipt = lodge_by_program(stack.urls["front"])
    path = f"/api/routing/petitions/{receipt['petition_id']}/assign"
    body = {"officer": who.officer}
    until(lambda: door.post(path, json=body, headers=who.headers).status_code == 200)

    def listed() -> bool:
        page = door.get("/clocks?whose=mine", headers=who.headers)
        return str(receipt["receipt_code"]) in page.text

    until(listed)
    return receipt


def test_it_gives_code_clock_and_day_and_nothing_else(
    door: httpx.Client, stack: Stack, officer: Signed
) -> None:
    receipt = taken(door, stack, officer)
    answer = httpx.get(f"{stack.urls['front']}{made(door, officer)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {
        f"Đơn {receipt['receipt_code']}: Thụ lý khiếu nại lần đầu",
        f"Đơn {receipt['receipt_code']}: Xử lý đơn",
    }
    for secret in ("Nguyễn Thị Lan", "Cán bộ Thử", str(receipt["petition_id"])):
        assert secret.encode() not in answer.content.replace(b"\r\n ", b"")


def test_who_asks_again_is_told_that_nothing_moved(
    door: httpx.Client, officer: Signed
) -> None:
    path = made(door, officer)
    first = door.get(path)
    again = door.get(path, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    assert door.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_new_address_ends_the_old(door: httpx.Client, officer: Signed) -> None:
    old = made(door, officer)
    new = made(door, officer)
    assert old != new
    assert door.get(old).status_code == 404
    assert door.get(new).status_code == 200
    page = door.get("/clocks/feed", headers=officer.headers).text
    assert ADDRESS.findall(page) == []  # it is shown once


def test_it_can_be_ended(door: httpx.Client, officer: Signed) -> None:
    path = made(door, officer)
    answer = door.post("/clocks/feed/end", headers=officer.headers)
    assert answer.headers["location"] == "/clocks/feed?done=ended"
    assert door.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "%C3%A9", "..", "A" * 60])
def test_a_guess_finds_nothing(door: httpx.Client, token: str) -> None:
    answer = door.get(f"/clocks/feed/{token}.ics")
    assert answer.status_code == 404
    assert answer.json()["code"] == "no-such-calendar"


def test_who_left_has_no_calendar(
    door: httpx.Client, officer: Signed, governor: dict[str, str]
) -> None:
    path = made(door, officer)
    left = f"/people/{officer.officer}/leave"
    door.post(left, data={"successor": ""}, headers=governor)
    until(lambda: door.get(path).status_code == 410)
    assert door.get(path).json()["code"] == "calendar-ended"


@pytest.mark.parametrize("act", ["disable", "password"])
def test_a_closed_account_has_none_either(
    door: httpx.Client, officer: Signed, governor: dict[str, str], act: str
) -> None:
    """Nor one whose password was reset: whoever did so may have had a reason."""
    path = made(door, officer)
    door.post(f"/people/{officer.officer}/{act}", headers=governor)
    assert door.get(path).status_code == 410


def test_without_a_role_that_sees_cases_there_is_nothing_to_give(
    door: httpx.Client, officer: Signed, governor: dict[str, str]
) -> None:
    path = made(door, officer)
    role = {"role": "processing", "agency": "25585"}
    door.post(f"/people/{officer.officer}/roles/withdraw", data=role, headers=governor)
    assert door.get(path).status_code == 410


def test_an_address_stands_in_no_log(
    door: httpx.Client, stack: Stack, officer: Signed
) -> None:
    """Not even where the service does not answer, which the front door writes down."""
    token = made(door, officer).rpartition("/")[2].removesuffix(".ics")
    server = stack.process("deadlines")
    server.stop(4.0)
    try:
        assert door.get(f"/clocks/feed/{token}.ics").status_code >= 500
    finally:
        server.start()
    until(lambda: door.get(f"/clocks/feed/{token}.ics").status_code == 200)
    logs = (stack.workspace.folder / "log").iterdir()
    assert [log.name for log in logs if token in log.read_text(errors="replace")] == []
