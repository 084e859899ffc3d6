"""A province in which every page has something to show."""

import datetime as dt
import time
from typing import Any

import httpx

from deploy.demo.staff import MEMBERS, Member
from deploy.embedded.supervisor import Stack
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.token import HEADER, Signer
from shared.clock import LOCAL
from shared.legal.calendar import SATURDAY
from tests.integration import factors
from tests.journeys.people import AUTHENTICATORS, COMMUNE, PASSWORDS, lodge_by_program

KINDS = ("complaint", "denunciation", "recommendation", "feedback_report")
FIELDS = ("land", "environment", "construction", "public_order", "administration")
BODIES = (COMMUNE, "TN-S-NV", "TN-S-TP", "TN-BTCD")
OF_AN_OFFICIAL = {
    "name": "Ông C",
    "role": "Cán bộ",
    "agency_code": COMMUNE,
    "post": "official",
}
HEAD = f"lanhdao-{COMMUNE}"
GUARDED, GUESSED = "tiepdan-nnmt", "xuly-nnmt"
"""Two who sign in by two steps; nobody uses the codes of the second."""
REASON = "Xác minh nội dung tố cáo theo kế hoạch số 12 của tổ xác minh."
LETTER = (
    "Gia đình tôi có thửa đất số 718, tờ bản đồ số 46 tại ấp Bến Đò. Ngày 12/3/2025 Ủy ban"
    " nhân dân xã ra quyết định số 88412/QĐ-UBND thu hồi để làm cầu mà không mời tôi dự họp,"
    " cũng không kiểm đếm vườn mãng cầu và căn nhà cấp bốn. Hộ liền kề có cùng vị trí lại"
    " được nhận giá cao hơn."
)
Parts = dict[str, str]


def member(login: str) -> Member:
    """Return somebody of the demonstration."""
    return next(member for member in MEMBERS if member.login == login)


def signed(stack: Stack, login: str) -> str:
    """Return the word of routing that somebody of the demonstration is who they are."""
    who = member(login)
    covers = frozenset({WHOLE_PROVINCE if who.subordinates else who.reach})
    principal = Principal(
        officer=who.officer,
        name=who.name,
        agency=who.agency,
        post=who.post,
        grants=(Grant(role=who.role, agency=who.reach, covers=covers),),
        csrf="of-a-test",
        until=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1),
    )
    return Signer.read(str(stack.workspace.principal_key_file)).sign(principal)


def ask(stack: Stack, service: str, login: str, path: str, body: dict[str, Any]) -> Any:
    """Ask a service as an officer, until it has heard what it must know."""
    url = stack.process(service).url + f"/api/{service}{path}"
    end = time.monotonic() + 10
    while True:
        answer = httpx.post(url, json=body, headers={HEADER: signed(stack, login)})
        if answer.is_success:
            return answer.json() if answer.content else None
        assert time.monotonic() < end, f"{path}: {answer.text}"
        time.sleep(0.2)


