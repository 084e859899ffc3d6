"""The limit of visitors as people meet it: at the front door, on pages, through several processes."""

import asyncio
import datetime as dt
import os
import re
import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.commands.demo import access_of
from deploy.demo.load import Loader
from deploy.embedded.ports import choose
from deploy.embedded.supervisor import Stack, serve_command
from tests.folders import data_folder
from tests.integration.signed import signed_in

PER_HOUR = 5
_COUNTED = "select count(*) from visitors.act"


@pytest.fixture(name="narrow", scope="module")
def _narrow() -> Iterator[Stack]:
    """The whole program, with room for five petitions an hour."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIEPDAN_VISITOR_LIMIT", f"{PER_HOUR}/hour,50/day")
        with data_folder() as folder, Stack(folder, ports=None) as stack:

            async def establish() -> None:
                async with Loader(access_of(stack.workspace), seed=1).open() as loader:
                    await loader.establish_directory(dt.datetime.now(dt.UTC))

            asyncio.run(establish())
            yield stack


@pytest.fixture(name="visitor")
def _visitor(narrow: Stack) -> Iterator[httpx.Client]:
    """Somebody at the front door, to which nobody came before."""
    asked(narrow, "delete from visitors.act")
    with httpx.Client(base_url=narrow.urls["front"], timeout=10) as client:
        yield client


def asked(stack: Stack, statement: str) -> list[tuple[Any, ...]]:
    """Ask intake's database, as who made its tables."""

    async def ask() -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(stack.dsn("intake", "owner"))
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(ask())).result()


def petition() -> dict[str, object]:
    return {
        "channel": "online",
        "kind_claimed": "feedback_report",
        "petitioner": {"full_name": "Nguyễn Thị Lan", "address": "Ấp 3"},
        "respondent": {"name": "UBND xã"},
        "subject_field": "land",
        "summary": "Đường hỏng",
        "request": "Sửa đường",
    }


def typed(token: str = "") -> dict[str, str]:
    """The form as a browser sends it."""
    return {
        "petitioner.full_name": "Nguyễn Thị Lan",
        "petitioner.address": "Ấp 3",
        "respondent.name": "UBND xã",
        "subject_field": "land",
        "kind_claimed": "feedback_report",
        "instance": "first",
        "summary": "Đường hỏng từ tháng 5",
        "request": "Sửa đường",
        "token": token or uuid.uuid4().hex,
    }


def lodge(client: httpx.Client, **headers: str) -> httpx.Response:
    return client.post("/api/intake/petitions", json=petition(), headers=headers)


def fill(client: httpx.Client) -> None:
    """Lodge until there is no room."""
    assert [lodge(client).status_code for _ in range(PER_HOUR)] == [201] * PER_HOUR


def test_a_program_is_told_when_and_where_else(visitor: httpx.Client) -> None:
    """429 with Retry-After, and a sentence that knows other ways."""
    fill(visitor)
    answer = lodge(visitor)
    assert answer.status_code == 429
    assert answer.json()["code"] == "too-many-lodged"
    assert "reception office" in answer.json()["detail"]
    assert "post" in answer.json()["detail"]
    assert 3_500 < int(answer.headers["retry-after"]) <= 3_600


def test_what_a_client_says_of_its_address_is_not_heard(visitor: httpx.Client) -> None:
    """The front door writes down whom it saw."""
    fill(visitor)
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP"):
        for value in ("203.0.113.9", "203.0.113.9, 127.0.0.1", "for=203.0.113.9"):
            assert lodge(visitor, **{name: value}).status_code == 429, name


