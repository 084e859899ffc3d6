"""Who denounced is shown to one officer, after others agreed, each look recorded; else to nobody."""

import datetime as dt
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.auth.principal import Principal
from tests.integration.canary import in_clear
from tests.integration.desk import (
    CSRF,
    appoint,
    as_officer,
    declare_relative,
    everywhere,
    facts_of,
    lodge,
    number,
    principal,
    until,
)

SERIAL = number()[-6:]
CANARIES = {
    "full_name": f"Vừ Thị Mật {SERIAL}",
    "id_number": number(),
    "address": f"Ngõ Kín {SERIAL}",
    "phone": f"0199{SERIAL}",
    "email": f"kin{SERIAL}@example.vn",
}
REASON = f"Cần hỏi lại chứng cứ {SERIAL}"
ASKER = everywhere("asker", "inspectorate")
CHI, DUC = everywhere("chi", "custodian"), everywhere("duc", "custodian")
NOWHERE = "01924b6e-7a00-7000-8000-0000000000ff"


class Desk:
    """Reveals as officers ask for them over HTTP."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def post(self, who: Principal, path: str, body: Any = None) -> httpx.Response:
        with as_officer(self._stack, who) as client:
            return client.post(f"/api/intake{path}", json=body or {})

    def get(self, who: Principal, path: str, **params: Any) -> httpx.Response:
        with as_officer(self._stack, who) as client:
            return client.get(f"/api/intake{path}", params=params)

    def ask(self, who: Principal, petition: str, **more: Any) -> httpx.Response:
        end = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
        body = {"reason_code": "VERIFY", "reason": REASON, "scope": ["name"]}
        return self.post(
            who, f"/petitions/{petition}/reveals", body | {"until": end.isoformat()} | more
        )

    def asked(self, petition: str, **more: Any) -> str:
        answer = self.ask(ASKER, petition, **more)
        assert 201 == answer.status_code, answer.text
        return str(answer.json()["reveal_id"])

    def opened(self, petition: str, **more: Any) -> str:
        reveal = self.asked(petition, **more)
        for custodian in (CHI, DUC):
            assert 200 == self.post(custodian, f"/reveals/{reveal}/approve").status_code
        return reveal


@pytest.fixture(name="desk")
def _desk(stack: Stack) -> Desk:
    return Desk(stack)


@pytest.fixture(name="petition", scope="module")
def _petition(stack: Stack) -> str:
    return str(lodge(stack, "denunciation", petitioner=CANARIES)["petition_id"])


def code(answer: httpx.Response) -> tuple[int, str]:
    """What a refusal says; it never names who denounced."""
    assert not any(word in answer.text for word in CANARIES.values())
    return answer.status_code, answer.json()["code"]


async def test_two_custodians_then_each_look_is_a_fact(
    stack: Stack, desk: Desk, petition: str
) -> None:
    """Nothing before both; then what the scope says and no more; recorded each time."""
    reveal = desk.asked(petition)
    view = f"/reveals/{reveal}/view"
    assert (403, "reveal-not-open") == code(desk.post(ASKER, view))
    assert 200 == desk.post(CHI, f"/reveals/{reveal}/approve").status_code
    assert (409, "already-approved") == code(desk.post(CHI, f"/reveals/{reveal}/approve"))
    assert (403, "reveal-not-open") == code(desk.post(ASKER, view))
    assert 200 == desk.post(DUC, f"/reveals/{reveal}/approve").status_code
    for _ in range(2):
        shown = desk.post(ASKER, view)
        assert {"full_name", "id_number"} == set(shown.json())
        assert CANARIES["full_name"] == shown.json()["full_name"]
    kinds = [kind for kind, _ in await facts_of(stack, f"reveal-{reveal}")]
    assert ["identity.viewed.v1"] * 2 == kinds[-2:]
    assert (403, "not-your-reveal") == code(
        desk.post(everywhere("another", "inspectorate"), view)
    )
    assert 200 == desk.post(ASKER, f"/reveals/{reveal}/end").status_code
    assert (409, "reveal-over") == code(desk.post(ASKER, view))


def test_each_part_of_the_scope_is_shown_alone(desk: Desk, petition: str) -> None:
    """Contact without the name; the letter without either."""
    contact = desk.post(ASKER, f"/reveals/{desk.opened(petition, scope=['contact'])}/view")
    assert {"address", "phone", "email"} == set(contact.json())
    letter = desk.post(ASKER, f"/reveals/{desk.opened(petition, scope=['letter'])}/view")
    assert {"respondent", "summary", "request"} == set(letter.json())


def test_what_cannot_be_asked(stack: Stack, desk: Desk, petition: str) -> None:
    """A complaint, too long, without reason; by a reception officer or a custodian."""
    complaint = lodge(stack)["petition_id"]
    assert (409, "nothing-to-reveal") == code(desk.ask(ASKER, complaint))
    late = dt.datetime.now(dt.UTC) + dt.timedelta(days=31)
    assert (400, "reveal-end-unfit") == code(
        desk.ask(ASKER, petition, until=late.isoformat())
    )
    assert 422 == desk.ask(ASKER, petition, until="2026-12-01T00:00:00").status_code
    assert 422 == desk.ask(ASKER, petition, reason="vì").status_code
    assert 422 == desk.ask(ASKER, petition, scope=[]).status_code
    for role in ("reception", "auditor", "custodian", "administrator"):
        assert 403 == desk.ask(everywhere("x", role), petition).status_code
    assert (404, "no-such-petition") == code(desk.ask(ASKER, NOWHERE))
    both = everywhere("asker", "inspectorate", "custodian")
    reveal = desk.asked(petition)
    assert (409, "own-request") == code(desk.post(both, f"/reveals/{reveal}/approve"))


async def test_whoever_is_excluded_meets_nothing_at_all(stack: Stack, desk: Desk) -> None:
    """Denounced, under the denounced head, a relative: as asker, as custodian, in every call."""
    him, his_number = f"Kha Văn Tránh {SERIAL}", number()
    respondent = {"name": him, "id_number": his_number, "post": "head"}
    await appoint(stack, f"him-{SERIAL}", him, agency="25585")
    about = lodge(stack, "denunciation", petitioner=CANARIES, respondent=respondent)
    petition, reveal = about["petition_id"], desk.opened(about["petition_id"])
    await appoint(stack, f"kin-{SERIAL}", "Người Nhà Xa", agency="TN-TTT")
    await declare_relative(stack, f"kin-{SERIAL}", "Bí danh", id_number=his_number)

    async def both_found() -> bool:
        return len(await facts_of(stack, petition)) == 3

    await until(both_found)
    roles = ("inspectorate", "custodian", "processing", "head")
    for who in (
        everywhere(f"him-{SERIAL}", *roles, agency="25585"),
        everywhere("under-him", *roles, agency="25585"),
        everywhere(f"kin-{SERIAL}", *roles),
    ):
        assert (404, "no-such-petition") == code(desk.ask(who, petition))
        for what in ("approve", "refuse", "end", "view"):
            assert (404, "no-such-reveal") == code(
                desk.post(who, f"/reveals/{reveal}/{what}")
            )
        listed = desk.get(who, "/reveals", limit=100)
        assert reveal not in listed.text
        assert petition not in listed.text
        with as_officer(stack, who) as client:
            client.headers["accept"] = "text/html"
            assert 404 == client.get(f"/reveals/ask/{petition}").status_code
            assert petition not in client.get("/reveals").text
    assert 200 == desk.post(ASKER, f"/reveals/{reveal}/view").status_code


async def test_an_asker_who_becomes_a_relative_sees_nothing_more(
    stack: Stack, desk: Desk
) -> None:
    """An open reveal closes its eyes to whoever turns out to be in conflict."""
    officer, his_number = f"later-{SERIAL}", number()
    respondent = {"name": "Ai Đó", "id_number": his_number}
    petition = lodge(stack, "denunciation", petitioner=CANARIES, respondent=respondent)[
        "petition_id"
    ]
    who = everywhere(officer, "inspectorate")
    reveal = desk.ask(who, petition).json()["reveal_id"]
    for custodian in (CHI, DUC):
        desk.post(custodian, f"/reveals/{reveal}/approve")
    assert 200 == desk.post(who, f"/reveals/{reveal}/view").status_code
    await appoint(stack, officer, "Tên Khác", agency="TN-TTT")
    await declare_relative(stack, officer, "Bí danh", id_number=his_number)

    async def found() -> bool:
        return len(await facts_of(stack, petition)) == 2

    await until(found)
    assert (404, "no-such-reveal") == code(desk.post(who, f"/reveals/{reveal}/view"))


def test_the_list_shows_all_to_guards_and_their_own_to_others(
    desk: Desk, petition: str
) -> None:
    """In pages, the latest first; a body's officer sees what they asked for alone."""
    officer = principal("of-25585", "processing")
    own = desk.ask(officer, petition).json()["reveal_id"]
    position = desk.ask(ASKER, petition).json()["position"]
    mine = desk.get(officer, "/reveals", at_least=str(position)).json()["reveals"]
    assert [own] == [each["reveal_id"] for each in mine]
    got, cursor = [], ""
    while cursor is not None:
        page = desk.get(CHI, "/reveals", limit=2, **({"cursor": cursor} if cursor else {}))
        got += [each["reveal_id"] for each in page.json()["reveals"]]
        cursor = page.json()["next_cursor"]
    assert own in got
    assert got == sorted(set(got), reverse=True)
    assert 403 == desk.get(everywhere("x", "administrator"), "/reveals").status_code
    assert REASON not in desk.get(CHI, "/reveals").text


