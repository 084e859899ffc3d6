"""A second factor from its set-up to its loss: who may change it, and with what."""

import asyncio
import re

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.authenticator import Authenticator, wrong
from tests.integration.factors import (
    SEALED,
    Guarded,
    change,
    cookie_of,
    csrf,
    desk,
    first_step,
    guarded,
    second_step,
    set_up,
    signed_in,
    sql,
)
from tests.integration.signed import Signed, somebody
from tests.integration.test_people_commands import tiepdan


@pytest.fixture(name="one")
def _one(door: httpx.Client, stack: Stack) -> Guarded:
    sql(stack, "delete from people.attempt")
    return guarded(door, stack)


def sign_in(door: httpx.Client, who: Signed) -> httpx.Response:
    form = {"login": who.login, "password": who.password}
    return door.post("/sign-in", data=form)


def test_setting_it_up_ends_every_other_session(door: httpx.Client, stack: Stack) -> None:
    """No session is left that one factor opened; this browser gets another one."""
    who = somebody(stack, "processing", fresh=True)
    elsewhere = cookie_of(sign_in(door, who))
    _, answer = set_up(door, who.headers, who.password)
    assert desk(door, elsewhere) == 401
    assert desk(door, who.headers) == 401
    assert desk(door, cookie_of(answer)) == 200


@pytest.mark.parametrize(
    ("wrong_field", "says"),
    [("present", "Mật khẩu hiện tại không đúng"), ("code", "Mã không đúng"),
     ("sealed", "đã quá hạn")],
)  # fmt: skip
def test_it_is_set_up_with_password_and_code_only(
    door: httpx.Client, stack: Stack, wrong_field: str, says: str
) -> None:
    who = somebody(stack, "processing", fresh=True)
    _, answer = set_up(door, who.headers, who.password, **{wrong_field: "000000"})
    assert answer.status_code == 400
    assert says in answer.text
    assert not sql(stack, "select 1 from people.factor where officer_id = $1", who.officer)
    assert cookie_of(sign_in(door, who))


def test_a_secret_that_was_offered_to_another_is_not_taken(
    door: httpx.Client, stack: Stack
) -> None:
    who, other = (somebody(stack, "processing", fresh=True) for _ in range(2))
    page = door.get("/account/factor", headers=other.headers).text
    sealed = SEALED.search(page)
    assert sealed
    form = {
        "sealed": sealed[1],
        "present": who.password,
        "code": Authenticator.read(page).code(),
    }
    answer = door.post("/account/factor", data=form, headers=who.headers)
    assert answer.status_code == 400


def test_a_form_sent_twice_sets_up_one(door: httpx.Client, stack: Stack) -> None:
    """And a second authenticator is not put beside the first by whoever has the session."""
    who = somebody(stack, "processing", fresh=True)
    page = door.get("/account/factor", headers=who.headers).text
    sealed, app = SEALED.search(page), Authenticator.read(page)
    assert sealed
    form = {"sealed": sealed[1], "present": who.password, "code": app.code()}
    first = door.post("/account/factor", data=form, headers=who.headers)
    fresh = csrf(door, cookie_of(first), "/account")
    again = door.post("/account/factor", data=form | {"code": app.code()}, headers=fresh)
    assert (again.status_code, again.headers["location"]) == (303, "/account/factor")
    assert "data-secret" not in door.get("/account/factor", headers=fresh).text


def test_who_was_given_a_password_changes_it_first(
    door: httpx.Client, stack: Stack
) -> None:
    """Else whoever gave the password could set it up in their place."""
    who = somebody(stack, "processing", fresh=True)
    officer = who.officer
    sql(
        stack, "update people.account set must_change = true where officer_id = $1", officer
    )
    page = door.get("/account/factor", headers=who.headers)
    assert (page.status_code, page.headers["location"]) == (303, "/account")


def test_a_recovery_code_works_once_and_its_owner_is_told(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """However it is typed; the session that follows begins where they are told of it."""
    code = one.paper[3].upper().replace("-", " ")
    answer = second_step(door, first_step(door, one, next="/desk"), recovery=code)
    assert answer.headers["location"] == "/account"
    session = cookie_of(answer)
    page = door.get("/account", headers=session).text
    assert "Một mã dự phòng đã được dùng" in page
    assert "Còn 9 mã dự phòng" in page
    again = second_step(door, first_step(door, one), recovery=one.paper[3])
    assert again.status_code == 401
    upto = re.search(r'name="upto" value="([^"]+)"', page)
    assert upto
    headers = csrf(door, session, "/account")
    door.post("/account/told", data={"upto": upto[1]}, headers=headers)
    assert "Một mã dự phòng" not in door.get("/account", headers=headers).text


def test_one_recovery_code_sent_at_once_opens_one_session(
    door: httpx.Client, one: Guarded
) -> None:
    halves = [first_step(door, one) for _ in range(4)]

    async def hammer() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=door.base_url, timeout=30) as client:
            return await asyncio.gather(
                *(
                    client.post(
                        "/sign-in/code", data={"recovery": one.paper[0]}, headers=half
                    )
                    for half in halves
                )
            )

    assert len([one for one in asyncio.run(hammer()) if cookie_of(one)]) == 1


