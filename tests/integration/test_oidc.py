"""Sign-in through a real, certified OpenID provider, and all that must not get anybody in."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import asyncpg
import httpx
import pytest

from deploy.embedded.ports import choose
from deploy.embedded.supervisor import Stack
from deploy.frontend import npm
from services.routing.accounts.oidc_requests import COOKIE
from shared.auth import sessions
from shared.ids import new_id
from tests.integration.canary import in_clear
from tests.integration.signed import Signed, somebody

SCRIPT = Path(__file__).with_name("oidc_provider.mjs")
SECRET = "a-secret-of-the-tests-and-of-nothing-else"
NOT_CONFIRMED = "chưa xác nhận được"


def _node() -> str:
    return shutil.which("node") or str(Path(npm()[0]).with_name("node"))


@pytest.fixture(name="issued", scope="module")
def _issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the provider writes down what it issues."""
    return tmp_path_factory.mktemp("provider") / "issued"


@pytest.fixture(name="provider", scope="module")
def _provider(
    stack: Stack, issued: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Run the provider, and routing as one of its clients."""
    port, callback = choose(None), f"{stack.urls['front']}/sign-in/oidc/callback"
    process = subprocess.Popen(
        [_node(), str(SCRIPT), str(port), callback, str(issued)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    secret = tmp_path_factory.mktemp("oidc") / "secret"
    secret.write_text(SECRET)
    settings = {
        "TIEPDAN_OIDC_ISSUER": f"http://127.0.0.1:{port}",
        "TIEPDAN_OIDC_CLIENT_ID": "tiepdan",
        "TIEPDAN_OIDC_CLIENT_SECRET_FILE": str(secret),
        "TIEPDAN_OIDC_REDIRECT_URL": callback,
    }
    os.environ.update(settings)
    stack.restart("routing")
    try:
        yield settings["TIEPDAN_OIDC_ISSUER"]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        for name in settings:
            del os.environ[name]
        stack.restart("routing")


@dataclass(frozen=True)
class Back:
    """A browser that was sent back from the provider, before it follows."""

    address: str
    cookie: str

    def follow(self, door: httpx.Client, **changed: str) -> httpx.Response:
        query = {k: v[0] for k, v in parse_qs(urlsplit(self.address).query).items()}
        return door.get(
            "/sign-in/oidc/callback",
            params=query | changed,
            headers={"Cookie": self.cookie, "Accept": "text/html"},
        )


def person(stack: Stack) -> tuple[Signed, str]:
    """Somebody whom an administrator entered under a name of the provider."""
    who, name = somebody(stack, "processing", fresh=True), f"tinh-{new_id()[-12:]}"
    sql(
        stack,
        "update people.account set oidc_login = $1 where officer_id = $2",
        name,
        who.officer,
    )
    return who, name


def sql(stack: Stack, statement: str, *values: object) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(stack.dsn("routing"))
        found = await connection.fetchval(statement, *values)
        await connection.close()
        return found

    return asyncio.run(run())


def go(door: httpx.Client, provider: str, name: str, wanted: str = "/desk") -> Back:
    """Begin here, sign in there under a name, and consent."""
    begun = door.get("/sign-in/oidc", params={"next": wanted})
    assert begun.status_code == 303
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    cookie = begun.headers["set-cookie"].partition(";")[0]
    assert cookie.startswith(f"{COOKIE}=")
    with httpx.Client(base_url=provider, timeout=10) as there:
        address = begun.headers["location"]
        while address.startswith(provider):
            answer = there.get(address)
            if answer.status_code == 200:  # a page with a form: who are you, do you agree
                action = re.search(r'action="([^"]+)"', answer.text)
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                assert action, answer.text
                assert prompt, answer.text
                form = {"prompt": prompt[1], "login": name, "password": "any"}
                answer = there.post(action[1], data=form)
            address = urljoin(address, answer.headers["location"])
    return Back(address, cookie)


def got_in(answer: httpx.Response) -> bool:
    return f"{sessions.COOKIE}=" in answer.headers.get("set-cookie", "")


def test_who_is_vouched_for_goes_on(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    """The first time by the name that was entered, from then on by the subject alone."""
    who, name = person(stack)
    answer = go(door, provider, name, "/desk?show=overdue").follow(door)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?show=overdue")
    cookies = answer.headers.get_list("set-cookie")
    session = next(c for c in cookies if c.startswith(f"{sessions.COOKIE}="))
    headers = {"Cookie": session.partition(";")[0]}
    assert who.login in door.get("/account", headers=headers).text
    assert door.get("/desk", headers=headers).status_code == 200
    subject = sql(
        stack, "select oidc_subject from people.account where officer_id = $1", who.officer
    )
    assert subject == f"{provider} {name}"
    sql(
        stack,
        "update people.account set oidc_login = null where officer_id = $1",
        who.officer,
    )
    assert got_in(go(door, provider, name).follow(door))


def test_a_name_belongs_to_the_subject_that_came_first(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    """Whoever gets the same name at the provider later is somebody else."""
    who, name = person(stack)
    sql(
        stack,
        "update people.account set oidc_subject = 'other issuer' where officer_id = $1",
        who.officer,
    )
    assert not got_in(go(door, provider, name).follow(door))


def test_the_provider_alone_decides_about_second_factors(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    """Whom it vouches for is asked for none here, though the role demands one of passwords."""
    (who, name), desk = person(stack), "/desk?show=open"
    os.environ["TIEPDAN_SECOND_FACTOR"] = "all"
    stack.restart("routing")
    try:
        answer = go(door, provider, name, desk).follow(door)
        assert answer.headers["location"] == desk
        form = {"login": who.login, "password": who.password, "next": desk}
        answer = door.post("/sign-in", data=form)
        assert answer.headers["location"] == "/account/factor"
    finally:
        del os.environ["TIEPDAN_SECOND_FACTOR"]
        stack.restart("routing")


def test_the_sign_in_page_offers_it(door: httpx.Client, provider: str) -> None:
    assert "/sign-in/oidc" in door.get("/sign-in").text


def test_who_is_unknown_here_is_told_so(door: httpx.Client, provider: str) -> None:
    answer = go(door, provider, "nobody-of-ours").follow(door)
    assert answer.status_code == 401
    assert "chưa có tài khoản tương ứng" in answer.text
    assert not got_in(answer)


def test_a_disabled_account_is_not_let_in(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    who, name = person(stack)
    sql(
        stack,
        "update people.account set disabled = true where officer_id = $1",
        who.officer,
    )
    assert not got_in(go(door, provider, name).follow(door))


@pytest.mark.parametrize(
    "changed", [{"state": "another"}, {"code": "made-up"}, {"iss": "https://evil.example"}]
)
def test_an_answer_that_was_touched_is_not_taken(
    door: httpx.Client, stack: Stack, provider: str, changed: dict[str, str]
) -> None:
    _, name = person(stack)
    answer = go(door, provider, name).follow(door, **changed)
    assert answer.status_code == 401
    assert NOT_CONFIRMED in answer.text
    assert not got_in(answer)


@pytest.mark.parametrize("column", ["nonce", "verifier", "state"])
def test_what_we_remember_must_fit_what_comes_back(
    door: httpx.Client, stack: Stack, provider: str, column: str
) -> None:
    _, name = person(stack)
    back = go(door, provider, name)
    sql(stack, f"update people.oidc_request set {column} = repeat('x', 64)")
    answer = back.follow(door)
    assert NOT_CONFIRMED in answer.text
    assert not got_in(answer)


def test_a_code_is_worth_something_once(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    """Neither again in the same browser, nor carried over into another sign-in."""
    _, name = person(stack)
    first = go(door, provider, name)
    assert got_in(first.follow(door))
    assert not got_in(first.follow(door))
    second = go(door, provider, name)
    code = parse_qs(urlsplit(first.address).query)["code"][0]
    assert not got_in(second.follow(door, code=code))


def test_a_code_of_another_browser_is_worth_nothing(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    _, name = person(stack)
    back = go(door, provider, name)
    assert not got_in(Back(back.address, "lang=vi").follow(door))


def test_it_takes_ten_minutes_at_most(
    door: httpx.Client, stack: Stack, provider: str
) -> None:
    _, name = person(stack)
    back = go(door, provider, name)
    sql(stack, "update people.oidc_request set ends_at = now()")
    assert not got_in(back.follow(door))


def test_nothing_that_the_provider_issued_is_kept_or_passed_on(
    door: httpx.Client, stack: Stack, provider: str, issued: Path
) -> None:
    """Neither tokens nor code: in no table, message, file or figure, and not in the browser."""
    _, name = person(stack)
    back = go(door, provider, name)
    entered = back.follow(door)
    assert got_in(entered)
    session = next(
        cookie.partition(";")[0]
        for cookie in entered.headers.get_list("set-cookie")
        if cookie.startswith(f"{sessions.COOKIE}=")
    )
    pages = [door.get(path, headers={"Cookie": session}) for path in ("/desk", "/account")]
    assert [page.status_code for page in pages] == [200, 200]
    told = json.loads(issued.read_text("utf-8").splitlines()[-1])
    assert {"access_token", "id_token"} <= set(told)
    words = [told[kind] for kind in told if kind.endswith("_token")]
    words += told["id_token"].split(".") + parse_qs(urlsplit(back.address).query)["code"]
    assert min(len(word) for word in words) > 20
    answers = [f"{answer.headers}{answer.text}" for answer in (entered, *pages)]
    assert [word for word in words for answer in answers if word in answer] == []
    assert in_clear(stack, words) == []
