"""A day off is announced late: one person proposes it, another looks and approves, dates move."""

import datetime as dt
import re
from typing import Any

from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, until

RULE = "KN.L1.ACCEPT"


def due_on(page: Page, petition: str) -> str:
    """Return until when the complaint must be accepted, as deadlines answers."""

    def clocks() -> list[dict[str, Any]]:
        answer = page.request.get(f"/api/deadlines/petitions/{petition}/clocks")
        return list(answer.json()) if answer.ok else []

    until(lambda: any(clock["rule"] == RULE for clock in clocks()), page)
    found = next(clock for clock in clocks() if clock["rule"] == RULE)
    return str(found["announced_due_on"])


def on_the_worklist(page: Page, petition: str) -> str:
    """Return the same day as the worklist has it, on whichever page the petition stands."""
    cursor: str | None = ""
    while cursor is not None:
        asked = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
        answer = page.request.get("/api/routing/worklist", params=asked).json()
        for case in answer["cases"]:
            if case["petition_id"] == petition:
                return str(case["clocks"].get(RULE))
        cursor = answer["next_cursor"]
    return ""


def find_listed(page: Page, code: str) -> None:
    """Turn the pages of a trial's cases until one has the petition: a province has many."""
    main = page.get_by_role("main")
    following = main.locator("#cases ~ .pages a[rel=next]")
    while code not in main.inner_text():
        assert following.count() == 1, f"{code} is on no page"
        with page.expect_navigation():
            following.click()


def test_a_late_day_off_moves_the_dates_of_open_cases(page: Page, stack: Stack) -> None:
    """Proposed, previewed, approved by somebody else; case and worklist have the new day."""
    receipt = lodge_by_program(stack.urls["front"])
    petition, code = str(receipt["petition_id"]), str(receipt["receipt_code"])
    sign_in(page, "thanhtra")
    before = due_on(page, petition)
    year = before[:4]

    sign_in(page, "quantri")
    page.goto(f"/calendars/{year}/propose")
    page.locator("#source").fill("15/QĐ-UBND ngày hôm nay")
    page.get_by_label("Ngày", exact=True).first.fill(before)
    page.get_by_label("Loại ngày").first.select_option("local")
    page.get_by_label("Tên, lý do").first.fill("Nghỉ phòng chống bão")
    page.get_by_role("button", name="Đề xuất và xem trước").first.click()
    page.wait_for_url(re.compile(rf"/calendars/{year}/\d+\?done=propose"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("Chưa có gì thay đổi cho đến khi người khác phê duyệt")
    until(lambda: page.locator("[data-trial=done]").count() == 1, page)
    moved = page.locator("[data-figure=moved]").inner_text()
    assert int(moved) >= 1
    expect(main).to_contain_text("Vai trò của bạn chỉ xem được số liệu")
    expect(main).to_contain_text("Bạn đã đề xuất bản này")
    expect(main).not_to_contain_text(code)
    expect(page.locator("[data-opens=approve]")).to_have_count(0)

    sign_in(page, "thanhtra")
    page.goto("/calendars")
    waiting = page.get_by_role("row").filter(has=page.get_by_role("link", name=year))
    waiting.get_by_role("link", name=re.compile("đề xuất chờ quyết định")).click()
    page.locator("#versions ~ .wide").get_by_role("link").first.click()
    until(lambda: page.locator("[data-trial=done]").count() == 1, page)
    find_listed(page, code)
    expect(page.locator(".difference")).to_contain_text("Nghỉ phòng chống bão")
    shown = page.locator("[data-figure=moved]").inner_text()
    page.get_by_role("button", name="Phê duyệt và công bố").click()
    asked = page.get_by_role("dialog", name=f"Công bố lịch năm {year}?")
    expect(asked).to_contain_text(f"{shown} thời hạn đang chạy sẽ đổi ngày hết hạn")
    asked.get_by_role("button", name="Phê duyệt và công bố").click()
    page.wait_for_url(re.compile("done=approve"))
    expect(page.get_by_role("status").first).to_contain_text(f"Đã công bố lịch năm {year}")
    until(lambda: page.locator("[data-rederived]").count() == 1, page)
    expect(page.locator("[data-rederived]")).to_contain_text(f"{shown} đổi ngày")

    until(lambda: due_on(page, petition) != before, page)
    after = due_on(page, petition)
    assert dt.date.fromisoformat(after) > dt.date.fromisoformat(before)
    sign_in(page, f"lanhdao-{COMMUNE}")
    page.goto("/desk")
    until(lambda: on_the_worklist(page, petition) == after, page)
    page.goto(f"/clocks/of/{petition}")
    day = dt.date.fromisoformat(after)
    expect(page.get_by_role("main")).to_contain_text(f"{day:%d/%m/%Y}")


def test_a_rule_is_tried_and_nothing_changes(page: Page, stack: Stack) -> None:
    """Pick a rule, change a figure, see who would be late; the case stays as it was."""
    receipt = lodge_by_program(stack.urls["front"])
    petition, code = str(receipt["petition_id"]), str(receipt["receipt_code"])
    sign_in(page, "thanhtra")
    before = due_on(page, petition)
    page.goto("/rules/what-if")
    page.get_by_label("Quy định").select_option(RULE)
    page.get_by_role("button", name="Chọn").click()
    page.get_by_label("Thời hạn", exact=True).fill("3")
    page.get_by_role("button", name="Tính thử").first.click()
    page.wait_for_url(re.compile("/rules/what-if/"))
    until(lambda: page.locator("[data-trial=done]").count() == 1, page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("3 ngày làm việc thay cho 7 ngày làm việc")
    expect(main).to_contain_text("không hồ sơ nào bị thay đổi")
    find_listed(page, code)
    assert due_on(page, petition) == before
