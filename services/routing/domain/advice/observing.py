"""From the facts of a petition to the observations that rows ask for."""

import datetime as dt
from collections.abc import Mapping

from services.routing.domain.advice.facts import (
    Authorised,
    Body,
    Content,
    Elected,
    Facts,
    Place,
    Standing,
)
from services.routing.domain.advice.seats import named
from services.routing.rules.advising import Value

DISTRICTS = frozenset({"district", "district_unit"})
TWO_TIERS_FROM = dt.date(2025, 7, 1)
"""Đ54 LCQDP: what was the district's is somebody else's from this day."""
WITHDRAWAL_FINAL_FROM = dt.date(2026, 7, 1)
"""LKN Đ10 as amended: what was taken back is not taken up again."""


def observe(facts: Facts) -> dict[str, Value]:
    """Return everything about a petition that does not depend on whose it is."""
    main = facts.contents[0]
    return {
        **_paper(facts),
        **_senders(facts),
        **_complaint(facts, main),
        **_respondent(facts, main),
        **_history(facts),
        **_other(main),
        "communes": len(main.object.successor) if main.object else 0,
        "kind": "none",
        "eligible": "none",
        "actions": frozenset(),
        "reasons": frozenset(),
        "legacy": is_legacy(facts, main),
        "several_deciders": False,
        "receiver": facts.receiving_body.kind,
    }


def bodies_of(facts: Facts, content: Content) -> dict[str, Body]:
    """Return the bodies of a matter by the part they play."""
    found: dict[str, Body | None] = {"receiver": facts.receiving_body}
    found["managing"] = content.managing_body or next(iter(content.managing_bodies), None)
    if content.object is not None:
        found["issuer"] = content.object.issued_by
        found["successor"] = _commune(content.object.successor)
    if content.respondent is not None:
        now = content.respondent.now
        found["then"] = content.respondent.body
        found["now"] = now.body if isinstance(now, Standing) else None
        heir = content.respondent.successor
        found["successor"] = named(heir, content.respondent.body.kind) if heir else None
    if content.dispute is not None:
        here = facts.receiving_body if facts.receiving_body.kind == "commune" else None
        found["commune"] = content.dispute.commune or here
    found["acceptor"] = _acceptor(facts, content)
    return {part: body for part, body in found.items() if body is not None}


def _acceptor(facts: Facts, content: Content) -> Body | None:
    """Return who accepted the matter first; of a bare id we look what body it is."""
    place = facts.history.accepted_by_other
    if not isinstance(place, str):
        return place
    known = [body for body in content.managing_bodies if body.id == place]
    return known[0] if known else named(place, "department")


def is_legacy(facts: Facts, content: Content) -> bool:
    """Test whether the matter is of a district after districts ended."""
    if facts.received_on < TWO_TIERS_FROM:
        return False
    about = [
        content.object.issued_by if content.object else None,
        content.respondent.body if content.respondent else None,
        content.managing_body,
    ]
    return any(body is not None and body.kind in DISTRICTS for body in about)


def _commune(places: tuple[Place, ...]) -> Body | None:
    return named(places[0], "commune") if places else None


def _paper(facts: Facts) -> dict[str, Value]:
    document = facts.document
    signals = frozenset(signal for each in facts.contents for signal in each.signals)
    foreign = document.language != "vi" and document.translation != "notarised"
    return {
        "legible": document.legible,
        "wording": document.wording,
        "untranslated": foreign,
        "originals": document.originals_attached,
        "signals": signals,
        "complete": all(each.complete for each in facts.contents),
        "limbs": any(
            each.specific_wrongdoer and each.specific_evidence and each.verifiable
            for each in facts.contents
        ),
        "channel": facts.channel or "none",
        "forwarders": len(facts.forwarders),
        "forwarder_kinds": frozenset(each.kind for each in facts.forwarders),
        "instance": facts.instance,
        "title_differs": False,
    }


def _senders(facts: Facts) -> dict[str, Value]:
    senders, speaks = facts.senders, facts.representation
    found: dict[str, Value] = {
        "identified": senders.identified,
        "impersonated": senders.impersonated,
        "signed": senders.signed,
        "incapable": senders.civil_capacity == "none" and not senders.guardian,
        "own_right": senders.own_right_affected,
        "sender_type": senders.type,
        "people": senders.count,
        "representation": "none",
        "representatives": 0,
        "appointed_in_writing": False,
        "authorisation": "none",
        "agents": 0,
    }
    match speaks:
        case Elected():
            found |= {
                "representation": "elected",
                "representatives": speaks.count,
                "appointed_in_writing": speaks.written,
            }
        case Authorised():
            found |= {
                "representation": "authorised",
                "authorisation": speaks.document,
                "agents": speaks.same_matter_agents,
            }
        case None:
            pass
    return found