def test_pages_lead_from_asking_to_looking(stack: Stack, petition: str) -> None:
    """The form, the custodians' list with the reason, the look; refusals in Vietnamese."""
    html = {"accept": "text/html"}
    with as_officer(stack, ASKER) as client:
        client.headers.update(html)
        assert 200 == client.get(f"/reveals/ask/{petition}").status_code
        form = {"csrf": CSRF, "token": f"token-{SERIAL}-1234567890", "reason_code": "PROTECT",
                "reason": REASON, "scope": ["name", "letter"], "days": "3"}  # fmt: skip
        assert (
            400
            == client.post(
                f"/reveals/ask/{petition}", data=form | {"reason": ""}
            ).status_code
        )
        endless = client.post(f"/reveals/ask/{petition}?lang=en", data=form | {"days": ""})
        assert 400 == endless.status_code
        assert "End: choose one within" in endless.text
        sent = client.post(f"/reveals/ask/{petition}?lang=vi", data=form)
        assert "/reveals?done=asked" == sent.headers["location"]
    listed = Desk(stack).get(ASKER, "/reveals", limit=100).json()["reveals"]
    reveal = next(each["reveal_id"] for each in listed if each["reason_code"] == "PROTECT")
    for custodian in (CHI, DUC):
        with as_officer(stack, custodian) as client:
            client.headers.update(html)
            assert REASON in client.get("/reveals").text
            agreed = client.post(f"/reveals/{reveal}/approve", data={"csrf": CSRF})
            assert 303 == agreed.status_code
            assert (
                "đã đồng ý rồi"
                in client.post(f"/reveals/{reveal}/approve", data={"csrf": CSRF}).text
                or custodian is DUC
            )
    with as_officer(stack, ASKER) as client:
        client.headers.update(html)
        shown = client.post(f"/reveals/{reveal}/view", data={"csrf": CSRF})
        assert CANARIES["full_name"] in shown.text
        assert CANARIES["address"] not in shown.text
        assert "no-store" == shown.headers["cache-control"]


