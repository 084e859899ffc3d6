"""Every page there is, in each state that looks different: who opens it, where, and what they do."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.people import (
    AUTHENTICATORS,
    COMMUNE,
    PASSWORDS,
    fill,
    fill_in,
    give_password,
    lodge_by_form,
    track,
)
from tests.journeys.world import GUARDED, GUESSED, LETTER, World, member

Use = Callable[[Page], object]
RECEIVES = f"tiepdan-{COMMUNE}"
HEAD, OFFICER, OTHER = f"lanhdao-{COMMUNE}", f"xuly-{COMMUNE}", "xuly-25459"
_NUMBERS = itertools.count()


def _nothing(_: object) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page in a state."""

    name: str
    login: str
    """Who opens it; empty: somebody who is not signed in."""
    path: str
    """The address, with the route's own names for what the world made."""
    of: str = ""
    """Which of the world's things it is about."""
    use: Use = _nothing
    """What is done on it, in any language."""
    once: Use = _nothing
    """What is done on the Vietnamese page, whose answer is then asked for anew."""
    before: Callable[[World], object] = _nothing
    after: Callable[[World], object] = _nothing
    stranger: bool = False
    """It shows nothing of its route, but that one may not, or must sign in first."""

    @property
    def route(self) -> str:
        """The path as the service knows it."""
        return self.path.partition("#")[0].partition("?")[0]

    @property
    def answers(self) -> bool:
        """It shows the answer to a form that is sent once."""
        return self.once is not _nothing

    def go(self, page: Page, world: World) -> None:
        """Open it."""
        page.goto(self.path.format(**world.parts.get(self.of, {})))
        expect(page.locator("main")).to_be_visible()
        if self.login:
            page.wait_for_timeout(300)  # the bell, saved views and live lines have come


def _click(selector: str) -> Use:
    return lambda page: page.locator(selector).first.click()


def _send(**values: str) -> Use:
    """Fill in fields by id, past what the browser itself would refuse, and send the form."""

    def use(page: Page) -> None:
        for name, value in values.items():
            fill(page.locator(f"#{name}"), value)
        field = page.locator(f"#{next(iter(values))}")
        with page.expect_navigation():
            field.evaluate("e => { e.form.noValidate = true; e.form.requestSubmit(); }")

    return use


def _lodge_with_faults(page: Page) -> None:
    fill_in(page)
    page.get_by_label("Điện thoại").fill("không có")
    page.get_by_label("Thư điện tử").fill("lan@")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.get_by_role("alert")).to_be_focused()


def _type_a_twin(page: Page) -> None:
    page.locator("[id='petitioner.full_name']").fill("Nguyễn Thị Lan")
    page.locator("[id='petitioner.address']").fill("Ấp 3, xã Châu Thành")
    page.locator("input[name=kind_claimed][value=complaint]").check()
    page.locator("#summary").fill(LETTER)
    page.locator("#request").focus()
    expect(page.locator("#alike [data-twin]").first).to_be_visible()


def _lodge_a_twin(page: Page) -> None:
    fill_in(page)
    page.locator("#summary").fill(LETTER)
    page.get_by_role("button", name="Gửi đơn", exact=True).click()
    expect(page.locator("[data-twin]").first).to_be_visible()


def _try_to_link(page: Page) -> None:
    page.locator("#compared [data-link] button").click()
    expect(page.locator("main [role=alert]")).to_be_visible()


def _stand(page: Page) -> None:
    track(page, *lodge_by_form(page))
    expect(page.locator(".steps")).to_be_visible()


def _ask_when(page: Page) -> None:
    """Track what the address names: after its `#`, where no server sees it."""
    track(page, *page.url.partition("#")[2].split("~"))
    page.locator(".time summary").first.click()


def _tick(page: Page) -> None:
    boxes = page.locator("tbody .pick input")
    boxes.nth(0).check()
    boxes.nth(1).check()


def _preview(page: Page) -> None:
    _tick(page)
    page.locator("#assign-officer").select_option(member(OFFICER).officer)
    with page.expect_navigation():
        page.locator("#assign button").click()


def _open_everything(page: Page) -> None:
    """Also what comes only once it is opened, and brings more that can be."""
    for _ in range(2):
        page.evaluate(
            "document.querySelectorAll('main details').forEach(d => d.open = true)"
        )
        page.wait_for_timeout(300)
        on_its_way = page.locator(".htmx-request, .htmx-swapping, .htmx-settling")
        expect(on_its_way).to_have_count(0)