def _complaint(facts: Facts, main: Content) -> dict[str, Value]:
    about = main.object
    discipline = "asks_review_disciplinary_decision" in main.signals
    history = facts.history
    decision = history.effective_decision
    by = decision.by if decision else None
    if by is None and facts.instance == "reexamine":
        second = history.second_decision
        by = (second.by if second else None) or (about.issued_by if about else None)
    return {
        "object": about.kind if about else "none",
        "issuer": about.issued_by.kind if about else "none",
        "disciplinary": discipline
        or (about is not None and about.kind == "disciplinary_decision"),
        "dismissal": about is not None and about.dismissal,
        "complex": history.complex,
        "remote": history.remote_area,
        "successors": len(about.successor) if about else 0,
        "suspendable": about is not None and about.irreparable_harm,
        "effective": decision is not None or facts.instance == "reexamine",
        "effective_by": by.kind if by else "none",
        "review_grounds": history.signs_unlawful or history.new_evidence,
        "second_decided": history.second_decision is not None,
        "first_decided_by": _first_decided_by(facts),
    }


def _first_decided_by(facts: Facts) -> str:
    decision = facts.history.first_decision
    return decision.by.kind if decision is not None and decision.by is not None else "none"


def _respondent(facts: Facts, main: Content) -> dict[str, Value]:
    about = main.respondent
    now = about.now if about else None
    sector = "reports_sector_violation" in main.signals
    private = about is not None and about.body.kind == "private_party"
    spheres = [
        each.respondent.sphere if each.respondent else "duty" for each in facts.contents
    ]
    signals = {signal for each in facts.contents for signal in each.signals}
    party = "party" in spheres or "reports_party_violation" in signals
    duty = "reports_official_violation" in signals and "reports_party_violation" in signals
    both = duty or (party and bool({"duty", "sector"} & set(spheres)) and len(spheres) > 1)
    sphere = about.sphere if about else "duty"
    if sphere == "duty" and (sector or private):
        sphere = "sector"
    if party and not both:
        sphere = "party"
    return {
        "respondent": about.body.kind if about else "none",
        "post": about.post if about else "none",
        "now": "moved" if isinstance(now, Standing) else "left" if now else "same",
        "now_post": now.post if isinstance(now, Standing) else "none",
        "rank": (now.rank or "none") if isinstance(now, Standing) else "none",
        "fate": about.body_fate if about else "exists",
        "successor_known": about is not None and about.successor is not None,
        "sphere": "duty" if both and sphere == "party" else sphere,
        "party_and_duty": both,
        "managers": len(main.managing_bodies),
        "grounded": all(each.basis for each in facts.contents),
        "crime_signs": any(each.crime_signs for each in facts.contents),
        "harm": _worst(facts),
        "evidence": facts.history.new_evidence
        or facts.document.has_evidence
        or any(each.specific_evidence for each in facts.contents),
    }


def _worst(facts: Facts) -> str:
    found = {each.harm for each in facts.contents}
    return next(harm for harm in ("serious", "possible", "none") if harm in found)


def _history(facts: Facts) -> dict[str, Value]:
    history = facts.history
    taken_back = history.withdrawn
    withdrawn = "never"
    if taken_back is not None:
        withdrawn = "coerced" if taken_back.coerced else taken_back.scope
    earlier = taken_back is not None and taken_back.on is not None
    return {
        "guided_before": history.guided_before_by_self,
        "court": history.court,
        "withdrawn": withdrawn,
        "withdrawn_under_old_law": earlier
        and taken_back is not None
        and taken_back.on is not None
        and taken_back.on < WITHDRAWAL_FINAL_FROM,
        "from_failed_complaint": history.from_failed_complaint,
        "conclusion_in_force": history.conclusion_in_force,
        "new_evidence": history.new_evidence,
        "accepted_by_other": history.accepted_by_other is not None,
    }


def _other(main: Content) -> dict[str, Value]:
    dispute = main.dispute
    managing = main.managing_body or next(iter(main.managing_bodies), None)
    return {
        "manager": managing.kind if managing else "none",
        "papers": dispute.papers if dispute else "none",
        "conciliated": dispute is not None and dispute.conciliated,
        "organisation_party": dispute is not None and dispute.has_organisation_party,
    }


def title_differs(facts: Facts, kinds: Mapping[str, object] | set[str], kind: str) -> bool:
    """Test whether the paper calls itself something that it is not."""
    title = facts.document.title
    if title is None or title == kind or (kind == "mixed" and title in kinds):
        return False
    return not (kind == "denunciation_information" and title == "denunciation")
