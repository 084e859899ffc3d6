"""The days of a year through the front door: proposed, looked at, decided by another person."""

import asyncio
import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.legal.calendar import SATURDAY
from tests.integration.signed import signed_in

YEARS = "/api/deadlines/calendars"
NONE = "00000000-0000-7000-8000-000000000000"
ADMINISTRATOR, INSPECTOR, HEAD = "administrator", "inspectorate", "head"


@pytest.fixture(name="ask", scope="module")
def _ask(stack: Stack) -> Any:
    """Ask as somebody of the province: `ask("head", "GET", path)`."""

    def ask(role: str, method: str, path: str, **more: Any) -> httpx.Response:
        headers = signed_in(stack, role, agency="80", below=True) | more.pop("headers", {})
        with httpx.Client(base_url=stack.urls["front"], timeout=20) as client:
            return client.request(method, path, headers=headers, **more)

    return ask


def days_in_use(ask: Any, year: int) -> list[dict[str, str]]:
    versions = ask(HEAD, "GET", f"{YEARS}/{year}").json()
    return next(v["days"] for v in versions if v["state"] == "published")


def propose(
    ask: Any, year: int, *add: dict[str, str], role: str = ADMINISTRATOR, **more: Any
) -> Any:
    body = {"days": [*days_in_use(ask, year), *add], "source": "TB 1/TB-BNV", **more}
    return ask(role, "POST", f"{YEARS}/{year}", json=body)


def off(on: str, kind: str = "local") -> dict[str, str]:
    return {"on": on, "kind": kind, "name": "Nghỉ vì bão"}


def looked_at(ask: Any, year: int, version: int) -> dict[str, Any]:
    """Return the preview when it is done."""
    end = time.monotonic() + 20
    while True:
        answer = ask(HEAD, "GET", f"{YEARS}/{year}/{version}/preview")
        assert answer.status_code == 200, answer.text
        if answer.json()["state"] == "done":
            return answer.json()
        assert time.monotonic() < end, answer.text
        time.sleep(0.2)


def lodge(stack: Stack, count: int) -> None:
    body = {
        "channel": "post",
        "kind_claimed": "recommendation",
        "petitioner": {"full_name": "Trần Thị Lịch", "address": "Ấp 1"},
        "respondent": {"name": "Chủ tịch", "agency_code": "25585"},
        "subject_field": "land",
        "summary": "Việc",
        "request": "Yêu cầu",
        "receiving_agency": "25585",
    }
    for _ in range(count):
        assert (
            httpx.post(f"{stack.urls['front']}/api/intake/petitions", json=body).status_code
            == 201
        )


def workday_after(ask: Any, days: int) -> str:
    """Return a day that is worked by the calendar in use, so many days from now or later."""
    on = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    taken = {day["on"] for day in days_in_use(ask, on.year)}
    while on.weekday() >= SATURDAY or on.isoformat() in taken:
        on += dt.timedelta(days=1)
    return on.isoformat()


def test_two_people_change_a_day_and_what_was_shown_is_what_moves(
    stack: Stack, ask: Any
) -> None:
    """Count shown = count changed; history stays; the worklist has the new day."""
    lodge(stack, 3)
    on = workday_after(ask, 3)
    year = int(on[:4])
    made = propose(ask, year, off(on))
    assert made.status_code == 201, made.text
    version = made.json()["version"]
    shown = _counted(ask, stack, year, version)
    assert shown["moved"] >= 3
    assert sum(line["moved"] for line in shown["by_agency"]) == shown["moved"]
    assert sum(line["moved"] for line in shown["by_month"]) == shown["moved"]
    assert len(shown["cases"]) == min(50, shown["moved"])
    path = f"{YEARS}/{year}/{version}"
    body = {"instead_of": shown["instead_of"]}
    before = _moved(stack)
    assert ask(ADMINISTRATOR, "POST", f"{path}/approve", json=body).status_code == 403
    answer = ask(HEAD, "POST", f"{path}/approve", json=body)
    assert answer.status_code == 200, answer.text
    again = ask(HEAD, "POST", f"{path}/approve", json=body)
    assert again.json() == answer.json() | {"repeated": True}
    progress = _rederived(ask)
    assert (progress["moved"], progress["troubled"]) == (shown["moved"], 0)
    assert _moved(stack) - before == shown["moved"]
    case = shown["cases"][0]
    clocks = _clocks(ask, case["petition_id"], case["clock_id"], case["new_on"])
    assert clocks["due_on"] == case["new_on"] != case["old_on"]


def _counted(ask: Any, stack: Stack, year: int, version: int) -> dict[str, Any]:
    """Return the preview once the clocks of what was lodged run."""
    end = time.monotonic() + 20
    while (shown := looked_at(ask, year, version))["moved"] < 3:
        assert time.monotonic() < end, shown
        lodge(stack, 1)  # something new was said: it is counted anew
        time.sleep(0.5)
    return shown


