"""No page keeps anybody out: axe-core, on what opens. Whole pages are looked at in `test_pages`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.supervisor import Stack
from tests import apps
from tests.journeys.axe import violations
from tests.journeys.people import sign_in
from tests.journeys.scenes import ELSEWHERE, PARTS_OF_PAGES, SCENES, STREAMS


@pytest.fixture(params=["light-desk", "dark-phone"])
def page(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page in a theme and size."""
    theme, _, size = request.param.partition("-")
    context = browser.new_context(
        base_url=stack.urls["front"],
        locale="vi-VN",
        color_scheme=theme,
        viewport={"width": 1280 if size == "desk" else 390, "height": 850},
    )
    yield context.new_page()
    context.close()


def sound(page: Page, what: str) -> None:
    """Find no violation, in the theme that the page has."""
    assert violations(page) == [], what


def test_no_page_is_forgotten() -> None:
    """Whatever a browser can open is opened here: a new page needs a scene, or a reason."""
    routes = {
        path
        for _, method, path, route in apps.routes()
        if method == "GET" and not route.include_in_schema
    }
    pages = {path for path in routes if path != "/metrics" and not path.startswith("/api/")}
    seen = {scene.route for scene in SCENES if not scene.stranger}
    assert pages - PARTS_OF_PAGES - STREAMS - ELSEWHERE == seen


def test_what_keeps_somebody_out_is_found(page: Page) -> None:
    """The strict policy of our pages does not keep axe-core from looking."""
    page.goto("/")
    sound(page, "as it is")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [each for each in violations(page) if each.startswith("html-has-lang")]


def test_what_opens(page: Page) -> None:
    """Palette, shortcuts, menus, filters, a question: each is used, then looked at."""
    sign_in(page, "quantri")
    page.goto("/gallery")
    page.wait_for_timeout(300)
    sound(page, "gallery")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+k")
    page.keyboard.type("a")
    sound(page, "palette")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.wait_for_function("document.activeElement === document.body")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    sound(page, "shortcuts")
    page.keyboard.press("Escape")
    page.locator("summary.me").click()
    sound(page, "menu of whoever is signed in")
    page.keyboard.press("Escape")
    expect(page.locator("summary.me")).to_be_focused()
    page.get_by_text("+ Bộ lọc").click()
    sound(page, "filters")
    page.keyboard.press("Escape")
    page.locator("tbody .pick input").first.check()
    sound(page, "ticked rows")
    page.get_by_role("button", name="Xóa danh tính").click()
    sound(page, "a question")
    page.keyboard.press("Escape")
    menu = page.get_by_role("button", name="Mở danh mục")
    if menu.is_visible():
        menu.click()
        expect(page.locator("#side:popover-open")).to_be_visible()
        sound(page, "navigation on a phone")
