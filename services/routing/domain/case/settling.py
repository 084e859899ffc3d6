"""Takes a case for settlement and decides it."""

from services.routing.domain.case.commands import AcceptCase, IssueDecision
from services.routing.domain.case.errors import (
    CaseIsPaused,
    NotCompetent,
    PetitionIsIneligible,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import awaiting, settling, way_to
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

    What stands still is not decided; but a petition that is withdrawn meanwhile ends so.

    Legal source: LKN Đ11a, Đ31, Đ40; LTC Đ34, Đ35.

    Raises:
        CaseIsPaused: settlement stood still on that day, and nobody withdrew.
        Refusal: as `settling`.
    """
    match case:
        case Closed(ending=DecisionIssued(outcome=outcome)) if outcome == command.outcome:
            return []
    dossier, course = settling(command, case, law)
    paused = any(pause.holds(command.day) for pause in course.lawful_pauses())
    if paused and command.outcome != "withdrawn":
        raise CaseIsPaused(
            "Vụ việc đang tạm đình chỉ; hãy ra quyết định tiếp tục giải quyết trước."
        )
    return [
        DecisionIssued(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            issued_on=command.day,
            outcome=command.outcome,
            basis=_ground(law, dossier),
        )
    ]


def _ground(law: Law, dossier: Dossier) -> Citation:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    for ground in law.book.decisions:
        if ground.fits(kind, instance):
            return ground.basis
    raise RuleMissing(f"actions.yaml has no ground for a decision on a {kind}")
