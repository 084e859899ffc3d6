"""Two officers at one case: each is told of the other, and nothing is locked."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, until

HEAD, OFFICER, AUDITOR = f"lanhdao-{COMMUNE}", f"xuly-{COMMUNE}", "kiemtoan"
OFFICERS_NAME, HEADS_NAME = "Nguyễn Hữu Phước", "Huỳnh Văn Lộc"
ASK = "htmx.trigger(document.querySelector('form[data-here]'), 'writes')"
"""What the page does by itself every half minute."""


@pytest.fixture(name="window")
def _window(stack: Stack, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Another browser, of somebody else."""
    opened = []

    def window(login: str, **more: object) -> Page:
        context = browser.new_context(base_url=stack.urls["front"], locale="vi-VN", **more)
        opened.append(context)
        page = context.new_page()
        sign_in(page, login)
        return page

    yield window
    for context in opened:
        context.close()


def test_who_has_a_case_open_is_told_to_others_and_forms_go_on(
    page: Page, stack: Stack, window: Callable[..., Page]
) -> None:
    """The head sees the officer, and that they fill in an act; an auditor stays unseen."""
    receipt = lodge_by_program(stack.urls["front"])
    address = f"/desk/petitions/{receipt['petition_id']}"
    sign_in(page, OFFICER)
    page.goto(address)
    until(lambda: page.locator("[data-act=accept]").count() > 0, page)
    assert page.locator("[data-colleagues] .notice").count() == 0

    watching = window(AUDITOR)
    watching.goto(address)
    expect(watching.locator("[data-colleagues]")).to_contain_text(OFFICERS_NAME)

    head = window(HEAD)
    head.goto(address)
    told = head.locator("[data-colleagues]")
    expect(told).to_contain_text(
        re.compile(rf"{OFFICERS_NAME} đang mở hồ sơ này từ \d\d:\d\d\.")
    )
    expect(told).not_to_contain_text("Đặng Thu Hà")
    page.evaluate(ASK)
    expect(page.locator("[data-colleagues]")).to_contain_text(HEADS_NAME)
    expect(page.locator("[data-colleagues]")).not_to_contain_text("Đặng Thu Hà")

    page.locator("summary", has_text="Không thụ lý").first.click()
    with page.expect_response(lambda answer: answer.url.endswith("/here")):
        page.locator("form.act input[type=checkbox]").first.check()
    head.evaluate(ASK)
    expect(told).to_contain_text(f"{OFFICERS_NAME} đang soạn việc trên hồ sơ này")

    # No lock: the head acts all the same, and the log decides about the officer's form.
    head.locator("[data-act=accept]").first.click()
    expect(head.get_by_role("status")).to_contain_text("Đã ghi nhận")
    page.locator("[data-act=accept]").first.click()
    expect(page.locator("main [role=alert], main [role=status]").first).to_be_visible()


def test_without_script_the_page_says_it_as_it_comes(
    page: Page, stack: Stack, browser: Browser
) -> None:
    """Who opens the case later reads who is there, with no script at all."""
    receipt = lodge_by_program(stack.urls["front"])
    address = f"/desk/petitions/{receipt['petition_id']}"
    sign_in(page, HEAD)
    page.goto(address)
    until(lambda: page.locator("[data-colleagues]").count() > 0, page)
    plain = browser.new_context(base_url=stack.urls["front"], java_script_enabled=False)
    try:
        still = plain.new_page()
        sign_in(still, OFFICER)
        still.goto(address)
        expect(still.locator("[data-colleagues]")).to_contain_text(HEADS_NAME)
    finally:
        plain.close()
