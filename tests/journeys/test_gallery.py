"""The parts every page is built of: by keyboard, by name, and across a reload."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import sign_in


@pytest.fixture
def gallery(page: Page) -> Page:
    """Open the gallery as the administrator, past the form that asks to be mended."""
    sign_in(page, "quantri")
    page.goto("/gallery")
    page.evaluate("document.activeElement.blur()")
    return page


def test_every_part_is_shown_in_both_languages(gallery: Page) -> None:
    """Nothing is missing, and no sentence of one language stands on the page of the other."""
    page = gallery
    for part in (".chip", ".sealed", ".notice", ".empty", ".story", ".steps", ".figures",
                 ".bars", ".told", ".filters", ".selection", ".views", ".toast-line",
                 "progress", "dialog#sure", ".choice", ".wrong", ".pages"):  # fmt: skip
        assert page.locator(part).count() > 0, part
    expect(page.locator("h1")).to_have_text("Mẫu giao diện")
    page.goto("/gallery?lang=en")
    expect(page.locator("h1")).to_have_text("Gallery")
    assert "Bộ lọc" not in page.inner_text("body")


def test_only_who_administers_sees_it(page: Page) -> None:
    """Places are shown by role, and guarded where they are."""
    sign_in(page, "xuly-25585")
    expect(page.locator("#side nav")).to_contain_text("Việc của đơn vị")
    expect(page.locator("#side nav")).not_to_contain_text("Mẫu giao diện")
    answer = page.goto("/gallery")
    assert answer is not None
    assert answer.status == 403


def test_the_palette_goes_where_it_is_told(gallery: Page) -> None:
    """Ctrl-K, some letters without tone marks, arrows, Enter; Escape closes."""
    page = gallery
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Đi đến, hoặc làm ngay")
    expect(palette).to_be_visible()
    expect(palette.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("can bo")
    expect(palette.get_by_role("option").first).to_have_text("Cán bộ và vai trò")
    expect(palette.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Tìm “can bo”")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("mau giao dien")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/gallery")


def test_what_the_palette_does_not_know_is_searched_for(gallery: Page) -> None:
    """The words are posted: a name never stands in an address."""
    page = gallery
    page.keyboard.press("Control+k")
    page.keyboard.type("Nguyễn Thị Lan")
    with page.expect_request(lambda r: r.method == "POST") as asked:
        page.keyboard.press("Enter")
    assert asked.value.url.endswith("/search")
    assert "q=Nguy" in (asked.value.post_data or "")
    assert "csrf=" in (asked.value.post_data or "")


def test_the_sheet_lists_the_shortcuts_of_the_page(gallery: Page) -> None:
    """Those of the frame and those of this page; letters can be switched off for good."""
    page = gallery
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Phím tắt")
    for words in ("Đến ô tìm kiếm", "Bảng lệnh", "Xuống một dòng", "Giao việc"):
        expect(sheet).to_contain_text(words)
    sheet.get_by_label("Dùng phím tắt một chữ").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()
    page.reload()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_rows_are_walked_ticked_and_opened_by_letters(gallery: Page) -> None:
    """The keys j, k, x and Enter; the bar says how many are ticked."""
    page = gallery
    page.keyboard.press("j")
    page.keyboard.press("j")
    rows = page.locator("[data-rows] tbody tr")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".selection")).to_contain_text("Đã đánh dấu 1")
    page.get_by_label("Đánh dấu cả trang").check()
    expect(page.locator(".selection")).to_contain_text("Đã đánh dấu 4")
    rows.nth(0).focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#25585-0101")


def test_letters_do_nothing_while_somebody_types(gallery: Page) -> None:
    """A name with j, k and ? in it is a name."""
    page = gallery
    page.get_by_label("Họ và tên").fill("")
    page.get_by_label("Họ và tên").press_sequentially("jk?/x")
    expect(page.get_by_label("Họ và tên")).to_have_value("jk?/x")


def test_a_draft_survives_a_reload_and_can_be_discarded(gallery: Page) -> None:
    """Passwords are never kept; sent or signed out, nothing is left."""
    page = gallery
    page.get_by_label("Sự việc").fill("Thu hồi đất.")
    page.get_by_label("Mật khẩu").fill("never kept")
    page.reload()
    expect(page.get_by_label("Sự việc")).to_have_value("Thu hồi đất.")
    expect(page.get_by_label("Mật khẩu")).to_have_value("")
    assert "never kept" not in page.evaluate("JSON.stringify(sessionStorage)")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Bỏ bản nháp").click()
    expect(page.get_by_label("Sự việc")).to_have_value("")
    page.get_by_label("Sự việc").fill("Thu hồi đất.")
    page.locator("summary.me").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda address: "/gallery" not in address)
    assert page.evaluate("sessionStorage.length") == 0


def test_what_cannot_be_undone_asks_and_says_what_follows(gallery: Page) -> None:
    """The safe answer has the focus; Escape is safe too."""
    page = gallery
    page.get_by_role("button", name="Xóa danh tính").click()
    asked = page.get_by_role("dialog", name="Xóa danh tính người gửi?")
    expect(asked).to_contain_text("Không ai, kể cả quản trị")
    expect(asked.get_by_role("button", name="Thôi, quay lại")).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()


def test_a_theme_changes_at_once_and_stays(gallery: Page) -> None:
    """Nothing typed is lost, and the next page is painted so by the server."""
    page = gallery
    page.get_by_label("Sự việc").fill("Thu hồi đất.")
    page.locator("summary.me").click()
    page.get_by_role("link", name="Tối").click()
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_label("Sự việc")).to_have_value("Thu hồi đất.")
    assert 'data-bs-theme="dark"' in page.request.get("/gallery").text()
    page.goto("/")
    expect(html).to_have_attribute("data-bs-theme", "dark")


def test_a_page_as_the_machine_likes_it(page: Page) -> None:
    """Without a choice the system's preference counts, also when it changes."""
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_filters_are_a_form_that_holds_several_values(gallery: Page) -> None:
    """Each filter can be taken away alone; the others stay."""
    page = gallery
    page.get_by_text("+ Bộ lọc").click()
    expect(page.locator(".filter-sheet").get_by_label("Khiếu nại")).to_be_checked()
    page.keyboard.press("Escape")
    away = page.get_by_role("link", name="Bỏ lọc: Loại đơn")
    assert away.get_attribute("href") == "/gallery?show=open&field=land"
