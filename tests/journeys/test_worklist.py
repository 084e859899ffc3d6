"""An officer's day in the browser: find the work, take it, give it, keep the way it is looked at."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, until
from tests.journeys.province import province

HEAD, OFFICER, AUDITOR = f"lanhdao-{COMMUNE}", f"xuly-{COMMUNE}", "kiemtoan"
OFFICERS_NAME = "Nguyễn Hữu Phước"


@pytest.fixture(name="stack", scope="module")
def _stack() -> Iterator[Stack]:
    """A province of its own: here rows are counted, and nobody else may lodge."""
    with province() as running:
        yield running


@pytest.fixture(name="desk")
def _desk(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A second window: of the officer to whom the head gives work."""
    context = browser.new_context(base_url=stack.urls["front"], locale="vi-VN")
    page = context.new_page()
    sign_in(page, OFFICER)
    yield page
    context.close()


def lodged(stack: Stack, page: Page, n: int, **more: object) -> list[str]:
    """Lodge petitions, and wait until the list shows them."""
    receipts = [lodge_by_program(stack.urls["front"], **more) for _ in range(n)]
    codes = [str(receipt["receipt_code"]) for receipt in receipts]
    for code in codes:
        until(lambda c=code: page.get_by_role("link", name=c).count() == 1, page)
    return codes


def row(page: Page, code: str):
    return page.get_by_role("row").filter(has_text=code)


def count_of(page: Page, whose: str) -> int:
    text = page.locator(f"[data-count-of={whose}]").inner_text()
    return int(re.sub(r"\D", "", text))


