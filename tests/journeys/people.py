"""What the people of the journeys do again and again."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Locator, Page

from tests.authenticator import Authenticator

COMMUNE = "25585"
PASSWORDS: dict[str, str] = {}
"""Of the people of the demonstration, by login: see `deploy/demo/staff.py` who they are."""
AUTHENTICATORS: dict[str, Authenticator] = {}
"""Of those among them who set one up, by login."""
SECRET = re.compile(r"[A-Z0-9-]{8,}")


def sign_in(page: Page, login: str) -> None:
    """Sign in as somebody of the demonstration: `xuly-25585`, `lanhdao`, `quantri` …"""
    give_password(page, login)
    if page.url.endswith("/sign-in/code"):
        page.get_by_label("Mã trong ứng dụng").fill(AUTHENTICATORS[login].code())
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)


def give_password(page: Page, login: str) -> None:
    """Take the first step of signing in, which for most is the only one."""
    page.goto("about:blank")  # a page of whoever was here before would go on asking
    page.context.clear_cookies(name="__Host-tiepdan")
    page.goto("/sign-in")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORDS[login])
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url(lambda address: urlsplit(address).path != "/sign-in")


def petition(**more: object) -> dict[str, object]:
    """A complaint against the chair of a commune, sent to that commune."""
    return {
        "channel": "online",
        "kind_claimed": "complaint",
        "petitioner": {"full_name": "Nguyễn Thị Lan", "address": "Ấp 3, xã Châu Thành"},
        "respondent": {
            "name": "Chủ tịch UBND xã",
            "role": "Chủ tịch UBND xã",
            "agency_code": COMMUNE,
        },
        "subject_field": "land",
        "summary": "Quyết định thu hồi đất không nêu phương án bồi thường.",
        "request": "Đề nghị hủy quyết định thu hồi đất.",
        "receiving_agency": COMMUNE,
        **more,
    }


def lodge_by_program(front: str, **more: object) -> dict[str, object]:
    """Lodge a petition as another system would."""
    answer = httpx.post(f"{front}/api/intake/petitions", json=petition(**more))
    assert answer.status_code == 201, answer.text
    receipt: dict[str, object] = answer.json()
    return receipt


def fill_in(page: Page) -> None:
    """Fill in the form of a complaint, in the order of the paper."""
    page.goto("/lodge")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Lan")
    page.get_by_label("Nơi ở").fill("Ấp 3, xã Châu Thành, tỉnh Tây Ninh")
    page.get_by_label("Điện thoại").fill("0199 000 001")
    page.get_by_label("Cơ quan", exact=True).select_option(COMMUNE)
    page.get_by_label("Tên người hoặc cơ quan").fill("Chủ tịch UBND xã")
    page.get_by_label("Chức vụ").fill("Chủ tịch UBND xã")
    page.get_by_label("Lĩnh vực").select_option("land")
    page.get_by_label("Khiếu nại Tôi không đồng ý").check()
    page.get_by_label("Sự việc", exact=True).fill(
        "Thu hồi đất không nêu phương án bồi thường.\nTừ tháng 5."
    )
    page.get_by_label("Yêu cầu của bạn").fill("Đề nghị hủy quyết định thu hồi đất.")
    page.get_by_label("Cơ quan nhận đơn").select_option(COMMUNE)


def fill(field: Locator, value: str) -> None:
    """Type into a field, or choose from its list."""
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def lodge_by_form(page: Page) -> tuple[str, str]:
    """Lodge a complaint in the browser; return receipt code and tracking secret."""
    fill_in(page)
    page.get_by_role("button", name="Gửi đơn").click()
    code = page.locator("[data-receipt-code]").inner_text()
    return code, page.locator("[data-tracking-secret]").inner_text()


def track(page: Page, code: str, secret: str) -> None:
    """Ask where a petition stands."""
    page.goto("/track")
    page.get_by_label("Mã biên nhận").fill(code)
    page.get_by_label("Mã tra cứu").fill(secret)
    page.get_by_role("button", name="Xem đơn").click()


def until(seen: Callable[[], bool], page: Page, *, patience_s: float = 10.0) -> None:
    """Reload the page until something is seen on it."""
    end = time.monotonic() + patience_s
    while not seen():
        assert time.monotonic() < end, "the page never showed it"
        page.wait_for_timeout(200)
        page.reload()
