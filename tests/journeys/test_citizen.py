"""A citizen lodges a petition, keeps the receipt, and follows it."""

from playwright.sync_api import Page, expect

from tests.journeys.people import fill_in, lodge_by_form, track


def test_a_complaint_is_lodged_and_tracked(page: Page) -> None:
    """Ten anxious minutes: form, receipt, where it stands, who has it, by when."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Nộp đơn mới").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nộp đơn")
    code, secret = lodge_by_form(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận đơn của bạn")
    assert secret not in page.url
    page.get_by_role("button", name="Xem đơn đang ở đâu").click()
    expect(page.get_by_text(code)).to_be_visible()
    assert code not in page.url
    track(page, code.lower().replace("-", ""), secret.lower())
    expect(page.get_by_role("heading", level=1)).to_contain_text("xem xét thụ lý")
    expect(page.locator("[aria-current=step]")).to_have_text("Thụ lý")
    expect(page.get_by_role("main")).to_contain_text("đúng hạn, còn")


def test_a_fault_is_told_at_the_field_and_nothing_typed_is_lost(page: Page) -> None:
    """The sentence is in Vietnamese, at the field, and the letter is still there."""
    fill_in(page)
    page.get_by_label("Điện thoại").fill("không có")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.locator("#wrong-petitioner\\.phone")).to_contain_text(
        "Số điện thoại chỉ gồm"
    )
    expect(page.get_by_role("alert")).to_contain_text("Chưa gửi được")
    expect(page.get_by_label("Điện thoại")).to_have_value("không có")
    expect(page.get_by_label("Sự việc", exact=True)).to_have_value(
        "Thu hồi đất không nêu phương án bồi thường.\nTừ tháng 5."
    )
    expect(page.get_by_label("Cơ quan nhận đơn")).to_have_value("25585")
    page.get_by_label("Điện thoại").fill("0199 000 001")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.locator("[data-receipt-code]")).to_be_visible()


def test_an_empty_form_asks_for_what_must_be_chosen(page: Page) -> None:
    """Field and kind must be chosen; a letter without a name is taken all the same."""
    page.goto("/lodge")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.locator(".wrong")).to_have_count(2)
    page.get_by_label("Lĩnh vực").select_option("land")
    page.get_by_label("Phản ánh Tôi báo").check()
    page.get_by_label("Sự việc", exact=True).fill("Đường hỏng.")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.locator("[data-receipt-code]")).to_be_visible()


def test_sending_twice_gives_the_same_receipt(page: Page) -> None:
    """A double click, or a browser that sends again, makes one petition."""
    code, secret = lodge_by_form(page)
    page.reload()  # sends the form again
    expect(page.locator("[data-receipt-code]")).to_have_text(code)
    expect(page.locator("[data-tracking-secret]")).to_have_text(secret)


def test_a_wrong_secret_tells_nothing(page: Page) -> None:
    """Wrong secret and unknown code get the very same page."""
    code, _ = lodge_by_form(page)
    said = []
    for asked in (code, "AAAA-BBBB-CCCC"):
        track(page, asked, "WRONG-WRONG")
        said.append(page.get_by_role("alert").inner_text())
        assert page.locator(".steps").count() == 0
    assert said[0] == said[1]
    assert "Không có đơn nào khớp" in said[0]


def test_it_works_without_script(page: Page) -> None:
    """A four-year-old phone, or a browser that blocks scripts: the form is plain HTML."""
    context = page.context.browser.new_context(
        base_url=page.url if page.url != "about:blank" else None, java_script_enabled=False
    )
    plain = context.new_page()
    page.goto("/")
    plain.goto(page.url)
    plain.get_by_role("main").get_by_role("link", name="Nộp đơn mới").click()
    plain.get_by_label("Lĩnh vực").select_option("other")
    plain.get_by_label("Kiến nghị Tôi đề xuất").check()
    plain.get_by_role("button", name="Gửi đơn").click()
    assert plain.locator("[data-receipt-code]").inner_text()
    context.close()


def test_english_beside_vietnamese(page: Page) -> None:
    """Chosen once, kept; Vietnamese is what everybody gets first."""
    page.goto("/lodge")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lodge a petition")
    page.goto("/track")
    expect(page.get_by_role("heading", level=1)).to_have_text("Track a petition")
