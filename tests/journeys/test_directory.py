"""A list of bodies comes from above: looked at, taken, and every day keeps its own directory."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, until

COLUMNS = "code,name,kind,level,parent,valid_from,valid_to,successor\n"


def choose(page: Page, folder: Path, lines: str) -> None:
    file = folder / "danh-muc.csv"
    file.write_text(COLUMNS + lines, "utf-8")
    page.goto("/directory/import")
    page.locator("#file").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Kiểm tra và xem trước").click()


def test_an_administrator_imports_and_an_officer_reads(
    page: Page, stack: Stack, tmp_path: Path
) -> None:
    """A fault is named, the mended file shown, taken, and seen as of two days."""
    lodge_by_program(stack.urls["front"])
    sign_in(page, "quantri")
    page.goto("/directory")
    main = page.get_by_role("main")
    expect(main).to_contain_text("113 cơ quan đang hoạt động")
    page.get_by_role("link", name="Nhập danh mục từ tệp").click()

    good = (
        "J-1,Phường Hành Trình,ward,commune,80,2026-01-01,,\n"
        "J-0,Xã Hành Trình Cũ,commune,commune,80,2025-07-01,2025-12-31,J-1\n"
    )
    choose(page, tmp_path, good.replace("J-1\n", "J-9\n"))
    fault = page.locator("[data-faults]")
    expect(fault).to_contain_text(
        "Dòng 3, kế thừa (successor): chưa có cơ quan kế thừa J-9"
    )
    choose(page, tmp_path, good)
    expect(page.locator("[data-count=new]")).to_have_text("2")
    expect(main).to_contain_text("Chưa có gì thay đổi")
    page.get_by_role("button", name="Nhập đúng như trên").click()
    asked = page.get_by_role("dialog", name="Nhập danh mục này?")
    expect(asked).to_contain_text("Ghi nhận 3 thay đổi")
    asked.get_by_role("button", name="Nhập đúng như trên").click()
    page.wait_for_url(re.compile(r"/directory\?done=import"))
    expect(page.get_by_role("status").first).to_contain_text("Đã nhập danh mục")
    choose(page, tmp_path, good)
    expect(main).to_contain_text("Tệp không có gì mới")

    ends = f"{COMMUNE},Xã Châu Thành,commune,commune,80,2025-07-01,2027-12-31,J-1\n"
    until(lambda: _held(page, tmp_path, ends), page)
    expect(page.locator("[data-held]")).to_contain_text("Xã Châu Thành")

    sign_in(page, f"xuly-{COMMUNE}")
    page.goto("/directory")
    page.locator("#find").fill("hanh trinh")
    page.get_by_role("button", name="Tìm").last.click()
    page.get_by_role("link", name="Xã Hành Trình Cũ").click()
    expect(main).to_contain_text("đến hết 31/12/2025")
    lineage = page.locator(".lineage")
    expect(lineage).to_contain_text("Chuyển cho")
    lineage.get_by_role("link", name="Phường Hành Trình").click()
    expect(page.locator(".lineage")).to_contain_text("Tiếp nhận từ")
    expect(page.get_by_text("Thay đổi cơ quan này")).to_have_count(0)
    page.goto("/directory?on=2025-12-31&q=hanh+trinh")
    row = page.get_by_role("row").filter(has_text="Phường Hành Trình")
    expect(row).to_contain_text("Chưa hoạt động")


def _held(page: Page, folder: Path, lines: str) -> bool:
    """Look again until the case that was just lodged is on the worklist."""
    choose(page, folder, lines)
    return page.locator("[data-held]").count() == 1


def test_a_body_is_renamed_by_hand(page: Page, stack: Stack, tmp_path: Path) -> None:
    """From a day on; before it the old name stands; a day before the last change is refused."""
    assert stack
    sign_in(page, "quantri")
    choose(page, tmp_path, "J-2,Xã Đổi Tên,commune,commune,80,2025-07-01,,\n")
    page.get_by_role("button", name="Nhập đúng như trên").click()
    page.get_by_role("dialog").get_by_role("button", name="Nhập đúng như trên").click()
    page.wait_for_url(re.compile(r"done=import"))
    page.goto("/directory/bodies/J-2")
    page.get_by_text("Đổi tên hoặc loại").click()
    page.locator("#rename-on").fill("2026-05-01")
    page.locator("#rename-name").fill("Phường Tên Mới")
    page.locator("#rename-kind").select_option("ward")
    page.get_by_role("button", name="Ghi tên mới").click()
    page.wait_for_url(re.compile("done=rename"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Phường Tên Mới")
    page.goto("/directory/bodies/J-2?on=2026-04-30")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Đổi Tên")
    page.goto("/directory/bodies/J-2")
    page.get_by_text("Đổi tên hoặc loại").click()
    page.locator("#rename-on").fill("2025-08-01")
    page.locator("#rename-name").fill("Phường Tên Khác")
    page.get_by_role("button", name="Ghi tên mới").click()
    expect(page.get_by_role("alert")).to_contain_text("Ngày không hợp")
    expect(page.locator("#rename-name")).to_have_value("Phường Tên Khác")
