"""Takes a case for settlement and decides it."""

from services.routing.domain.case.commands import AcceptCase, IssueDecision
from services.routing.domain.case.errors import (
    CaseIsClosed,
    CaseNotAccepted,
    NotCompetent,
    PetitionIsIneligible,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import awaiting, dossier_of, may_act, way_to
from services.routing.domain.case.state import Accepted, Case, Closed, Dossier
from services.routing.domain.directory import Law
from shared.contracts.routing import CaseAccepted, DecisionIssued
from shared.errors import RuleMissing
from shared.legal.citation import Citation


def accept(command: AcceptCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Take a case for settlement: it can be processed and the holder is competent.

    Legal source: LKN Đ27, Đ36.1; LTC Đ29.1.

    Raises:
        PetitionIsIneligible, NotCompetent: it must not be taken, or not by this body.
        Refusal: as `awaiting` and `way_to`.
    """
    wanted = (command.complex, command.remote)
    match case:
        case Accepted(accepted=done) if (done.complex, done.remote) == wanted:
            return []
    dossier = awaiting(command, case, law)
    if not dossier.classified.eligible:
        raise PetitionIsIneligible("Đơn không đủ điều kiện xử lý nên không thể thụ lý.")
    if not dossier.decided.ours:
        raise NotCompetent("Vụ việc không thuộc thẩm quyền của cơ quan đang giữ đơn.")
    way = way_to(law, dossier, "ACCEPT", dossier.situation(ours=True))
    return [
        CaseAccepted(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            accepted_on=command.day,
            complex=command.complex,
            remote=command.remote,
            basis=way.basis,
        )
    ]


def issue(command: IssueDecision, case: Case, law: Law) -> list[CaseEvent]:
    """
    Decide an accepted complaint, or conclude on an accepted denunciation.

    Legal source: LKN Đ31, Đ40; LTC Đ35.

    Raises:
        CaseUnknown, CaseNotAccepted, CaseIsClosed, NotTheHolder: nothing to decide here.
    """
    dossier = dossier_of(case)
    match case:
        case Closed(ending=DecisionIssued(outcome=outcome)) if outcome == command.outcome:
            return []
        case Closed():
            raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
        case Accepted():
            may_act(command, dossier, law)
        case _:
            raise CaseNotAccepted("Vụ việc chưa được thụ lý.")
    return [
        DecisionIssued(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            issued_on=command.day,
            outcome=command.outcome,
            basis=_ground(law, dossier),
        )
    ]


def _ground(law: Law, dossier: Dossier) -> Citation:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    for ground in law.book.decisions:
        if kind in ground.kinds and instance in ground.instances:
            return ground.basis
    raise RuleMissing(f"actions.yaml has no ground for a decision on a {kind}")
