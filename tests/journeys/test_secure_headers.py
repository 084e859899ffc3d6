"""What browsers are told to forbid: on pages, API answers, errors, files, and at the door."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from shared.web.headers import POLICY_NAME, SECURE, STRICT_TRANSPORT

FRONT = Path(__file__).parents[2] / "deploy" / "caddy" / "Caddyfile"
HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        ("/", 200, HTML),
        ("/lodge", 200, HTML),
        ("/sign-in", 200, HTML),
        ("/desk", 303, HTML),
        ("/no-such-page", 404, HTML),
        ("/api/intake/agencies", 200, {}),
        ("/api/intake/no-such", 404, {}),
        ("/api/deadlines/healthz", 200, {}),
        ("/api/routing/worklist", 401, {}),
        ("/static/tiepdan.css", 200, {}),
        ("/static/no-such.css", 404, {}),
        ("/metrics", 404, {}),
        ("/front-door/healthz", 200, {}),
    ],
)
def test_every_answer_carries_them(
    stack: Stack, path: str, status: int, headers: dict[str, str]
) -> None:
    """Not only pages: an answer of the API opened in a browser is a page too."""
    answer = httpx.get(stack.urls["front"] + path, headers=headers)
    assert answer.status_code == status
    for name, value in SECURE.items():
        assert answer.headers.get_list(name) == [value], name
    assert STRICT_TRANSPORT[0] not in answer.headers


def test_a_body_that_is_too_large_is_refused_with_them(stack: Stack) -> None:
    """The door itself says no."""
    answer = httpx.post(stack.urls["front"] + "/lodge", content=b"x" * 3_000_000)
    assert answer.status_code == 413
    assert answer.headers[POLICY_NAME] == SECURE[POLICY_NAME]


def test_who_came_by_https_is_told_to_stay(stack: Stack) -> None:
    """Behind something that ends TLS; a service says it where it is told of it."""
    intake = stack.process("intake").url
    answer = httpx.get(intake, headers={**HTML, "X-Forwarded-Proto": "https"})
    assert answer.headers[STRICT_TRANSPORT[0]] == STRICT_TRANSPORT[1]


def test_the_policy_trusts_nothing_inside_a_page() -> None:
    """No inline script or style, no eval, no other host."""
    policy = SECURE[POLICY_NAME]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)


def test_the_door_says_the_same() -> None:
    """One list in two places; this keeps them one."""
    text = FRONT.read_text("utf-8")
    said = dict(re.findall(r'^\t\t\?([A-Za-z-]+) "(.*)"$', text, re.MULTILINE))
    assert said == dict(SECURE)
    name, value = STRICT_TRANSPORT
    assert f'>{name} "{value}{{$TIEPDAN_FRONT_HSTS:}}"' in text


def test_the_documents_of_the_api_still_open(page: Page) -> None:
    """They run under a policy of their own."""
    page.goto("/api/intake/docs")
    expect(page.locator(".opblock").first).to_be_visible(timeout=15000)
