"""The officer answers what only they know, sees why, and agrees, or does otherwise and says why."""

import re

import pytest
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from tests.journeys.people import COMMUNE, lodge_by_program, sign_in, until


@pytest.fixture(name="address")
def _address(stack: Stack) -> str:
    """A complaint at the commune."""
    receipt = lodge_by_program(
        stack.urls["front"], kind_claimed="complaint", channel="post"
    )
    return f"/desk/petitions/{receipt['petition_id']}"


def open_guide(page: Page, address: str) -> None:
    """From the case page, as the officer comes to it."""
    sign_in(page, f"lanhdao-{COMMUNE}")
    page.goto(address)
    link = page.get_by_role("link", name="Hướng dẫn xử lý")
    until(lambda: link.count() > 0, page)
    link.click()
    expect(page.locator("#q-signals")).to_be_visible()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và đề xuất").first.click()


def answer_body(page: Page) -> None:
    """Say whose decision it is, where the system does not know."""
    for id_, value in (("issuer_kind", "commune"), ("issuer", COMMUNE)):
        field = page.locator(f"select[name=q-{id_}]").first
        if page.locator(f"#q-{id_}").count():
            field.select_option(value)
            save(page)


def test_questions_a_proposal_and_the_act_itself(page: Page, address: str) -> None:
    """One question, then those that matter; each answer shortens the list; then it is accepted."""
    open_guide(page, address)
    assert page.locator("fieldset[id^=q-]").count() == 1
    page.locator("#q-signals-asks_review_admin_decision").check()
    save(page)
    answer_body(page)
    asked = page.locator("fieldset[id^=q-]").count()
    assert asked > 3
    page.locator("input[name=q-got_on]").first.fill(page.locator("input[name=q-got_on]").first.get_attribute("max") or "")  # fmt: skip
    page.locator("input[name=q-court][value=none]").first.check()
    save(page)
    assert page.locator("fieldset[id^=q-]").count() < asked
    proposal = page.locator("#proposal")
    expect(proposal.locator("[data-actions]")).to_contain_text("thụ lý")
    expect(proposal).to_contain_text("Chủ tịch UBND cấp xã")
    proposal.locator("summary", has_text="Các quy tắc đã áp dụng").click()
    expect(proposal).to_contain_text("KN.K1.ACCEPT")
    if proposal.locator("#looked").count():
        proposal.locator("#looked").check()
    proposal.get_by_role("button", name="Đồng ý với đề xuất").click()
    expect(page).to_have_url(re.compile(r"done=accept-proposal"))
    expect(page.locator("[data-guided]")).to_contain_text("thụ lý")
    page.locator("[data-act=accept]").first.click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")


def test_something_else_for_a_reason(page: Page, address: str) -> None:
    """Overriding needs a reason; it stands in the story and is counted."""
    open_guide(page, address)
    page.locator("#q-signals-asks_review_admin_decision").check()
    save(page)
    answer_body(page)
    expect(page.locator("[data-human]")).to_contain_text("Cán bộ phải kiểm tra")
    page.locator("#proposal summary", has_text="Làm khác đề xuất").click()
    page.locator("#did").select_option("FILE")
    page.locator("#override-reason").fill("Đơn trùng với hồ sơ đang giải quyết.")
    page.locator("[data-act=override-proposal]").click()
    expect(page).to_have_url(re.compile(r"done=override-proposal"))
    expect(page.locator(".story").first).to_contain_text("làm khác đề xuất số 1: lưu đơn")
    page.goto("/desk/agreement")
    expect(page.get_by_role("table").first).to_contain_text("%")
