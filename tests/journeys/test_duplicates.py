"""One letter lodged again and again: found, laid side by side, linked, guided once, unlinked."""

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, fill_in, lodge_by_program, sign_in, until

OFFICER, RECEIVES = "xuly-xd", f"tiepdan-{COMMUNE}"
BODY = "TN-S-XD"
LETTER = (
    "Gia đình tôi có thửa đất số 718, tờ bản đồ số 46 tại ấp Bến Đò. Ngày 12/3/2025 Ủy ban"
    " nhân dân xã ra quyết định số 88412/QĐ-UBND thu hồi để làm cầu mà không mời tôi dự họp,"
    " cũng không kiểm đếm vườn mãng cầu và căn nhà cấp bốn. Hộ liền kề có cùng vị trí lại"
    " được nhận giá cao hơn. Tôi đã hỏi nhiều lần nhưng chưa được trả lời bằng văn bản."
)
PREFACE = "Tôi đã gửi đơn nhiều nơi mà chưa ai trả lời nên nay trình bày lại."
AGAIN = f"{PREFACE} {LETTER}"


def unlike_others(plot: int, decision: int) -> str:
    """Return a letter of other figures: of one that many sent, a page shows only some."""
    return (
        f"Nhà tôi canh tác thửa ruộng số {plot} từ năm 1987. Cán bộ địa chính xã đo lại, ghi"
        f" thiếu {plot + 13} mét vuông vào biên bản số {decision}/BB rồi buộc gia đình dời"
        " hàng rào, chuồng trại sang phía mương nước mà không có quyết định nào kèm theo."
    )


@pytest.fixture(name="lodged", scope="module")
def _lodged(stack: Stack) -> list[dict[str, object]]:
    """A complaint at a department, the same once more, and the same through a deputy."""
    front, more = stack.urls["front"], {"receiving_agency": BODY}
    return [
        lodge_by_program(front, channel="post", summary=LETTER, **more),
        lodge_by_program(front, channel="post", summary=AGAIN, **more),
        lodge_by_program(
            front, channel="forwarded", forwarder="na_deputy", summary=LETTER, **more
        ),
    ]


def case_of(receipt: dict[str, object]) -> str:
    return f"/desk/petitions/{receipt['petition_id']}"


def open_case(page: Page, receipt: dict[str, object]) -> None:
    """Open a case as soon as it has come to routing."""
    page.goto(case_of(receipt))
    code = page.get_by_role("heading", name=str(receipt["receipt_code"]))
    until(lambda: code.count() > 0, page)


def guide(page: Page, receipt: dict[str, object]) -> None:
    """Open a case and guide, as the page proposes."""
    page.goto(case_of(receipt))
    button = page.locator("[data-act=guide]").first
    until(lambda: button.count() > 0, page)
    button.click()


def unlink(page: Page, other: dict[str, object]) -> None:
    """Undo a link from the page of duplicates, and say why."""
    form = page.locator(f"[data-linked='{other['petition_id']}'] [data-unlink]")
    form.locator("[data-opens]").click()
    form.get_by_label("Lý do").fill("Hai đơn nói về hai thửa đất khác nhau")
    form.get_by_role("dialog").get_by_role("button", name="Bỏ gộp").click()


def test_what_is_the_same_is_found_linked_guided_once_and_unlinked(
    page: Page, lodged: list[dict[str, object]]
) -> None:
    """The page leads from the case to the letter's twin and back; the law is said in words."""
    first, second, forwarded = lodged
    sign_in(page, OFFICER)
    page.goto(case_of(second))
    way = page.get_by_role("link", name="Tìm đơn trùng")
    until(lambda: way.count() > 0, page)
    way.click()
    found = page.locator(f"[data-candidate='{first['petition_id']}']")
    until(lambda: found.count() > 0, page)
    expect(found).to_contain_text("nhiều khả năng trùng")
    expect(found).to_contain_text("cùng họ tên người gửi (dấu hiệu vừa)")
    expect(found).to_contain_text("số liệu")
    compare = found.get_by_role("link", name=f"So sánh với đơn {first['receipt_code']}")
    if compare.count():
        compare.click()
    sides = page.locator("[data-side]")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text(str(second["receipt_code"]))
    expect(sides.nth(1)).to_contain_text(str(first["receipt_code"]))
    expect(sides.nth(1).locator("mark").first).to_contain_text("Gia đình tôi có thửa đất")
    expect(sides.nth(0).locator("mark").first).not_to_contain_text("nay trình bày lại")
    page.locator("#compared [data-link] button").click()
    expect(page.get_by_role("status")).to_contain_text("Đã gộp hai đơn")
    expect(page.locator(f"[data-linked='{first['petition_id']}']")).to_be_visible()
    expect(page.locator(f"[data-candidate='{first['petition_id']}']")).to_have_count(0)

    page.goto(case_of(second))
    expect(page.get_by_text("1 đơn khác cùng nội dung")).to_be_visible()
    guide(page, first)
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
    guide(page, second)
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("đã hướng dẫn một lần về cùng nội dung")
    expect(refused).to_contain_text("khoản 1 Điều 8 Thông tư")

    page.goto(f"{case_of(second)}/duplicates")
    unlink(page, first)
    expect(page.get_by_role("status")).to_contain_text("Đã bỏ gộp")
    expect(page.locator("[data-undone]")).to_contain_text("hai thửa đất khác nhau")
    guide(page, second)
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
    assert forwarded["petition_id"]


