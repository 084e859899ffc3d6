"""When the store is away: a page in words, a time to come back, and nothing typed is lost."""

from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import fill_in, sign_in


def test_the_store_is_away_and_comes_back(page: Page, stack: Stack) -> None:
    """The form keeps what was typed and, sent again, makes one petition."""
    sign_in(page, "xuly-25585")
    fill_in(page)
    store = stack.process("postgres")
    store.stop()
    try:
        with page.expect_navigation() as navigated:
            page.get_by_role("button", name="Gửi đơn").click()
        answer = navigated.value
        assert answer.status == 503
        assert answer.headers["retry-after"] == "2"
        expect(page.get_by_role("alert")).to_contain_text("chưa được ghi nhận")
        expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Lan")
        with page.context.new_page() as desk:
            asked = desk.goto("/desk")
            assert asked is not None
            assert asked.status == 503
            assert asked.headers["retry-after"] == "2"
            says = "Hệ thống đăng nhập tạm thời chưa trả lời"
            expect(desk.get_by_role("main")).to_contain_text(says)
            expect(desk.get_by_role("link", name="Tải lại")).to_be_visible()
            assert "Traceback" not in desk.content()
    finally:
        store.start()
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.locator("[data-receipt-code]")).to_be_visible()
