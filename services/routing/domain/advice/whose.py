"""Whose petition it is, and what that means for the body that has it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from services.routing.domain.advice.answer import FactMissing
from services.routing.domain.advice.draft import Draft
from services.routing.domain.advice.facts import Body, Content, Facts, Transfer
from services.routing.domain.advice.observing import bodies_of, observe
from services.routing.domain.advice.seats import (
    CHAIRS_SEATS,
    NOBODY,
    Bench,
    Seat,
    known_bodies,
    named,
    parent_of,
)
from services.routing.rules.advising import Value
from shared.errors import RuleMissing

TABLES: Mapping[str, str] = {
    "complaint": "complaint",
    "denunciation": "denunciation",
    "denunciation_information": "denunciation",
    "recommendation": "recommendation",
    "report": "recommendation",
    "dispute_request": "other",
    "judicial": "other",
    "regulation_feedback": "other",
    "service_request": "other",
}
"""The table of 51-jurisdiction.yaml that speaks of a kind."""
IN_PROVINCE = frozenset(
    {
        "province_inspectorate",
        "department",
        "department_unit",
        "district",
        "district_unit",
        "commune",
        "commune_unit",
        "public_service_unit",
        "state_enterprise",
    }
)
"""Bodies below the province's People's Committee."""


def decide_whose(draft: Draft, facts: Facts, kind: str) -> None:
    """
    Find who decides, and how the receiver stands to them.

    Raises:
        FactMissing: nobody stated the body complained of, or who is denounced.
        RuleMissing: no row covers the case: a gap in the book.
    """
    unstated = _unstated(facts, kind, draft)
    if unstated is not None and draft.eligible is False:
        # Whose it is cannot be known; whoever has it says what is lacking.
        draft.found(UNKNOWN)
        return
    if unstated is not None:
        raise FactMissing(unstated, f"{unstated}: a {kind} is about something; state it")
    rows = draft.ask(TABLES[kind])
    if not rows:
        raise RuleMissing(f"{TABLES[kind]}: no rule says whose case it is on {draft.on}")
    draft.found(Holding(draft=draft, facts=facts, kind=kind).observed())


UNKNOWN: Mapping[str, Value] = {
    "ours": True,
    "directly_above": False,
    "superior_of_decider": False,
    "copied": False,
    "looped": False,
    "transferred_before": False,
    "external": "none",
    "several_deciders": False,
}
"""What is observed where nobody can know who decides."""


def _unstated(facts: Facts, kind: str, draft: Draft) -> str | None:
    main = facts.contents[0]
    if kind == "complaint" and main.object is None:
        return "contents.0.object"
    asked = kind in ("denunciation", "denunciation_information")
    if asked and main.respondent is None and draft.observed["sphere"] == "duty":
        return "contents.0.respondent"
    return None


def competent(draft: Draft, kind: str, instance: str) -> Seat:
    """Return the head the petition is for, at the instance that is asked for."""
    if kind == "complaint":
        return draft.seats.get("second" if instance == "second" else "first", NOBODY)
    seat = draft.seats.get("lead") or draft.seats.get("decider") or NOBODY
    return replace(seat, external=seat.external or draft.external)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A petition in the hands of a body, once it is known who decides."""

    draft: Draft
    facts: Facts
    kind: str

    def observed(self) -> dict[str, Value]:
        """Return what rows of the outcome ask about the receiver."""
        seat = competent(self.draft, self.kind, self.facts.instance)
        if self.kind == "complaint" and seat.external and not seat.role:
            self.draft.external = seat.external
        receiver = self.facts.receiving_body
        ours = seat.is_of(receiver)
        directly = not ours and self._directly_above(receiver)
        sent_by = [each.from_ for each in self.facts.history.transfers]
        known = known_bodies(self.facts)
        return {
            "ours": ours,
            "directly_above": directly,
            "superior_of_decider": not ours and (directly or self._above(receiver, seat)),
            "copied": any(seat.is_of(body) for body in self.facts.addressees),
            "looped": any(seat.is_at(place, known) for place in sent_by)
            or self._came_from(seat),
            "transferred_before": self._sent_before(),
            "external": self.draft.external or "none",
            "several_deciders": self._others_decide(seat),
        }

    def _directly_above(self, receiver: Body) -> bool:
        """Test whether the receiver is the direct superior of the body that decides."""
        if self.kind == "complaint":
            return self.draft.seats.get("second", NOBODY).is_of(receiver)
        decider = self._decider()
        if decider is None or self.kind != "denunciation":
            return False
        superior, _ = self.draft.bench.of("heads", decider)
        return superior.is_of(receiver)

    def _above(self, receiver: Body, seat: Seat) -> bool:
        about = self._decider()
        if about is None or seat.role is None:
            return False
        if receiver.kind in CHAIRS_SEATS:
            return about.kind in IN_PROVINCE
        return receiver.kind == "ministry" and about.kind in IN_PROVINCE | CHAIRS_SEATS

    def _decider(self) -> Body | None:
        """Return the body whose head decides, if it plays a part in the matter."""
        seat = competent(self.draft, self.kind, self.facts.instance)
        bodies = self.draft.bench.bodies
        for part, body in bodies.items():
            if part != "receiver" and seat.role is not None and seat.is_of(body):
                return body
        return None

    def _came_from(self, seat: Seat) -> bool:
        """
        Test whether a forwarder, of whom only the kind is known, is the seat itself.

        A complaint is returned to whoever forwarded it (TT07XLD Đ8.2): that is no circle.
        """
        if self.kind == "complaint":
            return False
        kinds = {each.kind for each in self.facts.forwarders}
        role = (seat.role or "").partition("@")[0]
        receiver = self.facts.receiving_body
        above = parent_of(receiver)
        under_chair = receiver.kind in {"department", "province_inspectorate", "commune"}
        return (
            (role == "provincial_chair" and "reception_board" in kinds)
            or (role == "provincial_chair" and "superior_body" in kinds and under_chair)
            or ("superior_body" in kinds and above is not None and seat.is_of(above))
            or (seat.external == "party_inspection" and "party_body" in kinds)
            or (seat.external == "provincial_council_standing" and "council_body" in kinds)
        )

    def _sent_before(self) -> bool:
        receiver = self.facts.receiving_body
        stated = self.facts.history.transferred_before_by_self
        return bool(stated) or any(
            self._id(each) == receiver.id for each in self.facts.history.transfers
        )

    @staticmethod
    def _id(transfer: Transfer) -> str:
        return named(transfer.from_, "commune").id

    def _others_decide(self, seat: Seat) -> bool:
        """Test whether another content of the same kind is somebody else's."""
        return any(
            self._seat_of(content) != seat.role for content in self.facts.contents[1:]
        )

    def _seat_of(self, content: Content) -> str | None:
        on, book = self.draft.on, self.draft.book
        facts = _of(self.facts, content)
        bench = Bench(book=book, on=on, bodies=bodies_of(facts, content))
        draft = Draft(
            book=book, on=on, observed={**self.draft.observed, **_about(facts)}, bench=bench
        )
        draft.ask(TABLES[self.kind])
        return competent(draft, self.kind, facts.instance).role


def _of(facts: Facts, content: Content) -> Facts:
    return msgspec.structs.replace(facts, contents=(content,))


def _about(facts: Facts) -> dict[str, Value]:
    seen = observe(facts)
    return {name: value for name, value in seen.items() if name not in ("kind", "eligible")}
