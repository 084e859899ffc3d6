"""An officer finds a petition, acts on it, and sees what became of it."""

import time

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import (
    COMMUNE,
    lodge_by_form,
    lodge_by_program,
    sign_in,
    until,
)
from tests.journeys.world import OF_AN_OFFICIAL

HEAD = f"lanhdao-{COMMUNE}"


@pytest.fixture(name="page")
def _page(page: Page) -> Page:
    """Open a page as the head of the commune that every petition here is about."""
    sign_in(page, HEAD)
    return page


def row_of(page: Page, code: str) -> Locator:
    """Go through the pages of the list, as long as it takes until the petition is on one."""
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=code))
    further = page.get_by_role("link", name="Trang sau")
    end = time.monotonic() + 20
    page.goto(f"/desk?holder={COMMUNE}")
    while not row.count():
        assert time.monotonic() < end, "the list never showed it"
        if further.count():
            page.goto(str(further.get_attribute("href")))
        else:
            page.goto(f"/desk?holder={COMMUNE}")
    return row


def open_case(page: Page, code: str) -> None:
    row_of(page, code).get_by_role("link", name=code).click()
    until(lambda: page.locator(".clocks").count() == 1, page)


def test_the_proposed_act_is_carried_out(page: Page) -> None:
    """Worklist, case, one button with its legal basis; the story grows and a clock starts."""
    code, _ = lodge_by_form(page)
    open_case(page, code)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Nguyễn Thị Lan")
    expect(main).to_contain_text("Căn cứ: Điều 27 Luật Khiếu nại")
    before = page.locator(".story li").count()
    page.get_by_role("button", name="Thụ lý", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Thụ lý")
    expect(main).to_contain_text("thụ lý")
    settle = page.locator(".clocks").get_by_text("Giải quyết khiếu nại lần đầu")
    until(lambda: settle.count() == 1, page)
    assert page.locator(".story li").count() > before
    expect(page.locator(".clocks .chip").first).to_contain_text("đúng hạn, còn")
    page.get_by_label("Kết quả").select_option("partly_right")
    page.get_by_role("button", name="Ra quyết định").click()
    expect(main).to_contain_text("ra quyết định: đúng một phần")
    page.get_by_role("button", name="Ghi nhận đã gửi quyết định").click()
    expect(main).to_contain_text("gửi quyết định, kết luận ngày")
    expect(main).to_contain_text("Không có việc nào phải làm ngay")


def test_a_refusal_is_a_sentence_on_the_page(page: Page) -> None:
    """Not JSON: what is wrong, and the case is still there to act on."""
    code, _ = lodge_by_form(page)
    open_case(page, code)
    address = page.url
    page.get_by_role("button", name="Thụ lý", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
    page.evaluate(
        """address => {
            const form = document.createElement("form");
            form.method = "post";
            form.action = address + "/guide";
            form.append(document.querySelector("input[name=csrf]").cloneNode());
            document.body.append(form);
            form.submit();
        }""",
        address.partition("?")[0],
    )
    expect(page.get_by_role("alert")).to_contain_text("Vụ việc đã thụ lý")
    expect(page.get_by_role("button", name="Ra quyết định")).to_be_visible()


def test_a_petition_of_another_body_is_sent_on_and_confirmed(
    page: Page, stack: Stack
) -> None:
    """Sent to the competent body, which holds it from then on and confirms."""
    receipt = lodge_by_program(
        stack.urls["front"], kind_claimed="recommendation", receiving_agency="TN-BTCD"
    )
    sign_in(page, "xuly")
    address = f"/desk/petitions/{receipt['petition_id']}"
    page.goto(address)
    send = page.get_by_role("button", name="Chuyển đơn").first
    until(lambda: send.count() == 1, page)
    send.click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Chuyển đơn")
    sign_in(page, HEAD)
    page.goto(address)
    page.get_by_role("button", name="Xác nhận đã nhận đơn").click()
    expect(page.locator(".story").first).to_contain_text("xác nhận đã nhận đơn")
    expect(page.get_by_role("button", name="Trả lời")).to_be_visible()


def test_a_denouncer_is_a_block(page: Page, stack: Stack) -> None:
    """Never initials: in the list and on the case the name is sealed, with the law."""
    receipt = lodge_by_program(
        stack.urls["front"], kind_claimed="denunciation", respondent=OF_AN_OFFICIAL
    )
    page.goto(f"/desk/petitions/{receipt['petition_id']}")
    until(lambda: page.locator(".sealed").count() == 1, page)
    expect(page.get_by_role("main")).to_contain_text("Điều 56 Luật Tố cáo")
    assert "Nguyễn Thị" not in page.content()
    assert "Ấp 3" not in page.content()
    expect(row_of(page, str(receipt["receipt_code"]))).to_contain_text("▒▒▒")


def test_pages_follow_each_other_and_the_total_is_true(page: Page, stack: Stack) -> None:
    """Fifty rows a page; the rows of all pages are as many as the total says."""
    for number in range(55):
        lodge_by_program(stack.urls["front"], summary=f"Việc số {number}")
    page.goto(f"/desk?holder={COMMUNE}")
    until(lambda: page.get_by_role("link", name="Trang sau").count() == 1, page)
    page.wait_for_timeout(500)
    page.reload()
    total = int(page.locator("[data-total]").inner_text().split()[0])
    rows = page.locator("tbody tr").count()
    assert rows == 50
    while page.get_by_role("link", name="Trang sau").count():
        page.get_by_role("link", name="Trang sau").click()
        expect(page.get_by_role("link", name="Về trang đầu danh sách")).to_be_visible()
        rows += page.locator("tbody tr").count()
    assert rows == total


@pytest.mark.parametrize(
    ("origin", "of_this_session"), [("http://evil.example", True), (None, False)]
)
def test_a_form_of_another_site_cannot_act(
    page: Page, stack: Stack, origin: str | None, *, of_this_session: bool
) -> None:
    """Neither one that another site sends, nor one that does not carry the session's word."""
    receipt = lodge_by_program(stack.urls["front"])
    address = f"/desk/petitions/{receipt['petition_id']}"
    page.goto(address)
    until(lambda: page.locator(".clocks").count() == 1, page)
    session = next(c for c in page.context.cookies() if c["name"] == "__Host-tiepdan")
    word = page.locator("main input[name=csrf]").first.input_value()
    answer = httpx.post(
        f"{stack.urls['front']}{address}/accept",
        headers={
            "Cookie": f"{session['name']}={session['value']}",
            "Origin": origin or stack.urls["front"],
        },
        data={"csrf": word if of_this_session else "guessed"},
    )
    assert answer.status_code == 403
    page.reload()
    expect(page.get_by_role("button", name="Thụ lý", exact=True)).to_be_visible()
