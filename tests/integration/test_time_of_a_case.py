"""The time of a case, through the front door: stopped, gone on, made longer, taken back, ended."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.clock import LOCAL
from tests.integration.signed import signed_in, until

TODAY = dt.datetime.now(LOCAL).date()


def ago(days: int) -> str:
    """A day so many days before today."""
    return str(TODAY - dt.timedelta(days=days))


class Matter:
    """A petition, and what officers of the commune and its sender see of it."""

    def __init__(
        self, stack: Stack, kind: str = "complaint", instance: str = "first"
    ) -> None:
        front = stack.urls["front"]
        self.head = httpx.Client(
            base_url=front,
            headers=signed_in(stack, "head"),
            timeout=20,
        )
        self.clerk = httpx.Client(
            base_url=front, headers=signed_in(stack, "processing"), timeout=20
        )
        answer = self.head.post(
            "/api/intake/petitions",
            json={
                "channel": "post",
                "kind_claimed": kind,
                "petitioner": {"full_name": "Trần Văn Thời", "address": "Ấp 1"},
                "respondent": {
                    "name": "Cán bộ",
                    "agency_code": "25585",
                    "post": "official",
                },
                "subject_field": "land",
                "summary": "Việc",
                "request": "Yêu cầu",
                "receiving_agency": "25585",
                "received_on": ago(60),
            },
        )
        assert answer.status_code == 201, answer.text
        self.receipt = answer.json()
        self.path = f"/api/routing/petitions/{self.receipt['petition_id']}"
        self.position = f"intake:{self.receipt['position']}"
        assert self.case()["receipt_code"] == self.receipt["receipt_code"]

    def close(self) -> None:
        """Hang up."""
        self.head.close()
        self.clerk.close()

    def asks(self, act: str, by: httpx.Client | None = None, **body: Any) -> httpx.Response:
        """Ask for an act, as the clerk unless it is another."""
        return (by or self.clerk).post(f"{self.path}/{act}", json=body)

    def does(self, act: str, by: httpx.Client | None = None, **body: Any) -> None:
        """Have an act carried out, and wait until the list shows it."""
        answer = self.asks(act, by, **body)
        assert answer.status_code == 200, answer.text
        self.position = f"routing:{answer.json()['position']}"

    def case(self) -> dict[str, Any]:
        """The case as the list has it."""
        answer = self.head.get(self.path, params={"at_least": self.position})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def clock(self, rule: str) -> dict[str, Any]:
        """A clock as deadlines has it; empty while it has none."""
        path = f"/api/deadlines/petitions/{self.receipt['petition_id']}/clocks"
        shown = self.head.get(path).json()
        return next((clock for clock in shown if clock["rule"] == rule), {})

    def tracked(self) -> dict[str, Any]:
        """What its sender is told."""
        secret = {"Tracking-Secret": self.receipt["tracking_secret"]}
        code = self.receipt["receipt_code"]
        found: dict[str, Any] = self.head.get(
            f"/api/intake/tracking/{code}", headers=secret
        ).json()
        return found


SETTLING = {"complaint": "KN.L1.SETTLE", "denunciation": "TC.SETTLE"}
Accept = Callable[..., Matter]


@pytest.fixture(name="accept", scope="module")
def _accept(stack: Stack) -> Iterator[Accept]:
    """Lodge a petition of a kind and accept it as of forty days ago."""
    with ExitStack() as kept:

        def accepted(kind: str = "complaint") -> Matter:
            matter = Matter(stack, kind)
            kept.callback(matter.close)
            matter.does("accept", on=ago(40))
            until(lambda: SETTLING[kind] in matter.case()["clocks"])
            return matter

        yield accepted


@pytest.fixture(name="complaint", scope="module")
def _complaint(accept: Accept) -> Matter:
    """One complaint that goes its whole way."""
    return accept()


def test_a_complaint_goes_its_whole_way(complaint: Matter) -> None:
    """Everybody sees the same, and the date that was announced is kept in the end."""
    due = complaint.case()["clocks"]["KN.L1.SETTLE"]
    assert due < str(TODAY), "it would be overdue by now"

    complaint.does("pause", on=ago(30), ground="complainant_obstacle", reason="Nằm viện.")
    until(lambda: complaint.case()["paused_on"] == ago(30))
    assert complaint.case()["due_rule"] == "KN.PAUSE.SEND"
    assert complaint.clock("KN.L1.SETTLE")["state"] == "paused"
    until(lambda: complaint.tracked()["paused_on"] == ago(30))
    refused = complaint.asks("decide", outcome="right")
    assert (409, "case-is-paused") == (refused.status_code, refused.json()["code"])

    complaint.does("notify", what="pause", on=ago(29))
    until(lambda: complaint.case()["due_on"] is None)
    complaint.does("resume", on=ago(10))
    until(lambda: complaint.case()["paused_on"] is None)
    longer = complaint.case()["clocks"]["KN.L1.SETTLE"]
    assert dt.date.fromisoformat(longer) - dt.date.fromisoformat(due) >= dt.timedelta(
        days=18
    )
    assert complaint.tracked()["paused_on"] is None

    complaint.does("complexity", on=ago(9), complex=True, criteria=["many_people"])
    until(lambda: complaint.case()["clocks"]["KN.L1.SETTLE"] > longer)
    complaint.does("decide", on=ago(5), outcome="wrong")
    until(lambda: complaint.clock("KN.L1.SEND") != {})
    until(lambda: "KN.L1.SEND" in complaint.case()["clocks"])
    owed = complaint.head.get(
        "/api/routing/worklist", params={"show": "owed", "limit": 200}
    )
    assert complaint.receipt["receipt_code"] in {
        c["receipt_code"] for c in owed.json()["cases"]
    }
    complaint.does("notify", what="decision", on=ago(4), received_on=ago(3))
    until(lambda: complaint.clock("KN.L1.SEND")["state"] == "met")
    until(lambda: complaint.clock("KN.L2.FILE") != {})
    assert "KN.L2.FILE" not in complaint.case()["clocks"], (
        "a citizen's time is not a body's"
    )
    complaint.does("publish", form="posted")


def test_its_story_tells_every_act(complaint: Matter) -> None:
    """In the words of officers; the machinery's lines are folded away."""
    page = complaint.head.get(f"/desk/petitions/{complaint.receipt['petition_id']}").text
    for words in ("tạm đình chỉ từ", "tiếp tục giải quyết từ", "ghi nhận vụ việc phức tạp",
                  "công khai quyết định", "Thời hạn chạy tiếp"):  # fmt: skip
        assert words in page, words


