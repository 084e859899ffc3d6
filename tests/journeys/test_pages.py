"""Every page in both themes, on a desk and on a phone; pictures for whoever judges the look."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from shared.clock import LOCAL
from tests.journeys.people import fill_in, lodge_by_form, lodge_by_program, track, until

SHOTS = Path(__file__).parents[1] / "screenshots"
SIZES = {"desk": (1360, 850), "phone": (390, 844)}
KINDS = ("complaint", "denunciation", "recommendation", "feedback_report")
FIELDS = ("land", "environment", "construction", "public_order", "administration")
BODIES = ("25585", "TN-S-NV", "TN-S-TP", "TN-BTCD")
SCRIPT_LIMIT_BYTES = 150_000


@pytest.fixture(scope="module")
def some_case(stack: Stack) -> str:
    """A province with petitions of some months; return one case's address."""
    front, today = stack.urls["front"], dt.datetime.now(LOCAL).date()
    for number in range(36):
        lodge_by_program(
            front,
            kind_claimed=KINDS[number % 4],
            subject_field=FIELDS[number * 7 % 5],
            receiving_agency=BODIES[number * 3 % 4],
            received_on=str(today - dt.timedelta(days=number * number // 9)),
            channel="post",
        )
    receipt = lodge_by_program(
        front, received_on=str(today - dt.timedelta(days=5)), channel="post"
    )
    return f"/desk/petitions/{receipt['petition_id']}"


def shoot(page: Page, name: str) -> None:
    """Take a picture in both themes and sizes; on the phone nothing may stick out."""
    SHOTS.mkdir(exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide on a {size} of {width} px"
    page.set_viewport_size({"width": 1360, "height": 850})


def test_public_pages(page: Page) -> None:
    """Home, form, form with faults, receipt, tracking."""
    page.goto("/")
    shoot(page, "home")
    page.goto("/lodge")
    shoot(page, "lodge")
    fill_in(page)
    page.get_by_label("Điện thoại").fill("không có")
    page.get_by_label("Thư điện tử").fill("lan@")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.get_by_role("alert")).to_be_visible()
    shoot(page, "lodge-faults")
    code, secret = lodge_by_form(page)
    shoot(page, "receipt")
    page.goto("/track")
    shoot(page, "track")
    track(page, code, secret)
    expect(page.get_by_role("main")).to_contain_text("đúng hạn")
    shoot(page, "standing")
    page.goto("/no-such-page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang này")
    shoot(page, "not-found")


def test_staff_pages(page: Page, some_case: str) -> None:
    """Worklist, case, refused act, dashboard."""
    page.goto("/desk?show=overdue")
    until(lambda: page.locator("tbody tr").count() > 5, page)
    shoot(page, "desk-overdue")
    page.goto("/desk")
    shoot(page, "desk")
    page.goto("/desk?show=overdue&holder=TN-S-YT")
    expect(page.get_by_role("main")).to_contain_text("Không có hồ sơ nào quá hạn")
    shoot(page, "desk-empty")
    page.goto(some_case)
    until(lambda: page.locator(".clocks").count() == 1, page)
    shoot(page, "case")
    page.get_by_role("button", name="Thụ lý", exact=True).click()
    until(lambda: page.locator(".clocks > li").count() > 1, page)
    shoot(page, "case-accepted")
    page.goto("/dashboard")
    page.wait_for_timeout(1200)
    shoot(page, "dashboard")


@pytest.mark.parametrize("path", ["/", "/lodge", "/track", "/desk", "/dashboard"])
def test_headers_and_weight(page: Page, path: str) -> None:
    """No inline script is trusted, no frame, and less than 150 kB of script."""
    weight = 0

    def weigh(response: object) -> None:
        nonlocal weight
        if response.request.resource_type == "script":
            weight += len(response.body())

    page.on("response", weigh)
    answer = page.goto(path)
    assert answer is not None
    headers = answer.headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    page.wait_for_timeout(300)
    assert weight < SCRIPT_LIMIT_BYTES
