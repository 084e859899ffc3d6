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
from tests.journeys.people import (
    fill_in,
    lodge_by_form,
    lodge_by_program,
    sign_in,
    track,
    until,
)

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
    assert page.evaluate(_RUN, RULES) == [], what


def test_public_pages(page: Page) -> None:
    """Home, form, form with faults, receipt, where it stands, what is not there, sign-in."""
    for path in ("/", "/lodge", "/track", "/sign-in", "/no-such-page"):
        page.goto(path)
        sound(page, path)
    fill_in(page)
    page.get_by_label("Điện thoại").fill("không có")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.get_by_role("alert")).to_be_focused()
    sound(page, "the form with an error summary")
    code, secret = lodge_by_form(page)
    sound(page, "receipt")
    track(page, code, secret)
    expect(page.locator(".steps")).to_be_visible()
    sound(page, "standing")
    track(page, code, "WRONG")
    sound(page, "wrong codes")


def test_staff_pages(page: Page, stack: Stack) -> None:
    """Worklist, case, refusal, dashboard, in both languages."""
    receipt = lodge_by_program(stack.urls["front"])
    lodge_by_program(stack.urls["front"], kind_claimed="denunciation")
    sign_in(page, "lanhdao-25585")
    case = f"/desk/petitions/{receipt['petition_id']}"
    for path in ("/desk", "/desk?kind=complaint&field=land", "/desk?show=closed",
                 case, "/dashboard", "/desk?lang=en", "/dashboard?lang=en", "/desk?lang=vi"):  # fmt: skip
        page.goto(path)
        until(lambda: page.locator("main").count() == 1, page)
        page.wait_for_timeout(300)
        sound(page, path)
    page.goto(case)
    until(lambda: page.locator(".clocks").count() == 1, page)
    for summary in page.locator("main details > summary").all():
        if summary.is_visible():
            summary.click()
    sound(page, "a case with everything open")


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
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    sound(page, "shortcuts")
    page.keyboard.press("Escape")
    for name in ("Tài khoản của", "Thông báo"):
        button = page.locator(".top").get_by_role("button", name=name)
        if button.is_visible():
            button.click()
            sound(page, name)
            button.click()
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
        expect(page.locator("#side")).to_have_class(
            "side offcanvas-lg offcanvas-start show"
        )
        sound(page, "navigation on a phone")