def test_a_denunciation_is_extended_and_what_was_wrong_is_taken_back(
    accept: Accept,
) -> None:
    """Heads alone take back; then the dates are as they were."""
    matter = accept("denunciation")
    due = matter.case()["clocks"]["TC.SETTLE"]
    body = {"days": 30, "complexity": "complex", "reason": "Nhiều nơi."}
    matter.does("extend", on=ago(15), **body)
    until(lambda: matter.case()["clocks"]["TC.SETTLE"] > due)
    again = matter.asks("extend", on=ago(14), **body)
    assert (409, "extensions-used-up", "LTC Đ30.2") == (
        again.status_code, again.json()["code"], again.json()["basis"],
    )  # fmt: skip
    strike = {"number": 1, "reason": "Ghi nhầm."}
    assert matter.asks("strike-extension", **strike).status_code == 403
    matter.does("strike-extension", matter.head, **strike)
    until(lambda: matter.case()["clocks"]["TC.SETTLE"] == due)
    matter.does("pause", on=ago(14), ground="expert", reason="Chờ giám định.")
    until(lambda: matter.case()["paused_on"] == ago(14))
    struck = {"paused_on": ago(14), "reason": "Không có giám định."}
    matter.does("strike-pause", matter.head, **struck)
    until(lambda: matter.case()["paused_on"] is None)
    assert matter.case()["clocks"]["TC.SETTLE"] == due


def test_the_same_request_is_carried_out_once(accept: Accept) -> None:
    """By its key, and by what it says."""
    matter = accept()
    key = {"Idempotency-Key": "pause-once"}
    body = {"on": ago(30), "ground": "other_body", "reason": "Chờ."}
    sent = [
        matter.clerk.post(f"{matter.path}/pause", json=body, headers=key) for _ in range(2)
    ]
    assert [False, True] == [answer.json()["repeated"] for answer in sent]
    assert matter.asks("pause", **body).json()["repeated"]