def _agree_blindly(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[data-act=accept-proposal]").click()


def _open_bell(page: Page) -> None:
    page.locator("[data-bell] > summary").click()
    expect(page.locator("[data-bell] .told").first).to_be_visible()


def _ask_why(page: Page) -> None:
    page.locator("details.why > summary").click()
    expect(page.locator("details.why .strip").first).to_be_visible()


def _open_changes(page: Page) -> None:
    page.locator("details:has(.changes) > summary").first.click()


def _make_address(page: Page) -> None:
    if page.locator("[data-opens=renew]").count():
        page.locator("[data-opens=renew]").click()
    with page.expect_navigation():
        page.locator("form[action='/clocks/feed'] button:not([type=button])").last.click()


def _look(page: Page) -> None:
    with page.expect_navigation():
        page.locator("form[action$='/view'] button").first.click()


def _reset(page: Page) -> None:
    page.locator("[data-opens=reset]").click()
    with page.expect_navigation():
        page.locator("dialog#reset button:not([type=button])").click()


def _halfway(page: Page) -> None:
    give_password(page, GUESSED)
    page.locator("main summary").click()


def _guess(page: Page) -> None:
    give_password(page, GUESSED)
    _send(code="000000")(page)


def _wrong_code(page: Page) -> None:
    _send(code="000000", present=PASSWORDS[OFFICER])(page)


def _new_codes(page: Page) -> None:
    _send(code=AUTHENTICATORS[GUARDED].code(), present=PASSWORDS[GUARDED])(page)
    expect(page.locator("[data-recovery] li")).to_have_count(10)


def _propose_a_sunday(page: Page) -> None:
    page.locator("#source").fill("12/QĐ-UBND")
    page.locator("input[name=on]").first.fill("2026-11-29")
    with page.expect_navigation():
        page.locator("form[action$='/propose'] button").click()
    expect(page.locator("[data-faults]")).to_be_visible()


def _propose_a_file(page: Page) -> None:
    page.locator("#file-source").fill("12/QĐ-UBND")
    lines = "on,kind,name\n2026-02-30,holiday,x\n2026-12-24,party,\n"
    file = {"name": "lich.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.locator("#file").set_input_files(file)
    with page.expect_navigation():
        page.locator("form[action$='/file'] button").click()
    expect(page.locator("[data-faults] li")).to_have_count(3)


def _end_too_early(page: Page) -> None:
    page.locator("details:has(#abolish-on) > summary").click()
    page.locator("#abolish-on").fill("2020-01-01")
    with page.expect_navigation():
        page.locator("form[action$='/abolish'] button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _import(lines: str) -> Use:
    """Choose a file of bodies and look at it."""

    def use(page: Page) -> None:
        content = f"code,name,kind,level,parent,valid_from,valid_to,successor\n{lines}"
        file = {"name": "d.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.locator("#file").set_input_files(file)
        with page.expect_navigation():
            page.locator("form[action='/directory/import'] button").click()

    return use


BODIES = (
    "S-1,Phường Thử Mới,ward,commune,80,2026-01-01,,\n"
    "25585,Phường Châu Thành,ward,commune,80,2027-01-01,,\n"
    "25591,Xã Phước Vinh,commune,commune,80,2025-07-01,2026-12-31,25585;~25486\n"
)


def _ask_to_erase(world: World) -> None:
    path = f"/petitions/{world.parts['ended']['petition_id']}/erasure"
    body = {"ground": "lawful_request", "reference": "12/CV-UBND"}
    world.ask("intake", "luukhoa2", path, body)


def _ask_no_more(world: World) -> None:
    path = f"/petitions/{world.parts['ended']['petition_id']}/erasure/withdraw"
    world.ask("intake", "luukhoa2", path, {})


SCENES: tuple[Scene, ...] = (
    Scene("home", "", "/"),
    Scene("lodge", "", "/lodge"),
    Scene("lodge-faults", "", "/lodge", once=_lodge_with_faults),
    Scene("receipt", "", "/lodge", once=lodge_by_form),
    Scene("track", "", "/track"),
    Scene("track-wrong", "", "/track", once=lambda page: track(page, "25585-0000", "WRONG")),
    Scene("standing", "", "/track", once=_stand),
    Scene("standing-why", "", "/track#{code}~{secret}", "accepted", once=_ask_when),
    Scene("standing-paused", "", "/track#{code}~{secret}", "paused", once=_ask_when),
    Scene("not-found", "", "/no-such-page", stranger=True),
    Scene("sign-in", "", "/desk?show=closed", stranger=True),
    Scene("sign-in-page", "", "/sign-in"),
    Scene("sign-in-wrong", "", "/sign-in",
          use=lambda page: _send(login=f"nobody-{next(_NUMBERS)}", password="wrong")(page)),
    Scene("sign-in-code", "", "/sign-in/code", use=_halfway),
    Scene("sign-in-code-wrong", "", "/sign-in/code", use=_guess),
    Scene("desk", HEAD, "/desk"),
    Scene("desk-overdue", HEAD, "/desk?show=overdue"),
    Scene("desk-owed", HEAD, "/desk?show=owed"),
    Scene("desk-closed", HEAD, "/desk?show=closed"),
    Scene("desk-filters", HEAD, "/desk?kind=complaint&kind=recommendation&field=land",
          use=_click("summary[data-key=f]")),
    Scene("desk-filtered", HEAD, "/desk?kind=complaint&kind=recommendation&field=land"),
    Scene("desk-empty", HEAD, "/desk?field=corruption&holder=TN-S-YT"),
    Scene("desk-view", HEAD, "/desk?field=land",
          use=_click(".filter-menu:has(#view-name) > summary")),
    Scene("desk-ticked", HEAD, "/desk", use=_tick),
    Scene("assign", HEAD, "/desk", use=_preview),
    Scene("case", HEAD, "/desk/petitions/{petition_id}", "case"),
    Scene("case-acts", HEAD, "/desk/petitions/{petition_id}", "case", use=_open_everything),
    Scene("guide", HEAD, "/desk/petitions/{petition_id}/guidance", "case"),
    Scene("guide-faults", HEAD, "/desk/petitions/{petition_id}/guidance", "proposed",
          use=_agree_blindly),
    Scene("guide-proposed", HEAD, "/desk/petitions/{petition_id}/guidance", "proposed",
          use=_open_everything),
    Scene("agreement", HEAD, "/desk/agreement"),
    Scene("case-accepted", HEAD, "/desk/petitions/{petition_id}", "accepted",
          use=_open_everything),
    Scene("case-paused", HEAD, "/desk/petitions/{petition_id}", "paused",
          use=_open_everything),
    Scene("case-extended", HEAD, "/desk/petitions/{petition_id}", "extended",
          use=_open_everything),
    Scene("case-decided", HEAD, "/desk/petitions/{petition_id}", "ended",
          use=_open_everything),
    Scene("case-unnamed", HEAD, "/desk/petitions/{petition_id}", "unnamed",
          use=_open_everything),
    Scene("case-referred", HEAD, "/desk/petitions/{petition_id}", "referred",
          use=_open_everything),
    Scene("case-executed", HEAD, "/desk/petitions/{petition_id}", "executed",
          use=_open_everything),
    Scene("executions", HEAD, "/executions"),
    Scene("executions-none", OTHER, "/executions?show=done"),
    Scene("backlog", HEAD, "/backlog"),
    Scene("backlog-none", OTHER, "/backlog"),
    Scene("receptions", HEAD, "/receptions"),
    Scene("receptions-none", OTHER, "/receptions"),
    Scene("receptions-faults", HEAD, "/receptions", use=_send(ground="REFUSE_9_1", refused_at="2001-01-01T08:00")),
    Scene("duplicates", HEAD, "/desk/petitions/{petition_id}/duplicates", "twin"),
    Scene("duplicates-linked", HEAD, "/desk/petitions/{petition_id}/duplicates", "linked"),
    Scene("duplicates-refused", HEAD,
          "/desk/petitions/{petition_id}/duplicates?with={sealed_id}", "mixed",
          use=_try_to_link),
    Scene("duplicates-sealed", OFFICER, "/desk/petitions/{petition_id}/duplicates", "sealed"),
    Scene("duplicates-none", "kiemtoan", "/desk/petitions/{petition_id}/duplicates", "case"),
    Scene("case-linked", HEAD, "/desk/petitions/{petition_id}", "linked",
          before=lambda world: world.stay(OFFICER, "linked")),
    Scene("lodge-alike", RECEIVES, "/lodge", use=_type_a_twin),
    Scene("receipt-alike", RECEIVES, "/lodge", once=_lodge_a_twin),
    Scene("case-disputed", "lanhdao", "/desk/petitions/{petition_id}", "disputed"),
    Scene("desk-designation", "lanhdao", "/desk?show=designation"),
    Scene("desk-designation-none", HEAD, "/desk?show=designation"),
    Scene("case-unknown", HEAD, "/desk/petitions/00000000-0000-0000-0000-000000000000",
          stranger=True),
    Scene("clocks", HEAD, "/clocks"),
    Scene("clocks-overdue", HEAD, "/clocks?show=overdue&whose=unit"),
    Scene("clocks-paused", HEAD, "/clocks?show=paused"),
    Scene("clocks-filtered", HEAD, "/clocks?rule=KN.L1.ACCEPT&agency=25585"),
    Scene("clocks-empty", HEAD, "/clocks?rule=KN.SUE"),
    Scene("clocks-of-province", "kiemtoan", "/clocks"),
    Scene("clocks-month", HEAD, "/clocks/month"),
    Scene("clocks-month-holidays", HEAD, "/clocks/month?m=2026-11"),
    Scene("clocks-month-unknown", HEAD, "/clocks/month?m=2029-01"),
    Scene("clocks-of", HEAD, "/clocks/of/{petition_id}", "accepted", use=_open_changes),
    Scene("clocks-of-paused", HEAD, "/clocks/of/{petition_id}", "paused"),
    Scene("clocks-of-extended", HEAD, "/clocks/of/{petition_id}", "extended"),
    Scene("case-clocks", HEAD, "/desk/petitions/{petition_id}", "accepted", use=_ask_why),
    Scene("feed", HEAD, "/clocks/feed"),
    Scene("feed-made", HEAD, "/clocks/feed", use=_make_address),
    Scene("rules", HEAD, "/rules"),
    Scene("rules-found", HEAD, "/rules?q=to+cao"),
    Scene("rules-none", HEAD, "/rules?q=kh%C3%B4ng+c%C3%B3+g%C3%AC"),
    Scene("rule", HEAD, "/rules/{clock}", "rule"),
    Scene("dashboard", HEAD, "/dashboard"),
    Scene("people-of-head", HEAD, "/people"),
    Scene("menu", HEAD, "/account", use=_click("summary.me")),
    Scene("bell", OFFICER, "/desk", use=_open_bell),
    Scene("notices", OFFICER, "/desk/notices"),
    Scene("desk-of-officer", OFFICER, "/desk?whose=mine"),
    Scene("case-sealed", OFFICER, "/desk/petitions/{petition_id}", "sealed"),
    Scene("papers", OFFICER, "/papers/{petition_id}", "case"),
    Scene("papers-sealed", OTHER, "/papers/{petition_id}", "case", stranger=True),
    Scene("search", OFFICER, "/search"),
    Scene("search-found", OFFICER, "/search", use=_send(seek="Nguyễn Thị Lan")),
    Scene("search-none", OFFICER, "/search", use=_send(seek="Không Ai Cả")),
    Scene("search-faults", OFFICER, "/search", use=_send(seek=" ")),
    Scene("reveals", OFFICER, "/reveals"),
    Scene("reveals-empty", OTHER, "/reveals"),
    Scene("reveal-ask", OFFICER, "/reveals/ask/{petition_id}", "sealed"),
    Scene("reveal-ask-faults", OFFICER, "/reveals/ask/{petition_id}", "sealed",
          use=_send(reason="")),
    Scene("revealed", OFFICER, "/reveals", use=_look),
    Scene("notices-empty", OTHER, "/desk/notices"),
    Scene("account", OFFICER, "/account"),
    Scene("account-faults", OFFICER, "/account", use=_send(present="wrong", password="short")),
    Scene("factor", OFFICER, "/account/factor"),
    Scene("factor-faults", OFFICER, "/account/factor", use=_wrong_code),
    Scene("account-guarded", GUARDED, "/account"),
    Scene("factor-on", GUARDED, "/account/factor", use=_click("main details > summary")),
    Scene("recovery-codes", GUARDED, "/account/factor", use=_new_codes),
    Scene("reveals-to-decide", "luukhoa1", "/reveals"),
    Scene("custody", "luukhoa1", "/custody"),
    Scene("custody-faults", "luukhoa1", "/custody", use=_send(code="00000-0000")),
    Scene("custody-asked", "luukhoa1", "/custody", before=_ask_to_erase, after=_ask_no_more),
    Scene("custody-sure", "luukhoa1", "/custody", use=_click("[data-opens^=erase-]"),
          before=_ask_to_erase, after=_ask_no_more),
    Scene("calendars", "quantri", "/calendars"),
    Scene("calendar-year", "quantri", "/calendars/{year}", "proposal"),
    Scene("calendar-unknown", "quantri", "/calendars/1999", stranger=True),
    Scene("calendar-propose", "quantri", "/calendars/{year}/propose", "proposal"),
    Scene("calendar-propose-faults", "quantri", "/calendars/{year}/propose", "proposal",
          use=_propose_a_sunday),
    Scene("calendar-propose-file", "quantri", "/calendars/{year}/propose", "proposal",
          use=_propose_a_file),
    Scene("calendar-proposal-figures", "quantri", "/calendars/{year}/{version}", "proposal",
          before=World.propose),
    Scene("calendar-proposal", "thanhtra", "/calendars/{year}/{version}", "proposal",
          before=World.propose),
    Scene("calendar-approve", "thanhtra", "/calendars/{year}/{version}", "proposal",
          use=_click("[data-opens=approve]"), before=World.propose),
    Scene("calendar-reject-faults", "thanhtra", "/calendars/{year}/{version}", "proposal",
          use=_send(reason=" "), before=World.propose),
    Scene("what-if", "thanhtra", "/rules/what-if"),
    Scene("what-if-rule", "thanhtra", "/rules/what-if?rule=KN.L1.SETTLE"),
    Scene("what-if-faults", "thanhtra", "/rules/what-if?rule=TC.SETTLE", use=_send(length="0")),
    Scene("what-if-result", "thanhtra", "/rules/what-if/{trial_id}", "trial"),
    Scene("people", "quantri", "/people"),
    Scene("people-found", "quantri", "/people", use=_send(q="Nguyễn")),
    Scene("people-new", "quantri", "/people/new"),
    Scene("people-new-faults", "quantri", "/people/new", use=_send(login="a", name="")),
    Scene("officer", "quantri", "/people/{officer}", "officer"),
    Scene("officer-leaves", "quantri", "/people/{officer}", "officer",
          use=_click("[data-opens=leave]")),
    Scene("officer-guarded", "quantri", "/people/{officer}", "guarded",
          use=_click("[data-opens=factor-reset]")),
    Scene("password", "quantri", "/people/{officer}", "officer", use=_reset),
    Scene("directory", "quantri", "/directory"),
    Scene("directory-then", OFFICER, "/directory?on=2025-06-30"),
    Scene("directory-found", OFFICER, "/directory?q=ch%C3%A2u"),
    Scene("directory-none", OFFICER, "/directory?q=kh%C3%B4ng+c%C3%B3"),
    Scene("directory-ended", OFFICER, "/directory?show=ended"),
    Scene("directory-import", "quantri", "/directory/import", use=_click("main summary")),
    Scene("directory-import-faults", "quantri", "/directory/import",
          use=_import("S-1,=1+1,ward,hamlet,80,2026-02-30,,\n")),
    Scene("directory-preview", "quantri", "/directory/import", use=_import(BODIES)),
    Scene("body", "quantri", "/directory/bodies/{code}", "body", use=_open_everything),
    Scene("body-of-officer", OFFICER, "/directory/bodies/{code}", "body"),
    Scene("body-ended", OFFICER, "/directory/bodies/{code}", "ended_body"),
    Scene("body-with-many", OFFICER, "/directory/bodies/{code}", "province"),
    Scene("body-faults", "quantri", "/directory/bodies/{code}", "body", use=_end_too_early),
    Scene("forbidden", "quantri", "/desk", stranger=True),
    Scene("gallery", "quantri", "/gallery"),
    Scene("desk-of-auditor", "kiemtoan", "/desk"),
    Scene("case-of-auditor", "kiemtoan", "/desk/petitions/{petition_id}", "case"),
)  # fmt: skip
LOGINS = tuple(dict.fromkeys(scene.login for scene in SCENES))

PARTS_OF_PAGES = {
    "/desk/fresh",
    "/views",
    "/notices",
    "/notices/count",
    "/clocks/count",
    "/calendars/progress",
    "/calendars/trials/{trial_id}",
    "/dashboard/figures",
}
STREAMS = {"/desk/live", "/dashboard/live"}
ELSEWHERE = {"/sign-in/oidc", "/sign-in/oidc/callback", "/clocks/feed/{token}.ics"}
"""They lead to the sign-in of another program, and back; and a file for calendar programs."""


def of(login: str) -> list[Scene]:
    """Return what somebody opens."""
    return [scene for scene in SCENES if scene.login == login]
