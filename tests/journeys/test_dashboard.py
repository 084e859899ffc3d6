"""The dashboard moves by itself, and lets the service go when it is told to stop."""

import threading
import time

import httpx
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from shared.auth.token import HEADER
from tests.integration.desk import principal, signed
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in

HEAD = f"lanhdao-{COMMUNE}"


def test_a_figure_changes_without_reload(page: Page, stack: Stack) -> None:
    """A petition is lodged elsewhere; the page shows it within a moment, and is the same page."""
    lodge_by_program(stack.urls["front"])
    sign_in(page, HEAD)
    page.goto("/dashboard")
    figure = page.locator("[data-figure=received]")
    page.wait_for_timeout(1500)
    before = int(figure.inner_text())
    page.evaluate("window.sameView = true")
    lodge_by_program(stack.urls["front"])
    expect(figure).to_have_text(str(before + 1), timeout=5000)
    assert page.evaluate("window.sameView") is True
    assert "changed" in (figure.get_attribute("class") or "")


def test_many_changes_are_told_once_a_second_at_most(page: Page, stack: Stack) -> None:
    """Nobody reads figures that flicker."""
    sign_in(page, HEAD)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "figures" in r.url else None)
    page.goto("/dashboard")
    page.wait_for_timeout(1500)
    asked.clear()
    begun = time.monotonic()
    for _ in range(20):
        lodge_by_program(stack.urls["front"])
    page.wait_for_timeout(1000)
    assert 1 <= len(asked) <= time.monotonic() - begun + 2


def test_open_streams_do_not_hold_the_service_up(stack: Stack) -> None:
    """Told to stop, it ends the streams itself: no browser waits for a dead line."""
    server = stack.process("reporting")
    ended = threading.Event()
    headers = {HEADER: signed(stack, principal("0" * 8, "head", agency=COMMUNE))}

    def listen() -> None:
        with httpx.stream(
            "GET", f"{server.url}/dashboard/live", headers=headers, timeout=20
        ) as answer:
            for _ in answer.iter_text():
                listening.set()
        ended.set()

    listening = threading.Event()
    reader = threading.Thread(target=listen)
    reader.start()
    assert listening.wait(5)
    begun = time.monotonic()
    server.stop(4.0)
    took = time.monotonic() - begun
    server.start()
    assert took < 3
    assert ended.wait(1), "the stream broke instead of ending"
    reader.join()
