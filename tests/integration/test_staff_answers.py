"""What officers' browsers are given: kept by nobody, masked, and with a way out on each page."""

import asyncio
import time

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.sessions import COOKIE
from tests.integration.signed import somebody

PAGES = ("/desk", "/account", "/search", "/reveals")
FRAGMENTS = ("/notices", "/views")


def rows(stack: Stack, statement: str, *values: object) -> list[asyncpg.Record]:
    """Return rows of routing's database."""

    async def run() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(stack.dsn("routing"))
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    return asyncio.run(run())


def sign_in(
    door: httpx.Client, login: str, password: str, **headers: str
) -> httpx.Response:
    """Send the form."""
    form = {"login": login, "password": password}
    return door.post("/sign-in", data=form, headers=headers)


def session_of(answer: httpx.Response) -> dict[str, str]:
    """Return the cookie that an answer gives."""
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def test_no_cache_keeps_what_is_about_people(door: httpx.Client, stack: Stack) -> None:
    """Pages of staff, and whatever the API tells."""
    who = somebody(stack, "processing", "head")
    for path in (*PAGES, *FRAGMENTS, "/api/routing/worklist", "/api/routing/session"):
        answer = door.get(path, headers=who.headers)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "no-store", path
    for path in ("/api/intake/tracking/AAAA-BBBB", "/api/routing/petitions/none"):
        assert door.get(path).headers["cache-control"] == "no-store", path


def test_a_way_out_is_on_every_page(door: httpx.Client, stack: Stack) -> None:
    """Signing out is one click away."""
    who = somebody(stack, "processing", "head")
    for path in PAGES:
        assert 'action="/sign-out"' in door.get(path, headers=who.headers).text, path


def test_passwords_are_masked_and_may_be_pasted(door: httpx.Client, stack: Stack) -> None:
    """Managers of passwords know the fields, and nothing stops a paste."""
    who = somebody(stack, "processing")
    for path, kinds in (("/sign-in", ["current"]), ("/account", ["current", "new"])):
        headers = who.headers if path == "/account" else {}
        text = door.get(path, headers=headers).text
        assert text.count('type="password"') == len(kinds)
        for kind in kinds:
            assert f'autocomplete="{kind}-password"' in text
        assert "paste" not in text


def test_signing_in_again_ends_what_was_open_before(
    door: httpx.Client, stack: Stack
) -> None:
    """A new session each time; the one that this browser had is worth nothing more."""
    who = somebody(stack, "processing", fresh=True)
    first = session_of(sign_in(door, who.login, who.password))
    second = session_of(sign_in(door, who.login, who.password, **first))
    assert first != second
    assert door.get("/desk", headers=first).status_code == 401
    assert door.get("/desk", headers=second).status_code == 200


def test_a_session_that_a_stranger_chose_is_not_taken(
    door: httpx.Client, stack: Stack
) -> None:
    """A cookie planted beforehand does not become the session."""
    who = somebody(stack, "processing", fresh=True)
    planted = {"Cookie": f"{COOKIE}={'A' * 43}"}
    given = session_of(sign_in(door, who.login, who.password, **planted))
    assert given != planted
    assert door.get("/desk", headers=planted).status_code == 401


def test_a_forged_address_is_no_other_place(door: httpx.Client, stack: Stack) -> None:
    """Attempts are counted where they come from, whatever they say of themselves."""
    rows(stack, "delete from people.attempt")
    counts = []
    for forged in ("203.0.113.7", "198.51.100.9, 192.0.2.1", "", "unknown"):
        sign_in(door, "nobody-of-ours", "wrong", **{"X-Forwarded-For": forged})
        counts.append(rows(stack, "select count(*) from people.attempt")[0][0])
    assert len(set(counts)) == 1
    rows(stack, "delete from people.attempt")


@pytest.mark.parametrize("right", [True, False])
def test_each_sign_in_is_logged_without_its_name(
    door: httpx.Client, stack: Stack, right: bool
) -> None:
    """Who got in, by id; that somebody did not, by nothing that was typed."""
    who = somebody(stack, "processing", fresh=True)
    sign_in(door, who.login, who.password if right else "typed-by-mistake")
    event = "signed_in" if right else "sign_in_failed"
    log = stack.workspace.folder / "log" / "routing.log"
    deadline = time.monotonic() + 5
    while event not in (text := log.read_text("utf-8")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert event in text
    assert who.login not in text
    assert "typed-by-mistake" not in text
    assert not right or who.officer in text


def test_refused_access_is_logged(door: httpx.Client, stack: Stack) -> None:
    """What was asked, and why it was refused."""
    who = somebody(stack, "processing")
    log = stack.workspace.folder / "log" / "routing.log"
    before = len(log.read_text("utf-8"))
    assert door.get("/people", headers=who.headers).status_code in (403, 404)
    time.sleep(0.3)
    new = log.read_text("utf-8")[before:]
    assert "command_refused" in new
    assert "/people" in new
