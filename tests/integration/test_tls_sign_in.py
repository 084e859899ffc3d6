"""Signing in at a front door that speaks https, as a browser does it: cookies are kept or not."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from deploy.caddy.door import Https
from deploy.commands.demo import access_of
from deploy.demo.load import Loader
from deploy.embedded.ports import choose
from deploy.embedded.supervisor import Stack
from services.routing.accounts.oidc_requests import COOKIE as PENDING
from shared.auth.sessions import COOKIE
from tests.certificates import Authority
from tests.folders import data_folder
from tests.integration.signed import somebody
from tests.integration.test_oidc import _issued, _provider, go, person
from tests.integration.tls_ground import NAME

issued, provider = _issued, _provider
"""The provider that test_oidc runs, for the stack below."""


@dataclass(frozen=True)
class Sealed:
    """The whole program behind https, and who vouches for it."""

    stack: Stack
    authority: Authority


@pytest.fixture(name="sealed", scope="module")
def _sealed() -> Iterator[Sealed]:
    with data_folder() as folder:
        authority, port = Authority(folder / "tls"), choose(None)
        pair = authority.sign(NAME)
        https = Https(
            name=f"{NAME}:{port}", certificate=pair.file, key=pair.key_file, port=port
        )
        with Stack(folder / "data", ports=None, https=https) as stack:

            async def establish() -> None:
                async with Loader(access_of(stack.workspace), seed=1).open() as loader:
                    await loader.establish_directory(dt.datetime.now(dt.UTC))

            asyncio.run(establish())
            yield Sealed(stack, authority)


@pytest.fixture(name="stack", scope="module")
def _stack(sealed: Sealed) -> Stack:
    return sealed.stack


@pytest.fixture(name="browser")
def _browser(sealed: Sealed) -> Iterator[httpx.Client]:
    """Keeps cookies as browsers do: those that are `Secure` go by https alone."""
    url, trusting = sealed.stack.urls["front"], sealed.authority.trusting
    with httpx.Client(base_url=url, verify=trusting, timeout=10) as browser:
        yield browser


def test_a_session_is_kept_by_https_alone(browser: httpx.Client, stack: Stack) -> None:
    """From the form to the desk; the same browser without the s carries no cookie."""
    who = somebody(stack, "processing")
    assert str(browser.base_url).startswith("https://")
    form = {"login": who.login, "password": who.password}
    assert browser.post("/sign-in", data=form, headers=same(browser)).status_code == 303
    assert COOKIE in browser.cookies
    page = browser.get("/desk")
    assert page.status_code == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    in_clear = browser.get(f"http://{NAME}:{stack.caddy.port}/desk")
    assert in_clear.status_code == 308
    assert "cookie" not in in_clear.request.headers
    ended = browser.post("/sign-out", headers=same(browser), data={"csrf": csrf(page.text)})
    assert ended.status_code == 303
    assert browser.get("/desk").status_code == 401


def same(browser: httpx.Client) -> dict[str, str]:
    """What a browser says of a form of ours: the door's name must come through as it is."""
    origin = str(browser.base_url).rstrip("/")
    return {"Origin": origin, "Sec-Fetch-Site": "same-origin"}


def csrf(page: str) -> str:
    """The word that forms of this session carry."""
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def test_the_provinces_provider_leads_back_by_https(
    browser: httpx.Client, stack: Stack, provider: str
) -> None:
    """The cookie of a sign-in under way is kept between the two ways."""
    who, name = person(stack)
    back = go(browser, provider, name)
    assert back.address.startswith(f"{browser.base_url}/sign-in/oidc/callback?")
    assert PENDING in browser.cookies
    answer = browser.get(back.address, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert COOKIE in browser.cookies
    assert who.login in browser.get("/account").text
