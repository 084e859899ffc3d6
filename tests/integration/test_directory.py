"""The directory through the front door and the command line: looked at, taken, shown by day."""

import asyncio
import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.demo.directory import FILE
from deploy.embedded.supervisor import Stack
from shared.auth.principal import Grant, Principal
from shared.auth.token import HEADER, Signer
from shared.ids import AgencyCode
from tests.integration.signed import signed_in, somebody

DIRECTORY = "/api/routing/directory"
ADMINISTRATOR, HEAD = "administrator", "head"
NOBODY = "0" * 64
NAMES = ("routing", "intake", "deadlines", "reporting")
COLUMNS = "code,name,kind,level,parent,valid_from,valid_to,successor,confidence\n"
OLD = "T-OLD,Xã Thử Cũ,commune,commune,80,2025-07-01,{end},{heirs},S\n"
NEW = "T-NEW,Phường Thử Mới,ward,commune,80,2026-01-01,,,P\n"
ENDED = OLD.format(end="2025-12-31", heirs="T-NEW")


@pytest.fixture(name="ask", scope="module")
def _ask(stack: Stack) -> Any:
    """Ask as somebody of the province: `ask("head", "GET", path)`."""

    def ask(role: str, method: str, path: str, **more: Any) -> httpx.Response:
        headers = signed_in(stack, role, agency="80", below=True) | more.pop("headers", {})
        with httpx.Client(base_url=stack.urls["front"], timeout=20) as client:
            return client.request(method, path, headers=headers, **more)

    return ask


def send(ask: Any, path: str, *lines: str, role: str = ADMINISTRATOR, **more: Any) -> Any:
    content = (COLUMNS + "".join(lines)).encode()
    headers = {"Content-Type": "text/csv"} | more.pop("headers", {})
    return ask(
        role, "POST", f"{DIRECTORY}/{path}", content=content, headers=headers, **more
    )


def take(ask: Any, *lines: str, **more: Any) -> Any:
    shown = send(ask, "preview", *lines).json()
    return send(ask, "import", *lines, params={"fingerprint": shown["fingerprint"]}, **more)


def there(ask: Any, on: str) -> set[str]:
    return {body["code"] for body in ask(HEAD, "GET", DIRECTORY, params={"on": on}).json()}


_SAID = "select count(*) from said where stream = 'agency-directory'"


def counted(stack: Stack) -> int:
    async def count() -> int:
        connection = await asyncpg.connect(stack.workspace.service_dsn("routing"))
        try:
            return int(await connection.fetchval(_SAID))
        finally:
            await connection.close()

    return asyncio.run(count())


def test_the_demonstration_came_whole(ask: Any) -> None:
    """113 bodies of today, ten that ended on 30 June 2025; the list again says nothing."""
    before, after = there(ask, "2025-06-30"), there(ask, "2025-07-01")
    assert {"72", "703", "712"} <= before
    assert not before & after
    assert len({code for code in after if not code.startswith("T-")}) == 113
    lines = FILE.read_text("utf-8").splitlines(keepends=True)[1:]
    shown = send(ask, "preview", *lines).json()
    assert (shown["unchanged"], shown["facts"], shown["lines"]) == (123, 0, [])
    gone = ask(HEAD, "GET", f"{DIRECTORY}/705").json()
    assert gone["in_force"] is False
    assert gone["sole_successor"] is None
    assert [heir["share"] for heir in gone["successors"]].count("part") == 2
    assert ask(HEAD, "GET", f"{DIRECTORY}/72").json()["sole_successor"] == "80"
    assert ask(HEAD, "GET", f"{DIRECTORY}/NO-BODY").status_code == 404


def test_a_file_is_looked_at_then_taken_as_it_was_shown(ask: Any, stack: Stack) -> None:
    """Nothing is said by looking; the same file again, or the same request, says nothing."""
    before = counted(stack)
    shown = send(ask, "preview", OLD.format(end="", heirs="")).json()
    assert (shown["new"], shown["facts"]) == (1, 1)
    assert counted(stack) == before
    key = {"Idempotency-Key": "directory-test-1"}
    fingerprint = {"fingerprint": shown["fingerprint"]}
    first = send(
        ask, "import", OLD.format(end="", heirs=""), params=fingerprint, headers=key
    )
    again = send(
        ask, "import", OLD.format(end="", heirs=""), params=fingerprint, headers=key
    )
    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert counted(stack) == before + 1
    stale = send(ask, "preview", NEW).json()["fingerprint"]
    assert take(ask, ENDED, NEW).status_code == 200
    moved_on = send(
        ask, "import", NEW.replace("Mới", "Khác"), params={"fingerprint": stale}
    )
    assert moved_on.status_code == 400, "contradicts what was taken since"
    more = "T-MORE,Xã Thử Thêm,commune,commune,80,2026-01-01,,,P\n"
    raced = send(ask, "import", more, params={"fingerprint": stale})
    assert (raced.status_code, raced.json()["code"]) == (409, "directory-moved-on")
    body = ask(HEAD, "GET", f"{DIRECTORY}/T-OLD").json()
    assert (body["valid_to"], body["sole_successor"]) == ("2025-12-31", "T-NEW")
    heir = ask(HEAD, "GET", f"{DIRECTORY}/T-NEW").json()
    assert [each["code"] for each in heir["predecessors"]] == ["T-OLD"]


