"""What the law says in running cases: events, conflicts of jurisdiction, files of districts."""

from collections.abc import Sequence

from services.routing.domain.advice.answer import Answer
from services.routing.domain.advice.desk import blank
from services.routing.domain.advice.draft import Draft
from services.routing.domain.advice.facts import (
    Body,
    Conflict,
    Event,
    Facts,
    PendingFile,
    Transfer,
)
from services.routing.domain.advice.seats import CHAIRS_SEATS, Bench, Seat, named
from services.routing.domain.advice.whose import IN_PROVINCE
from services.routing.rules.advising import AdviceBook, Value
from shared.errors import RuleMissing

PROVINCE_ITSELF = CHAIRS_SEATS
MINISTERIAL = frozenset({"ministry", "vertical_agency"})


def advise_on_event(book: AdviceBook, facts: Facts, event: Event) -> Answer:
    """
    Return what follows from what happened in a running case.

    Legal source: LKN Đ10, Đ11a; LTC Đ27, Đ33, Đ34, Đ38; table `event` of 70-running.yaml.

    Raises:
        RuleMissing: no row speaks of such an event in such a case on the day.
    """
    draft = blank(book, facts, _event(event))
    bodies = {**draft.bench.bodies}
    bodies |= {"resolver": event.resolver} if event.resolver else {}
    revoker = named(event.revoked_by, "commune") if event.revoked_by else None
    bodies |= {"revoker": revoker or facts.receiving_body}
    draft.bench = Bench(book=book, on=facts.received_on, bodies=bodies)
    if not draft.ask("event"):
        raise RuleMissing(
            f"event: no rule on {event.type} in a {event.case_kind} on {facts.received_on}"
        )
    draft.ask("event_closing")
    return draft.answer(event.case_kind)


def advise_on_conflict(book: AdviceBook, facts: Facts, conflict: Conflict) -> Answer:
    """
    Return who says which body is competent.

    Legal source: LKN Đ21.3, Đ23.4, Đ26.3; LTC Đ41.2; table `conflict` of 70-running.yaml.

    Raises:
        RuleMissing: no row speaks of such a conflict.
    """
    draft = blank(book, facts, {})
    bodies = {**draft.bench.bodies}
    bodies |= {"disputing": conflict.bodies[0]} if conflict.bodies else {}
    draft.bench = Bench(book=book, on=facts.received_on, bodies=bodies)
    draft.found(
        {
            "matter": conflict.case_kind,
            "reach": _reach(conflict.bodies),
            "circle": _circle(conflict.moves),
            "common_superior": _common(draft, conflict),
        }
    )
    if not draft.ask("conflict"):
        raise RuleMissing(f"conflict: no rule on {facts.received_on}")
    draft.ask("conflict_closing")
    return draft.answer("jurisdiction_conflict")


def advise_on_handover(book: AdviceBook, facts: Facts, pending: PendingFile) -> Answer:
    """
    Return who goes on with the file of an abolished body.

    Legal source: LCQDP Đ54.8; ND141 Đ14; table `handover` of 70-running.yaml.

    Raises:
        RuleMissing: no row covers the day: districts ended on 1 July 2025.
    """
    observed: dict[str, Value] = {
        "communes": len(pending.communes),
        "verified": pending.verified,
        "kind": pending.kind,
    }
    draft = blank(book, facts, observed)
    if pending.communes:
        bodies = {**draft.bench.bodies, "heir": named(pending.communes[0], "commune")}
        draft.bench = Bench(book=book, on=facts.received_on, bodies=bodies)
    if not draft.ask("handover"):
        raise RuleMissing(f"handover: no rule on {facts.received_on}")
    draft.ask("handover_closing")
    return draft.answer(pending.kind)


def _event(event: Event) -> dict[str, Value]:
    withdrawing = event.people if event.withdrawing is None else event.withdrawing
    return {
        "kind": event.case_kind,
        "event": event.type,
        "scope": event.scope,
        "all_withdraw": withdrawing >= event.people,
        "signs_of_violation": event.signs_of_violation,
        "coerced": event.coerced,
        "slander": event.slander,
        "only_about_deceased": event.only_about_deceased,
        "relative": event.relative_of_resolver,
        "resolver_known": event.resolver is not None,
    }


def _reach(bodies: Sequence[Body]) -> str:
    """Return within what the bodies lie: a province, a ministry, or more than one."""
    kinds = {body.kind for body in bodies}
    provinces = {body.id for body in bodies if body.kind == "province"}
    if kinds <= IN_PROVINCE | PROVINCE_ITSELF and len(provinces) <= 1:
        return "province"
    ministries = {body.id for body in bodies if body.kind == "ministry"}
    return "ministry" if kinds <= MINISTERIAL and len(ministries) <= 1 else "wider"


def _circle(moves: Sequence[Transfer]) -> bool:
    """Test whether the matter came back to a body that had sent it on."""
    left: set[str] = set()
    for move in moves:
        left.add(named(move.from_, "commune").id)
        if named(move.to, "commune").id in left:
            return True
    return False


def _common(draft: Draft, conflict: Conflict) -> bool:
    """Test whether one head stands directly over all of them, of whom a row knows."""
    if "denunciation" not in conflict.case_kind:
        return False
    over: set[Seat] = set()
    for body in conflict.bodies:
        if body.kind not in IN_PROVINCE:
            return False
        over.add(draft.bench.of("heads", body)[0])
    return len(over) == 1 and over.pop().role is not None
