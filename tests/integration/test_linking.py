"""Links against the running province: who may, what is refused, and that nothing moves."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from shared.auth.token import HEADER
from shared.ids import case_of
from tests.integration.desk import everywhere, lodge, principal, signed
from tests.integration.signed import until

HEAD = everywhere("links", "head", agency="TN-S-NV")
AUDITOR = everywhere("reads", "auditor")


def routing(stack: Stack, who: Principal) -> httpx.Client:
    return httpx.Client(
        base_url=stack.services["routing"].url,
        headers={HEADER: signed(stack, who)},
        timeout=20,
    )


def opened(stack: Stack, kind: str = "complaint", **more: Any) -> str:
    """A petition at the department of home affairs, against a commune: to be guided."""
    petition: str = lodge(stack, kind, receiving_agency="TN-S-NV", channel="post", **more)[
        "petition_id"
    ]
    with routing(stack, AUDITOR) as client:
        url = f"/api/routing/petitions/{petition}"
        until(lambda: "awaiting" in client.get(url).json().get("state", ""))
    return petition


def do(stack: Stack, petition: str, what: str, who=HEAD, **body: Any) -> httpx.Response:
    with routing(stack, who) as client:
        return client.post(f"/api/routing/petitions/{petition}/{what}", json=body)


def linked(stack: Stack, petition: str, who=AUDITOR, after: int = 0) -> dict[str, bool]:
    with routing(stack, who) as client:
        query = {"at_least": f"routing:{after}"} if after else {}
        answer = client.get(f"/api/routing/petitions/{petition}/links", params=query)
        assert 200 == answer.status_code, answer.text
        return {each["petition_id"]: each["direct"] for each in answer.json()["linked"]}


def facts_of(stack: Stack, petitions: list[str]) -> list[tuple]:
    async def read() -> list[tuple]:
        dsn = stack.workspace.service_dsn("routing", port=stack.postgres.port)
        connection = await asyncpg.connect(dsn)
        rows = await connection.fetch(
            "select stream, version, body from said where stream = any($1) order by 1, 2",
            [case_of(each) for each in petitions],
        )
        await connection.close()
        return [tuple(row) for row in rows]

    return asyncio.run(read())


def test_links_and_unlinks_leave_each_petition_as_it_was(stack: Stack) -> None:
    """One matter by way of others; undone in another order; not one fact of a case moved."""
    a, b, c = (opened(stack) for _ in range(3))
    before = facts_of(stack, [a, b, c])
    at = do(stack, a, "link", with_petition=b).json()["position"]
    again = do(stack, b, "link", with_petition=a).json()
    assert (at, True) == (again["position"], again["repeated"])
    at = do(stack, c, "link", with_petition=b).json()["position"]
    assert {b: True, c: False} == linked(stack, a, after=at)
    at = do(stack, b, "unlink", with_petition=a, reason="khác thửa").json()["position"]
    assert {} == linked(stack, a, after=at)
    assert {c: True} == linked(stack, b)
    assert before == facts_of(stack, [a, b, c])
    with httpx.Client(base_url=stack.services["reporting"].url, timeout=20) as client:
        url = f"/api/reporting/petitions/{a}/timeline"
        told = client.get(url, headers={HEADER: signed(stack, AUDITOR)})
        assert 200 == told.status_code
        assert b not in told.text


def test_what_is_refused_and_why(stack: Stack) -> None:
    """Itself, what is not there, what was never linked, a denunciation beside a complaint."""
    a, b, sealed = opened(stack), opened(stack), opened(stack, "denunciation")
    none = "00000000-0000-7000-8000-000000000000"
    for what, other, status, code in (
        ("link", a, 400, "linked-to-itself"),
        ("link", none, 404, "no-such-petition"),
        ("unlink", b, 409, "not-linked"),
        ("link", sealed, 409, "sealed-with-open"),
    ):
        said = {"reason": "khác thửa"} if what == "unlink" else {}
        answer = do(stack, a, what, with_petition=other, **said)
        assert (status, code) == (answer.status_code, answer.json()["code"]), answer.text
    assert 403 == do(stack, a, "link", AUDITOR, with_petition=b).status_code


def test_what_an_officer_may_not_see_cannot_be_linked_nor_betray_itself(
    stack: Stack,
) -> None:
    """The answer is that of a petition that is not there; a group is cut where it is hidden."""
    a, c = (opened(stack) for _ in range(2))
    hidden = lodge(stack, "complaint", receiving_agency="25585", channel="post")[
        "petition_id"
    ]
    with routing(stack, AUDITOR) as client:
        url = f"/api/routing/petitions/{hidden}"
        until(lambda: "awaiting" in client.get(url).json().get("state", ""))
    own = principal("links-own", "head", agency="TN-S-NV")
    answer = do(stack, a, "link", own, with_petition=hidden)
    assert (404, "no-such-petition") == (answer.status_code, answer.json()["code"])
    do(stack, a, "link", with_petition=hidden)
    at = do(stack, c, "link", with_petition=hidden).json()["position"]
    assert {hidden: True, c: False} == linked(stack, a, after=at)
    assert {} == linked(stack, a, own)


def test_the_same_content_is_guided_once_and_the_repeat_is_filed(stack: Stack) -> None:
    """The second guidance is refused with its provision; filing rests on the link."""
    a, b = opened(stack), opened(stack)
    assert 409 == do(stack, b, "file").status_code
    assert 200 == do(stack, a, "guide").status_code
    at = do(stack, b, "link", with_petition=a).json()["position"]
    linked(stack, b, after=at)
    answer = do(stack, b, "guide")
    assert (409, "guided-once") == (answer.status_code, answer.json()["code"])
    assert "Đ8.1" in str(answer.json()["basis"])
    assert 200 == do(stack, b, "file").status_code
    with routing(stack, AUDITOR) as client:
        url = f"/api/routing/petitions/{b}"
        until(lambda: "closed_filed" == client.get(url).json()["state"])


async def test_two_who_guide_at_once_do_not_both_succeed(stack: Stack) -> None:
    """Acts on one matter go one after the other, whoever is asked first."""
    pairs = [(opened(stack), opened(stack)) for _ in range(4)]
    for a, b in pairs:
        at = do(stack, a, "link", with_petition=b).json()["position"]
    linked(stack, pairs[-1][0], after=at)
    url = stack.services["routing"].url
    headers = {HEADER: signed(stack, HEAD)}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as client:
        answers = await asyncio.gather(
            *(
                client.post(f"/api/routing/petitions/{one}/guide", json={})
                for pair in pairs
                for one in pair
            )
        )
    for n in range(0, len(answers), 2):
        assert [200, 409] == sorted(answer.status_code for answer in answers[n : n + 2])


@pytest.mark.parametrize("body", [{}, {"with_petition": "x"}, {"with_petition": None}])
def test_a_body_that_names_no_petition_is_refused_in_words(
    stack: Stack, body: dict
) -> None:
    assert 422 == do(stack, opened(stack), "link", **body).status_code
