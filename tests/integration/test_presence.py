"""Who has a case open, on real servers: told to who may see it, forgotten soon, and no lock."""

import asyncio
import datetime as dt
import re
from typing import Any

import asyncpg
import httpx

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from shared.auth.token import HEADER
from tests.integration.desk import CSRF, everywhere, lodge, principal, signed
from tests.integration.signed import somebody, until

_CLOCK = re.compile(r"lúc \d\d:\d\d:\d\d")
WATCHES = everywhere("watches", "auditor")


def worker(stack: Stack, name: str, role: str = "processing") -> Principal:
    """An officer of the commune with an account, so that they are called something."""
    known = somebody(stack, role, agency="25585", name=name)
    return principal(known.officer, role, agency="25585")


def opened(stack: Stack, **more: Any) -> str:
    petition: str = lodge(stack, **more)["petition_id"]
    until(lambda: ask(stack, WATCHES, f"/desk/petitions/{petition}").status_code == 200)
    return petition


def ask(stack: Stack, who: Principal, path: str, **form: str) -> httpx.Response:
    """Open a page; with a form, send it."""
    url = stack.services["routing"].url + path
    headers = {HEADER: signed(stack, who), "accept": "text/html"}
    if form:
        return httpx.post(url, data={"csrf": CSRF, **form}, headers=headers, timeout=20)
    return httpx.get(url, headers=headers, timeout=20)


def stay(stack: Stack, who: Principal, petition: str, **form: str) -> httpx.Response:
    return ask(stack, who, f"/desk/petitions/{petition}/here", shown="", **form)


def later(stack: Stack, by: dt.timedelta) -> None:
    """Let time pass for everybody who is there."""

    async def move() -> None:
        connection = await asyncpg.connect(
            stack.workspace.service_dsn("routing", port=stack.postgres.port)
        )
        await connection.execute(
            "update desk.presence set seen_at = seen_at - $1::interval", by
        )
        await connection.close()

    asyncio.run(move())


def test_an_officer_is_told_of_another_and_not_of_themself(stack: Stack) -> None:
    """As the page comes, and again while it stays open; that they fill in an act, too."""
    lan, minh = worker(stack, "Đỗ Thị Lan Anh"), worker(stack, "Ngô Minh", "head")
    petition = opened(stack)
    page = f"/desk/petitions/{petition}"
    assert "đang mở hồ sơ này" not in ask(stack, lan, page).text
    assert "Đỗ Thị Lan Anh đang mở hồ sơ này từ" in ask(stack, minh, page).text
    assert "Ngô Minh đang mở hồ sơ này từ" in stay(stack, lan, petition).text
    stay(stack, lan, petition, writes="true")
    assert "Đỗ Thị Lan Anh đang soạn việc" in stay(stack, minh, petition).text


def test_what_did_not_change_is_not_said_again(stack: Stack) -> None:
    """The answer has a mark; whoever brings it back gets nothing, and nothing is read out."""
    lan, minh = worker(stack, "Đỗ Thị Lan Anh"), worker(stack, "Ngô Minh", "head")
    petition = opened(stack)
    stay(stack, lan, petition)
    answer = stay(stack, minh, petition)
    mark = answer.text.rpartition('value="')[2].partition('"')[0]
    path = f"/desk/petitions/{petition}/here"
    assert 204 == ask(stack, minh, path, shown=mark).status_code
    stay(stack, lan, petition, writes="true")
    assert 200 == ask(stack, minh, path, shown=mark).status_code


def test_who_gives_no_sign_of_life_is_forgotten(stack: Stack) -> None:
    """After a minute they are still there, after three they are not; then they come anew."""
    lan, minh = worker(stack, "Đỗ Thị Lan Anh"), worker(stack, "Ngô Minh", "head")
    petition = opened(stack)
    stay(stack, lan, petition)
    later(stack, dt.timedelta(minutes=1))
    assert "Đỗ Thị Lan Anh" in stay(stack, minh, petition).text
    later(stack, dt.timedelta(minutes=2))
    assert "Đỗ Thị Lan Anh" not in stay(stack, minh, petition).text
    stay(stack, lan, petition)
    assert "Đỗ Thị Lan Anh" in stay(stack, minh, petition).text


def test_who_only_reads_is_told_and_never_named(stack: Stack) -> None:
    """An auditor, and an inspector of the province: nobody learns what they look at."""
    lan = worker(stack, "Đỗ Thị Lan Anh")
    petition = opened(stack)
    stay(stack, lan, petition)
    for role in ("auditor", "inspectorate"):
        known = somebody(stack, role, agency="TN-TTT", name="Người Xem Xét")
        reader = everywhere(known.officer, role)
        assert "Đỗ Thị Lan Anh" in stay(stack, reader, petition).text
        assert "Đỗ Thị Lan Anh" in ask(stack, reader, f"/desk/petitions/{petition}").text
    assert "Người Xem Xét" not in stay(stack, lan, petition).text


def test_who_may_not_see_the_case_learns_nothing_and_leaves_no_trace(stack: Stack) -> None:
    """The answer is that of a case that is not there."""
    lan = worker(stack, "Đỗ Thị Lan Anh")
    stranger = principal("stranger", "processing", agency="25459")
    petition, none = opened(stack), "00000000-0000-7000-8000-000000000000"
    stay(stack, lan, petition)
    hidden, missing = stay(stack, stranger, petition), stay(stack, stranger, none)
    assert 404 == hidden.status_code == missing.status_code
    told = [_CLOCK.sub("", answer.text) for answer in (hidden, missing)]
    assert told[0].replace(petition, "…") == told[1].replace(none, "…")
    assert "stranger" not in stay(stack, lan, petition).text


def test_nothing_is_locked(stack: Stack) -> None:
    """Whoever fills in an act keeps nobody from acting; the log decides who was first."""
    lan, minh = worker(stack, "Đỗ Thị Lan Anh"), worker(stack, "Ngô Minh", "head")
    petition = opened(stack)
    stay(stack, lan, petition, writes="true")
    accepted = f"/desk/petitions/{petition}/accept"
    until(
        lambda: 'data-act="accept"' in ask(stack, minh, f"/desk/petitions/{petition}").text
    )
    assert 303 == ask(stack, minh, accepted, token="m" * 20).status_code
    assert ask(stack, lan, accepted, token="l" * 20).status_code in {303, 409}
