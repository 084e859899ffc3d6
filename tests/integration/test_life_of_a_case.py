"""A case's whole life through the front door: signers, verification, decision, execution."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.signed import signed_in, until
from tests.integration.test_time_of_a_case import TODAY, Matter, ago

FIVE = {"purpose": "Làm rõ.", "content": "Diện tích.", "participants": "Hai bên.", "place": "8 giờ.", "preparation": "Hồ sơ."}  # fmt: skip
SOON = str(TODAY + dt.timedelta(days=30))


@pytest.fixture(name="lodge", scope="module")
def _lodge(stack: Stack) -> Iterator[Any]:
    with ExitStack() as kept:

        def lodged(kind: str = "complaint", *, accepted: bool = True) -> Matter:
            matter = Matter(stack, kind)
            kept.callback(matter.close)
            if accepted:
                matter.does("accept", on=ago(55))
            return matter

        yield lodged


def code(answer: httpx.Response) -> tuple[int, str, str | None]:
    said = answer.json()
    return answer.status_code, said["code"], said.get("basis")


def owed(matter: Matter) -> list[tuple[str, str]]:
    """What must be carried out in this matter."""
    asked = {"limit": 200, "at_least": matter.position}
    listed = matter.head.get("/api/routing/executions", params=asked).json()["items"]
    mine = [i for i in listed if i["petition_id"] == matter.receipt["petition_id"]]
    return [(i["measure"], i["amount"]) for i in mine]


def test_two_signers_withdraw_and_the_case_ends(lodge: Any) -> None:
    """Each for themselves; nobody twice; the clocks stop and the end must be told."""
    matter = lodge()
    until(lambda: "KN.L1.SETTLE" in matter.case()["clocks"])
    matter.does("signers", count=2, on=ago(54))
    matter.does("withdraw", signer=1, on=ago(50))
    assert (409, "withdrawn-already", "LKN Đ10") == code(
        matter.asks("withdraw", signer=1, on=ago(49))
    )
    refused = matter.asks("discontinue", ground="withdrawn", reason="Rút đơn.", on=ago(48))
    assert "signers-remain" == refused.json()["code"]
    matter.does("withdraw", signer=2, form="minutes", on=ago(47))
    matter.does("discontinue", ground="withdrawn", reason="Rút đơn.", on=ago(46))
    assert "closed_discontinued" == matter.case()["state"]
    until(lambda: matter.case()["due_rule"] == "KN.PAUSE.SEND")
    assert "met" == matter.clock("KN.L1.SETTLE")["state"]
    matter.does("notify", what="discontinuance", on=ago(45))
    until(lambda: matter.case()["due_on"] is None)
    matter.does("continue", ground="coerced", reason="Bị đe dọa.", on=ago(40))
    assert "accepted" == matter.case()["state"]
    until(lambda: "KN.L1.SETTLE" in matter.case()["clocks"])


def test_bad_input_is_refused_with_code_and_basis(lodge: Any) -> None:
    """Decision before acceptance, dates out of order."""
    fresh = lodge(accepted=False)
    assert (409, "case-not-accepted", "LKN Đ28") == code(
        fresh.asks("decide", outcome="right")
    )
    fresh.does("accept", on=ago(55))
    assert (400, "day-impossible", "LKN Đ28") == code(
        fresh.asks("decide", outcome="right", on=ago(56))
    )
    assert (404, "evidence-unknown") == code(
        fresh.asks("fulfil", item=1, evidence="0b9a3a2e-6f0c-4a55-9a3e-1b7f4c7b8a01")
    )[:2]


def test_inside_settlement(lodge: Any) -> None:
    """Verification by who may, information asked for and answered, a dialogue with its plan."""
    matter = lodge()
    lead = matter.clerk.get("/api/routing/views").status_code
    assert 200 == lead
    body = {"of_agency": "TN-S-XD", "what": "Bản vẽ.", "due_on": ago(40)}
    matter.does("ask-information", on=ago(50), **body)
    matter.does("answer-information", number=1, certified=True, on=ago(45))
    short = matter.asks("plan-dialogue", held_on=ago(42), on=ago(45), **FIVE)
    assert "notice-too-short" == short.json()["code"]
    without = matter.asks(
        "plan-dialogue", held_on=ago(38), on=ago(45), **FIVE | {"place": ""}
    )
    assert ("plan-incomplete", "place") == (without.json()["code"], without.json()["field"])
    matter.does("plan-dialogue", held_on=ago(38), on=ago(45), **FIVE)
    matter.does("miss-dialogue", absent="petitioner", on=ago(38))
    matter.case()  # which waits until the page shows it too
    page = matter.head.get(f"/desk/petitions/{matter.receipt['petition_id']}").text
    for words in ("Bản vẽ.", "vắng mặt đối thoại", "Đình chỉ giải quyết", "Giao xác minh"):
        assert words in page, words


def test_a_decision_is_carried_out(lodge: Any) -> None:
    """From its effect on; the sums are those of the items; done when each is."""
    matter = lodge()
    matter.does("decide", outcome="right", on=ago(45))
    early = {"items": [{"measure": "money", "amount": "25000000", "beneficiary": "person", "owner": "25585", "due_on": SOON, "what": "Trả tiền."}]}  # fmt: skip
    assert (
        "decision-not-in-force"
        == matter.asks("execute", on=ago(20), **early).json()["code"]
    )
    until(lambda: matter.clock("KN.EFFECT.1") != {})
    land = {"measure": "land", "amount": "50.5", "beneficiary": "state", "owner": "25585", "due_on": SOON, "what": "Thu đất."}  # fmt: skip
    matter.does("execute", on=ago(10), items=[*early["items"], land])
    assert [("money", "25000000"), ("land", "50.5")] == owed(matter)
    assert (
        "evidence-missing"
        == matter.asks("fulfil", item=1, amount=1, on=ago(5)).json()["code"]
    )
    page = matter.head.get("/executions").text
    assert "Trả tiền." in page
    matter.does("revoke", cause="law", reason="Sai luật.", on=ago(2))
    assert [] == owed(matter)
    case = f"/desk/petitions/{matter.receipt['petition_id']}"
    page = matter.head.get(case).text
    assert "không còn phải thi hành" in page
    assert f"{case}/cancel-execution" in page
    matter.does("cancel-execution", reason="Quyết định bị thu hồi.", on=ago(1))
    until(lambda: "KN.L1.SETTLE" in matter.case()["clocks"])


def test_what_is_ordered_may_be_more_than_a_machine_number(lodge: Any) -> None:
    """Every item may be the largest there is; their sum is still said."""
    matter = lodge()
    matter.does("decide", outcome="right", on=ago(45))
    until(lambda: matter.clock("KN.EFFECT.1") != {})
    land = {"measure": "land", "amount": "999999999999999", "beneficiary": "state", "owner": "25585", "due_on": SOON, "what": "Thu đất."}  # fmt: skip
    matter.does("execute", on=ago(10), items=[land] * 100)
    listed = matter.head.get("/api/routing/executions", params={"show": "all", "at_least": matter.position})  # fmt: skip
    assert 200 == listed.status_code, listed.text
    sums = [s for s in listed.json()["sums"] if (s["measure"], s["beneficiary"]) == ("land", "state")]  # fmt: skip
    assert int(float(sums[0]["amount"])) >= 100 * 10**15 - 1000
    assert 200 == matter.head.get("/executions").status_code


def test_the_order_of_work_and_the_backlog(stack: Stack, lodge: Any) -> None:
    """A head puts a case ahead for a reason; an old case stands in the catalogue with its plan."""
    matter = lodge()
    assert 403 == matter.asks("place", place="ahead", reason="Gấp.").status_code
    assert "reason-missing" == matter.asks("place", matter.head, place="ahead", reason=" ").json()["code"]  # fmt: skip
    matter.does("place", matter.head, place="ahead", reason="Tỉnh yêu cầu.")
    listed = matter.head.get(
        "/api/routing/worklist", params={"order": "priority", "limit": 1, "at_least": matter.position}
    ).json()  # fmt: skip
    assert listed["next_cursor"]
    again = matter.head.get(
        "/api/routing/worklist",
        params={"order": "priority", "limit": 5, "cursor": listed["next_cursor"]},
    )
    assert 200 == again.status_code
    first = listed["cases"][0]["petition_id"]
    assert first not in {c["petition_id"] for c in again.json()["cases"]}
    assert 200 == matter.head.get("/api/routing/backlog").status_code
    with httpx.Client(
        base_url=stack.urls["front"], headers=signed_in(stack, "head")
    ) as head:
        assert 200 == head.get("/backlog").status_code
