"""Somebody with a second factor, and the forms of signing in, as a browser sends them."""

import asyncio
import re
from dataclasses import dataclass

import asyncpg
import httpx

from deploy.embedded.supervisor import Stack
from services.routing.accounts.half_sessions import COOKIE as HALF
from shared.auth.sessions import COOKIE
from shared.contracts.routing_bodies import Role
from tests.authenticator import Authenticator
from tests.integration.signed import Signed, somebody

RECOVERY = re.compile(r"<code>([a-z0-9-]{14})</code>")
SEALED = re.compile(r'name="sealed" value="([^"]+)"')


@dataclass
class Guarded:
    """An officer whose account asks for a second step, and what they have for it."""

    who: Signed
    app: Authenticator
    paper: list[str]
    headers: dict[str, str]
    """Of the session with which they set it up."""


def sql(stack: Stack, statement: str, *values: object) -> list[asyncpg.Record]:
    """Carry out a statement in routing's database; return rows, if it gives any."""

    async def run() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(stack.dsn("routing"))
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    return asyncio.run(run())


def cookie_of(answer: httpx.Response, name: str = COOKIE) -> dict[str, str]:
    """Return a cookie that an answer gives, as a browser sends it back."""
    for given in answer.headers.get_list("set-cookie"):
        pair = given.partition(";")[0]
        if pair.startswith(f"{name}=") and "Max-Age=0" not in given:
            return {"Cookie": pair}
    return {}


def csrf(door: httpx.Client, cookie: dict[str, str], path: str) -> dict[str, str]:
    """Return what a form of this session sends."""
    page = door.get(path, headers=cookie)
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return {**cookie, "Csrf-Token": found[1]}


def set_up(
    door: httpx.Client, headers: dict[str, str], password: str, **changed: str
) -> tuple[Authenticator, httpx.Response]:
    """Scan what the page shows and confirm it."""
    page = door.get("/account/factor", headers=headers).text
    app, sealed = Authenticator.read(page), SEALED.search(page)
    assert sealed
    form = {"sealed": sealed[1], "present": password, "code": app.code()} | changed
    return app, door.post("/account/factor", data=form, headers=headers)


def guarded(door: httpx.Client, stack: Stack, *roles: Role) -> Guarded:
    """Return somebody new who has set it up."""
    who = somebody(stack, *(roles or ("processing",)), fresh=True)
    app, answer = set_up(door, who.headers, who.password)
    paper = RECOVERY.findall(answer.text)
    assert len(paper) == 10, answer.text
    word = re.search(r'name="csrf" value="([^"]+)"', answer.text)
    assert word
    return Guarded(who, app, paper, {**cookie_of(answer), "Csrf-Token": word[1]})


def first_step(door: httpx.Client, one: Guarded, **more: str) -> dict[str, str]:
    """Give the password; return what the browser holds from then on."""
    form = {"login": one.who.login, "password": one.who.password} | more
    answer = door.post("/sign-in", data=form)
    assert answer.headers.get("location") == "/sign-in/code", answer.text
    assert not cookie_of(answer)
    return cookie_of(answer, HALF)


def second_step(door: httpx.Client, half: dict[str, str], **typed: str) -> httpx.Response:
    """Give a code, or a recovery code."""
    return door.post("/sign-in/code", data=typed, headers=half)


def signed_in(door: httpx.Client, one: Guarded) -> dict[str, str]:
    """Take both steps; return the session."""
    answer = second_step(door, first_step(door, one), code=one.app.code())
    assert cookie_of(answer), answer.text
    return cookie_of(answer)


def change(door: httpx.Client, one: Guarded, what: str, **typed: str) -> httpx.Response:
    """Send the form that changes it."""
    form = {"what": what, "present": one.who.password} | typed
    return door.post("/account/factor/change", data=form, headers=one.headers)


def desk(door: httpx.Client, headers: dict[str, str]) -> int:
    """Return how the worklist answers."""
    return door.get("/desk", headers=headers).status_code
