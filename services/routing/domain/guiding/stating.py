"""From answers to the facts that the rule book reads."""

from typing import Any

import msgspec

from services.routing.domain.advice.answer import FactMissing
from services.routing.domain.advice.facts import Body, Facts
from services.routing.domain.guiding.bodies import Bodies, stated
from services.routing.domain.guiding.questions import BY_ID, Values
from shared.errors import RuleMissing

_OBJECT = {
    "asks_review_admin_decision": "admin_decision",
    "asks_review_admin_act": "admin_act",
    "asks_review_disciplinary_decision": "disciplinary_decision",
}
"""What is complained of, as the request says; the officer may find it to be something else."""
_MEANS = {
    "contents": "signals",
    "contents.0.object": "issuer_kind",
    "contents.0.object.issued_by": "issuer_kind",
    "contents.0.respondent": "respondent_kind",
    "contents.0.respondent.body": "respondent_kind",
    "contents.0.respondent.now": "now_kind",
    "contents.0.respondent.successor": "heir",
    "contents.0.managing_body": "managing_kind",
    "contents.0.dispute.commune": "dispute_commune",
    "history.accepted_by_other": "acceptor",
    "history.effective_decision.by": "effective",
}
"""What the rule book misses, and the question that asks for it."""
Json = dict[str, Any]


def question_of(missing: FactMissing) -> str:
    """Return the question that asks for what the rule book misses."""
    return _MEANS.get(missing.field, missing.field)


def facts_of(values: Values, bodies: Bodies) -> Facts:
    """
    Return the facts that these values state; what is left out has the default of the schema.

    Raises:
        FactMissing: something was said half; its field is the question that is left.
        RuleMissing: the rule book does not know who holds it, as the province itself.
    """
    receiver = bodies.get(values["receiver"])
    if receiver is None:
        raise RuleMissing(f"receiver: no rule knows {values['receiver']}")
    if not values.get("signals"):
        raise FactMissing("signals", "signals: say what the petition asks for")
    said = _Said(values)
    found: Json = {
        "received_on": values["received_on"],
        "intake": "petition",
        "receiving_body": _told(receiver),
        "channel": values.get("channel"),
        "instance": said.get("instance"),
        "addressees": [_told(bodies[code]) for code in said.listed("addressees")],
        "forwarders": [{"kind": kind} for kind in said.listed("forwarders")],
        "senders": _senders(said),
        "representation": _representation(said),
        "document": _document(said),
        "contents": [_content(said, bodies)],
        "history": _history(said, bodies),
    }
    return msgspec.convert(found, Facts, strict=False)


