"""A petition that nobody wants: given back, stopped at the third transfer, designated, taken."""

import re

import pytest
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, until

WARD, THIRD = "25459", "25486"
REASON = "Thửa đất không thuộc địa bàn của đơn vị."


@pytest.fixture(name="address")
def _address(stack: Stack) -> str:
    """A recommendation at the province's reception board."""
    receipt = lodge_by_program(
        stack.urls["front"], kind_claimed="recommendation", receiving_agency="TN-BTCD"
    )
    return f"/desk/petitions/{receipt['petition_id']}"


def open_as(page: Page, login: str, address: str, button: str) -> None:
    """Open the case as somebody, once it offers what they came for."""
    sign_in(page, login)
    page.goto(address)
    found = page.locator(f"[data-act={button}]")
    until(lambda: found.count() > 0, page)


def give_back(page: Page, login: str, address: str) -> None:
    open_as(page, login, address, "return")
    page.get_by_text("Trả lại nơi chuyển", exact=True).first.click()
    form = page.locator("form[action$='/return']")
    form.get_by_label("Căn cứ").select_option("not_competent")
    form.get_by_label("Lý do").fill(REASON)
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Trả lại nơi chuyển")


def send_to(page: Page, address: str, agency: str) -> None:
    open_as(page, "xuly", address, "transfer")
    page.get_by_text("Chuyển đến cơ quan khác", exact=True).first.click()
    form = page.locator("details[open] form[action$='/transfer']")
    form.locator("select[name=to_agency]").select_option(agency)
    form.get_by_label("Lý do").fill(REASON)
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Chuyển đơn")


def test_the_third_transfer_ends_with_the_common_superior(page: Page, address: str) -> None:
    """A → B, back, → C, back, third: the chair says whose it is, and that body takes it."""
    open_as(page, "xuly", address, "transfer")
    page.locator("[data-act=transfer]").first.click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Chuyển đơn")
    give_back(page, f"lanhdao-{COMMUNE}", address)
    send_to(page, address, WARD)
    give_back(page, f"lanhdao-{WARD}", address)
    send_to(page, address, THIRD)

    sign_in(page, "lanhdao")
    page.goto("/desk?show=designation")
    expect(
        page.get_by_role("row").filter(has=page.locator(f"a[href='{address}']"))
    ).to_contain_text("Chờ xác định thẩm quyền")
    page.goto(address)
    file = page.locator("#disputed")
    expect(file).to_contain_text("Đơn đã chuyển hai lần nên không chuyển nữa")
    expect(file).to_contain_text("không thuộc thẩm quyền nơi nhận")
    expect(file).to_contain_text(REASON)
    form = page.locator("form[action$='/designate']")
    form.locator("select[name=to_agency]").select_option(WARD)
    form.get_by_label("Lý do").fill("Thửa đất nằm trên địa bàn phường.")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")

    open_as(page, f"lanhdao-{WARD}", address, "confirm")
    assert page.locator("[data-act=return]").count() == 0, "a designation binds"
    page.locator("[data-act=confirm]").click()
    expect(page.get_by_role("status")).to_contain_text("Xác nhận đã nhận đơn")
    chain = page.locator("#custody")
    expect(chain.locator("svg rect")).to_have_count(7)
    expect(chain.get_by_role("row").last).to_contain_text("đang giữ")
    total = re.search(r"Cộng: ([\d +]+) = (\d+) ngày", chain.inner_text())
    assert total, "the days of all holders are shown"
    assert sum(map(int, total[1].split(" + "))) == int(total[2])
    expect(page.get_by_role("button", name="Trả lời")).to_be_visible()
