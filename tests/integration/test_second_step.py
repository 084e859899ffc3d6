"""Signing in by two steps, through the real front door: what is taken once, and what never."""

import asyncio
import re
import time

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from services.routing.accounts.half_sessions import COOKIE as HALF
from shared.auth.sessions import COOKIE
from tests.authenticator import wrong
from tests.integration.factors import (
    Guarded,
    cookie_of,
    desk,
    first_step,
    guarded,
    second_step,
    set_up,
    signed_in,
    sql,
)
from tests.integration.signed import somebody

_HOUR = re.compile(r"\d\d:\d\d:\d\d")
FAILED = "Mã không đúng, đã dùng rồi, hoặc đã thử quá nhiều lần"


@pytest.fixture(name="one")
def _one(door: httpx.Client, stack: Stack) -> Guarded:
    sql(stack, "delete from people.attempt")
    return guarded(door, stack)


def test_two_steps_lead_where_one_wanted_to_go(door: httpx.Client, one: Guarded) -> None:
    """The first gives nothing but a page that asks; the second a session of its own id."""
    half = first_step(door, one, next="/desk?show=overdue")
    assert desk(door, half) == 401
    assert door.get("/account", headers=half).status_code == 401
    page = door.get("/sign-in/code", headers=half)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for how in ('autocomplete="one-time-code"', 'inputmode="numeric"'):
        assert how in page.text
    answer = second_step(door, half, code=one.app.code())
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?show=overdue")
    session = cookie_of(answer)
    assert session["Cookie"].partition("=")[2] != half["Cookie"].partition("=")[2]
    assert desk(door, session) == 200
    given = [line for line in answer.headers.get_list("set-cookie") if HALF in line]
    assert "Max-Age=0" in given[0]
    assert second_step(door, half, code=one.app.code()).headers["location"] == (
        "/sign-in?over=1"
    )


def test_the_browser_holds_the_first_step_as_safely_as_a_session(
    door: httpx.Client, one: Guarded
) -> None:
    form = {"login": one.who.login, "password": one.who.password}
    given = door.post("/sign-in", data=form).headers["set-cookie"]
    parts = set(given.split("; "))
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax", "Max-Age=300"} <= parts
    assert "Domain" not in given