class _Said:
    """Values with what is usual where nobody said anything."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def get(self, id_: str) -> str:
        return self.values.get(id_) or BY_ID[id_].usual

    def yes(self, id_: str) -> bool:
        return self.get(id_) == "yes"

    def day(self, id_: str) -> str | None:
        return self.values.get(id_) or None

    def listed(self, id_: str) -> list[str]:
        return self.values.get(id_, "").split()

    def must(self, id_: str) -> str:
        """
        Return what was said.

        Raises:
            FactMissing: nothing was.
        """
        if not self.values.get(id_):
            raise FactMissing(id_, f"{id_}: say which")
        return self.values[id_]


def _told(body: Body) -> Json:
    told: Json = msgspec.to_builtins(body)
    return told


def _senders(said: _Said) -> Json:
    return {
        "count": said.get("count"),
        "type": said.get("sender_type"),
        "identified": said.yes("identified"),
        "signed": said.get("signed"),
        "civil_capacity": "full" if said.get("capacity") == "full" else "none",
        "guardian": said.get("capacity") == "guarded",
        "own_right_affected": said.yes("own_right"),
        "impersonated": said.yes("impersonated"),
    }


def _representation(said: _Said) -> Json | None:
    match said.get("representation"):
        case "elected":
            return {
                "kind": "elected",
                "count": said.get("representatives"),
                "written": said.yes("in_writing"),
            }
        case "authorised":
            return {
                "kind": "authorised",
                "document": said.get("authorisation"),
                "same_matter_agents": said.get("agents"),
            }
    return None


def _document(said: _Said) -> Json:
    title, language = said.get("title"), said.get("language")
    return {
        "title": None if title == "none" else title,
        "legible": said.yes("legible"),
        "language": "vi" if language == "vi" else "other",
        "translation": "notarised" if language == "notarised" else "none",
        "wording": said.get("wording"),
        "originals_attached": said.yes("originals"),
        "has_evidence": said.yes("evidence"),
        "first_decision_enclosed": said.yes("enclosed"),
    }


def _content(said: _Said, bodies: Bodies) -> Json:
    signals = said.listed("signals")
    limbs = said.listed("limbs")
    found: Json = {
        "signals": signals,
        "complete": said.yes("complete"),
        "basis": said.yes("basis"),
        "crime_signs": said.yes("crime_signs"),
        "harm": said.get("harm"),
        **{limb: limb in limbs for limb in BY_ID["limbs"].choices},
    }
    if said.values.get("issuer_kind") and not _OBJECT.keys().isdisjoint(signals):
        found["object"] = _object(said, bodies)
    if said.values.get("respondent_kind") and any(
        s.startswith("reports_") for s in signals
    ):
        found["respondent"] = _respondent(said, bodies)
    found |= _matter(said, bodies)
    return found


def _object(said: _Said, bodies: Bodies) -> Json:
    asked = next(
        kind for signal, kind in _OBJECT.items() if signal in said.listed("signals")
    )
    commune = said.values.get("object_commune")
    return {
        "kind": said.values.get("object_kind") or asked,
        "issued_by": _told(stated(BY_ID["issuer"], said.values, bodies)),
        "received_on": said.day("got_on"),
        "irreparable_harm": said.yes("irreparable"),
        "dismissal": said.yes("dismissal"),
        "successor": [_told(bodies[commune])] if commune else [],
    }


def _respondent(said: _Said, bodies: Bodies) -> Json:
    now: str | Json | None = None
    if said.get("now") == "left":
        now = "left_service"
    if said.get("now") == "moved":
        said.must("now_kind")
        now = {
            "body": _told(stated(BY_ID["now_body"], said.values, bodies)),
            "post": said.must("now_post"),
            "rank": said.values.get("rank"),
        }
    heir = said.values.get("heir")
    return {
        "body": _told(stated(BY_ID["respondent"], said.values, bodies)),
        "post": said.must("post"),
        "now": now,
        "body_fate": said.get("fate"),
        "successor": _told(bodies[heir]) if heir else None,
        "sphere": said.get("sphere"),
    }


def _matter(said: _Said, bodies: Bodies) -> Json:
    found: Json = {}
    if said.values.get("managing_kind"):
        managing = _told(stated(BY_ID["managing"], said.values, bodies))
        several = said.get("managers") == "several"
        found["managing_bodies"] = [managing, _ANOTHER] if several else []
        found["managing_body"] = None if several else managing
    elif said.get("managers") == "several":
        found["managing_bodies"] = [_ANOTHER, _ANOTHER]
    if {"asks_settle_land_dispute", "asks_settle_private_dispute"} & set(
        said.listed("signals")
    ):
        commune = said.values.get("dispute_commune")
        found["dispute"] = {
            "papers": said.get("papers"),
            "conciliated": said.yes("conciliated"),
            "has_organisation_party": said.yes("organisation_party"),
            "commune": _told(bodies[commune]) if commune else None,
        }
    return found


_ANOTHER: Json = {"kind": "department", "id": "another"}
"""Of several that manage a field only their number counts, and who accepted first."""


def _history(said: _Said, bodies: Bodies) -> Json:
    found: Json = {
        "guided_before_by_self": said.yes("guided_before"),
        "transferred_before_by_self": said.yes("transferred_before"),
        "transfers": [
            dict(zip(("from", "to"), move.split(">"), strict=True))
            for move in said.listed("moves")
        ],
        "first_accepted_on": said.day("first_accepted_on"),
        "discontinuance_notice_on": said.day("discontinued_on"),
        "court": said.get("court"),
        "obstacle_days": said.get("obstacle_days"),
        "obstacle": None if said.get("obstacle") == "none" else said.get("obstacle"),
        "accepted_by_other": _place(said, bodies),
    }
    for flag in _FLAGS:
        found[flag] = said.yes(flag)
    found["remote_area"] = said.yes("remote")
    return found | _decisions(said)


_FLAGS = (
    "complex",
    "from_failed_complaint",
    "conclusion_in_force",
    "new_evidence",
    "signs_unlawful",
)


def _place(said: _Said, bodies: Bodies) -> Json | None:
    code = said.values.get("acceptor")
    return _told(bodies[code]) if code else None


def _decisions(said: _Said) -> Json:
    """Return what was decided on the matter, and whether it was taken back once."""
    first, second, effective = (
        said.get(id_) for id_ in ("first_decision", "second_decision", "effective")
    )
    by = {"kind": "district", "id": "district"} if first == "district" else None
    withdrawn, got_on = said.get("withdrawn"), said.day("first_got_on")
    return {
        # Who got it on a day has one.
        "first_decision": None
        if first == "no" and got_on is None
        else {"by": by, "received_on": got_on},
        "second_decision": None if second == "no" else {"by": _by(second)},
        "effective_decision": None if effective == "no" else {"by": _by(effective)},
        "withdrawn": None
        if withdrawn == "never"
        else {
            "on": said.day("withdrawn_on"),
            "scope": "part" if withdrawn == "part" else "full",
            "coerced": withdrawn == "coerced",
        },
    }


def _by(kind: str) -> Json:
    return {"kind": kind, "id": kind}