# fmt: off
BAD = [
    ("no ground",               "pause",      {"reason": "x"},                                               422, "ground"),
    ("an unknown ground",       "pause",      {"ground": "weather", "reason": "x"},                          422, "ground"),
    ("no ground of complaints", "pause",      {"ground": "expert", "reason": "x"},                           400, "ground"),
    ("no reason",               "pause",      {"ground": "other_body", "reason": " "},                       400, "reason"),
    ("a NUL in the reason",     "pause",      {"ground": "other_body", "reason": "a\x00"},                   422, "reason"),
    ("tomorrow",                "pause",      {"ground": "other_body", "reason": "x", "on": ago(-1)},        400, "on"),
    ("before acceptance",       "pause",      {"ground": "other_body", "reason": "x", "on": ago(50)},        400, "on"),
    ("a day that is none",      "pause",      {"ground": "other_body", "reason": "x", "on": "2026-02-30"},   422, "on"),
    ("nothing to resume",       "resume",     {},                                                            409, None),
    ("a complaint extended",    "extend",     {"days": 30, "complexity": "complex", "reason": "x"},          409, None),
    ("words for days",          "extend",     {"days": "many", "complexity": "complex", "reason": "x"},      422, "days"),
    ("days without end",        "extend",     {"days": 10**30, "complexity": "complex", "reason": "x"},      422, "days"),
    ("complex by nothing",      "complexity", {"complex": True},                                             400, "criteria"),
    ("complex by work",         "complexity", {"complex": True, "criteria": ["much_work"]},                  400, "criteria"),
    ("criteria of letters",     "complexity", {"complex": True, "criteria": ["<script>"]},                   422, "criteria.0"),
    ("an unknown paper",        "notify",     {"what": "gossip"},                                            422, "what"),
    ("no such paper yet",       "notify",     {"what": "decision"},                                          409, "what"),
    ("received before sent",    "notify",     {"what": "acceptance", "on": ago(39), "received_on": ago(40)}, 400, "received_on"),
    ("an unknown form",         "publish",    {"form": "shouted"},                                           422, "form"),
    ("nothing to publish",      "publish",    {"form": "posted"},                                            409, None),
    ("a field of another act",  "resume",     {"ground": "other_body"},                                      422, "ground"),
]
STRIKES = [
    ("no such pause",           "strike-pause",     {"paused_on": ago(30), "reason": "x"},                   404, "paused_on"),
    ("no such extension",       "strike-extension", {"number": 7, "reason": "x"},                            404, "number"),
    ("no number",               "strike-extension", {"reason": "x"},                                         422, "number"),
]
# fmt: on


@pytest.fixture(name="fresh", scope="module")
def _fresh(accept: Accept) -> Matter:
    """An accepted complaint to which nothing happens."""
    return accept()


@pytest.mark.parametrize(
    ("act", "body", "status", "field"), [row[1:] for row in [*BAD, *STRIKES]],
    ids=[row[0] for row in [*BAD, *STRIKES]],
)  # fmt: skip
def test_bad_input_is_refused_by_name(
    fresh: Matter, act: str, body: dict[str, Any], status: int, field: str | None
) -> None:
    """With the field, a sentence, and nothing recorded."""
    before = fresh.head.get("/api/routing/readyz").json()["said"]
    answer = fresh.asks(act, fresh.head if act.startswith("strike") else None, **body)
    assert status == answer.status_code, answer.text
    problem = answer.json()
    assert field == problem.get("field")
    assert problem["detail"]
    assert before == fresh.head.get("/api/routing/readyz").json()["said"]


def test_the_page_offers_and_does_it(accept: Accept) -> None:
    """A form with the day and the reasons; then the page says what has become of the time."""
    matter = accept()
    page = f"/desk/petitions/{matter.receipt['petition_id']}"
    text = matter.head.get(page).text
    assert f'name="on" type="date" value="{TODAY}"' in text
    token = re.search(r'name="token" value="([^"]+)"', text)
    assert token
    form = {"token": token[1], "on": ago(30), "ground": "other_body", "reason": "Chờ Sở."}
    headers = matter.head.headers
    answer = matter.head.post(f"{page}/pause", data={**form, "csrf": headers["Csrf-Token"]})
    assert answer.status_code == 303
    assert "Đã ghi nhận: Tạm đình chỉ." in matter.head.get(answer.headers["location"]).text
    until(lambda: "tạm dừng từ" in matter.head.get(page).text)
    refused = matter.head.post(
        f"{page}/decide", data={"outcome": "right", "csrf": headers["Csrf-Token"]}
    )
    assert refused.status_code == 409
    assert "hãy ra quyết định tiếp tục giải quyết trước" in refused.text
    clerk = matter.clerk.post(
        f"{page}/strike-pause",
        data={"paused_on": ago(30), "csrf": matter.clerk.headers["Csrf-Token"]},
    )
    assert clerk.status_code == 403
