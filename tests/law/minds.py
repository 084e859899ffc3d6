"""What an officer who knows all the facts of a matter would answer to each question."""

from typing import Any

import msgspec

from services.routing.domain.advice.facts import Body, Facts
from services.routing.domain.advice.seats import known_bodies
from services.routing.domain.guiding.questions import BY_ID, NOT_KNOWN

Json = dict[str, Any]
UNITS = {"commune_unit", "district_unit", "department_unit"}


def flag(value: Any) -> str:
    return "yes" if value else "no"


def known(facts: Json) -> dict[str, str]:
    """What intake and custody recorded."""
    moves = [
        f"{m['from']}>{m['to']}" for m in facts.get("history", {}).get("transfers", [])
    ]
    return {
        "received_on": facts["received_on"],
        "channel": facts.get("channel", ""),
        "receiver": facts["receiving_body"]["id"],
        "addressees": " ".join(b["id"] for b in facts.get("addressees", [])),
        "forwarders": " ".join(f["kind"] for f in facts.get("forwarders", [])),
        "moves": " ".join(moves),
    }


def bodies(facts: Json) -> dict[str, Body]:
    """Every body of the matter, as a directory would have it."""
    found = known_bodies(msgspec.convert(facts, Facts))
    content = facts["contents"][0]
    for each in content.get("object", {}).get("successor", []):
        code = each if isinstance(each, str) else each["id"]
        found.setdefault(code, Body(kind="commune", id=code))
    heir = content.get("respondent", {}).get("successor")
    if isinstance(heir, str):
        found.setdefault(heir, Body(kind=content["respondent"]["body"]["kind"], id=heir))
    acceptor = facts.get("history", {}).get("accepted_by_other")
    if isinstance(acceptor, str):
        found.setdefault(acceptor, Body(kind="department", id=acceptor))
    return found


def _id(place: Any) -> str:
    return place if isinstance(place, str) else str(place["id"])


def mind(facts: Json) -> dict[str, str]:
    """By question; what the facts leave out has the default of the schema."""
    content = facts["contents"][0]
    found: dict[str, str] = {}
    found |= _paper(facts) | _content(content) | _history(facts.get("history", {}))
    found["instance"] = facts.get("instance", "first")
    return {id_: value for id_, value in found.items() if value}


def _paper(facts: Json) -> dict[str, str]:
    paper, senders = facts.get("document", {}), facts.get("senders", {})
    foreign = paper.get("language", "vi") != "vi"
    speaks = facts.get("representation") or {}
    capable = senders.get("civil_capacity", "full") == "full"
    return {
        "title": paper.get("title", "none"),
        "legible": flag(paper.get("legible", True)),
        "wording": paper.get("wording", "acceptable"),
        "language": "vi" if not foreign
        else "notarised" if paper.get("translation") == "notarised" else "untranslated",
        "originals": flag(paper.get("originals_attached")),
        "evidence": flag(paper.get("has_evidence")),
        "enclosed": flag(paper.get("first_decision_enclosed", True)),
        "count": str(senders.get("count", 1)),
        "sender_type": senders.get("type", "individual"),
        "identified": flag(senders.get("identified", True)),
        "impersonated": flag(senders.get("impersonated")),
        "signed": senders.get("signed", "all"),
        "capacity": "full" if capable else "guarded" if senders.get("guardian") else "none",
        "own_right": flag(senders.get("own_right_affected", True)),
        "representation": speaks.get("kind", "none"),
        "representatives": str(speaks.get("count", 1)),
        "in_writing": flag(speaks.get("written")),
        "authorisation": speaks.get("document", "none"),
        "agents": str(speaks.get("same_matter_agents", 1)),
    }  # fmt: skip