class World:
    """What was made, by name, for the addresses of pages; and asking as anybody of the staff."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.front = stack.urls["front"]
        self.parts: dict[str, Parts] = {}
        self._fill()
        self._handle()
        self._dispute()
        self._end_otherwise(today=dt.datetime.now(LOCAL).date())
        self._repeat()
        self._guide()
        self._reveal()
        self._guard(GUESSED)
        self._guard(GUARDED)
        self.propose()
        self._try()

    def ask(self, service: str, login: str, path: str, body: dict[str, Any]) -> Any:
        """Ask a service as an officer, until it has heard what it must know."""
        return ask(self._stack, service, login, path, body)

    def lodge(self, name: str, **more: object) -> None:
        """Lodge a petition, which the addresses of pages then call by a name."""
        receipt = lodge_by_program(self.front, **more)
        self.parts[name] = {
            "petition_id": str(receipt["petition_id"]),
            "code": str(receipt["receipt_code"]),
            "secret": str(receipt["tracking_secret"]),
        }

    def _fill(self) -> None:
        today = dt.datetime.now(LOCAL).date()
        for number in range(36):
            lodge_by_program(
                self.front,
                kind_claimed=KINDS[number % 4],
                subject_field=FIELDS[number * 7 % 5],
                receiving_agency=BODIES[number * 3 % 4],
                received_on=str(today - dt.timedelta(days=number * number // 9)),
                channel="post",
            )
        recent = str(today - dt.timedelta(days=5))
        self.lodge("case", received_on=recent, channel="post")
        self.lodge("accepted", received_on=recent, channel="post")
        self.lodge("paused", received_on=recent, channel="post")
        self.lodge("extended", kind_claimed="denunciation", respondent=OF_AN_OFFICIAL)
        denounced = {"kind_claimed": "denunciation", "respondent": OF_AN_OFFICIAL}
        self.lodge("sealed", **denounced, summary=LETTER)
        self.lodge("sealed_too", **denounced, summary=LETTER)
        self.lodge("ended")

    def _handle(self) -> None:
        head, officer = f"lanhdao-{COMMUNE}", member(f"xuly-{COMMUNE}").officer
        self.ask("routing", head, f"/petitions/{self._id('accepted')}/accept", {})
        path = f"/petitions/{self._id('accepted')}/assign"
        self.ask("routing", head, path, {"officer": officer})
        for act, body in (("accept", {}), ("decide", {"outcome": "wrong"})):
            self.ask("routing", head, f"/petitions/{self._id('ended')}/{act}", body)
        self._change_times(head)
        view = {"name": "Đất đai của xã", "query": "field=land", "shared": True}
        self.ask("routing", head, "/views", view)
        self.parts["rule"] = {"clock": "KN.L1.SETTLE"}
        for name, code in (("body", "25585"), ("ended_body", "705"), ("province", "80")):
            self.parts[name] = {"code": code}
        self.parts["officer"] = {"officer": member("tiepdan-xd").officer}

    def _dispute(self) -> None:
        """A petition that two bodies gave back, and whose third transfer was stopped."""
        kind, why = "recommendation", {"reason": "Thửa đất không thuộc địa bàn của đơn vị."}
        self.lodge("disputed", kind_claimed=kind, receiving_agency="TN-BTCD")
        path, back = f"/petitions/{self._id('disputed')}", {"ground": "not_competent"} | why
        self.ask("routing", "xuly", f"{path}/transfer", {"to_agency": COMMUNE} | why)
        self.ask("routing", f"lanhdao-{COMMUNE}", f"{path}/return", back)
        self.ask("routing", "xuly", f"{path}/transfer", {"to_agency": "25459"} | why)
        self.ask("routing", "lanhdao-25459", f"{path}/return", back)
        self.ask("routing", "xuly", f"{path}/transfer", {"to_agency": "25486"} | why)

    def _end_otherwise(self, today: dt.date) -> None:
        """A decision that is carried out, an old case with its plan, and who nobody received."""

        def ago(days: int) -> str:
            return str(today - dt.timedelta(days=days))

        head, soon = f"lanhdao-{COMMUNE}", str(today + dt.timedelta(days=30))
        self.lodge("executed", received_on=ago(80), channel="post")
        money = {"measure": "money", "amount": "25000000", "beneficiary": "person"}
        land = {"measure": "land", "amount": "50.5", "beneficiary": "state"}
        owed = {"owner": COMMUNE, "due_on": soon, "what": "Trả tiền, giao lại phần đất."}
        for act, body in (
            ("accept", {"on": ago(75)}),
            ("decide", {"on": ago(60), "outcome": "right"}),
            ("execute", {"on": ago(20), "items": [money | owed, land | owed]}),
        ):
            path = f"/petitions/{self._id('executed')}/{act}"
            self.ask("routing", head, path, body)
        self.lodge("old", received_on=ago(125), channel="post")
        plan = {
            "cause": "Hồ sơ đất qua ba lần chia tách.",
            "difficulties": "Thiếu bản đồ gốc.",
            "direction": "Đo đạc lại, đối thoại.",
            "leader": member(head).officer,
            "due_on": soon,
        }
        self.ask("routing", head, f"/petitions/{self._id('old')}/plan-backlog", plan)
        nobody = {"full_name": "", "address": ""}
        self.lodge(
            "unnamed",
            kind_claimed="denunciation",
            petitioner=nobody,
            respondent=OF_AN_OFFICIAL,
        )
        self.lodge("referred")
        crime = {"to": "investigation", "file": "Công văn 12/CV-UBND", "reason": REASON}
        path = f"/petitions/{self._id('referred')}"
        self.ask("routing", head, f"{path}/accept", {})
        self.ask("routing", head, f"{path}/refer-crime", crime)
        at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=3)
        for ground in ("REFUSE_9_3", "REFUSE_4_1_A"):
            refused = {"ground": ground, "refused_at": at.isoformat()}
            login = f"tiepdan-{COMMUNE}"
            self.ask("intake", login, "/receptions/refusals", refused)

    def _repeat(self) -> None:
        """The same letter four times, one sent on by a deputy; two of them are linked."""
        again = f"Tôi đã gửi nhiều nơi mà chưa được trả lời. {LETTER}"
        self.lodge("twin", summary=LETTER)
        self.lodge("twin_again", summary=again, channel="post")
        self.lodge("linked", summary=again)
        self.lodge("linked_too", summary=LETTER, channel="forwarded", forwarder="na_deputy")
        link = {"with_petition": self._id("linked_too")}
        self.ask(
            "routing", f"lanhdao-{COMMUNE}", f"/petitions/{self._id('linked')}/link", link
        )
        self.parts["mixed"] = self.parts["case"] | {"sealed_id": self._id("sealed")}

    def stay(self, login: str, name: str) -> None:
        """Have an officer open a case, as their browser says it."""
        url = self._stack.process("routing").url
        httpx.post(
            f"{url}/desk/petitions/{self._id(name)}/here",
            data={"csrf": "of-a-test"},
            headers={HEADER: signed(self._stack, login)},
        ).raise_for_status()

    def _guide(self) -> None:
        """A proposal that a person must look at, and two that were judged."""
        for name, judged, more in (
            ("proposed", "", {}),
            ("agreed", "accept-proposal", {"looked": True}),
            ("departed", "override-proposal", {"did": "FILE", "reason": "Đơn trùng."}),
        ):
            self.lodge(name)
            path = f"/petitions/{self._id(name)}"
            answers = {"signals": "asks_review_admin_decision", "issuer_kind": "commune", "issuer": COMMUNE}  # fmt: skip
            self.ask("routing", HEAD, f"{path}/guidance", {"answers": answers})
            if judged:
                self.ask("routing", HEAD, f"{path}/{judged}", {"number": 1} | more)

    def _change_times(self, head: str) -> None:
        """A case that stands still, and one that has longer than usual."""
        for name, act, body in (
            ("paused", "pause", {"ground": "other_body"}),
            ("extended", "extend", {"days": 30, "complexity": "complex"}),
        ):
            self.ask("routing", head, f"/petitions/{self._id(name)}/accept", {})
            reason = {"reason": "Chờ kết quả đo đạc của Sở Tài nguyên và Môi trường."}
            self.ask("routing", head, f"/petitions/{self._id(name)}/{act}", body | reason)

    def _reveal(self) -> None:
        asker, path = f"xuly-{COMMUNE}", f"/petitions/{self._id('sealed')}/reveals"
        until = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
        body = {
            "reason_code": "VERIFY",
            "reason": REASON,
            "scope": ["name", "contact"],
            "until": until.isoformat(),
        }
        opened = self.ask("intake", asker, path, body)["reveal_id"]
        for custodian in ("luukhoa1", "luukhoa2"):
            self.ask("intake", custodian, f"/reveals/{opened}/approve", {})
        self.ask("intake", asker, path, body | {"reason_code": "PROTECT"})

    def propose(self) -> None:
        """A day off that somebody wants; the same proposal, as long as it can be approved."""
        on = dt.datetime.now(LOCAL).date() + dt.timedelta(days=4)
        days = self.days_of(on.year)
        while on.weekday() >= SATURDAY or str(on) in {day["on"] for day in days}:
            on += dt.timedelta(days=1)
        days.append({"on": str(on), "kind": "local", "name": "Nghỉ vì bão"})
        body = {"days": days, "source": "12/QĐ-UBND", "confidence": "primary"}
        made = self.ask("deadlines", "quantri", f"/calendars/{on.year}", body)
        self.parts["proposal"] = {"year": str(on.year), "version": str(made["version"])}

    def _try(self) -> None:
        """A draft of a rule that somebody tried."""
        rule = {"id": "KN.L1.ACCEPT", "valid_from": "2026-07-01", "length": 5}
        tried = self.ask("deadlines", "thanhtra", "/what-if", {"rule": rule})
        self.parts["trial"] = {"trial_id": tried["trial_id"]}

    def days_of(self, year: int) -> list[dict[str, str]]:
        """Return the days of a year as they are in use."""
        url = self._stack.process("deadlines").url + f"/api/deadlines/calendars/{year}"
        found = httpx.get(url, headers={HEADER: signed(self._stack, "quantri")}).json()
        used: list[dict[str, str]] = next(
            each["days"] for each in found if each["state"] == "published"
        )
        return used

    def _guard(self, login: str) -> None:
        with httpx.Client(base_url=self.front, timeout=20) as door:
            form = {"login": login, "password": PASSWORDS[login]}
            session = factors.cookie_of(door.post("/sign-in", data=form))
            headers = factors.csrf(door, session, "/account")
            app, answer = factors.set_up(door, headers, PASSWORDS[login])
            # Without the app this once: of that they are told until they have seen it.
            half = factors.cookie_of(door.post("/sign-in", data=form), factors.HALF)
            paper = factors.RECOVERY.findall(answer.text)
            factors.second_step(door, half, recovery=paper[0])
        AUTHENTICATORS[login] = app
        self.parts["guarded"] = {"officer": member(login).officer}

    def _id(self, name: str) -> str:
        return self.parts[name]["petition_id"]
