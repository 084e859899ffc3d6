"""A province in front of a real browser: the whole stack, its directory, and no petition yet."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from deploy.embedded.supervisor import Stack
from tests.journeys.province import province
from tests.journeys.world import World

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Two stacks and two browsers share two cores: what takes a second at a desk takes ten there.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Run everything once for all journeys, on free ports."""
    with province() as running:
        yield running


@pytest.fixture(scope="session")
def world(stack: Stack) -> World:
    """Give every page something to show, once: what is in it stands in `World`."""
    return World(stack)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    Start Debian's Chromium.

    A module long: its loop must be gone before asynchronous tests of other folders run.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("The journeys need a browser: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(stack: Stack, browser: Browser) -> Iterator[Page]:
    """Open a page as a visitor; whatever it asks of another host or complains of is a fault."""
    context = browser.new_context(base_url=stack.urls["front"], locale="vi-VN")
    opened = context.new_page()
    foreign: list[str] = []
    complaints: list[str] = []
    home = stack.urls["front"] + "/"
    opened.on(
        "request", lambda r: foreign.append(r.url) if not r.url.startswith(home) else None
    )
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert foreign == [], "a page asked another host"
    # Chromium and htmx report every answer of 400 and more; those the journeys ask for.
    said = ("Failed to load resource", "Response Status Error Code")
    assert [c for c in complaints if not c.startswith(said)] == []