def test_behind_a_proxy_visitors_are_told_apart(
    visitor: httpx.Client, narrow: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that the operator names is believed, and only what it added itself."""

    def codes(*addresses: str) -> list[int]:
        return [lodge(visitor, **{"X-Forwarded-For": a}).status_code for a in addresses]

    monkeypatch.setenv("TIEPDAN_FRONT_PROXIES", "127.0.0.1/32")
    narrow.restart("caddy")
    try:
        assert codes(*["203.0.113.7"] * PER_HOUR) == [201] * PER_HOUR
        assert codes("203.0.113.7", "203.0.113.8, 203.0.113.7") == [429, 429]
        assert codes("203.0.113.8", "203.0.113.7, 203.0.113.8") == [201, 201]
    finally:
        monkeypatch.undo()
        narrow.restart("caddy")


def test_a_repeat_does_not_count_and_is_answered(visitor: httpx.Client) -> None:
    """An answer that was lost on the way can always be asked for again."""
    first = lodge(visitor, **{"Idempotency-Key": "the-same-one"})
    assert first.status_code == 201
    for _ in range(PER_HOUR):
        again = lodge(visitor, **{"Idempotency-Key": "the-same-one"})
        assert again.json() == first.json()
    others = [lodge(visitor).status_code for _ in range(PER_HOUR)]
    assert others == [201] * (PER_HOUR - 1) + [429]
    again = lodge(visitor, **{"Idempotency-Key": "the-same-one"})
    assert again.json() == first.json()


def test_a_form_keeps_what_was_written(visitor: httpx.Client) -> None:
    """Both languages say until when, and where else to go; sent again later it is lodged."""
    fill(visitor)
    form = typed("a-token-of-a-form-123")
    for language, words in (
        ("vi", ("mang đơn đến nơi tiếp công dân", "bưu điện", "chưa được ghi nhận")),
        ("en", ("bring it to the nearest reception office", "by post", "not lodged yet")),
    ):
        page = visitor.post("/lodge", params={"lang": language}, data=form)
        assert page.status_code == 429
        assert 3_500 < int(page.headers["retry-after"]) <= 3_600
        assert [word for word in words if word not in page.text] == []
        assert "Đường hỏng từ tháng 5" in page.text
        assert 'value="a-token-of-a-form-123"' in page.text
        assert re.search(r"\d\d:\d\d", page.text)


def test_after_an_hour_the_kept_form_goes_through(
    visitor: httpx.Client, narrow: Stack
) -> None:
    """The same form, the same token."""
    fill(visitor)
    form = typed("a-token-of-another-123")
    assert visitor.post("/lodge", data=form).status_code == 429
    asked(narrow, "update visitors.act set at = at - interval '61 minutes'")
    assert visitor.post("/lodge", data=form).status_code == 200


def test_a_reception_desk_has_no_limit(visitor: httpx.Client, narrow: Stack) -> None:
    """Officers are known, and stand in no table."""
    fill(visitor)
    headers = signed_in(narrow, "reception")
    for _ in range(PER_HOUR + 1):
        assert lodge(visitor, **headers).status_code == 201
    assert asked(narrow, _COUNTED) == [(PER_HOUR,)]


def test_wrong_codes_end_in_a_wait(visitor: httpx.Client) -> None:
    """By program and by page; a right pair is not tried either, and works again later."""
    receipt = lodge(visitor).json()
    right = {"Tracking-Secret": receipt["tracking_secret"]}
    path = f"/api/intake/tracking/{receipt['receipt_code']}"
    at_least = {"at_least": f"intake:{receipt['position']}"}
    assert visitor.get(path, params=at_least, headers=right).status_code == 200
    for number in range(PER_HOUR):
        answer = visitor.get(path, headers={"Tracking-Secret": f"WRONG-{number}"})
        assert answer.status_code == 404
        again = visitor.get(path, headers={"Tracking-Secret": f"WRONG-{number}"})
        assert again.status_code == (404 if number < PER_HOUR - 1 else 429)
    full = visitor.get(path, headers=right)
    assert (full.status_code, full.json()["code"]) == (429, "too-many-wrong-codes")
    assert 3_500 < int(full.headers["retry-after"]) <= 3_600
    assert visitor.get(f"{path}/attachments", headers=right).status_code == 429
    form = {"code": receipt["receipt_code"], "secret": receipt["tracking_secret"]}
    for language, word in (("vi", "nơi tiếp công dân"), ("en", "reception office")):
        page = visitor.post("/track", params={"lang": language}, data=form)
        assert page.status_code == 429
        assert word in page.text
        assert receipt["tracking_secret"] not in page.text
        paper = visitor.post(
            "/track/papers",
            params={"lang": language},
            data={**form, "paper": str(uuid.uuid4())},
            headers={"Accept": "text/html"},
        )
        assert (paper.status_code, word in paper.text) == (429, True)
    assert lodge(visitor).status_code == 201, "petitions are counted apart"


def test_no_address_stands_in_clear(visitor: httpx.Client, narrow: Stack) -> None:
    """Neither in the table nor in a log: hashes of 32 bytes, and a name of what was too often."""
    fill(visitor)
    assert lodge(visitor).status_code == 429
    visitor.get("/api/intake/tracking/AAAA-BBBB", headers={"Tracking-Secret": "GUESSED"})
    rows = asked(narrow, "select place, what from visitors.act")
    assert len(rows) == PER_HOUR + 1
    assert {len(each) for row in rows for each in row} == {32}
    assert len({place for place, _ in rows}) == 2
    text = (narrow.workspace.folder / "log" / "intake.log").read_text("utf-8")
    told = [line for line in text.splitlines() if "visitor_turned_away" in line]
    assert told
    assert [line for line in told if "127.0.0.1" in line or "GUESSED" in line] == []


@contextmanager
def another_intake(stack: Stack) -> Iterator[str]:
    """A second process of intake on the same database."""
    port = choose(None)
    own = stack.workspace.service_environment(
        "intake", port=port, postgres_port=stack.postgres.port, nats_port=stack.nats.port
    )
    with (stack.workspace.folder / "log" / "intake-2.log").open("wb") as log:
        process = subprocess.Popen(
            serve_command("intake"), env={**os.environ, **own}, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            end = time.monotonic() + 30
            while not _alive(url):
                assert time.monotonic() < end, "it did not start"
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def _alive(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/intake/healthz").is_success
    except httpx.TransportError:
        return False


def test_several_processes_count_together(visitor: httpx.Client, narrow: Stack) -> None:
    """Forty at once through two of them: five are let in."""
    with another_intake(narrow) as second, ThreadPoolExecutor(16) as pool:
        urls = [narrow.services["intake"].url, second]

        def one(number: int) -> int:
            return httpx.post(
                f"{urls[number % 2]}/api/intake/petitions",
                json=petition(),
                headers={"X-Forwarded-For": f"2001:db8:1:2::{number:x}"},
                timeout=20,
            ).status_code

        codes = list(pool.map(one, range(40)))
    assert sorted(set(codes)) == [201, 429]
    assert codes.count(201) == PER_HOUR