def test_new_recovery_codes_end_the_old_ones(door: httpx.Client, one: Guarded) -> None:
    answer = change(door, one, "codes", code=one.app.code())
    fresh = re.findall(r"<code>([a-z0-9-]{14})</code>", answer.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(one.paper)
    half = first_step(door, one)
    assert second_step(door, half, recovery=one.paper[0]).status_code == 401
    assert cookie_of(second_step(door, half, recovery=fresh[0]))


@pytest.mark.parametrize("what", ["codes", "off"])
@pytest.mark.parametrize("lacks", ["present", "code", "recovery"])
def test_nothing_changes_without_password_and_code(
    door: httpx.Client, stack: Stack, one: Guarded, what: str, lacks: str
) -> None:
    typed = {
        "present": {"present": "wrong", "code": one.app.at(1)},
        "code": {"code": wrong(one.app.at(0))},
        "recovery": {"recovery": "aaaa-bbbb-cccc"},
    }[lacks]
    assert change(door, one, what, **typed).status_code == 400
    found = sql(
        stack,
        "select count(*) from people.recovery_code where officer_id = $1",
        one.who.officer,
    )
    assert found[0][0] == 10


@pytest.mark.parametrize("by", ["code", "recovery"])
def test_it_is_taken_off_with_both(door: httpx.Client, one: Guarded, by: str) -> None:
    """Then the password is enough again, and it can be set up on another phone."""
    typed = {"code": one.app.code()} if by == "code" else {"recovery": one.paper[0]}
    answer = change(door, one, "off", **typed)
    assert answer.headers["location"] == "/account?done=factor_off"
    session = cookie_of(sign_in(door, one.who))
    assert session
    headers = csrf(door, session, "/account")
    app, _ = set_up(door, headers, one.who.password)
    assert app.secret != one.app.secret


def test_codes_are_not_guessed_from_inside(door: httpx.Client, one: Guarded) -> None:
    """Who has a stolen session and the password is held off as at the sign-in."""
    for _ in range(5):
        change(door, one, "off", code=wrong(one.app.at(0)))
    assert change(door, one, "off", code=one.app.code()).status_code == 400


def test_an_administrator_takes_it_off_for_who_lost_it(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """Every session ends; the next sign-in leads to the page that says so."""
    governor = somebody(stack, "administrator")
    before = signed_in(door, one)
    path = f"/people/{one.who.officer}"
    answer = door.post(f"{path}/factor", headers=governor.headers)
    assert answer.headers["location"] == f"{path}?done=factor_reset"
    assert desk(door, before) == 401
    assert desk(door, one.headers) == 401
    answer = sign_in(door, one.who)
    assert answer.headers["location"] == "/account"
    page = door.get("/account", headers=cookie_of(answer)).text
    assert "Quản trị viên đã gỡ xác thực hai bước" in page
    log = (stack.workspace.folder / "log" / "routing.log").read_text("utf-8")
    lines = [line for line in log.splitlines() if "second_factor_reset" in line]
    assert [line for line in lines if one.who.officer in line and governor.officer in line]


def test_nobody_takes_off_their_own_that_way(door: httpx.Client, stack: Stack) -> None:
    one = guarded(door, stack, "administrator")
    answer = door.post(f"/people/{one.who.officer}/factor", headers=one.headers)
    assert answer.status_code == 409
    assert "trang tài khoản" in answer.text


def test_the_last_administrator_is_helped_from_the_machine(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    assert tiepdan(stack, "people", "reset-factor", one.who.login)[0] == 0
    assert cookie_of(sign_in(door, one.who))
    assert tiepdan(stack, "people", "reset-factor", one.who.login)[0] == 1
    assert tiepdan(stack, "people", "reset-factor", "nobody-at-all")[0] == 1


def test_a_changed_password_leaves_it(door: httpx.Client, one: Guarded) -> None:
    form = {"present": one.who.password, "password": "mưa rơi trên mái tôn"}
    answer = door.post("/account/password", data=form, headers=one.headers)
    assert answer.headers["location"] == "/account?done=password"
    form = {"login": one.who.login, "password": "mưa rơi trên mái tôn"}
    assert door.post("/sign-in", data=form).headers["location"] == "/sign-in/code"
