"""Ends settlement without a decision, or goes on in spite of a withdrawal."""

import datetime as dt

from services.routing.domain.case.course import Course
from services.routing.domain.case.ending_commands import ContinueCase, DiscontinueCase
from services.routing.domain.case.ending_errors import (
    ContinuedAlready,
    EndNotProvidedFor,
    LawsuitMissing,
    MustContinue,
    NobodyWithdrew,
    NotOfThisKind,
    NotReopened,
    SignersRemain,
)
from services.routing.domain.case.errors import DayImpossible
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import reason_of, settled, settling
from services.routing.domain.case.state import Accepted, Case, Closed, Dossier
from services.routing.domain.case.withdrawing import still_open
from services.routing.domain.directory import Law
from services.routing.rules.ending import Permission, permitted
from shared.contracts.routing_settlement import (
    CaseContinued,
    CaseDiscontinued,
    CaseReopened,
)


def discontinue(command: DiscontinueCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    End settlement on a ground of the law of that day; the decision to end it must be sent.

    Legal source: LKN Đ10, Đ11a.2; LTC Đ34.3; rows of `ending.yaml`.

    Raises:
        EndNotProvidedFor: not of this kind, or not on this ground.
        SignersRemain, MustContinue: not everybody withdrew, or it goes on all the same.
        LawsuitMissing: no court is known to have taken it.
        DayImpossible: before what it rests on.
        ReasonMissing: it does not say why.
        Refusal: as `still_open`.
    """
    match case:
        case Closed(ending=CaseDiscontinued(ground=ground)) if ground == command.ground:
            return []
    dossier = still_open(command, case, law)
    if isinstance(case, Accepted):
        settling(command, case, law)
    row = permitted(
        law.book.ending.discontinuances,
        dossier.classified.kind,
        command.ground,
        command.day,
    )
    if row is None:
        raise EndNotProvidedFor(
            "Pháp luật của ngày này không cho đình chỉ loại vụ việc này với căn cứ đó.",
            field="ground",
        )
    _check_ground(command, dossier, row)
    return [
        CaseDiscontinued(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            ground=command.ground,
            discontinued_on=command.day,
            reason=reason_of(command.reason),
            form=row.form,
            basis=row.basis,
        )
    ]


def continue_(command: ContinueCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Go on in spite of a withdrawal; begin anew where whoever withdrew was coerced.

    Legal source: LTC Đ33.3; LKN Đ10.

    Raises:
        NobodyWithdrew: there is nothing to go on in spite of.
        NotOfThisKind: the law of that day knows no such ground.
        ContinuedAlready: it goes on, on another ground.
        NotReopened: what was discontinued is taken up only where somebody was coerced.
        ReasonMissing, DayImpossible: it does not say why; before the withdrawal.
        Refusal: as `still_open`.
    """
    if isinstance(case, Closed) and isinstance(case.ending, CaseDiscontinued):
        return _reopen(command, case, case.ending, law)
    dossier = still_open(command, case, law)
    signers = dossier.signers
    if signers.persistence == command.ground:
        return []
    if signers.persistence is not None:
        raise ContinuedAlready(
            "Đã ghi nhận căn cứ tiếp tục giải quyết khác.", field="ground"
        )
    if signers.last_act is None:
        raise NobodyWithdrew("Chưa ai rút đơn.")
    row = _persistence(command, dossier, law)
    _not_before(command, signers.last_act)
    return [
        CaseContinued(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            ground=command.ground,
            continued_on=command.day,
            reason=reason_of(command.reason),
            basis=row.basis,
        )
    ]


def _reopen(
    command: ContinueCase, case: Closed, ending: CaseDiscontinued, law: Law
) -> list[CaseEvent]:
    dossier, course = settled(command, case, law)
    row = _persistence(command, dossier, law)
    if ending.ground != "withdrawn" or command.ground != "coerced":
        raise NotReopened(
            "Vụ việc đã đình chỉ chỉ được giải quyết lại khi người rút đơn bị đe dọa, cưỡng ép.",
            basis=row.basis,
            field="ground",
        )
    _not_before(command, ending.discontinued_on)
    return [_reopening(command, dossier, course, row)]


def _reopening(
    command: ContinueCase, dossier: Dossier, course: Course, row: Permission
) -> CaseReopened:
    return CaseReopened(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        holder=dossier.holder,
        complex=course.complex,
        remote=course.remote,
        cause="coerced",
        reopened_on=command.day,
        reason=reason_of(command.reason),
        basis=row.basis,
    )


def _persistence(command: ContinueCase, dossier: Dossier, law: Law) -> Permission:
    kind = dossier.classified.kind
    row = permitted(law.book.ending.persistences, kind, command.ground, command.day)
    if row is None:
        raise NotOfThisKind(
            "Pháp luật của ngày này không cho giải quyết tiếp loại đơn đã rút này "
            "với căn cứ đó.",
            field="ground",
        )
    return row


def _check_ground(command: DiscontinueCase, dossier: Dossier, row: Permission) -> None:
    """Do nothing if the ground is there: who withdrew, which court took it."""
    signers = dossier.signers
    if command.ground == "court" and dossier.aftermath.court_on is None:
        raise LawsuitMissing(
            "Hãy ghi nhận ngày Tòa án thụ lý trước.", basis=row.basis, field="ground"
        )
    if command.ground == "court" and dossier.aftermath.court_on is not None:
        _not_before(command, dossier.aftermath.court_on)
    if command.ground != "withdrawn":
        return
    if signers.persistence is not None:
        raise MustContinue(
            "Đơn đã rút nhưng có căn cứ phải tiếp tục giải quyết.",
            basis=row.basis,
            field="ground",
        )
    if signers.standing or signers.last_act is None:
        raise SignersRemain(
            f"Còn {signers.standing} người ký chưa rút toàn bộ; vụ việc tiếp tục với họ.",
            basis=row.basis,
            field="ground",
        )
    _not_before(command, signers.last_act)


def _not_before(command: ContinueCase | DiscontinueCase, day: dt.date) -> None:
    if command.day < day:
        raise DayImpossible(
            f"Ngày thực hiện không được trước ngày {day:%d/%m/%Y} mà việc này dựa vào.",
            field="on",
        )
