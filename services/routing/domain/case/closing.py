"""Ends a case without settlement: refused, guided, filed or answered."""

from services.routing.domain.case.commands import (
    AnswerCase,
    FileCase,
    GuideCase,
    RefuseCase,
)
from services.routing.domain.case.errors import GroundUnknown
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import awaiting, way_to
from services.routing.domain.case.state import Case, Closed
from services.routing.domain.directory import Law
from shared.contracts.routing import CaseAnswered, CaseFiled, CaseGuided, CaseRefused


def refuse(command: RefuseCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Refuse to take a case that is ours, on a ground the law knows.

    Legal source: LKN Đ11, Đ27; LTC Đ24.1, Đ29.1; `refusals` of `actions.yaml`.

    Raises:
        GroundUnknown: the reason is no ground for this kind.
        Refusal: as `awaiting` and `way_to`.
    """
    match case:
        case Closed(ending=CaseRefused(reason_code=code)) if code == command.reason_code:
            return []
    dossier = awaiting(command, case, law)
    way_to(law, dossier, "NOT_ACCEPT_NOTICE", dossier.situation(ours=dossier.decided.ours))
    ground = law.book.refusals.get(command.reason_code)
    if ground is None or dossier.classified.kind not in ground.kinds:
        raise GroundUnknown(
            "Lý do này không phải căn cứ từ chối thụ lý.", field="reason_code"
        )
    return [
        CaseRefused(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            refused_on=command.day,
            reason_code=command.reason_code,
            basis=ground.basis,
        )
    ]


def guide(command: GuideCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Tell the sender, once, which body is competent.

    Legal source: TT05 Đ8.1; LTC Đ24.2; LTCD Đ26.1.b.

    Raises:
        Refusal: as `awaiting` and `way_to`.
    """
    if isinstance(case, Closed) and isinstance(case.ending, CaseGuided):
        return []
    dossier = awaiting(command, case, law)
    way = way_to(law, dossier, "GUIDE", dossier.situation(ours=dossier.decided.ours))
    return [
        CaseGuided(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            guided_on=command.day,
            competent_agency=dossier.decided.competent_agency,
            basis=way.basis,
        )
    ]


def file(command: FileCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Keep a petition that cannot be processed, for a year.

    Legal source: TT05 Đ28.1; LTC Đ24.3.

    Raises:
        Refusal: as `awaiting` and `way_to`.
    """
    if isinstance(case, Closed) and isinstance(case.ending, CaseFiled):
        return []
    dossier = awaiting(command, case, law)
    way = way_to(law, dossier, "FILE", dossier.situation(ours=dossier.decided.ours))
    return [
        CaseFiled(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            filed_on=command.day,
            reason_codes=dossier.classified.reason_codes,
            basis=way.basis,
        )
    ]


def answer(command: AnswerCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Answer a recommendation or report that is ours.

    Legal source: TT05 Đ20.1.

    Raises:
        Refusal: as `awaiting` and `way_to`.
    """
    if isinstance(case, Closed) and isinstance(case.ending, CaseAnswered):
        return []
    dossier = awaiting(command, case, law)
    way = way_to(law, dossier, "ANSWER", dossier.situation(ours=dossier.decided.ours))
    return [
        CaseAnswered(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            answered_on=command.day,
            basis=way.basis,
        )
    ]
