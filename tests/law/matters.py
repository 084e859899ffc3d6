"""
Matters as a lawyer reads them: this happened, there, on that day; then the law says this.

What is expected stands in words, in any order: `ACCEPT` this act, `!TRANSFER` never this one,
`+ONCE_ONLY` this mark, `#LKN11_6` this reason, `first=commune_chair@xa_a` this seat, `kind=`,
`form=` and `eligible=` exactly this (`-`: none). The basis is a provision that must be cited.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from services.deadlines.rules.loader import load
from services.routing.domain.advice.advising import advise
from services.routing.domain.advice.answer import Answer
from services.routing.domain.advice.facts import Facts
from services.routing.rules.advice_loader import load_advice

BOOK = load_advice()
CALENDAR = load().calendar()

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A matter and what the law says of it."""

    title: str
    facts: Json
    expected: str
    basis: str = ""

    def __str__(self) -> str:
        """Return the title, for the test report."""
        return self.title


def say(facts: Json) -> Answer:
    return advise(BOOK, CALENDAR, msgspec.convert(facts, Facts))


def check(row: Row) -> None:
    answer = say(row.facts)
    cited = [str(each) for each in answer.basis]
    for word in row.expected.split():
        assert _holds(word, answer), f"{word}: {answer}"
    if row.basis:
        assert any(each.startswith(row.basis) for each in cited), f"{row.basis}: {cited}"


def _holds(word: str, answer: Answer) -> bool:
    name, equals, value = word.partition("=")
    if equals:
        return _value(name, answer) == (None if value == "-" else value)
    match word[0]:
        case "!":
            return word[1:] not in answer.actions
        case "+":
            return word[1:] in answer.flags
        case "~":
            return word[1:] not in answer.flags
        case "#":
            return word[1:] in answer.reason_codes
        case _:
            return word in answer.actions


def _value(name: str, answer: Answer) -> str | None:
    if name == "eligible":
        return {True: "yes", False: "no", None: None}[answer.eligible]
    if name in ("kind", "form"):
        return getattr(answer, name)
    return answer.jurisdiction.get(name)


KINDS = {
    "tinh": "province", "btcd": "province_reception_board", "thanh_tra": "province_inspectorate",
    "so": "department", "chi_cuc": "department_unit", "huyen": "district", "phong": "district_unit",
    "xa": "commune", "phuong": "commune", "phong_xa": "commune_unit", "truong": "public_service_unit",
    "cong_ty": "state_enterprise", "bo": "ministry", "hdnd_tinh": "provincial_council",
    "hdnd_xa": "commune_council", "ca_tinh": "police_province", "ca_xa": "police_commune",
    "toa": "court", "vks": "procuracy", "tha": "judgment_enforcement", "thue": "vertical_agency",
    "uy": "party_body", "hoi": "organisation", "dn": "private_party",
}  # fmt: skip


def body(text: str) -> Json:
    """Return a body of `xa_a`, or of `chi_cuc_a<so_a`: below which it stands."""
    own, _, parent = text.partition("<")
    found = {"kind": KINDS[own if own in KINDS else own.rpartition("_")[0]], "id": own}
    if parent:
        above = body(parent)
        found |= {"parent": above["id"], "parent_kind": above["kind"]}
    return found


def petition(on: str, at: str, *contents: Json, **more: Any) -> Json:
    day, month, year = on.split("/")
    return {
        "received_on": f"{year}-{month}-{day}", "intake": "petition", "receiving_body": body(at),
        "channel": "post", "contents": list(contents), **more,
    }  # fmt: skip


def iso(on: str) -> str:
    day, month, year = on.split("/")
    return f"{year}-{month}-{day}"


def against(by: str, got: str = "", **more: Any) -> Json:
    """Return a complaint about a decision that a body issued and the sender got on a day."""
    about = {"kind": "admin_decision", "issued_by": body(by), **more}
    if got:
        about["received_on"] = iso(got)
    signal = "asks_review_admin_decision"
    if about["kind"] == "disciplinary_decision":
        signal = "asks_review_disciplinary_decision"
    return {"signals": [signal], "object": about}


def denounces(whom: str, post: str = "official", **more: Any) -> Json:
    """Return a denunciation of somebody in a body."""
    respondent = {"body": body(whom), "post": post}
    for name in ("now", "body_fate", "successor", "sphere"):
        if name in more:
            respondent[name] = more.pop(name)
    return {"signals": ["reports_official_violation"], "respondent": respondent, **more}


def now(where: str, post: str, rank: str) -> Json:
    return {"body": body(where), "post": post, "rank": rank}


def sector(*managing: str, **more: Any) -> Json:
    """Return a denunciation of a firm in fields that bodies manage."""
    respondent = {"body": body("dn_y"), "post": "body", "sphere": "sector"}
    found = {"signals": ["reports_sector_violation"], "respondent": respondent, **more}
    if len(managing) == 1:
        return {**found, "managing_body": body(managing[0])}
    return {**found, "managing_bodies": [body(each) for each in managing]}


def about(signal: str, managing: str = "", **more: Any) -> Json:
    found = {"signals": [signal], **more}
    return {**found, "managing_body": body(managing)} if managing else found


def forwarded(*kinds: str) -> list[Json]:
    return [{"kind": kind} for kind in kinds]


def case(intake: str, on: str, at: str, **more: Any) -> Json:
    return {"received_on": iso(on), "intake": intake, "receiving_body": body(at), **more}
