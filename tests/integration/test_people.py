"""Governing who works here, through the front door: accounts and roles."""

import asyncio
import re

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.ids import new_id
from tests.integration.signed import COMMUNE, Signed, signed_in, somebody, until

PASSWORD = re.compile(r"data-password>([^<]+)<")
GOOD = "mưa rơi trên mái tôn"


@pytest.fixture(name="governor")
def _governor(stack: Stack) -> dict[str, str]:
    return signed_in(stack, "administrator")


def add(door: httpx.Client, governor: dict[str, str], **more: str) -> httpx.Response:
    form = {
        "login": f"moi-{new_id()[-12:]}",
        "name": "Nguyễn Văn Mới",
        "agency": COMMUNE,
        "post": "official",
        "id_number": "079000000001",
        "token": new_id(),
    }
    return door.post("/people/new", data=form | more, headers=governor)


def sign_in(door: httpx.Client, login: str, password: str) -> dict[str, str]:
    answer = door.post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 303, answer.text
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def csrf(
    door: httpx.Client, cookie: dict[str, str], path: str = "/account"
) -> dict[str, str]:
    page = door.get(path, headers=cookie)
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return {**cookie, "Csrf-Token": found[1]}


def said(stack: Stack, stream: str) -> list[str]:
    async def read() -> list[str]:
        connection = await asyncpg.connect(stack.dsn("routing"))
        rows = await connection.fetch(
            "select convert_from(body, 'UTF8') from said where stream = $1", stream
        )
        await connection.close()
        return [row[0] for row in rows]

    return asyncio.run(read())


def officer_of(answer: httpx.Response) -> str:
    found = re.search(r"/people/([0-9a-f-]{36})", answer.text)
    assert found
    return found[1]


def test_from_first_password_to_first_work(
    door: httpx.Client, stack: Stack, governor: dict[str, str]
) -> None:
    """Added, granted a role, signs in, changes the password, and only then works."""
    login = f"Lan.{new_id()[-12:]}"
    added = add(door, governor, login=login)
    first, officer = PASSWORD.findall(added.text)[0], officer_of(added)
    granted = door.post(
        f"/people/{officer}/roles",
        data={"role": "processing", "agency": COMMUNE},
        headers=governor,
    )
    assert granted.headers["location"] == f"/people/{officer}?done=granted"

    cookie = sign_in(door, login.lower(), first)
    assert door.get("/desk", headers=cookie).status_code == 403
    changed = door.post(
        "/account/password",
        data={"present": first, "password": GOOD},
        headers=csrf(door, cookie),
    )
    assert changed.headers["location"] == "/account?done=password"
    fresh = {"Cookie": changed.headers["set-cookie"].partition(";")[0]}
    assert fresh != cookie
    assert door.get("/desk", headers=cookie).status_code == 401
    assert door.get("/desk", headers=fresh).status_code == 200
    facts = "".join(said(stack, f"officer-{officer}"))
    assert "Nguyễn" not in facts
    assert login not in facts
    assert '"marks":["name:' in facts


def test_a_form_sent_twice_adds_one(door: httpx.Client, governor: dict[str, str]) -> None:
    form = {"login": f"hai-{new_id()[-12:]}", "token": new_id()}
    assert add(door, governor, **form).status_code == 200
    again = add(door, governor, **form)
    assert again.status_code == 303
    taken = add(door, governor, login=form["login"].upper())
    assert taken.status_code == 409
    assert "đã có người dùng" in taken.text


@pytest.mark.parametrize(
    ("password", "says"),
    [("ngắn", "từ 12 đến 128"), ("MatKhau@2026!", "dễ đoán")],
)
def test_a_password_that_anybody_would_guess_is_not_taken(
    door: httpx.Client, stack: Stack, password: str, says: str
) -> None:
    who = somebody(stack, "processing", fresh=True)
    answer = door.post(
        "/account/password",
        data={"present": who.password, "password": password},
        headers=who.headers,
    )
    assert answer.status_code == 400
    assert says in answer.text
    assert door.get("/desk", headers=who.headers).status_code == 200


def test_a_password_is_not_changed_without_the_present_one(
    door: httpx.Client, stack: Stack
) -> None:
    who = somebody(stack, "processing", fresh=True)
    answer = door.post(
        "/account/password", data={"present": "x", "password": GOOD}, headers=who.headers
    )
    assert answer.status_code == 400


