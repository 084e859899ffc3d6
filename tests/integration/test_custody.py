"""A petition between bodies that disagree, through the front door: who has it, who may see it."""

import datetime as dt
from typing import Any

import httpx
import pytest

from deploy.embedded.supervisor import Stack
from shared.clock import LOCAL
from tests.integration.signed import signed_in, until

BOARD, COMMITTEE, BUILDING = "TN-BTCD", "TN-UBND", "TN-S-XD"
COMMUNE, WARD, THIRD = "25585", "25459", "25486"
TODAY = dt.datetime.now(LOCAL).date()
WHY = "Nội dung không thuộc địa bàn."


class Province:
    """Officers of several bodies, one petition, and what each of them sees."""

    def __init__(self, stack: Stack, **petition: Any) -> None:
        self._stack = stack
        self._open: list[httpx.Client] = []
        body = {
            "channel": "post",
            "kind_claimed": "recommendation",
            "petitioner": {"full_name": "Trần Văn Vòng", "address": "Ấp 1"},
            "respondent": {"name": "Cán bộ", "agency_code": COMMUNE, "post": "official"},
            "subject_field": "land",
            "summary": "Việc",
            "request": "Yêu cầu",
            "receiving_agency": BOARD,
            "received_on": str(TODAY - dt.timedelta(days=30)),
            **petition,
        }
        answer = self.of(BOARD).post("/api/intake/petitions", json=body)
        assert answer.status_code == 201, answer.text
        self.receipt = answer.json()
        self.id = self.receipt["petition_id"]
        self.path = f"/api/routing/petitions/{self.id}"
        self.position = f"intake:{self.receipt['position']}"

    def close(self) -> None:
        """Hang up."""
        for client in self._open:
            client.close()

    def of(self, agency: str, role: Any = "processing") -> httpx.Client:
        """An officer of a body."""
        headers = signed_in(self._stack, role, agency=agency)
        client = httpx.Client(
            base_url=self._stack.urls["front"], headers=headers, timeout=20
        )
        self._open.append(client)
        return client

    def asks(
        self, act: str, agency: str, role: Any = "processing", **body: Any
    ) -> httpx.Response:
        """Ask for an act, as an officer of a body that must see the latest first."""
        who = self.of(agency, role)
        who.get(self.path, params={"at_least": self.position})
        return who.post(f"{self.path}/{act}", json=body)

    def does(self, act: str, agency: str, role: Any = "processing", **body: Any) -> None:
        """Have an act carried out."""
        answer = self.asks(act, agency, role, **body)
        assert answer.status_code == 200, answer.text
        self.position = f"routing:{answer.json()['position']}"

    def sees(self, agency: str, path: str = "", role: Any = "processing") -> Any:
        """What an officer of a body gets."""
        answer = self.of(agency, role).get(
            self.path + path, params={"at_least": self.position}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def told(self, agency: str, role: Any = "head") -> list[tuple[str, str]]:
        """Of what an officer of a body is told about this petition, and in which right."""
        found = (
            self.of(agency, role).get("/api/routing/notices", params={"limit": 100}).json()
        )
        return [
            (n["why"], n["to"]) for n in found["notices"] if n["petition_id"] == self.id
        ]


def ago(days: int) -> str:
    return str(TODAY - dt.timedelta(days=days))


def gives_back(case: Province, agency: str, on: str) -> None:
    case.does("return", agency, ground="not_competent", reason=WHY, on=on)


@pytest.fixture(name="disputed")
def _disputed(stack: Stack) -> Any:
    """Sent twice, given back twice, and sent a third time."""
    case = Province(stack)
    case.does("transfer", BOARD, on=ago(25))
    gives_back(case, COMMUNE, ago(20))
    case.does("transfer", BOARD, to_agency=WARD, reason=WHY, on=ago(18))
    gives_back(case, WARD, ago(10))
    case.does("transfer", BOARD, to_agency=BUILDING, reason=WHY, on=ago(7))
    yield case
    case.close()


def test_the_third_transfer_becomes_a_designation(disputed: Province) -> None:
    """The file is assembled for the superior, who designates; that body must take it."""
    listed = disputed.of(COMMITTEE, "head").get(
        "/api/routing/worklist",
        params={"show": "designation", "at_least": disputed.position},
    )
    assert disputed.id in [case["petition_id"] for case in listed.json()["cases"]]
    file = disputed.sees(COMMITTEE, "/designation", "head")
    assert (file["from_agency"], file["superior"]) == (BOARD, COMMITTEE)
    assert (file["why"], file["wanted"]) == ("third_transfer", BUILDING)
    said = {each["agency"]: (each["days"], each["ground"]) for each in file["candidates"]}
    assert said == {
        BOARD: (10, None), COMMUNE: (5, "not_competent"), WARD: (8, "not_competent"),
    }  # fmt: skip
    assert ("disputed", "above") in disputed.told(COMMITTEE)
    refused = disputed.asks("designate", COMMITTEE, to_agency=WARD, reason=WHY)
    assert refused.status_code == 403, "an official is not the head"
    disputed.does("designate", COMMITTEE, "head", to_agency=WARD, reason=WHY, on=ago(4))
    bound = disputed.asks("return", WARD, ground="not_competent", reason=WHY)
    assert (bound.status_code, bound.json()["code"]) == (409, "designation-binds")
    assert bound.json()["basis"]
    until(lambda: "TCD.NOTIFY" in disputed.sees(WARD)["clocks"])
    disputed.does("confirm", WARD, on=ago(3))
    assert disputed.sees(WARD)["state"] == "awaiting_answer"
    disputed.does("answer", WARD)
    found = disputed.sees(WARD, "/custody")
    assert found["age_days"] == 30 == sum(link["days"] for link in found["links"])
    assert [(link["agency"], link["days"]) for link in found["links"]] == [
        (BOARD, 5), (COMMUNE, 5), (BOARD, 2), (WARD, 8), (BOARD, 3), (COMMITTEE, 3), (WARD, 4),
    ]  # fmt: skip
    assert found["transfers"] == 2


# fmt: off
REFUSED = [
    ("to nobody known",        {"to_agency": "XX-1", "reason": WHY},   404, "agency-unknown"),
    ("to oneself",             {"to_agency": BOARD, "reason": WHY},    400, "sent-to-oneself"),
    ("to the chair it serves", {"to_agency": COMMITTEE, "reason": WHY}, 400, "sent-to-oneself"),
    ("back where it was",      {"to_agency": COMMUNE, "reason": WHY},  409, "petition-would-circle"),
    ("before it came back",    {"to_agency": WARD, "reason": WHY, "on": ago(22)}, 400, "day-impossible"),
]
# fmt: on


def test_what_is_refused_names_field_and_ground(stack: Stack) -> None:
    """Each with a code of its own; nothing of it changes who has the petition."""
    case = Province(stack)
    case.does("transfer", BOARD, on=ago(25))
    for body in ({"reason": WHY}, {"reason": WHY, "ground": "too_hard"}):
        answer = case.asks("return", COMMUNE, **body)
        assert (answer.status_code, answer.json()["code"]) == (400, "return-ground-unknown")
    gives_back(case, COMMUNE, ago(20))
    for title, body, status, code in REFUSED:
        answer = case.asks("transfer", BOARD, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), title
    assert case.sees(BOARD)["holder"] == BOARD
    pending = case.of(BOARD).get(f"{case.path}/designation")
    assert (pending.status_code, pending.json()["code"]) == (409, "no-designation-pending")
    case.close()


def test_a_skipped_level_is_told_the_same_day(stack: Stack) -> None:
    """To the head of who must decide first; and the board hears of every "not ours"."""
    case = Province(stack, kind_claimed="complaint", receiving_agency=COMMITTEE)
    case.position = f"intake:{case.receipt['position']}"
    assert case.sees(COMMITTEE, "/custody")["level_skipped"] == COMMUNE
    assert ("skipped", "outside") in case.told(COMMUNE)
    assert ("skipped", "outside") not in case.told(WARD)
    assert case.of(COMMUNE).get(case.path).status_code == 404, "told, but not shown"
    elsewhere = Province(stack, kind_claimed="complaint", receiving_agency=THIRD)
    elsewhere.does("guide", THIRD)
    elsewhere.sees(THIRD)
    assert ("guided_away", "outside") in elsewhere.told(BOARD, "processing")
    assert ("guided_away", "outside") not in elsewhere.told(THIRD)
    secret = Province(stack, kind_claimed="denunciation", receiving_agency=THIRD)
    secret.does("transfer", THIRD, to_agency=COMMUNE, reason=WHY)
    secret.sees(COMMUNE)
    assert ("sent_away", "outside") in secret.told(BOARD)
    assert ("sent_away", "outside") not in secret.told(BOARD, "processing")
    secret.close()
    case.close()
    elsewhere.close()


def test_who_sent_a_denunciation_on_knows_of_it_no_more(stack: Stack) -> None:
    """Even with a role that reaches the receiver: no case, no name, no paper, no clock."""
    case = Province(stack, kind_claimed="denunciation", receiving_agency=WARD)
    headers = signed_in(stack, "head", "inspectorate", agency=WARD, below=True)
    with httpx.Client(base_url=stack.urls["front"], headers=headers, timeout=20) as sender:
        sender.get(case.path, params={"at_least": case.position})
        case.does("transfer", WARD, to_agency=COMMUNE, reason=WHY)
        in_transit = sender.get(case.path, params={"at_least": case.position})
        assert in_transit.status_code == 200, "their role reaches the receiver"
        case.does("confirm", COMMUNE)
        case.sees(COMMUNE)
        places = [
            case.path,
            f"{case.path}/custody",
            f"/desk/petitions/{case.id}",
            f"/api/intake/petitions/{case.id}/attachments",
            f"/papers/{case.id}",
            f"/api/deadlines/petitions/{case.id}/clocks",
            f"/api/reporting/petitions/{case.id}/timeline",
        ]
        until(lambda: all(sender.get(place).status_code == 404 for place in places))
        found = sender.get("/api/routing/worklist", params={"limit": 200}).json()
        assert case.id not in [each["petition_id"] for each in found["cases"]]
    assert case.sees(COMMUNE)["holder"] == COMMUNE
    case.close()
