"""Signing in through the real front door: sessions, refusals, and who a service is told asks."""

import asyncio
import base64
import datetime as dt

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from deploy.staffing import staff_and_sessions_at
from services.routing.domain.officer.commands import WithdrawRole
from shared.auth.sessions import COOKIE
from shared.auth.token import HEADER, Signer, Verifier
from shared.ids import AgencyCode
from tests.integration.signed import COMMUNE, Signed, signed_in, somebody

FAILED = "Tên đăng nhập hoặc mật khẩu không đúng, hoặc đã thử quá nhiều lần"


def post_sign_in(
    door: httpx.Client, login: str, password: str, **more: str
) -> httpx.Response:
    return door.post("/sign-in", data={"login": login, "password": password, **more})


def desk(door: httpx.Client, headers: dict[str, str]) -> int:
    return door.get("/desk", headers=headers).status_code


def sql(stack: Stack, statement: str, *values: object) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(stack.dsn("routing"))
        await connection.execute(statement, *values)
        await connection.close()

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _no_attempts(stack: Stack) -> None:
    sql(stack, "delete from people.attempt")


def test_who_signs_in_goes_on_and_is_known(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing")
    answer = post_sign_in(door, who.login.upper(), who.password, next="/desk?show=overdue")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?show=overdue")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    headers = {"Cookie": cookie.partition(";")[0]}
    assert desk(door, headers) == 200
    again = door.get("/sign-in", headers=headers)
    assert (again.status_code, again.headers["location"]) == (303, "/desk")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "desk", ""]
)
def test_nobody_is_sent_to_another_site(
    door: httpx.Client, stack: Stack, elsewhere: str
) -> None:
    who = somebody(stack, "processing")
    answer = post_sign_in(door, who.login, who.password, next=elsewhere)
    assert answer.headers["location"] == "/desk"


