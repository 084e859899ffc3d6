"""The four example petitions, through the front door, to state, clocks and dashboard figure."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

EXAMPLES = Path(__file__).parents[2] / "deploy" / "demo" / "examples"

# fmt: off
#    file            kind               eligible  state                  competent   running clocks
ROWS = [
    ("complaint",     "complaint",       True,  "awaiting_acceptance", "25585",    {"KN.L1.ACCEPT", "XLD.PROCESS"}),
    ("denunciation",  "denunciation",    True,  "awaiting_transfer",   "TN-UBND",  {"TC.TRANSFER", "XLD.PROCESS"}),
    ("feedback",      "feedback_report", True,  "awaiting_answer",     "25459",    {"TCD.NOTIFY", "XLD.PROCESS"}),
    ("unprocessable", "complaint",       False, "awaiting_filing",     "25516",    {"XLD.PROCESS"}),
]
# fmt: on


def lodge(desk: httpx.Client, name: str, key: str) -> httpx.Response:
    body = json.loads((EXAMPLES / f"{name}.json").read_text())
    return desk.post("/api/intake/petitions", json=body, headers={"Idempotency-Key": key})


def until(desk: httpx.Client, path: str, settled: Any, seconds: float = 10.0) -> Any:
    """Ask until the answer is as wanted, or return the last one."""
    deadline = time.monotonic() + seconds
    while True:
        answer = desk.get(path)
        found = answer.json() if answer.status_code == 200 else None
        if (found is not None and settled(found)) or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


@pytest.mark.parametrize(("name", "kind", "eligible", "state", "competent", "clocks"), ROWS)
def test_an_example_reaches_its_state_clocks_and_figure(
    desk: httpx.Client,
    name: str,
    kind: str,
    eligible: bool,
    state: str,
    competent: str,
    clocks: set[str],
) -> None:
    """Accepted, classified, routed, under its clocks, and counted once."""
    before = desk.get("/api/reporting/dashboard").json()
    lodged = lodge(desk, name, f"example-{name}")
    assert 201 == lodged.status_code, lodged.text
    receipt = lodged.json()
    petition = receipt["petition_id"]

    case = until(
        desk,
        f"/api/routing/petitions/{petition}",
        lambda found: set(found["clocks"]) == clocks and found["state"] == state,
    )
    assert (kind, eligible, state, competent) == (
        case["kind"],
        case["eligible"],
        case["state"],
        case["competent"],
    )
    assert clocks == set(case["clocks"])
    shown = until(
        desk,
        f"/api/deadlines/petitions/{petition}/clocks",
        lambda found: clocks <= {clock["rule"] for clock in found},
    )
    assert clocks == {clock["rule"] for clock in shown if clock["state"] == "running"}
    for clock in shown:
        assert clock["announced_due_on"] == clock["due_on"] == case["clocks"][clock["rule"]]
        assert clock["steps"]
    after = until(
        desk,
        "/api/reporting/dashboard",
        lambda found: (
            found["by_state"].get(state, 0) > before["by_state"].get(state, 0)
            and found["running_clocks"] == before["running_clocks"] + len(clocks)
        ),
    )
    assert before["by_state"].get(state, 0) + 1 == after["by_state"][state]
    assert before["received"] + 1 == after["received"]
    assert before["running_clocks"] + len(clocks) == after["running_clocks"]

    tracked = desk.get(
        f"/api/intake/tracking/{receipt['receipt_code']}",
        headers={"Tracking-Secret": receipt["tracking_secret"]},
    )
    assert 200 == tracked.status_code
    assert state == tracked.json()["state"]


def test_the_same_key_gives_the_same_receipt(desk: httpx.Client) -> None:
    """An answer that got lost is given again; nothing is recorded twice."""
    first = lodge(desk, "feedback", "twice").json()
    again = lodge(desk, "feedback", "twice")
    assert 201 == again.status_code
    assert first == again.json()
    other = lodge(desk, "complaint", "twice")
    assert 409 == other.status_code
    assert "idempotency-key-reused" == other.json()["code"]


def test_a_transfer_moves_the_case_and_its_clocks(desk: httpx.Client) -> None:
    """The denunciation goes to the competent body, whose clock counts from that day."""
    petition = lodge(desk, "denunciation", "to-transfer").json()["petition_id"]
    path = f"/api/routing/petitions/{petition}"
    until(desk, path, lambda found: "TC.TRANSFER" in found["clocks"])
    sent = desk.post(f"{path}/transfer", json={}, headers={"Idempotency-Key": "t1"})
    assert 200 == sent.status_code, sent.text
    case = until(desk, path, lambda found: set(found["clocks"]) == {"TC.INITIAL"})
    assert ("in_transfer", "TN-UBND") == (case["state"], case["holder"])
    again = desk.post(f"{path}/transfer", json={}, headers={"Idempotency-Key": "t1"})
    assert (200, True, sent.json()["position"]) == (
        again.status_code,
        again.json()["repeated"],
        again.json()["position"],
    )
    taken = desk.post(f"{path}/confirm", json={})
    assert 200 == taken.status_code, taken.text
    case = until(desk, path, lambda found: found["state"] == "awaiting_acceptance")
    assert ("TN-UBND", {"TC.INITIAL"}) == (case["holder"], set(case["clocks"]))
    back = desk.post(f"{path}/transfer", json={"to_agency": "25486", "reason": "x"})
    assert (409, "petition-would-circle") == (back.status_code, back.json()["code"])
    told = desk.get(f"/api/reporting/petitions/{petition}/timeline").json()
    assert [f["type"] for f in told if f["service"] == "routing"] == [
        "case.opened.v1",
        "case.classified.v1",
        "case.jurisdiction_decided.v1",
        "transfer.sent.v1",
        "transfer.confirmed.v1",
        "custody.sealed.v1",
        "case.jurisdiction_decided.v1",
    ]
    assert "Trần Văn Hùng" not in json.dumps(told, ensure_ascii=False)


def test_a_read_waits_for_a_write(desk: httpx.Client) -> None:
    """`at_least` makes a list show what was just written, or say that it does not yet."""
    position = lodge(desk, "feedback", "wait").json()["position"]
    shown = desk.get("/api/reporting/dashboard", params={"at_least": f"intake:{position}"})
    assert shown.json()["shown"] is True
    never = desk.get("/api/reporting/dashboard", params={"at_least": "intake:999999999"})
    assert (200, False) == (never.status_code, never.json()["shown"])


def test_a_wrong_secret_tells_nothing(desk: httpx.Client) -> None:
    """Wrong code and wrong secret are answered alike."""
    receipt = lodge(desk, "feedback", "secret").json()
    path = f"/api/intake/tracking/{receipt['receipt_code']}"
    wrong = desk.get(path, headers={"Tracking-Secret": "AAAA"})
    unknown = desk.get(
        "/api/intake/tracking/0000-0000-0000", headers={"Tracking-Secret": "AAAA"}
    )
    assert 404 == wrong.status_code == unknown.status_code
    assert wrong.json() == unknown.json()