def _content(content: Json) -> dict[str, str]:
    found = {
        "signals": " ".join(content["signals"]),
        "complete": flag(content.get("complete", True)),
        "basis": flag(content.get("basis", True)),
        "crime_signs": flag(content.get("crime_signs")),
        "harm": content.get("harm", "none"),
        "limbs": " ".join(limb for limb in BY_ID["limbs"].choices if content.get(limb)),
    }
    if about := content.get("object"):
        found |= {
            "object_kind": about["kind"],
            "issuer_kind": about["issued_by"]["kind"],
            "issuer": about["issued_by"]["id"],
            "got_on": about.get("received_on", ""),
            "irreparable": flag(about.get("irreparable_harm")),
            "dismissal": flag(about.get("dismissal")),
            "object_commune": _id(about["successor"][0]) if len(about.get("successor", [])) == 1 else "",
        }  # fmt: skip
    if whom := content.get("respondent"):
        found |= _respondent(whom)
    bodies_ = content.get("managing_bodies") or [content.get("managing_body")]
    if bodies_[0]:
        found |= {"managing_kind": bodies_[0]["kind"], "managing": bodies_[0]["id"]}
    found["managers"] = "several" if len(bodies_) > 1 else "one"
    if dispute := content.get("dispute"):
        found |= {
            "papers": dispute.get("papers", "none"),
            "conciliated": flag(dispute.get("conciliated")),
            "organisation_party": flag(dispute.get("has_organisation_party")),
            "dispute_commune": (dispute.get("commune") or {}).get("id", ""),
        }
    return found


def _respondent(whom: Json) -> dict[str, str]:
    found = {
        "respondent_kind": whom["body"]["kind"],
        "respondent": whom["body"]["id"],
        "post": whom["post"],
        "sphere": whom.get("sphere", "duty"),
        "fate": whom.get("body_fate", "exists"),
        "heir": _id(whom["successor"]) if whom.get("successor") else "",
        "now": "same",
    }
    match whom.get("now"):
        case "left_service":
            found["now"] = "left"
        case dict() as now:
            found |= {
                "now": "moved",
                "now_kind": now["body"]["kind"],
                "now_body": now["body"]["id"],
                "now_post": now["post"],
                "rank": now.get("rank", ""),
            }
    return found


def _history(history: Json) -> dict[str, str]:
    first = history.get("first_decision")
    taken = history.get("withdrawn")
    accepted = history.get("accepted_by_other")
    return {
        "guided_before": flag(history.get("guided_before_by_self")),
        "transferred_before": flag(history.get("transferred_before_by_self")),
        "first_accepted_on": history.get("first_accepted_on", ""),
        "complex": flag(history.get("complex")),
        "remote": flag(history.get("remote_area")),
        "first_decision": "no" if not first
        else "district" if (first.get("by") or {}).get("kind", "").startswith("district") else "yes",
        "first_got_on": (first or {}).get("received_on", ""),
        "second_decision": _by(history.get("second_decision")),
        "effective": _by(history.get("effective_decision")),
        "discontinued_on": history.get("discontinuance_notice_on", ""),
        "court": history.get("court", "none"),
        "withdrawn": "never" if not taken
        else "coerced" if taken.get("coerced") else taken.get("scope", "full"),
        "withdrawn_on": (taken or {}).get("on", ""),
        "obstacle": history.get("obstacle", "none"),
        "obstacle_days": str(history.get("obstacle_days", 0)),
        "from_failed_complaint": flag(history.get("from_failed_complaint")),
        "conclusion_in_force": flag(history.get("conclusion_in_force")),
        "new_evidence": flag(history.get("new_evidence")),
        "signs_unlawful": flag(history.get("signs_unlawful")),
        "acceptor": _id(accepted) if accepted else "",
    }  # fmt: skip


def _by(decision: Json | None) -> str:
    if not decision:
        return "no"
    kind = (decision.get("by") or {}).get("kind", "")
    return kind if kind in BY_ID["effective"].choices else "organisation"


def answer(mind_: dict[str, str], question: str) -> str:
    return mind_.get(question, NOT_KNOWN)
