"""Every page in both languages and themes, on a desk and on a phone; pictures to judge by."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deploy.embedded.supervisor import Stack
from shared.clock import LOCAL
from tests.journeys.people import (
    fill_in,
    lodge_by_form,
    lodge_by_program,
    sign_in,
    track,
    until,
)

SHOTS = Path(__file__).parents[1] / "screenshots"
SIZES = {"desk": (1280, 850), "phone": (390, 844)}
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
    """Take pictures in both languages, themes and sizes; a form's answer is asked for anew."""
    for language in ("en", "vi"):
        front = page.evaluate("location.origin + '/'")
        page.context.add_cookies([{"name": "lang", "value": language, "url": front}])
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", language)
        _shoot(page, f"{name}-{language}")


def _shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
            page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide on a {size} of {width} px"
    page.set_viewport_size({"width": 1280, "height": 850})


def test_public_pages(page: Page) -> None:
    """Home, form, form with faults, receipt, tracking."""
    page.goto("/")
    shoot(page, "home")
    page.goto("/lodge")
    shoot(page, "lodge")
    page.goto("/track")
    shoot(page, "track")
    fill_in(page)
    page.get_by_label("Điện thoại").fill("không có")
    page.get_by_label("Thư điện tử").fill("lan@")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.get_by_role("alert")).to_be_visible()
    shoot(page, "lodge-faults")
    code, secret = lodge_by_form(page)
    shoot(page, "receipt")
    track(page, code, secret)
    expect(page.get_by_role("main")).to_contain_text("đúng hạn")
    shoot(page, "standing")
    page.goto("/no-such-page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang này")
    shoot(page, "not-found")


def test_staff_pages(officer_page: Page, some_case: str) -> None:
    """Worklist, filters, case, refused act, dashboard, and what is not there."""
    page = officer_page
    page.goto("/desk?show=overdue")
    until(lambda: page.locator("tbody tr").count() > 5, page)
    shoot(page, "desk-overdue")
    page.goto("/desk?kind=complaint&kind=recommendation&field=land")
    expect(page.locator(".filter-chip")).to_have_count(2)
    shoot(page, "desk-filtered")
    page.goto("/desk")
    shoot(page, "desk")
    page.goto("/desk?show=overdue&holder=TN-S-YT")
    expect(page.get_by_role("main")).to_contain_text("Không có hồ sơ nào khớp")
    shoot(page, "desk-empty")
    sign_in(page, "lanhdao-25585")
    page.goto(some_case)
    until(lambda: page.locator(".clocks").count() == 1, page)
    shoot(page, "case")
    page.get_by_role("button", name="Thụ lý", exact=True).click()
    until(lambda: page.locator(".clocks > li").count() > 1, page)
    shoot(page, "case-accepted")
    page.goto("/dashboard")
    page.wait_for_timeout(1200)
    shoot(page, "dashboard")
    page.goto("/desk/petitions/00000000-0000-0000-0000-000000000000")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shoot(page, "case-unknown")


def test_paper_is_black_on_white_and_without_navigation(
    officer_page: Page, some_case: str
) -> None:
    """What an officer prints from a dark screen is still paper."""
    page = officer_page
    sign_in(page, "lanhdao-25585")
    page.emulate_media(color_scheme="dark", media="print")
    for path in (some_case, "/dashboard"):
        page.goto(path)
        until(lambda: page.locator("main .sheet").count() > 1, page)
        expect(page.locator(".brand").first).to_be_visible()
        expect(page.locator(".printed")).to_contain_text("Số liệu lúc")
        expect(page.locator("#side")).to_be_hidden()
        expect(page.locator("main form").first).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        page.pdf(path=SHOTS / f"paper{path.replace('/', '-')[:12]}.pdf")


@pytest.mark.parametrize("path", ["/", "/lodge", "/track"])
def test_weight_of_a_public_page(page: Page, path: str) -> None:
    """A citizen's page needs no library at all."""
    assert _scripts(page, path) < 10_000


@pytest.mark.parametrize("path", ["/desk", "/dashboard"])
def test_weight_of_a_staff_page(officer_page: Page, path: str) -> None:
    """Less than 150 kB of script."""
    assert 0 < _scripts(officer_page, path) < SCRIPT_LIMIT_BYTES


def _scripts(page: Page, path: str) -> int:
    page.goto(path)
    addresses = page.evaluate("[...document.scripts].map((script) => script.src)")
    assert all(addresses), "a script stands in the page itself"
    weight = sum(len(page.request.get(address).body()) for address in addresses)
    print(f"{path}: {weight} bytes of script")
    return weight
