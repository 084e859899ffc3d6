"""Papers are added to a petition, by who sent it and by the desk, and come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from deploy.embedded.supervisor import Stack
from tests.integration.papers import docx, pdf, photo
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, track

NAME = "Quyết định thu hồi đất.pdf"


@pytest.fixture(name="plain_page")
def _plain_page(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A browser without script."""
    context = browser.new_context(
        base_url=stack.urls["front"], locale="vi-VN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def attach(page: Page, content: bytes, name: str = NAME) -> None:
    """Choose a file, as from a folder."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Thêm giấy tờ").set_input_files(files=[file])


def fetched(page: Page, name: str) -> tuple[str, bytes]:
    """Press the button beside a file, and return what the browser saves."""
    with page.expect_download() as saving:
        page.locator("#papers").get_by_label(f"Tải về {name}").click()
    return saving.value.suggested_filename, Path(saving.value.path()).read_bytes()


def test_a_citizen_adds_papers_and_gets_them_back(stack: Stack, page: Page) -> None:
    """One, and two at once; what cannot be taken is told at its place."""
    receipt = lodge_by_program(stack.urls["front"])
    track(page, str(receipt["receipt_code"]), str(receipt["tracking_secret"]))
    papers = page.locator("#papers")
    expect(papers).to_contain_text("Chưa có giấy tờ nào")
    content = pdf(size=3_000_000)
    attach(page, content)
    expect(papers.get_by_role("status")).to_contain_text(f"Đã nhận {NAME}")
    assert (NAME, content) == fetched(page, NAME)
    expect(papers.get_by_text("Chưa có giấy tờ nào")).to_be_hidden()
    attach(page, photo(), "Ảnh.jpg")
    attach(page, docx("word/vbaProject.bin"), "Đơn.docx")
    expect(papers).to_contain_text("có mật khẩu hoặc có macro")
    attach(page, b"MZ\x90\x00" + bytes(9), "Đơn.exe")
    expect(papers).to_contain_text("Loại tệp này không nhận được")
    attach(page, b"", "Rỗng.pdf")
    expect(papers).to_contain_text("Tệp này trống")
    expect(papers.locator("[data-papers-list] li")).to_have_count(2)
    page.get_by_role("button", name="Cập nhật").click()
    expect(page.locator("[data-papers-list] li")).to_have_count(2)
    assert (NAME, content) == fetched(page, NAME)
    assert str(receipt["tracking_secret"]) not in page.url


def test_sending_can_be_stopped(stack: Stack, page: Page) -> None:
    """Nothing of it is kept."""
    receipt = lodge_by_program(stack.urls["front"])
    track(page, str(receipt["receipt_code"]), str(receipt["tracking_secret"]))
    held: list[Route] = []
    page.route(
        "**/attachments/*", lambda route: held.append(route)
    )  # a line on which nothing moves
    with page.expect_request("**/attachments/*"):
        attach(page, pdf(size=1_000_000))
    expect(page.get_by_role("progressbar", name=f"Đang gửi {NAME}")).to_be_visible()
    assert len(held) == 1
    page.get_by_role("button", name="Dừng").press("Enter")
    expect(page.locator("#papers")).to_contain_text("tệp này không được lưu")
    page.unroute_all(behavior="ignoreErrors")
    page.get_by_role("button", name="Cập nhật").click()
    expect(page.locator("#papers")).to_contain_text("Chưa có giấy tờ nào")


def test_without_script_papers_are_read_and_brought(
    stack: Stack, page: Page, plain_page: Page
) -> None:
    """Nothing that does not work is shown; what came is there."""
    receipt = lodge_by_program(stack.urls["front"])
    code, secret = str(receipt["receipt_code"]), str(receipt["tracking_secret"])
    track(page, code, secret)
    attach(page, pdf())
    expect(page.locator("#papers").get_by_role("status")).to_contain_text("Đã nhận")
    track(plain_page, code, secret)
    expect(plain_page.get_by_text("mang giấy tờ đến nơi tiếp công dân")).to_be_visible()
    expect(plain_page.get_by_label("Thêm giấy tờ")).to_be_hidden()
    assert (NAME, pdf()) == fetched(plain_page, NAME)


def test_the_desk_adds_papers(stack: Stack, page: Page) -> None:
    """Of a complaint it sees all; of a denunciation it can add, and open none."""
    complaint = lodge_by_program(stack.urls["front"])
    sign_in(page, f"xuly-{COMMUNE}")
    page.goto(f"/papers/{complaint['petition_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giấy tờ kèm theo đơn")
    attach(page, pdf())
    expect(page.locator("#papers").get_by_role("status")).to_contain_text("Đã nhận")
    assert (NAME, pdf()) == fetched(page, NAME)
    page.reload()
    expect(page.locator("[data-papers-list] li")).to_have_count(1)
    sealed = lodge_by_program(
        stack.urls["front"],
        kind_claimed="denunciation",
        receiving_agency=COMMUNE,
        respondent={"name": "Ông Bình", "role": "Công chức", "agency_code": COMMUNE},
    )
    page.goto(f"/papers/{sealed['petition_id']}")
    expect(page.locator("#papers")).to_contain_text("được niêm phong")
    attach(page, pdf())
    expect(page.locator("#papers").get_by_role("status")).to_contain_text("Đã nhận")
    expect(page.locator("[data-papers-list]")).to_have_count(0)
