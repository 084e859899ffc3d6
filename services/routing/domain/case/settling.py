"""Takes a case for settlement and decides it."""

import datetime as dt

from services.routing.domain.case.commands import AcceptCase, IssueDecision
from services.routing.domain.case.errors import (
    CaseIsPaused,
    CourtHasIt,
    NotCompetent,
    PetitionIsIneligible,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import awaiting, settling, way_to
from services.routing.domain.case.state import Accepted, Case, Closed, Dossier
from services.routing.domain.directory import Law
from services.routing.rules.ending import permitted
from shared.contracts.routing import CaseAccepted, DecisionIssued
from shared.errors import RuleMissing
from shared.legal.citation import Citation
from shared.legal.rules import in_force


def accept(command: AcceptCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Take a case for settlement: it can be processed and the holder is competent.

    Legal source: LKN Đ27, Đ36.1; LTC Đ29.1.

    Raises:
        PetitionIsIneligible, NotCompetent: it must not be taken, or not by this body.
        CourtHasIt: a court took the matter.
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
    _check_court(dossier, command.day, law)
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
        CourtHasIt: a court took the matter; it is discontinued.
        Refusal: as `settling`.
    """
    match case:
        case Closed(ending=DecisionIssued(outcome=outcome)) if outcome == command.outcome:
            return []
    dossier, course = settling(command, case, law)
    _check_court(dossier, command.day, law)
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
            basis=_ground(law, dossier, command.day),
            remote=course.remote,
        )
    ]


def _check_court(dossier: Dossier, day: dt.date, law: Law) -> None:
    """Do nothing unless a court took the matter and the law of the day ends it for that."""
    rows, kind = law.book.ending.discontinuances, dossier.classified.kind
    if dossier.aftermath.court_on and permitted(rows, kind, "court", day):
        raise CourtHasIt("Tòa án đã thụ lý việc này; hãy đình chỉ hoặc không thụ lý.")


def _ground(law: Law, dossier: Dossier, day: dt.date) -> Citation:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    for ground in in_force(law.book.decisions, day):
        if ground.fits(kind, instance):
            return ground.basis
    raise RuleMissing(f"actions.yaml has no ground for a decision on a {kind} on {day}")