def test_a_head_gives_work_by_keyboard_and_the_bell_says_why(
    page: Page, desk: Page, stack: Stack
) -> None:
    """Walk, tick, choose, see what would become, confirm; the officer finds it under Mine."""
    sign_in(page, HEAD)
    page.goto("/desk?field=environment&whose=unit")
    codes = lodged(stack, page, 2, subject_field="environment")
    page.locator("body").press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_contain_text("2")
    page.keyboard.press("e")
    page.keyboard.type(OFFICERS_NAME[:6])
    page.get_by_label("Giao cho").select_option(label=OFFICERS_NAME)
    page.get_by_role("button", name="Phân công", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(
        f"2 hồ sơ sẽ được giao cho {OFFICERS_NAME}"
    )
    page.get_by_role("button", name="Giao 2 hồ sơ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao 2 hồ sơ")
    expect(page.get_by_text("✓ đã giao")).to_have_count(2)
    page.get_by_role("link", name="Về danh sách").click()
    for code in codes:
        expect(row(page, code)).to_contain_text(OFFICERS_NAME)

    desk.goto("/desk?whose=mine")
    until(lambda: desk.get_by_role("link", name=codes[0]).count() == 1, desk)
    assert count_of(desk, "mine") == desk.locator("tbody tr").count()
    bell = desk.locator("[data-bell]")
    expect(bell).to_be_visible()
    expect(bell.locator("[data-unread-shown]")).not_to_be_empty()
    bell.locator("summary").first.click()
    told = bell.locator(".told").filter(has_text=codes[0])
    expect(told).to_contain_text("được giao cho ông/bà")
    told.get_by_text("Vì sao ông/bà nhận được?").click()
    expect(told).to_contain_text("vì người đứng đầu đơn vị giao ông/bà phụ trách")
    bell.get_by_role("button", name="Đánh dấu đã xem hết").click()
    expect(bell.locator("[data-unread-shown]")).to_be_empty()
    expect(bell.locator(".told").first).to_be_visible()


def test_an_officer_takes_a_case_on_its_page(page: Page, stack: Stack) -> None:
    """One button, and the case says who is answerable."""
    sign_in(page, OFFICER)
    page.goto("/desk?field=public_order")
    (code,) = lodged(stack, page, 1, subject_field="public_order")
    page.get_by_role("link", name=code).click()
    page.get_by_role("button", name="Nhận vụ việc này").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận: Phân công")
    expect(page.get_by_role("main")).to_contain_text(f"Phụ trách: {OFFICERS_NAME}")
    expect(page.locator(".story").first).to_contain_text(f"giao cho {OFFICERS_NAME}")
    expect(page.get_by_role("button", name="Nhận vụ việc này")).to_have_count(0)


def test_filters_are_chips_and_are_kept_under_a_name(
    page: Page, desk: Page, stack: Stack
) -> None:
    """Several values a filter; a view of the unit stands under everybody's navigation there."""
    sign_in(page, HEAD)
    page.goto("/desk")
    lodged(stack, page, 1, subject_field="construction")
    page.get_by_text("+ Bộ lọc").click()
    page.get_by_label("Khiếu nại", exact=True).check()
    page.get_by_label("Tố cáo", exact=True).check()
    page.get_by_label("Xây dựng", exact=True).check()
    page.get_by_role("button", name="Áp dụng").click()
    chips = page.locator(".filter-chip")
    expect(chips).to_have_count(2)
    expect(chips.first).to_contain_text("Khiếu nại, Tố cáo")
    expect(page.get_by_role("row").filter(has_text="Xây dựng").first).to_be_visible()
    page.locator("summary").filter(has_text="Lưu bộ lọc").click()
    page.get_by_label("Tên", exact=True).fill("Xây dựng của xã")
    page.get_by_label("Cả đơn vị cùng dùng").check()
    page.get_by_role("button", name="Lưu bộ lọc").click()
    side = page.get_by_role("navigation", name="Nơi làm việc")
    expect(side.get_by_role("link", name="Xây dựng của xã")).to_have_attribute(
        "aria-current", "page"
    )
    desk.goto("/dashboard")
    shared = desk.get_by_role("link", name="Xây dựng của xã")
    expect(shared).to_be_visible()
    shared.click()
    expect(desk.locator(".filter-chip")).to_have_count(2)
    expect(desk.get_by_role("button", name="Xóa bộ lọc “Xây dựng của xã”")).to_have_count(0)
    page.get_by_role("link", name="Bỏ lọc: Loại").click()
    expect(page.locator(".filter-chip")).to_have_count(1)
    page.get_by_role("link", name="Xây dựng của xã").click()
    page.get_by_role("button", name="Xóa bộ lọc “Xây dựng của xã”").click()
    expect(page.get_by_role("link", name="Xây dựng của xã")).to_have_count(0)


def test_names_are_for_who_may_see_them(page: Page, stack: Stack) -> None:
    """A name for the officer in charge, a block for who denounced, and nothing for auditors."""
    sign_in(page, OFFICER)
    page.goto("/desk?field=social_policy")
    (named,) = lodged(stack, page, 1, subject_field="social_policy")
    expect(row(page, named)).to_contain_text("Nguyễn Thị Lan")
    (sealed,) = lodged(
        stack,
        page,
        1,
        subject_field="social_policy",
        kind_claimed="denunciation",
        respondent={
            "name": "Ông C",
            "role": "Cán bộ",
            "agency_code": COMMUNE,
            "post": "official",
        },
    )
    expect(row(page, sealed)).to_contain_text("▒▒▒")
    expect(row(page, sealed)).not_to_contain_text("Nguyễn Thị Lan")
    sign_in(page, AUDITOR)
    page.goto("/desk?field=social_policy")
    expect(row(page, named)).to_be_visible()
    assert "Nguyễn Thị Lan" not in page.content()
    expect(page.get_by_role("columnheader", name="Người gửi")).to_have_count(0)
    expect(page.locator(".pick")).to_have_count(0)


def test_all_that_match_are_given_not_only_the_page(page: Page, stack: Stack) -> None:
    """Fifty rows a page; the bar offers all that match, and all of them are given."""
    sign_in(page, HEAD)
    page.goto("/desk?field=administration")
    for _ in range(53):
        lodge_by_program(stack.urls["front"], subject_field="administration")
    until(lambda: count_of(page, "all") == 53, page, patience_s=20)
    boxes = page.locator("tbody .pick input")
    boxes.first.click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-ticked]")).to_have_text("Đã đánh dấu 4")
    page.get_by_label("Chọn tất cả 53").check()
    page.get_by_label("Giao cho").select_option(label=OFFICERS_NAME)
    page.get_by_role("button", name="Phân công", exact=True).click()
    page.get_by_role("button", name="Giao 53 hồ sơ").click()
    expect(page.get_by_role("status")).to_contain_text("Đã giao 53 hồ sơ", timeout=15_000)
    page.get_by_role("link", name="Về danh sách").click()
    until(lambda: page.locator("[data-officer]").count() == 50, page)


def test_what_comes_in_is_offered_and_moves_no_row(page: Page, stack: Stack) -> None:
    """The list stays as it is under the pointer until it is asked for what is new."""
    sign_in(page, OFFICER)
    page.goto("/desk?field=corruption&kind=complaint")
    lodged(stack, page, 1, subject_field="corruption")
    with page.expect_response(lambda answer: "/desk/fresh" in answer.url):
        page.reload()
    for _ in range(2):
        lodge_by_program(stack.urls["front"], subject_field="corruption")
    lodge_by_program(stack.urls["front"], subject_field="other")
    offer = page.locator("[data-fresh]")
    expect(offer).to_have_text("2 mới, bấm để xem", timeout=25_000)
    expect(page.locator("tbody tr")).to_have_count(1)
    offer.click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(offer).to_have_count(0)
