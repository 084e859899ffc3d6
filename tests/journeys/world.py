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
GUARDED, GUESSED = "tiepdan-nnmt", "xuly-nnmt"
"""Two who sign in by two steps; nobody uses the codes of the second."""
REASON = "Xác minh nội dung tố cáo theo kế hoạch số 12 của tổ xác minh."
Parts = dict[str, str]


def member(login: str) -> Member:
    """Return somebody of the demonstration."""
    return next(member for member in MEMBERS if member.login == login)


class World:
    """What was made, by name, for the addresses of pages; and asking as anybody of the staff."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.front = stack.urls["front"]
        self.parts: dict[str, Parts] = {}
        self._fill()
        self._handle()
        self._reveal()
        self._guard(GUESSED)
        self._guard(GUARDED)
        self.propose()
        self._try()

    def ask(self, service: str, login: str, path: str, body: dict[str, Any]) -> Any:
        """Ask a service as an officer, until it has heard what it must know."""
        url = self._stack.process(service).url + f"/api/{service}{path}"
        end = time.monotonic() + 10
        while True:
            answer = httpx.post(url, json=body, headers={HEADER: self._signed(login)})
            if answer.is_success:
                return answer.json() if answer.content else None
            assert time.monotonic() < end, f"{path}: {answer.text}"
            time.sleep(0.2)

    def lodge(self, name: str, **more: object) -> None:
        """Lodge a petition, which the addresses of pages then call by a name."""
        receipt = lodge_by_program(self.front, **more)
        self.parts[name] = {
            "petition_id": str(receipt["petition_id"]),
            "code": str(receipt["receipt_code"]),
            "secret": str(receipt["tracking_secret"]),
        }

    def _signed(self, login: str) -> str:
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
        return Signer.read(str(self._stack.workspace.principal_key_file)).sign(principal)

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
        self.lodge("sealed", kind_claimed="denunciation", respondent=OF_AN_OFFICIAL)
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
        self.parts["officer"] = {"officer": member("tiepdan-xd").officer}

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
        found = httpx.get(url, headers={HEADER: self._signed("quantri")}).json()
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