def test_bad_lines_are_named_and_none_is_taken(ask: Any, stack: Stack) -> None:
    before = counted(stack)
    bad = send(
        ask,
        "preview",
        "T-X,=1+1,commune,commune,80,,,,\n",
        "T-Y,Xã Y,commune,hamlet,80,,,,\n",
    )
    assert (bad.status_code, bad.json()["code"]) == (400, "directory-file-unfit")
    assert [(e["line"], e["field"], e["code"]) for e in bad.json()["errors"]] == [
        (2, "name", "formula"),
        (3, "level", "level_unknown"),
    ]
    assert take_blind(ask, "T-X,Xã X,commune,commune,NO,,,,\n").status_code == 400
    other = ask(
        ADMINISTRATOR,
        "POST",
        f"{DIRECTORY}/preview",
        content=b"x",
        headers={"Content-Type": "application/pdf"},
    )
    assert other.json()["code"] == "directory-format-unknown"
    for role in (HEAD, "auditor"):
        assert send(ask, "preview", NEW, role=role).status_code == 403
    assert counted(stack) == before


def take_blind(ask: Any, *lines: str) -> Any:
    return send(ask, "import", *lines, params={"fingerprint": NOBODY})


def test_only_an_administrator_of_the_province_changes_it(stack: Stack) -> None:
    """An administrator of one commune may look, no more."""
    known = somebody(stack, "administrator", agency="25585", name="Quản trị xã")
    of_one = Principal(
        officer=known.officer,
        name="Quản trị xã",
        agency=AgencyCode("25585"),
        post="official",
        grants=(
            Grant(
                role="administrator",
                agency=AgencyCode("25585"),
                covers=frozenset({AgencyCode("25585")}),
            ),
        ),
        csrf="word",
        until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1),
    )
    signer = Signer.read(str(stack.workspace.principal_key_file))
    headers = {HEADER: signer.sign(of_one), "Csrf-Token": "word"}
    routing = stack.services["routing"].url
    with httpx.Client(base_url=routing, timeout=20, headers=headers) as client:
        content = (COLUMNS + NEW).encode()
        kind = {"Content-Type": "text/csv"}
        shown = client.post(f"{DIRECTORY}/preview", content=content, headers=kind)
        assert shown.status_code == 200
        body = {"on": "2027-01-01", "name": "Xã Khác"}
        refused = client.post(f"{DIRECTORY}/25585/rename", json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-directory")


def test_one_body_changes_from_a_day_on(ask: Any) -> None:
    """Renamed, led, ended: each day has its own; impossible days are refused with the code."""
    take(ask, "T-HAND,Xã Thử Tay,commune,commune,80,2025-07-01,,,P\n")
    path = f"{DIRECTORY}/T-HAND"

    def change(act: str, **body: Any) -> Any:
        return ask(ADMINISTRATOR, "POST", f"{path}/{act}", json=body)

    assert (
        change("rename", on="2026-03-01", name="Phường Thử Tay", kind="ward").status_code
        == 200
    )
    assert (
        ask(HEAD, "GET", path, params={"on": "2026-02-28"}).json()["name"] == "Xã Thử Tay"
    )
    assert ask(HEAD, "GET", path, params={"on": "2026-03-01"}).json()["kind"] == "ward"
    early = change("rename", on="2026-01-01", name="Phường Khác")
    assert (early.status_code, early.json()["code"]) == (400, "agency-dates-out-of-order")
    circle = change("move", on="2026-04-01", parent="T-HAND")
    assert circle.json()["code"] == "parents-circle"
    assert change("head", on="2026-03-01", title="Chủ tịch UBND phường").status_code == 200
    late = change("abolish", on="2026-06-30", successors=[{"code": "T-OLD"}])
    assert late.json()["code"] == "successor-not-in-force"
    done = change(
        "abolish", on="2026-06-30", successors=[{"code": "25585", "share": "part"}]
    )
    assert done.status_code == 200, done.text
    assert ask(HEAD, "GET", path).json()["in_force"] is False


def test_a_body_that_ended_gets_no_officers(stack: Stack, ask: Any) -> None:
    """Whoever is to work there is refused, and whoever took over is named."""
    take(ask, ENDED, NEW)
    form = {
        "agency": "T-OLD",
        "post": "official",
        "login": "nguoi-moi-t",
        "name": "Người Mới",
    }
    page = ask(ADMINISTRATOR, "POST", "/people/new", data=form)
    assert page.status_code == 409
    assert "Xã Thử Cũ không hoạt động vào ngày" in page.text
    assert "Phường Thử Mới (T-NEW)" in page.text
    unknown = ask(ADMINISTRATOR, "POST", "/people/new", data=form | {"agency": "NO-BODY"})
    assert unknown.status_code == 404


def test_the_pages_show_each_day(ask: Any) -> None:
    take(ask, ENDED, NEW)
    page = ask("auditor", "GET", "/directory", params={"q": "thu cu"}).text
    assert "Xã Thử Cũ" in page
    assert "Đã kết thúc" in page
    then = ask("auditor", "GET", "/directory", params={"on": "2025-06-30"}).text
    assert "Huyện Tân Biên" in then
    assert "Sở Xây dựng" not in then
    body = ask("auditor", "GET", "/directory/bodies/705").text
    assert "Không cơ quan nào kế thừa toàn bộ" in body
    assert ask("auditor", "GET", "/directory/import").status_code == 403


def test_a_form_previews_and_takes(ask: Any) -> None:
    """What the preview carries is what the confirmation sends."""
    lines = (COLUMNS + "T-FORM,Xã Thử Biểu,commune,commune,80,2026-01-01,,,P\n").encode()
    shown = ask(
        ADMINISTRATOR, "POST", "/directory/import", files={"file": ("d.csv", lines)}
    ).text
    assert 'data-count="new">1<' in shown
    hidden = dict(re.findall(r'name="(token|fingerprint)" value="([^"]*)"', shown))
    sent = hidden | {"content": lines.decode()}
    done = ask(ADMINISTRATOR, "POST", "/directory/import/take", data=sent)
    assert (done.status_code, done.headers["location"]) == (303, "/directory?done=import")
    assert "T-FORM" in there(ask, "2026-01-01")
    none = ask(ADMINISTRATOR, "POST", "/directory/import", data={"x": "y"})
    assert none.status_code == 400
    assert "chưa chọn tệp" in none.text


def tiepdan(stack: Stack, *words: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "deploy.cli", "directory", *words, "--json"]
    answer = subprocess.run(
        [*command, "--data", str(stack.workspace.folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    document: dict[str, Any] = json.loads(answer.stdout)
    return answer.returncode, document


def test_the_command_line(stack: Stack, tmp_path: Path) -> None:
    file = tmp_path / "d.csv"
    file.write_text(
        COLUMNS + "T-CLI,Xã Thử Dòng,commune,commune,80,2026-01-01,,,P\n", "utf-8"
    )
    status, shown = tiepdan(stack, "import", str(file), "--preview")
    assert (status, shown["taken"], shown["new"]) == (0, False, 1)
    status, taken = tiepdan(stack, "import", str(file))
    assert (status, taken["taken"], taken["new"]) == (0, True, 1)
    status, again = tiepdan(stack, "import", str(file))
    assert (status, again["unchanged"], again["facts"]) == (0, 1, 0)
    status, listed = tiepdan(stack, "show", "--on", "2025-06-30")
    assert status == 0
    assert {body["code"] for body in listed["bodies"]} >= {"72", "705"}
    file.write_bytes(b"\xff\xfe\x00")
    status, refused = tiepdan(stack, "import", str(file))
    assert (status, refused["error"]["code"]) == (1, "not-taken")
    assert tiepdan(stack, "import", str(tmp_path / "none.csv"))[0] == 1


def test_every_service_knows_the_end(stack: Stack, ask: Any) -> None:
    """The end of a body is heard by all four; the form of citizens does not offer it."""
    done = take(ask, ENDED, NEW)
    assert done.status_code == 200

    async def ends(service: str) -> dt.date | None:
        connection = await asyncpg.connect(stack.workspace.service_dsn(service))
        try:
            for _ in range(100):
                found = await connection.fetchval(
                    "select valid_to from live.agency where code = 'T-OLD'"
                )
                if found:
                    return found  # type: ignore[no-any-return]  # a date column
                await asyncio.sleep(0.1)
            return None
        finally:
            await connection.close()

    assert {name: asyncio.run(ends(name)) for name in NAMES} == dict.fromkeys(
        NAMES, dt.date(2025, 12, 31)
    )
    offered = httpx.get(f"{stack.urls['front']}/api/intake/agencies").json()
    assert not {"T-OLD", "705"} & {body["code"] for body in offered}
    assert "T-NEW" in {body["code"] for body in offered}
