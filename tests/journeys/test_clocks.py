"""Time limits in the browser: what is late, why a day is the last one, and what the law says."""

import datetime as dt
import re

from playwright.sync_api import Browser, Page, expect

from shared.clock import LOCAL
from tests.journeys.people import sign_in, track
from tests.journeys.scenes import HEAD
from tests.journeys.world import World

CLERK = "xuly-25585"


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def rows(page: Page) -> int:
    """How many rows a list has, page after page."""
    found = page.locator("[data-rows] tbody tr").count()
    while page.locator("a[rel=next]").count():
        with page.expect_navigation():
            page.locator("a[rel=next]").click()
        found += page.locator("[data-rows] tbody tr").count()
    return found


def test_what_is_late_is_counted_beside_its_place(page: Page, world: World) -> None:
    """The number in the navigation, the tab, the table by officer and the rows are one figure."""
    sign_in(page, HEAD)
    page.goto("/desk")
    place = page.get_by_role("navigation", name="Nơi làm việc").get_by_role(
        "link", name="Thời hạn"
    )
    expect(place).to_contain_text("▲")
    late = number(place.inner_text())
    place.click()
    tab = page.locator("[data-tab=overdue]")
    assert number(tab.inner_text()) == late > 0
    by_officer = page.locator("table[data-by=officer] tbody tr").first
    expect(by_officer).to_contain_text("chưa ai phụ trách")
    tab.click()
    expect(page.locator(".chip.late").first).to_contain_text("quá hạn")
    assert rows(page) == late


def test_a_list_is_narrowed_by_clock_and_each_filter_can_be_taken_off(
    page: Page, world: World
) -> None:
    sign_in(page, HEAD)
    page.goto("/clocks")
    page.get_by_text("+ Bộ lọc").click()
    page.get_by_label("Giải quyết khiếu nại lần đầu", exact=True).check()
    page.get_by_role("button", name="Áp dụng").click()
    names = page.locator("[data-rows] tbody td:nth-child(3)").all_inner_texts()
    assert names
    assert set(names) == {"Giải quyết khiếu nại lần đầu"}
    page.get_by_role("link", name="Bỏ lọc: Thời hạn").click()
    expect(page.locator(".filter-chip")).to_have_count(0)