def test_neither_who_denounced_nor_the_reason_stands_anywhere(stack: Stack) -> None:
    """After all of the above: no table, message, file, figure or error holds them."""
    assert [] == in_clear(stack, [*CANARIES.values(), REASON, f"Kha Văn Tránh {SERIAL}"])


async def test_the_papers_open_with_the_letter(stack: Stack, desk: Desk) -> None:
    """A reveal of the letter opens what came with it, each look a fact; of the name, it does not."""
    receipt = lodge(stack, "denunciation", petitioner=CANARIES)
    petition = str(receipt["petition_id"])
    papers = f"/petitions/{petition}/attachments"
    desk.opened(petition, scope=["name"])
    assert (403, "identity-sealed") == _code(desk.get(ASKER, papers))
    reveal = desk.opened(petition, scope=["letter"])

    async def opens() -> bool:
        return desk.get(ASKER, papers).status_code == 200

    await until(opens)
    said = await facts_of(stack, f"reveal-{reveal}")
    assert "identity.viewed.v1" in {kind for kind, _ in said}
    stranger = everywhere("stranger", "inspectorate")
    assert (403, "identity-sealed") == _code(desk.get(stranger, papers))
    assert 200 == desk.post(ASKER, f"/reveals/{reveal}/end").status_code
    assert (403, "identity-sealed") == _code(desk.get(ASKER, papers))


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
