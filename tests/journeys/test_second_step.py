"""Two steps to sign in: set up, used, lost and demanded; in a real browser, also by keys alone."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.authenticator import Authenticator, wrong
from tests.journeys.people import AUTHENTICATORS, PASSWORDS, give_password, sign_in
from tests.journeys.world import member

RECOVERED = "Một mã dự phòng đã được dùng"


def scan(page: Page, login: str) -> Authenticator:
    """Set up an authenticator with what the page shows."""
    picture = page.get_by_role("img", name="Mã QR")
    expect(picture).to_be_visible()
    assert picture.evaluate("e => e.complete && e.naturalWidth > 0"), "it was not drawn"
    AUTHENTICATORS[login] = app = Authenticator.read(page.content())
    return app


def confirm(page: Page, login: str, code: str) -> None:
    """Type code and password, and send them."""
    page.get_by_label("Mã trong ứng dụng").fill(code)
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORDS[login])
    page.get_by_role("button", name="Bật xác thực hai bước").click()


def test_from_one_factor_to_two_and_back(page: Page) -> None:
    """Set up with a slip; signed in by keys alone; without the phone; taken off at last."""
    login = "xuly-xd"
    sign_in(page, login)
    page.goto("/account")
    page.get_by_role("link", name="Bật xác thực hai bước").click()
    app = scan(page, login)
    confirm(page, login, wrong(app.at(0)))
    expect(page.get_by_role("alert")).to_contain_text("Mã không đúng")
    assert Authenticator.read(page.content()).secret == app.secret, "scan it again?"
    confirm(page, login, app.code())
    paper = page.locator("[data-recovery] code").all_inner_texts()
    assert len(paper) == 10
    page.get_by_role("link", name="Tôi đã cất các mã này").click()
    expect(page).to_have_url(re.compile("/desk$"))

    give_password(page, login)
    expect(page.get_by_label("Mã trong ứng dụng")).to_be_focused()
    page.keyboard.type(app.code())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk$"))

    give_password(page, login)
    page.get_by_text("Dùng mã dự phòng").first.click()
    page.get_by_label("Mã dự phòng").fill(paper[0].upper())
    page.get_by_role("button", name="Dùng mã dự phòng").click()
    expect(page).to_have_url(re.compile("/account$"))
    expect(page.get_by_role("alert")).to_contain_text(RECOVERED)
    page.get_by_role("button", name="Tôi đã đọc").click()
    expect(page.get_by_text(RECOVERED)).to_have_count(0)

    page.get_by_role("link", name="Mã dự phòng, đổi máy, tắt").click()
    page.get_by_label("Tắt, hoặc đổi sang máy khác").check()
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORDS[login])
    page.get_by_text("Dùng mã dự phòng").click()
    page.get_by_label("Mã dự phòng", exact=True).fill(paper[1])
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.get_by_role("status")).to_contain_text("Đã tắt")
    give_password(page, login)
    expect(page.get_by_role("alert")).to_contain_text(RECOVERED)
    page.get_by_role("button", name="Tôi đã đọc").click()
    give_password(page, login)
    expect(page).to_have_url(re.compile("/desk$"))


def test_who_lost_everything_is_helped_and_told(page: Page) -> None:
    login = "tiepdan-25486"
    sign_in(page, login)
    page.goto("/account/factor")
    confirm(page, login, scan(page, login).code())
    expect(page.locator("[data-recovery]")).to_be_visible()

    sign_in(page, "quantri")
    page.goto(f"/people/{member(login).officer}")
    page.get_by_role("button", name="Gỡ xác thực hai bước").click()
    question = page.get_by_role("dialog", name="Gỡ xác thực hai bước của người này?")
    expect(question).to_contain_text("đã gặp và nhận ra đúng người")
    question.get_by_role("button", name="Gỡ xác thực hai bước").click()
    expect(page.get_by_role("status")).to_contain_text("Đã gỡ xác thực hai bước")

    give_password(page, login)
    expect(page).to_have_url(re.compile("/account$"))
    expect(page.get_by_role("alert")).to_contain_text("Quản trị viên đã gỡ")


@pytest.fixture(name="demanding")
def _demanding(stack: Stack) -> Iterator[None]:
    os.environ["TIEPDAN_SECOND_FACTOR"] = "reception"
    stack.restart("routing")
    yield
    del os.environ["TIEPDAN_SECOND_FACTOR"]
    stack.restart("routing")


def test_whose_role_demands_it_sets_it_up_and_works(demanding: None, page: Page) -> None:
    """Nothing else opens before, and each page says what to do; then all is as ever."""
    login = "tiepdan-25459"
    sign_in(page, login)
    expect(page).to_have_url(re.compile("/account/factor$"))
    expect(page.get_by_role("alert")).to_contain_text("đòi hỏi xác thực hai bước")
    page.goto("/desk")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hãy bật xác thực")
    page.get_by_role("main").get_by_role("link", name="Bật xác thực hai bước").click()
    confirm(page, login, scan(page, login).code())
    page.get_by_role("link", name="Tôi đã cất các mã này").click()
    expect(page).to_have_url(re.compile("/desk$"))
    expect(page.get_by_role("navigation", name="Nơi làm việc")).to_contain_text("Điều hành")
