"""Every page in both languages and themes, on a desk and on a phone; pictures to judge by."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import sign_in, until
from tests.journeys.scenes import HEAD, LOGINS, Scene, of
from tests.journeys.world import World

SHOTS = Path(__file__).parents[1] / "screenshots"
SIZES = {"desk": (1280, 850), "phone": (390, 844)}
SCRIPT_LIMIT_BYTES = 150_000
PUBLIC_LIMIT_BYTES = 10_000
LIMIT_WITH_PAPERS_BYTES = 15_000


@pytest.mark.parametrize("login", LOGINS)
def test_every_page(page: Page, world: World, login: str) -> None:
    """It is in the language that was chosen, and as wide as its window, whatever that is."""
    if login:
        sign_in(page, login)
    wide = []
    for scene in of(login):
        scene.before(world)
        for language in ("vi", "en"):
            _show(page, world, scene, language)
            wide += _shoot(page, f"{scene.name}-{language}")
        _speak(page, world, "vi")
        scene.after(world)
    assert wide == []


def _speak(page: Page, world: World, language: str) -> None:
    url = world.front + "/"
    page.context.add_cookies([{"name": "lang", "value": language, "url": url}])


def _show(page: Page, world: World, scene: Scene, language: str) -> None:
    if scene.answers and language == "en":
        _speak(page, world, language)
        page.reload()  # the form's answer is asked for anew
    else:
        _speak(page, world, language)
        scene.go(page, world)
        scene.once(page)
        scene.use(page)
    expect(page.locator("html")).to_have_attribute("lang", language)


def _shoot(page: Page, name: str) -> list[str]:
    """Take the pictures; return what is wider than its window."""
    SHOTS.mkdir(exist_ok=True)
    wide = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
            page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)
        wide_px = page.evaluate("document.documentElement.scrollWidth")
        if wide_px > width:
            wide.append(f"{name} is {wide_px} px wide on a {size} of {width} px")
    page.set_viewport_size({"width": 1280, "height": 850})
    return wide


def test_paper_is_black_on_white_and_without_navigation(page: Page, world: World) -> None:
    """What an officer prints from a dark screen is still paper."""
    sign_in(page, HEAD)
    page.emulate_media(color_scheme="dark", media="print")
    case = f"/desk/petitions/{world.parts['case']['petition_id']}"
    for path in (case, "/dashboard"):
        page.goto(path)
        until(lambda: page.locator("main .sheet").count() > 1, page)
        expect(page.locator(".brand").first).to_be_visible()
        expect(page.locator(".printed")).to_contain_text("Số liệu lúc")
        expect(page.locator("#side")).to_be_hidden()
        expect(page.locator("main form").first).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        page.pdf(path=SHOTS / f"paper{path.replace('/', '-')[:12]}.pdf")


@pytest.mark.parametrize("login", LOGINS)
def test_weight_of_every_page(page: Page, world: World, login: str) -> None:
    """Less than 150 kB of script for staff; a citizen's page needs no library at all."""
    if login:
        sign_in(page, login)
    for scene in of(login):
        page.goto(scene.path.format(**world.parts.get(scene.of, {})))
        scene.once(page)
        addresses = page.evaluate("[...document.scripts].map((script) => script.src)")
        assert all(addresses), f"a script stands in the page itself: {scene.name}"
        weight = sum(len(page.request.get(address).body()) for address in addresses)
        limit = SCRIPT_LIMIT_BYTES if login else PUBLIC_LIMIT_BYTES
        if not login and page.locator("#papers").count():
            limit = LIMIT_WITH_PAPERS_BYTES  # to send files with progress
        assert 0 < weight < limit, f"{scene.name}: {weight} bytes of script"