def test_a_session_planted_beforehand_is_not_taken(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """Neither as half a session nor as a whole one; and the one before it ends."""
    assert second_step(door, {"Cookie": f"{HALF}={'A' * 43}"}, code=one.app.code()).headers[
        "location"
    ] == ("/sign-in?over=1")
    half, before = first_step(door, one), one.headers["Cookie"]
    both = {"Cookie": f"{half['Cookie']}; {before}"}
    given = cookie_of(second_step(door, both, code=one.app.code()))
    assert given["Cookie"] != before
    assert desk(door, {"Cookie": before}) == 401
    assert desk(door, given) == 200
    # What was half a session is no name of a whole one.
    as_whole = half["Cookie"].replace(HALF, COOKIE)
    assert desk(door, {"Cookie": as_whole}) == 401


def test_a_code_is_worth_something_once(door: httpx.Client, one: Guarded) -> None:
    """Also within its half minute, also in another browser; and older ones no more."""
    code = one.app.code()
    assert cookie_of(second_step(door, first_step(door, one), code=code))
    half = first_step(door, one)
    again = second_step(door, half, code=code)
    assert again.status_code == 401
    assert FAILED in again.text
    assert cookie_of(second_step(door, half, code=one.app.code()))


def test_the_code_that_set_it_up_is_used(door: httpx.Client, stack: Stack) -> None:
    who = somebody(stack, "processing", fresh=True)
    app, answer = set_up(door, who.headers, who.password)
    one = Guarded(who, app, [], cookie_of(answer))
    used = app.at(app.last - app.present)
    assert second_step(door, first_step(door, one), code=used).status_code == 401


def test_a_code_sent_twenty_times_at_once_opens_one_session(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    halves = [first_step(door, one) for _ in range(5)]
    code = one.app.code()

    async def hammer() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=door.base_url, timeout=30) as client:
            return await asyncio.gather(
                *(
                    client.post("/sign-in/code", data={"code": code}, headers=half)
                    for half in halves
                    for _ in range(4)
                )
            )

    answers = asyncio.run(hammer())
    assert len([answer for answer in answers if cookie_of(answer)]) == 1
    left = sql(
        stack,
        "select count(*) from people.session where officer_id = $1",
        one.who.officer,
    )
    assert left[0][0] == 2  # and the one with which it was set up


@pytest.mark.parametrize("drift", [-3, -2, 2, 3, 120])
def test_codes_of_other_times_are_not_taken(
    door: httpx.Client, one: Guarded, drift: int
) -> None:
    half = first_step(door, one)
    assert second_step(door, half, code=one.app.at(drift)).status_code == 401


def test_guessing_is_held_off_by_account(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """Five wrong ones, then no right one helps; a password begun again is no way round."""
    for _ in range(5):
        half = first_step(door, one)
        assert second_step(door, half, code=wrong(one.app.at(0))).status_code == 401
    locked = second_step(door, first_step(door, one), code=one.app.code())
    assert locked.status_code == 401
    assert FAILED in locked.text
    paper = second_step(door, first_step(door, one), recovery=one.paper[0])
    assert (paper.status_code, FAILED in paper.text) == (401, True)
    assert desk(door, one.headers) == 200  # whoever is in stays in

    sql(stack, "update people.attempt set locked_until = now() - interval '1 second'")
    answer = second_step(door, first_step(door, one), code=one.app.code())
    assert answer.headers["location"] == "/account"
    told = door.get("/account", headers=cookie_of(answer)).text
    assert "nhập sai mã quá nhiều lần" in told


def test_a_hundred_guesses_at_once_are_no_way_round(
    door: httpx.Client, one: Guarded
) -> None:
    half, code = first_step(door, one), wrong(one.app.at(0))

    async def hammer() -> set[int]:
        async with httpx.AsyncClient(base_url=door.base_url, timeout=30) as client:
            answers = await asyncio.gather(
                *(
                    client.post("/sign-in/code", data={"code": code}, headers=half)
                    for _ in range(40)
                )
            )
        return {answer.status_code for answer in answers}

    assert asyncio.run(hammer()) == {401}
    assert second_step(door, half, code=one.app.code()).status_code == 401


def test_who_knows_the_password_cannot_guess_for_weeks(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """A hundred wrong ones in a row, however slowly: no code is taken before a new password."""
    officer = one.who.officer
    sql(stack, "update people.factor set wrong = 99 where officer_id = $1", officer)
    half = first_step(door, one)
    assert second_step(door, half, code=wrong(one.app.at(0))).status_code == 401
    assert second_step(door, half, code=one.app.code()).status_code == 401
    assert second_step(door, half, recovery=one.paper[0]).status_code == 401
    governor = somebody(stack, "administrator")
    page = door.get(f"/people/{officer}", headers=governor.headers).text
    assert "quá nhiều mã sai" in page
    sql(stack, "delete from people.attempt")
    door.post(f"/people/{officer}/password", headers=governor.headers)
    factor = sql(stack, "select wrong from people.factor where officer_id = $1", officer)
    assert factor[0][0] == 0


def test_every_failure_reads_the_same(door: httpx.Client, one: Guarded) -> None:
    """Wrong, used, too old, no code at all, a recovery code that nobody was given."""
    used = one.app.code()
    assert cookie_of(second_step(door, first_step(door, one), code=used))
    half = first_step(door, one)
    answers = [
        second_step(door, half, **typed)
        for typed in (
            {"code": used},
            {"code": one.app.at(-5)},
            {},
            {"recovery": "aaaa-bbbb-cccc"},
        )
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({_HOUR.sub("", answer.text) for answer in answers}) == 1


def test_half_a_session_ends(door: httpx.Client, stack: Stack, one: Guarded) -> None:
    """By time, and with the account; then one begins again."""
    half = first_step(door, one)
    sql(stack, "update people.half_session set ends_at = now()")
    assert door.get("/sign-in/code", headers=half).headers["location"] == "/sign-in"
    late = second_step(door, half, code=one.app.code())
    assert (late.status_code, late.headers["location"]) == (303, "/sign-in?over=1")
    assert "5 phút" in door.get(late.headers["location"]).text
    half = first_step(door, one)
    governor = somebody(stack, "administrator")
    door.post(f"/people/{one.who.officer}/disable", headers=governor.headers)
    closed = second_step(door, half, code=one.app.code())
    assert closed.headers["location"] == "/sign-in?over=1"


def test_a_page_of_another_site_takes_no_step(door: httpx.Client, one: Guarded) -> None:
    half = {**first_step(door, one), "Origin": "https://evil.example"}
    assert second_step(door, half, code=one.app.code()).status_code == 403


def test_only_routing_sees_half_a_session(door: httpx.Client, one: Guarded) -> None:
    """Its neighbours in the browser reach the other services unharmed."""
    half = first_step(door, one)["Cookie"]
    page = door.get("/lodge", headers={"Cookie": f"lang=en; {half}; theme=dark"})
    assert 'lang="en"' in page.text
    assert 'data-theme="dark"' in page.text


def test_a_password_alone_is_not_the_way_in_any_more(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """An administrator's new password is asked for its second step as well."""
    governor = somebody(stack, "administrator")
    page = door.post(f"/people/{one.who.officer}/password", headers=governor.headers)
    password = page.text.partition("data-password>")[2].partition("<")[0]
    form = {"login": one.who.login, "password": password}
    answer = door.post("/sign-in", data=form)
    assert answer.headers["location"] == "/sign-in/code"
    assert not cookie_of(answer)


def test_steps_that_fail_are_logged_by_officer(
    door: httpx.Client, stack: Stack, one: Guarded
) -> None:
    """Somebody may know that password; what was typed stands nowhere."""
    log = stack.workspace.folder / "log" / "routing.log"
    before, code = len(log.read_bytes()), wrong(one.app.at(0))
    second_step(door, first_step(door, one), code=code)
    deadline = time.monotonic() + 5
    while "second_step_failed" not in (new := log.read_bytes()[before:].decode()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert one.who.officer in new
    assert code not in new
    assert one.who.login not in new


def test_both_steps_then_work(door: httpx.Client, one: Guarded) -> None:
    """Again and again, each time with the next code."""
    for _ in range(2):
        assert desk(door, signed_in(door, one)) == 200