def _moved(stack: Stack) -> int:
    """Return how many times it was said that a clock moved."""

    async def count() -> int:
        connection = await asyncpg.connect(stack.dsn("deadlines"))
        try:
            query = "select count(*) from said where type = 'clock.moved.v1'"
            return int(await connection.fetchval(query))
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(count())).result()


def _rederived(ask: Any) -> dict[str, Any]:
    end = time.monotonic() + 20
    while True:
        progress = ask(HEAD, "GET", "/api/deadlines/rederiving").json()
        if progress["finished_at"] and not progress["under_way"] and progress["moved"]:
            return progress
        assert time.monotonic() < end, progress
        time.sleep(0.2)


def _clocks(ask: Any, petition: str, clock: str, due_on: str) -> dict[str, Any]:
    end = time.monotonic() + 20
    while True:
        found = ask(HEAD, "GET", f"/api/deadlines/petitions/{petition}/clocks").json()
        one = next(each for each in found if each["clock_id"] == clock)
        if one["announced_due_on"] == due_on or time.monotonic() > end:
            return one
        time.sleep(0.2)


def test_a_proposal_can_be_laid_aside(ask: Any) -> None:
    """With a word to whoever made it; its number is not used again."""
    made = propose(ask, 2026, off("2026-12-21"), role=INSPECTOR).json()
    path = f"{YEARS}/2026/{made['version']}"
    own = ask(INSPECTOR, "POST", f"{path}/approve", json={"instead_of": 2})
    assert (own.status_code, own.json()["code"]) == (403, "calendar-own-proposal")
    empty = ask(HEAD, "POST", f"{path}/reject", json={"reason": " "})
    assert (empty.status_code, empty.json()["code"]) == (400, "calendar-reason-missing")
    assert (
        ask(HEAD, "POST", f"{path}/reject", json={"reason": "Bão đã tan."}).status_code
        == 200
    )
    shown = ask(HEAD, "GET", f"{path}", params={"at_least": "0"}).json()
    assert (shown["state"], shown["reason"]) == ("rejected", "Bão đã tan.")
    late = ask(HEAD, "POST", f"{path}/approve", json={"instead_of": 2})
    assert (late.status_code, late.json()["code"]) == (404, "calendar-proposal-unknown")
    assert ask(HEAD, "GET", f"{path}/preview").status_code == 404
    next_one = propose(ask, 2026, off("2026-12-22")).json()
    assert next_one["version"] > made["version"]


REFUSED: list[tuple[str, int, Any, int, str]] = [
    ("a weekend", 2026, {"days": [off("2026-12-26")]}, 400, "calendar-impossible"),
    (
        "make-up on a Monday",
        2026,
        {"days": [off("2026-12-21", "make_up")]},
        400,
        "calendar-impossible",
    ),
    ("another year", 2026, {"days": [off("2027-12-21")]}, 400, "calendar-impossible"),
    (
        "a day twice",
        2026,
        {"days": [off("2026-12-21"), off("2026-12-21", "holiday")]},
        400,
        "calendar-impossible",
    ),
    ("no source", 2026, {"source": " "}, 400, "calendar-source-missing"),
    ("a year apart", 2040, {"days": [off("2040-01-02")]}, 400, "calendar-year-apart"),
    ("no year", 9999, {}, 422, "malformed-request"),
    ("no day there is", 2026, {"days": [off("2026-02-30")]}, 422, "malformed-request"),
    (
        "an unknown kind",
        2026,
        {"days": [off("2026-12-21", "party")]},
        422,
        "malformed-request",
    ),
    (
        "a nameless day",
        2026,
        {"days": [off("2026-12-21") | {"name": " "}]},
        422,
        "malformed-request",
    ),
    ("letters that cannot be kept", 2026, {"source": "TB\x00"}, 422, "malformed-request"),
    ("too many days", 2026, {"days": [off("2026-12-21")] * 401}, 422, "malformed-request"),
    ("something more", 2026, {"approved_by": "me"}, 422, "malformed-request"),
]