def test_a_date_leads_to_its_reason_and_back_to_the_case(page: Page, world: World) -> None:
    sign_in(page, HEAD)
    page.goto("/clocks?rule=KN.L1.SETTLE")
    code = world.parts["accepted"]["code"]
    row = page.get_by_role("row").filter(has_text=code)
    row.get_by_title("Vì sao ngày này?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    strip = page.get_by_role("article", name="Giải quyết khiếu nại lần đầu")
    expect(strip).to_contain_text("cộng dồn 30/30")
    expect(strip).to_contain_text("Điều 28 Luật Khiếu nại")
    expect(strip.get_by_role("img")).to_have_accessible_name(re.compile("Dải ngày"))
    strip.get_by_text("Điều gì làm ngày này đổi?").click()
    expect(strip).to_contain_text("Nếu vụ việc phức tạp")
    page.get_by_role("link", name="Về hồ sơ").click()
    page.wait_for_url(f"**/desk/petitions/{world.parts['accepted']['petition_id']}")


def test_the_case_itself_shows_the_strip_when_asked(page: Page, world: World) -> None:
    """Nothing is fetched before; then it stands in the case, and no page is left."""
    sign_in(page, HEAD)
    page.goto(f"/desk/petitions/{world.parts['paused']['petition_id']}")
    page.evaluate("window.sameView = true")
    expect(page.locator(".strip")).to_have_count(0)
    page.get_by_text("Vì sao những ngày này?").click()
    strip = page.get_by_role("article", name="Giải quyết khiếu nại lần đầu")
    expect(strip).to_contain_text("Đang tạm dừng từ")
    expect(strip).to_contain_text("Nếu tiếp tục hôm nay, ngày cuối là")
    assert page.evaluate("window.sameView") is True


def test_without_script_a_link_leads_to_the_reason(
    page: Page, browser: Browser, world: World
) -> None:
    sign_in(page, HEAD)
    context = browser.new_context(
        base_url=world.front,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(f"/desk/petitions/{world.parts['extended']['petition_id']}")
    plain.get_by_text("Vì sao những ngày này?").click()
    plain.get_by_role("link", name="Xem từng ngày được tính").click()
    strip = plain.get_by_role("article", name="Giải quyết tố cáo")
    expect(strip).to_contain_text("Gia hạn lần 1: thêm 30 ngày, Xã Châu Thành quyết định")
    context.close()


def test_a_month_counts_what_its_days_list(page: Page, world: World) -> None:
    """Each cell leads to as many rows; holidays are named; nothing can be moved by hand."""
    sign_in(page, HEAD)
    page.goto("/clocks/month")
    expect(page.locator("[draggable=true]")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("không kéo hay dời được")
    if not page.locator("table.month td a").count():
        page.get_by_role("link", name="Tháng sau").click()
    cell = page.locator("table.month td a").first
    ends = number(cell.inner_text())
    cell.click()
    expect(page.locator(".filter-chip")).to_contain_text("Ngày:")
    assert rows(page) == ends > 0
    page.goto("/clocks/month?m=2026-09")
    expect(page.locator("td[data-on='2026-09-02']")).to_contain_text("nghỉ lễ")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_contain_text("08/2026")
    expect(page.locator("td[data-on='2026-08-22']")).to_contain_text("làm bù")
    expect(page.locator("td[data-on='2026-08-31']")).to_contain_text("nghỉ hoán đổi")


def test_on_a_phone_a_month_is_a_list_of_its_days(page: Page, world: World) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, HEAD)
    page.goto("/clocks/month?m=2026-09")
    expect(page.locator("td[data-on='2026-09-02']")).to_contain_text("thứ Tư 2")
    expect(page.locator("td[data-on='2026-09-03'].plain")).to_be_hidden()
    expect(page.locator("td.outside").first).to_be_hidden()


def test_an_address_for_ones_own_calendar(page: Page, world: World) -> None:
    """It is shown once; a program that knows it gets the officer's own dates."""
    sign_in(page, CLERK)
    page.goto("/clocks")
    page.get_by_role("link", name="Đăng ký lịch").click()
    page.get_by_role("button", name="Tạo địa chỉ", exact=True).click()
    address = page.locator("[data-address]").inner_text()
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert f"Đơn {world.parts['accepted']['code']}" in answer.text().replace("\r\n ", "")
    page.goto("/clocks/feed")
    expect(page.locator("[data-address]")).to_have_count(0)
    page.get_by_role("button", name="Tạo địa chỉ mới").click()
    expect(page.get_by_role("dialog")).to_contain_text("Địa chỉ cũ hết dùng được ngay")
    page.get_by_role("dialog").get_by_role("button", name="Tạo địa chỉ mới").click()
    assert page.locator("[data-address]").inner_text() != address
    assert page.request.get(address).status == 404
    page.get_by_role("button", name="Ngừng chia sẻ lịch").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ngừng")


def test_a_rule_is_found_as_one_remembers_it(page: Page, world: World) -> None:
    """Without tone marks, by a consequence; its versions stand side by side."""
    sign_in(page, HEAD)
    page.goto("/rules")
    page.get_by_label("Tìm quy định").fill("thu ly khieu nai lan dau canh cao")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 quy định")
    page.get_by_role("link", name="Thụ lý khiếu nại lần đầu", exact=True).click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    now = page.get_by_role("columnheader").filter(has_text="đang áp dụng")
    expect(now).to_have_count(1)
    expect(now).to_contain_text("Bản 2")
    table = page.get_by_role("table")
    expect(table).to_contain_text("7 ngày làm việc")
    expect(table).to_contain_text("10 ngày")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Về danh mục quy định")).to_be_hidden()


def test_what_is_only_promised_stands_apart(page: Page, world: World) -> None:
    sign_in(page, HEAD)
    page.goto("/rules")
    local = page.locator(".local")
    expect(local).to_contain_text("không phải luật")
    expect(
        local.get_by_role("link", name=re.compile("KNPA|kiến nghị")).first
    ).to_be_visible()


def test_a_citizen_is_told_why_and_why_it_stands_still(page: Page, world: World) -> None:
    """In plain words, without any code, and readable without script."""
    given = world.parts["accepted"]
    track(page, given["code"], given["secret"])
    time = page.locator("[data-rule='KN.L1.SETTLE']")
    expect(time).to_contain_text("chậm nhất")
    time.get_by_text("Vì sao ngày này?").click()
    today = dt.datetime.now(LOCAL).date()
    expect(time).to_contain_text("Cơ quan có 30 ngày kể từ ngày thụ lý")
    expect(time).to_contain_text(f"{today:%d/%m/%Y}; chính ngày đó không tính")
    expect(time).to_contain_text("Căn cứ: Điều 28 Luật Khiếu nại")
    given = world.parts["paused"]
    track(page, given["code"], given["secret"])
    time = page.locator("[data-rule='KN.L1.SETTLE']")
    expect(time).to_contain_text("Đang tạm dừng từ")
    expect(time).to_contain_text("phải chờ cơ quan khác")
    expect(time.locator(".chip.paused")).to_be_visible()
