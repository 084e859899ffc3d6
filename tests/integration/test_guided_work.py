"""Guided work through the front door: asked, proposed, agreed with, overridden, counted."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from tests.integration.signed import until
from tests.integration.test_time_of_a_case import Matter, ago

ASKS = {"signals": "asks_review_admin_decision", "got_on": ago(70)}
FIELD = re.compile(r'name="(csrf|token)" value="([^"]+)"')


@pytest.fixture(name="lodge", scope="module")
def _lodge(stack: Stack) -> Iterator[Any]:
    with ExitStack() as kept:

        def lodged(kind: str = "complaint") -> Matter:
            matter = Matter(stack, kind)
            kept.callback(matter.close)
            # Routing opens the case a moment after intake took the petition.
            until(lambda: matter.clerk.get(f"{matter.path}/guidance").status_code == 200)
            return matter

        yield lodged


def guidance(matter: Matter, **answers: str) -> dict[str, Any]:
    """Answer, and return what is asked and proposed then."""
    said = matter.clerk.post(f"{matter.path}/guidance", json={"answers": answers})
    assert said.status_code == 200, said.text
    found: dict[str, Any] = said.json()
    if found["position"]:
        matter.position = f"routing:{found['position']}"
    return found


def agreed(matter: Matter) -> dict[str, int]:
    """How proposals to the ward are counted just now, all months together."""
    params = {"at_least": matter.position}
    rows = matter.head.get("/api/routing/agreement", params=params).json()["rows"]
    mine = [row for row in rows if row["unit"] == "25585"]
    names = ("proposals", "followed", "overridden", "as_proposed", "otherwise", "open")
    return {name: sum(row[name] for row in mine) for name in names}


def test_from_questions_to_a_proposal_that_is_followed(lodge: Any) -> None:
    """What the system knows is not asked; the list shrinks; the same answers say nothing anew."""
    matter = lodge()
    before = agreed(matter)
    first = matter.clerk.get(f"{matter.path}/guidance").json()
    assert first["proposal"] is None
    assert ["signals"] == [question["id"] for question in first["questions"]]
    assert first["questions"][0]["must"]
    assert "25585" == first["known"]["issuer"]

    now = guidance(matter, **ASKS)
    assert ["ACCEPT"] == now["proposal"]["actions"]
    assert {"first": "commune_chair@25585", "second": "provincial_chair"} == now["proposal"]["jurisdiction"]  # fmt: skip
    assert ("25585", "TT05-01") == (now["proposal"]["competent"], now["proposal"]["form"])
    asked = [question["id"] for question in now["questions"]]
    assert "court" in asked
    assert "got_on" not in asked
    assert guidance(matter, **ASKS)["proposal"]["number"] == 1

    fewer = guidance(matter, **ASKS, court="none", signed="not_known")
    assert 2 == fewer["proposal"]["number"]
    assert {"court", "signed"} == set(asked) - {q["id"] for q in fewer["questions"]}
    assert "signed" in fewer["proposal"]["rests_on"]
    stale = matter.asks("accept-proposal", number=1)
    assert (409, "proposal-replaced") == (stale.status_code, stale.json()["code"])
    matter.does("accept-proposal", number=2, looked=True)
    assert (
        "followed"
        == matter.clerk.get(f"{matter.path}/guidance").json()["proposal"]["judged"]
    )
    after = agreed(matter)
    assert (before["proposals"] + 1, before["followed"] + 1) == (after["proposals"], after["followed"])  # fmt: skip
    page = matter.clerk.get(f"/desk/petitions/{matter.receipt['petition_id']}").text
    assert "data-guided" in page
    matter.does("accept")
    late = matter.asks("accept-proposal", number=2)
    assert (409, "case-is-accepted") == (late.status_code, late.json()["code"])


def test_a_proposal_below_primary_never_decides_alone(lodge: Any) -> None:
    """Nobody agrees with it without having looked; nobody does otherwise without a reason."""
    matter = lodge("denunciation")
    now = guidance(matter, signals="reports_official_violation", sphere="party")
    made = now["proposal"]
    if not made["needs_human"]:
        now = guidance(
            matter, signals="asks_review_admin_decision"
        )  # no day: unknown time bar
        made = now["proposal"]
    assert made["needs_human"]
    refused = matter.asks("accept-proposal", number=made["number"])
    assert (409, "somebody-must-look") == (refused.status_code, refused.json()["code"])
    assert refused.json()["basis"]
    body = {"number": made["number"], "did": "FILE"}
    assert (
        "reason-missing"
        == matter.asks("override-proposal", **body, reason=" ").json()["code"]
    )
    before = agreed(matter)
    matter.does("override-proposal", **body, reason="Đơn trùng.")
    matter.does("override-proposal", **body, reason="Đơn trùng.")
    after = agreed(matter)
    assert before["overridden"] + 1 == after["overridden"]
    again = matter.asks("accept-proposal", number=made["number"])
    assert "proposal-judged" == again.json()["code"]
    rules = matter.head.get("/api/routing/agreement").json()["rules"]
    assert {rule["rule"] for rule in made["rules"]} & {rule["rule"] for rule in rules}


def test_what_is_done_without_a_word_counts_too(lodge: Any) -> None:
    matter = lodge()
    guidance(matter, **ASKS)
    before = agreed(matter)
    matter.does("accept")
    after = agreed(matter)
    assert (before["as_proposed"] + 1, before["open"] - 1) == (
        after["as_proposed"],
        after["open"],
    )


def test_only_closed_answers_come_in(lodge: Any) -> None:
    matter = lodge()
    for answers in (
        {"signals": "steals"},
        {**ASKS, "court": "yes"},
        {**ASKS, "nothing": "yes"},
    ):
        answer = matter.clerk.post(f"{matter.path}/guidance", json={"answers": answers})
        assert (400, "answer-unfit") == (answer.status_code, answer.json()["code"])
    wild = matter.clerk.post(f"{matter.path}/guidance", json={"answers": {"signals": "Nguyễn Văn A"}})  # fmt: skip
    assert 422 == wild.status_code


def form(page: httpx.Response, **fields: str) -> dict[str, str]:
    return dict(FIELD.findall(page.text)) | fields


def test_the_page_works_without_a_script(lodge: Any) -> None:
    """Plain forms: half an answer asks on, a whole one proposes; then agree or override."""
    matter = lodge()
    path = f"/desk/petitions/{matter.receipt['petition_id']}/guidance"
    page = matter.clerk.get(path)
    assert "Đơn yêu cầu điều gì" in page.text
    answer = matter.clerk.post(path, data=form(page, **{"q-signals": "proposes"}))
    assert 303 == answer.status_code, answer.text
    page = matter.clerk.get(path)
    assert "trả lời" in page.text
    changed = form(
        page, **{"was-signals": "proposes", "q-signals": "asks_review_admin_decision"}
    )
    assert 303 == matter.clerk.post(path, data=changed).status_code
    page = matter.clerk.get(path)
    assert "data-human" in page.text, "nobody said when the decision was got"
    number = re.search(r'name="number" value="(\d+)"', page.text)
    assert number
    refused = matter.clerk.post(f"{path}/accept", data=form(page, number=number[1]))
    assert 409 == refused.status_code
    assert "▲" in refused.text
    accepted = matter.clerk.post(
        f"{path}/accept", data=form(page, number=number[1], looked="true")
    )
    assert 303 == accepted.status_code
    assert 200 == matter.head.get("/desk/agreement").status_code


def test_what_was_typed_survives_a_refusal(lodge: Any) -> None:
    """No row covers a body of nobody's; the answers stay in the form, to be put right."""
    matter = lodge()
    path = f"/desk/petitions/{matter.receipt['petition_id']}/guidance"
    typed = {"q-signals": "reports_sector_violation", "q-managing_kind": "private_party"}
    refused = matter.clerk.post(path, data=form(matter.clerk.get(path), **typed))
    assert 409 == refused.status_code
    assert "Bộ quy tắc chưa có quy định" in refused.text
    assert 'name="was-signals" value="reports_sector_violation"' in refused.text
    assert 'name="was-managing_kind" value="private_party"' in refused.text
