"""Somebody of the staff comes in, changes the password, governs, and goes; in a real browser."""

import re

from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import PASSWORDS, sign_in

FAILED = "Tên đăng nhập hoặc mật khẩu không đúng"


def add_somebody(page: Page, login: str, name: str) -> str:
    """Add somebody as the administrator; return the first password."""
    page.goto("/people/new")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Cơ quan", exact=True).select_option("25585")
    page.get_by_role("button", name="Thêm cán bộ").click()
    return page.locator("[data-password]").inner_text()


def test_a_page_asks_who_one_is_and_goes_on(page: Page) -> None:
    """The browser keeps a secure `__Host-` cookie on the loopback, and no script can read it."""
    page.goto("/desk?show=closed")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=%2Fdesk%3Fshow%3Dclosed"))
    page.get_by_label("Tên đăng nhập").fill("xuly-25585")
    page.get_by_label("Mật khẩu").fill("chắc chắn là sai")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(FAILED)
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("xuly-25585")
    page.get_by_label("Mật khẩu").fill(PASSWORDS["xuly-25585"])
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page).to_have_url(re.compile(r"/desk\?show=closed"))
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["__Host-tiepdan"]["secure"]
    assert cookies["__Host-tiepdan"]["httpOnly"]
    assert "tiepdan=" not in page.evaluate("document.cookie")


def test_everybody_of_the_demonstration_gets_to_their_place(page: Page) -> None:
    for login, place in {
        "tiepdan": "/desk",
        "xuly": "/desk",
        "lanhdao": "/desk",
        "thanhtra": "/desk",
        "kiemtoan": "/desk",
        "quantri": "/people",
    }.items():
        sign_in(page, login)
        assert page.url.endswith(place), login


def test_the_first_password_is_changed_first(page: Page) -> None:
    """Added by an administrator; nothing opens before the change; everything after it."""
    sign_in(page, "quantri")
    first = add_somebody(page, "kim-anh", "Lê Kim Anh")
    page.get_by_role("link", name="Tiếp: cấp vai trò").click()
    page.get_by_label("Vai trò", exact=True).select_option("processing")
    page.get_by_role("button", name="Cấp vai trò").click()
    expect(page.get_by_role("status")).to_contain_text("Đã cấp vai trò")

    PASSWORDS["kim-anh"] = first
    sign_in(page, "kim-anh")
    expect(page).to_have_url(re.compile("/account$"))
    expect(page.get_by_role("alert")).to_contain_text("đổi mật khẩu")
    page.get_by_label("Mật khẩu hiện tại").fill(first)
    page.get_by_label("Mật khẩu mới").fill("một câu dài dễ nhớ lắm")
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đổi mật khẩu")
    expect(page.get_by_role("main")).to_contain_text("Xử lý đơn")
    page.goto("/desk")
    expect(page).to_have_url(re.compile("/desk$"))


def test_who_goes_is_gone(page: Page, stack: Stack) -> None:
    """Signing out in one window leads the other to the sign-in."""
    sign_in(page, "xuly-25459")
    other = page.context.new_page()
    other.goto("/account")
    page.evaluate(
        """() => {
            const form = document.createElement("form");
            form.method = "post";
            form.action = "/sign-out";
            form.append(document.querySelector("input[name=csrf]").cloneNode());
            document.body.append(form);
            form.submit();
        }"""
    )
    expect(page).to_have_url(re.compile("/sign-in"))
    other.goto("/desk")
    expect(other).to_have_url(re.compile("/sign-in"))
    other.close()


def test_the_pages_of_people_fit_a_phone(page: Page) -> None:
    sign_in(page, "quantri")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/people", "/people/new", "/account", "/sign-in"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, address