def test_a_forwarder_is_answered_from_the_same_case(
    page: Page, lodged: list[dict[str, object]]
) -> None:
    """Linked by the second, the first says who sent the third on; the link can be undone."""
    first, _, forwarded = lodged
    sign_in(page, OFFICER)
    page.goto(f"{case_of(forwarded)}/duplicates?with={first['petition_id']}")
    button = page.locator("#compared [data-link] button")
    until(lambda: button.count() > 0, page)
    button.click()
    expect(page.locator("[data-forwarders]")).to_contain_text("đại biểu Quốc hội")
    page.goto(case_of(first))
    expect(page.get_by_text("đại biểu Quốc hội, đoàn đại biểu Quốc hội")).to_be_visible()
    page.goto(f"{case_of(first)}/duplicates")
    unlink(page, forwarded)
    expect(page.get_by_role("status")).to_contain_text("Đã bỏ gộp")
    expect(page.locator("[data-forwarders]")).to_have_count(0)


def test_a_phone_shows_the_two_under_each_other(
    page: Page, lodged: list[dict[str, object]]
) -> None:
    """Side by side on a desk, one under the other on a phone; nothing scrolls sideways."""
    first, _, forwarded = lodged
    sign_in(page, OFFICER)
    page.goto(f"{case_of(forwarded)}/duplicates?with={first['petition_id']}")
    boxes = [page.locator("[data-side]").nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    page.set_viewport_size({"width": 390, "height": 844})
    boxes = [page.locator("[data-side]").nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]


def test_at_the_desk_what_is_alike_is_shown_while_it_is_typed(
    page: Page, stack: Stack
) -> None:
    """It stands beside the form and on the receipt, and holds nothing up."""
    letter = unlike_others(219, 51307)
    known = lodge_by_program(stack.urls["front"], summary=letter)
    sign_in(page, RECEIVES)
    open_case(page, known)
    fill_in(page)
    page.get_by_label("Sự việc", exact=True).fill(f"{PREFACE} {letter}")
    page.get_by_label("Yêu cầu của bạn").focus()
    twin = page.locator(f"#alike [data-twin='{known['petition_id']}']")
    expect(twin).to_contain_text("nhiều khả năng trùng")
    page.get_by_role("button", name="Gửi đơn", exact=True).click()
    expect(page.locator("[data-receipt-code]")).to_be_visible()
    twin = page.locator(f"[data-twin='{known['petition_id']}']")
    expect(twin).to_contain_text(str(known["receipt_code"]))
    twin.get_by_role("link", name="So sánh hai đơn").click()
    expect(page.get_by_role("heading", name="So sánh hai đơn")).to_be_visible()


def test_without_script_a_button_looks_and_a_visitor_is_shown_nothing(
    page: Page, stack: Stack, browser: Browser
) -> None:
    """The form comes back as it was typed; who is no officer gets neither button nor list."""
    letter = unlike_others(640, 77215)
    known = lodge_by_program(stack.urls["front"], summary=letter)
    sign_in(page, RECEIVES)
    open_case(page, known)
    plain = browser.new_context(
        base_url=stack.urls["front"],
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    try:
        still = plain.new_page()
        fill_in(still)
        still.get_by_label("Sự việc", exact=True).fill(f"{PREFACE} {letter}")
        still.get_by_role("button", name="Tìm đơn có thể trùng").click()
        expect(
            still.locator(f"#alike [data-twin='{known['petition_id']}']")
        ).to_be_visible()
        expect(still.get_by_label("Sự việc", exact=True)).to_have_value(
            f"{PREFACE} {letter}"
        )
    finally:
        plain.close()
    page.context.clear_cookies()
    fill_in(page)
    page.get_by_label("Sự việc", exact=True).fill(f"{PREFACE} {letter}")
    assert page.locator("#alike").count() == 0
    page.get_by_role("button", name="Gửi đơn", exact=True).click()
    expect(page.locator("[data-receipt-code]")).to_be_visible()
    assert page.locator("[data-twin]").count() == 0
