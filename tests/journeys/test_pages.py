"""
Every page in both languages and themes, on a desk and on a phone: sound, and as wide as that.

At a desk each is kept as a picture to judge by; nobody looks at those of CI.
"""

import os
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.people import sign_in, until
from tests.journeys.scenes import HEAD, LOGINS, Scene, of
from tests.journeys.world import World

SHOTS = Path(__file__).parents[1] / "screenshots"
SIZES = {"desk": (1280, 850), "phone": (390, 844)}
Looks: TypeAlias = tuple[tuple[str, Literal["light", "dark"]], ...]
LOOKS: dict[str, Looks] = {
    "vi": (("desk", "light"), ("phone", "dark")),
    "en": (("desk", "dark"), ("phone", "light")),
}
"""Each language in each size; axe-core measures the first, whose structure the other shares."""
PICTURES = "CI" not in os.environ
SCRIPT_LIMIT_BYTES = 150_000
PUBLIC_LIMIT_BYTES = 10_000
LIMIT_WITH_PAPERS_BYTES = 15_000
_WEIGHTS: dict[str, int] = {}


@pytest.mark.parametrize("login", LOGINS)
def test_every_page(page: Page, world: World, login: str) -> None:
    """As it comes, and after it was used; by whoever may open it."""
    if login:
        sign_in(page, login)
    faults = []
    for scene in of(login):
        scene.before(world)
        for language in ("vi", "en"):
            _show(page, world, scene, language)
            faults += _look(page, f"{scene.name}-{language}", LOOKS[language])
        faults += _weigh(page, scene.name, public=not login)
        _speak(page, world, "vi")
        scene.after(world)
    assert faults == []


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


def _look(page: Page, name: str, looks: Looks) -> list[str]:
    """Return what is wider than its window, or keeps somebody out; take the pictures."""
    faults = []
    for size, theme in looks:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        if PICTURES:
            page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)
        wide_px = page.evaluate("document.documentElement.scrollWidth")
        if wide_px > width:
            faults.append(f"{name} is {wide_px} px wide on a {size} of {width} px")
        if name.endswith("-vi"):
            page.wait_for_timeout(150)  # what fades in has its colours
            faults += [f"{name}, {size}, {theme}: {each}" for each in violations(page)]
    page.set_viewport_size({"width": 1280, "height": 850})
    return faults


def _weigh(page: Page, name: str, *, public: bool) -> list[str]:
    """Less than 150 kB of script for staff; a citizen's page needs no library at all."""
    addresses = page.evaluate("[...document.scripts].map((script) => script.src)")
    if not all(addresses):
        return [f"a script stands in the page itself: {name}"]
    weight = sum(_bytes(page, address) for address in addresses)
    limit = PUBLIC_LIMIT_BYTES if public else SCRIPT_LIMIT_BYTES
    if public and page.locator("#papers").count():
        limit = LIMIT_WITH_PAPERS_BYTES  # to send files with progress
    return [] if 0 < weight < limit else [f"{name}: {weight} bytes of script"]


def _bytes(page: Page, address: str) -> int:
    if address not in _WEIGHTS:
        _WEIGHTS[address] = len(page.request.get(address).body())
    return _WEIGHTS[address]


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
