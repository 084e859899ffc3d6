"""A day at the desk without a mouse: every step by key, and one always sees where one is."""

import re

from playwright.sync_api import Locator, Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, PASSWORDS, lodge_by_program

HEAD = f"lanhdao-{COMMUNE}"
MOST_STEPS = 250
_SEEN = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return {name: "", seen: true};
    const box = here.closest(".choice") || here;
    const look = getComputedStyle(box);
    const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
    const rect = here.getBoundingClientRect();
    return {
        // Buttons of a list may be written alike: which one it is tells them apart.
        name: `${[...document.querySelectorAll("*")].indexOf(here)} ${here.outerHTML.slice(0, 160)}`,
        seen: (outlined || look.boxShadow !== "none") && rect.width > 0 && rect.height > 0,
    };
}"""


def step(page: Page, key: str = "Tab") -> str:
    """Press a key; where that leads must be seen. Return what has the focus."""
    page.keyboard.press(key)
    page.wait_for_function("document.activeElement !== null")
    here = page.evaluate(_SEEN)
    assert here["seen"], f"nothing shows that the focus is on {here['name']}"
    return str(here["name"])


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Walk until something has the focus; every step on the way is seen and leads on."""
    before = ""
    for _ in range(MOST_STEPS):
        here = step(page, key)
        if target.evaluate("e => e === document.activeElement"):
            return
        # A date has stops of its own: day, month, year and the calendar.
        stays = here == before and 'type="date"' not in here
        assert not stays or not here, f"the focus is trapped on {here}"
        before = here
    raise AssertionError(f"no Tab leads to {target}")


def palette(page: Page, words: str) -> None:
    """Go somewhere by Ctrl-K."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in_by_keys(page: Page) -> None:
    page.goto("/sign-in")
    step(page)
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, page.get_by_label("Tên đăng nhập"))
    page.keyboard.type(HEAD)
    tab_to(page, page.get_by_label("Mật khẩu"))
    page.keyboard.type(PASSWORDS[HEAD])
    with page.expect_navigation(url=re.compile("/desk")):
        page.keyboard.press("Enter")


def test_a_day_without_a_mouse(page: Page, stack: Stack) -> None:
    """Sign in, filter, walk the rows, act with a form, come back, look something up, go."""
    codes = [
        str(lodge_by_program(stack.urls["front"], subject_field="other")["receipt_code"])
        for _ in range(2)
    ]
    sign_in_by_keys(page)
    palette(page, "viec cua don vi")
    page.keyboard.press("f")
    fields = page.locator(".filter-sheet")
    tab_to(page, fields.get_by_label("Lĩnh vực khác"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Áp dụng"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(len(codes))
    for key, row in (("j", 0), ("j", 1), ("k", 0)):
        step(page, key)
        expect(rows.nth(row)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    tab_to(page, page.locator("[data-act=accept]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Thụ lý")
    tab_to(page, page.get_by_label("Kết quả"))
    for outcome in ("right", "partly_right"):
        step(page, "ArrowDown")
        expect(page.get_by_label("Kết quả")).to_have_value(outcome)
    tab_to(page, page.get_by_role("button", name="Ra quyết định"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Ghi nhận đã gửi quyết định")

    palette(page, "viec cua don vi")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Phím tắt")
    expect(sheet).to_contain_text("Xuống một dòng")
    step(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    step(page, "/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("Nguyễn Thị Lan")
    with page.expect_navigation(url=re.compile("/search")):
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text(codes[0])

    tab_to(page, page.locator("summary.me"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Đăng xuất"))
    with page.expect_navigation(url=re.compile("/sign-in|/$")):
        page.keyboard.press("Enter")


def test_menus_close_when_the_focus_leaves_them(page: Page) -> None:
    """Escape leads back to what opened them; Tab past their end hides nothing."""
    sign_in_by_keys(page)
    me = page.locator("summary.me")
    tab_to(page, me)
    page.keyboard.press("Enter")
    menu = page.locator("details:has(> summary.me)")
    expect(menu).to_have_attribute("open", "")
    step(page)
    page.keyboard.press("Escape")
    expect(me).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#side li a").first)
    expect(menu).not_to_have_attribute("open", "")


def test_every_stop_of_a_page_is_seen_and_none_holds_on(page: Page) -> None:
    """Around the page and back to its beginning, there and back again."""
    sign_in_by_keys(page)
    for path in ("/desk", "/dashboard", "/account", "/people"):
        page.goto(path)
        skip = page.locator(".skip")
        tab_to(page, skip)
        tab_to(page, page.locator("#search"))
        tab_to(page, skip)
        tab_to(page, page.locator("#search"), "Shift+Tab")