@pytest.mark.parametrize(
    ("year", "body", "status", "code"),
    [r[1:] for r in REFUSED],
    ids=[r[0] for r in REFUSED],
)
def test_what_cannot_be_is_refused(
    ask: Any, year: int, body: Any, status: int, code: str
) -> None:
    asked = {"days": [], "source": "TB 1", **body}
    answer = ask(ADMINISTRATOR, "POST", f"{YEARS}/{year}", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_what_is_in_use_needs_no_proposal(ask: Any) -> None:
    answer = propose(ask, 2025)
    assert (answer.status_code, answer.json()["code"]) == (409, "calendar-unchanged")


def test_a_key_is_carried_out_once(ask: Any) -> None:
    """An answer that got lost may be asked for again."""
    body = {"days": [*days_in_use(ask, 2024), off("2024-12-23")], "source": "TB 7"}
    headers = {"Idempotency-Key": "the-same"}
    first, second = (
        ask(ADMINISTRATOR, "POST", f"{YEARS}/2024", json=body, headers=headers)
        for _ in range(2)
    )
    assert (first.status_code, first.json()["repeated"]) == (201, False)
    assert second.json() == first.json() | {"repeated": True}


def test_whoever_looked_at_other_consequences_looks_again(ask: Any) -> None:
    """Two proposals: when one is published, the other was looked at under another calendar."""
    one = propose(ask, 2023, off("2023-12-18")).json()["version"]
    other = propose(ask, 2023, off("2023-12-19")).json()["version"]
    used = looked_at(ask, 2023, other)["instead_of"]
    body = {"instead_of": used}
    assert ask(HEAD, "POST", f"{YEARS}/2023/{one}/approve", json=body).status_code == 200
    late = ask(HEAD, "POST", f"{YEARS}/2023/{other}/approve", json=body)
    assert (late.status_code, late.json()["code"]) == (409, "calendar-moved-on")


FILE = "ngày,loại,tên\n2022-01-03,nghỉ bù,Tết Dương lịch\n04/01/2022,hoán đổi,\n2022-13-01,lễ,x\n"


def test_every_bad_line_of_a_file_is_named(ask: Any) -> None:
    """Line, field and what to do; nothing is taken."""
    path, source = f"{YEARS}/2022/file", {"source": "TB 2"}
    csv = {"Content-Type": "text/csv; charset=utf-8"}
    answer = ask(
        ADMINISTRATOR, "POST", path, params=source, headers=csv, content=FILE.encode()
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "calendar-file-unfit")
    found = [(e["line"], e["field"], e["code"]) for e in answer.json()["errors"]]
    assert found == [(3, "name", "name_missing"), (4, "on", "date_unreadable")]
    assert answer.json()["errors"][0]["detail"].startswith("Dòng 3, name: ")
    good = FILE.replace("đổi,\n", "đổi,Tết\n").replace("2022-13-01", "2022-04-11")
    answer = ask(
        ADMINISTRATOR, "POST", path, params=source, headers=csv, content=good.encode()
    )
    assert answer.status_code == 201, answer.text
    shown = ask(ADMINISTRATOR, "GET", f"{YEARS}/2022/{answer.json()['version']}").json()
    assert [day["on"] for day in shown["days"]] == [
        "2022-01-03",
        "2022-01-04",
        "2022-04-11",
    ]
    assert {"swap-uneven", "few-days"} <= {doubt["code"] for doubt in shown["doubts"]}


def test_a_page_says_how_many_lines_it_does_not_name(ask: Any) -> None:
    """Sixty bad lines: the first fifty, and that there are ten more."""
    lines = "ngày,loại,tên\n" + "2022-13-01,lễ,x\n" * 60
    files = {"file": ("ngày.csv", lines.encode(), "text/csv")}
    page = ask(
        ADMINISTRATOR, "POST", "/calendars/2022/file", data={"source": "TB 2"}, files=files
    )
    assert page.status_code == 400
    assert "Có 60 chỗ phải sửa" in page.text
    assert "và 10 chỗ nữa" in page.text


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text/csv", b"\xff\xfe\x00", "calendar-file-unfit"),
        ("text/csv", b"", "calendar-file-unfit"),
        ("text/csv", b"a,b,c\n" * 60_000, "calendar-file-unfit"),
        ("application/yaml", b"- [", "calendar-file-unfit"),
        ("application/yaml", b"[" * 100_000, "calendar-file-unfit"),
        ("application/pdf", b"%PDF", "calendar-format-unknown"),
    ],
)
def test_a_file_that_is_none_is_refused(
    ask: Any, kind: str, content: bytes, code: str
) -> None:
    answer = ask(
        ADMINISTRATOR, "POST", f"{YEARS}/2022/file",
        params={"source": "x"}, headers={"Content-Type": kind}, content=content,
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_what_is_not_there(ask: Any) -> None:
    for path in ("/1999", "/2026/99999"):
        answer = ask(HEAD, "GET", f"{YEARS}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "calendar-unknown")
    answer = ask(HEAD, "GET", f"/api/deadlines/what-if/{NONE}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-trial")


def test_administrators_see_figures_and_no_cases(stack: Stack, ask: Any) -> None:
    """They keep the machine; what people write is not for them."""
    on = workday_after(ask, 4)
    version = propose(ask, int(on[:4]), off(on), role=INSPECTOR).json()["version"]
    lodge(stack, 2)
    shown = looked_at(ask, int(on[:4]), version)
    path = f"{YEARS}/{on[:4]}/{version}/preview"
    theirs = ask(ADMINISTRATOR, "GET", path).json()
    assert theirs["moved"] >= shown["moved"] > 0
    assert theirs["cases"] == []
    assert shown["cases"]


def test_the_head_of_a_commune_decides_nothing_for_the_province(
    stack: Stack, ask: Any
) -> None:
    version = propose(ask, 2026, off("2026-12-23")).json()["version"]
    headers = signed_in(stack, "head")
    with httpx.Client(base_url=stack.urls["front"], headers=headers, timeout=20) as client:
        answer = client.post(f"{YEARS}/2026/{version}/approve", json={"instead_of": 2})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-province")
