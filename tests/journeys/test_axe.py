"""
No page keeps anybody out: axe-core, on every page, also after it was used.

It is injected from the packages of development; the strict policy of our pages would rightly
not let it in, and so is off here, and here only.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.supervisor import Stack
from tests import apps
from tests.journeys.people import sign_in
from tests.journeys.scenes import (
    ELSEWHERE,
    LOGINS,
    PARTS_OF_PAGES,
    SCENES,
    STREAMS,
    of,
)
from tests.journeys.world import World

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (rules) => {
    const found = await axe.run(document, {runOnly: rules});
    return found.violations.map((v) => `${v.id}: ${v.help} — ` + v.nodes.slice(0, 3)
        .map((n) => `${n.target.join(" ")} (${n.failureSummary})`).join("; "));
}"""


@pytest.fixture(params=["light-desk", "dark-phone"])
def page(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page in which axe-core may run."""
    theme, _, size = request.param.partition("-")
    context = browser.new_context(
        base_url=stack.urls["front"],
        locale="vi-VN",
        bypass_csp=True,
        color_scheme=theme,
        viewport={"width": 1280 if size == "desk" else 390, "height": 850},
    )
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def sound(page: Page, what: str) -> None:
    """Find no violation, in the theme that the page has."""
    assert _violations(page) == [], what


def _violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_RUN, RULES)
    return found


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


@pytest.mark.parametrize("login", LOGINS)
def test_every_page(page: Page, world: World, login: str) -> None:
    """As it comes, and after it was used; by whoever may open it."""
    if login:
        sign_in(page, login)
    found: dict[str, list[str]] = {}
    for scene in of(login):
        scene.before(world)
        scene.go(page, world)
        scene.once(page)
        scene.use(page)
        page.wait_for_timeout(150)  # what fades in has its colours
        if violations := _violations(page):
            found[scene.name] = violations
        scene.after(world)
    assert found == {}


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
