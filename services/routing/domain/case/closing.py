"""Ends a case without settlement: refused, guided, filed or answered."""

from services.routing.domain.case.commands import (
    AnswerCase,
    FileCase,
    GuideCase,
    RefuseCase,
)
from services.routing.domain.case.ending_errors import NothingMissing, NotSeparable
from services.routing.domain.case.errors import GroundUnknown, NotProvidedFor
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.repeating import check_once, repeat
from services.routing.domain.case.standing import awaiting, way_to
from services.routing.domain.case.state import Case, Closed, Dossier
from services.routing.domain.directory import Law
from services.routing.rules.ending import permitted
from shared.contracts.routing import CaseAnswered, CaseFiled, CaseGuided, CaseRefused
from shared.legal.citation import Citation
from shared.legal.rules import in_force

ADDED_LATER = frozenset({"COMPLAINT_INCOMPLETE", "DENUNCIATION_INCOMPLETE", "NO_CONTENT"})
"""What makes a petition ineligible and its sender, who is known, can still add."""


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
    kind, code = dossier.classified.kind, command.reason_code
    rows = in_force(law.book.refusals, command.day)
    ground = next((row for row in rows if row.code == code and kind in row.kinds), None)
    if ground is None:
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
    Tell the sender what to do with it: once for the same content, which body is competent.

    Or, of contents of several kinds, to write them apart; or to add what is missing.

    Legal source: TT05 Đ8.1, Đ21; LTC Đ24.1–2; LTCD Đ26.1.b; rows of `ending.yaml`.

    Raises:
        GuidedOnce: the holder guided about a petition that is linked to this one.
        NotSeparable, NothingMissing: it cannot be written apart; nothing can be added.
        NotProvidedFor: the law of that day knows no such guidance of this kind.
        Refusal: as `awaiting` and `way_to`.
    """
    match case:
        case Closed(ending=CaseGuided(manner=manner)) if manner == command.manner:
            return []
    dossier = awaiting(command, case, law)
    elsewhere = command.manner == "elsewhere"
    return [
        CaseGuided(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            guided_on=command.day,
            competent_agency=dossier.decided.competent_agency if elsewhere else None,
            basis=_guidance(command, dossier, law),
            manner=command.manner,
        )
    ]


def _guidance(command: GuideCase, dossier: Dossier, law: Law) -> Citation:
    """Return on what it rests; see `guide`."""
    if command.manner == "elsewhere":
        situation = dossier.situation(ours=dossier.decided.ours)
        way = way_to(law, dossier, "GUIDE", situation)
        check_once(law, dossier, "GUIDE", command.same_content)
        return way.basis
    kind, codes = dossier.classified.kind, frozenset(dossier.classified.reason_codes)
    row = permitted(law.book.ending.acts, kind, f"guide_{command.manner}", command.day)
    if row is None:
        raise NotProvidedFor("Pháp luật của ngày này không có cách hướng dẫn đó.")
    if command.manner == "split" and not dossier.classified.eligible:
        raise NotSeparable(
            "Đơn không đủ điều kiện xử lý nên không hướng dẫn tách đơn.", basis=row.basis
        )
    if command.manner == "complete" and (not codes or not codes <= ADDED_LATER):
        raise NothingMissing(
            "Đơn không thiếu gì mà người gửi bổ sung được.", basis=row.basis
        )
    return row.basis


def file(command: FileCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Keep a petition that cannot be processed, or repeats one that was, for a year.

    Legal source: TT05 Đ6.2.b, Đ28.1; LTC Đ24.3.

    Raises:
        Refusal: as `awaiting` and `way_to`.
    """
    if isinstance(case, Closed) and isinstance(case.ending, CaseFiled):
        return []
    dossier = awaiting(command, case, law)
    repeated = repeat(law, dossier, command.same_content)
    codes = dossier.classified.reason_codes
    if repeated is not None and not codes:
        codes, basis = (repeated.reason,), repeated.filing
    else:
        situation = dossier.situation(ours=dossier.decided.ours)
        basis = way_to(law, dossier, "FILE", situation).basis
    return [
        CaseFiled(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            filed_on=command.day,
            reason_codes=codes,
            basis=basis,
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