def test_one_sees_and_ends_ones_own_sessions(door: httpx.Client, stack: Stack) -> None:
    who, other = (somebody(stack, "processing", fresh=True) for _ in range(2))
    second = sign_in(door, who.login, who.password)
    page = door.get("/account", headers=who.headers)
    keys = re.findall(r'name="key" value="([0-9a-f]{64})"', page.text)
    assert len(keys) == 1
    door.post("/account/sessions", data={"key": keys[0]}, headers=other.headers)
    assert door.get("/desk", headers=second).status_code == 200
    door.post("/account/sessions", data={"key": keys[0]}, headers=who.headers)
    assert door.get("/desk", headers=second).status_code == 401
    third = sign_in(door, who.login, who.password)
    door.post("/account/sessions", headers=who.headers)
    assert door.get("/desk", headers=third).status_code == 401
    assert door.get("/desk", headers=who.headers).status_code == 200


def test_a_relative_is_kept_as_marks_alone(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing", fresh=True)
    answer = door.post(
        "/account/relatives",
        data={"relation": "spouse", "full_name": "Trần Thị Bích Hằng", "token": new_id()},
        headers=who.headers,
    )
    assert answer.headers["location"] == "/account?done=relative"
    facts = "".join(said(stack, f"officer-{who.officer}"))
    assert "relative.declared" in facts
    assert "Hằng" not in facts


@pytest.mark.parametrize(
    ("role", "code"),
    [("administrator", 403), ("processing", 409)],
)
def test_nobody_grants_to_themself_and_duties_stay_apart(
    door: httpx.Client, stack: Stack, role: str, code: int
) -> None:
    """An administrator gives themself nothing; and nobody gives an administrator cases."""
    one = somebody(stack, "administrator", fresh=True)
    two = somebody(stack, "administrator", fresh=True)
    asks = one if code == 403 else two
    answer = door.post(
        f"/people/{one.officer}/roles",
        data={"role": role, "agency": COMMUNE},
        headers=asks.headers,
    )
    assert answer.status_code == code


def test_heads_see_their_unit_and_govern_nobody(door: httpx.Client, stack: Stack) -> None:
    head, here = signed_in(stack, "head", post="head"), somebody(stack, "processing")
    elsewhere = somebody(stack, "processing", agency="25486")

    def is_listed(one: Signed) -> bool:
        asked = {"q": one.login, "agency": ""}
        found = door.post("/people/search", data=asked, headers=head)
        return f'<td class="code">{one.login}</td>' in found.text

    until(lambda: is_listed(here))
    assert not is_listed(elsewhere)
    assert door.get(f"/people/{here.officer}", headers=head).status_code == 403
    assert add(door, head).status_code == 403
    worker = signed_in(stack, "processing")
    assert door.get("/people", headers=worker).status_code == 403


def test_people_are_found_with_or_without_tone_marks(
    door: httpx.Client, governor: dict[str, str]
) -> None:
    login = f"dt-{new_id()[-12:]}"
    add(door, governor, login=login, name="Đặng Thị Ưu")
    for words in ("dang thi uu", "Đặng", login.upper(), "ưu"):
        page = door.post("/people/search", data={"q": words}, headers=governor)
        assert login in page.text, words
    none = door.post("/people/search", data={"q": "%"}, headers=governor)
    assert login not in none.text


def test_a_reset_password_ends_everything_and_must_be_changed(
    door: httpx.Client, stack: Stack, governor: dict[str, str]
) -> None:
    who = somebody(stack, "processing", fresh=True)
    page = door.post(f"/people/{who.officer}/password", headers=governor)
    assert door.get("/desk", headers=who.headers).status_code == 401
    cookie = sign_in(door, who.login, PASSWORD.findall(page.text)[0])
    assert door.get("/desk", headers=cookie).status_code == 403


def test_a_disabled_account_is_out_at_once(
    door: httpx.Client, stack: Stack, governor: dict[str, str]
) -> None:
    who = somebody(stack, "processing", fresh=True)
    door.post(f"/people/{who.officer}/disable", headers=governor)
    assert door.get("/desk", headers=who.headers).status_code == 401
    door.post(f"/people/{who.officer}/enable", headers=governor)
    sign_in(door, who.login, who.password)