def test_every_failure_reads_the_same(door: httpx.Client, stack: Stack) -> None:
    """Unknown, wrong, disabled, locked: one status, one sentence, one page."""
    who = somebody(stack, "processing", fresh=True)
    gone = somebody(stack, "processing", fresh=True)
    sql(
        stack,
        "update people.account set disabled = true where officer_id = $1",
        gone.officer,
    )
    answers = [
        post_sign_in(door, "nobody-at-all", "whatever it may be"),
        post_sign_in(door, gone.login, gone.password),
        *(post_sign_in(door, who.login, f"wrong number {n}") for n in range(5)),
        post_sign_in(door, who.login, who.password),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert all(FAILED in answer.text for answer in answers)
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_a_lock_ends_and_binds_one_login_only(door: httpx.Client, stack: Stack) -> None:
    who, other = (somebody(stack, "processing", fresh=True) for _ in range(2))
    for n in range(6):
        post_sign_in(door, who.login, f"wrong number {n}")
    assert post_sign_in(door, who.login, who.password).status_code == 401
    assert post_sign_in(door, other.login, other.password).status_code == 303
    sql(stack, "update people.attempt set locked_until = now() - interval '1 second'")
    assert post_sign_in(door, who.login, who.password).status_code == 303
    # What was right is forgiven: five more may fail before the next lock.
    for n in range(5):
        post_sign_in(door, who.login, f"wrong number {n}")
    assert post_sign_in(door, who.login, who.password).status_code == 401


def test_a_hundred_at_once_are_no_way_round(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing", fresh=True)

    async def hammer() -> list[int]:
        async with httpx.AsyncClient(base_url=door.base_url, timeout=30) as client:
            answers = await asyncio.gather(
                *(
                    client.post(
                        "/sign-in", data={"login": who.login, "password": f"no {n}"}
                    )
                    for n in range(20)
                )
            )
        return [answer.status_code for answer in answers]

    assert set(asyncio.run(hammer())) <= {401}
    assert post_sign_in(door, who.login, who.password).status_code == 401


def test_the_table_of_attempts_names_nobody(door: httpx.Client, stack: Stack) -> None:
    post_sign_in(door, "lan.nguyen", "wrong password")

    async def rows() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(stack.dsn("routing"))
        found = await connection.fetch("select * from people.attempt")
        await connection.close()
        return found

    assert all(len(row["key"]) == 32 for row in asyncio.run(rows()))


def test_a_foreign_page_signs_nobody_in(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing")
    answer = door.post(
        "/sign-in",
        data={"login": who.login, "password": who.password},
        headers={"Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_signing_out_ends_the_session(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing", fresh=True)
    out = door.post("/sign-out", headers=who.headers)
    assert out.status_code == 303
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert desk(door, who.headers) == 401


def test_a_page_leads_to_the_sign_in_and_back(door: httpx.Client) -> None:
    browser = {"Accept": "text/html"}
    answer = door.get("/desk?show=overdue", headers=browser)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fdesk%3Fshow%3Doverdue"
    assert door.get("/desk").json()["code"] == "sign-in-needed"
    part = door.get("/desk", headers={**browser, "HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/sign-in")


def test_idle_and_old_sessions_are_worth_nothing(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing", fresh=True)
    assert desk(door, who.headers) == 200
    sql(
        stack,
        "update people.session set ends_at = now() where officer_id = $1",
        who.officer,
    )
    assert desk(door, who.headers) == 401


def test_use_prolongs_a_session_but_not_beyond_its_end(
    door: httpx.Client, stack: Stack
) -> None:
    who = somebody(stack, "processing", fresh=True)
    sql(
        stack,
        "update people.session set began_at = now() - interval '9 hours 50 minutes',"
        " seen_at = now() - interval '5 minutes', ends_at = now() + interval '5 minutes'"
        " where officer_id = $1",
        who.officer,
    )
    assert desk(door, who.headers) == 200

    async def ends_at() -> dt.datetime:
        connection = await asyncpg.connect(stack.dsn("routing"))
        found: dt.datetime = await connection.fetchval(
            "select ends_at from people.session where officer_id = $1", who.officer
        )
        await connection.close()
        return found

    left = asyncio.run(ends_at()) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=9) < left <= dt.timedelta(minutes=10)


def test_a_withdrawn_role_is_gone_at_the_next_request(
    door: httpx.Client, stack: Stack
) -> None:
    who = somebody(stack, "processing", fresh=True)
    assert desk(door, who.headers) == 200

    async def withdraw() -> str:
        async with staff_and_sessions_at(stack.dsn("routing")) as (staff, sessions):
            kept = await sessions.begin(who.officer, "kept")
            await staff.withdraw(
                WithdrawRole(
                    officer=who.officer,
                    role="processing",
                    agency=AgencyCode(COMMUNE),
                    by=None,
                    at=staff.now(),
                )
            )
            later = await sessions.begin(who.officer, "later")
        return f"{kept.cookie} {later.cookie}"

    kept, later = asyncio.run(withdraw()).split()
    assert desk(door, who.headers) == 401
    assert desk(door, {"Cookie": f"{COOKIE}={kept}"}) == 401
    assert desk(door, {"Cookie": f"{COOKIE}={later}"}) == 403


def test_a_first_password_opens_nothing_but_its_change(
    door: httpx.Client, stack: Stack
) -> None:
    who = somebody(stack, "processing", fresh=True)
    sql(
        stack,
        "update people.account set must_change = true where officer_id = $1",
        who.officer,
    )
    answer = post_sign_in(door, who.login, who.password, next="/desk")
    assert answer.headers["location"] == "/account"
    assert desk(door, {"Cookie": answer.headers["set-cookie"].partition(";")[0]}) == 403


def test_what_a_client_says_of_itself_is_not_heard(
    door: httpx.Client, stack: Stack
) -> None:
    """Even routing's own word, overheard elsewhere, is worth nothing at the front door."""
    answer = httpx.get(
        f"{stack.services['routing'].url}/api/routing/session",
        headers=signed_in(stack, "processing"),
    )
    word = answer.headers[HEADER]
    signer = Signer.read(str(stack.workspace.principal_key_file))
    principal = Verifier.of(signer.public).read(word, dt.datetime.now(dt.UTC))
    assert principal.roles == {"processing"}
    assert desk(door, {HEADER: word}) == 401
    nobody = {
        HEADER: word,
        "Cookie": f"{COOKIE}={base64.urlsafe_b64encode(bytes(32)).decode()[:-1]}",
    }
    assert desk(door, nobody) == 401


def test_only_routing_sees_the_session(door: httpx.Client, stack: Stack) -> None:
    """A broken cookie is nobody's; its neighbours reach the services unharmed."""
    who: Signed = somebody(stack, "processing")
    page = door.get(
        "/lodge", headers={"Cookie": f"lang=en; {COOKIE}={who.cookie}; theme=dark"}
    )
    assert 'lang="en"' in page.text
    assert 'data-theme="dark"' in page.text
    assert desk(door, {"Cookie": f"{COOKIE}=%%%"}) == 401


@pytest.mark.parametrize("field", ["login", "password", "next"])
def test_what_nobody_can_type_is_malformed(door: httpx.Client, field: str) -> None:
    form = {"login": "lan", "password": "x", "next": "/desk"} | {field: "a\0b"}
    assert door.post("/sign-in", data=form).status_code == 422
