"""Moves a petition to the competent body: once, and never in a circle."""

from services.routing.domain.case.commands import (
    ConfirmTransfer,
    ReturnTransfer,
    TransferPetition,
)
from services.routing.domain.case.errors import (
    AgencyUnknown,
    NoCompetentBody,
    NoTransferPending,
    PetitionWouldCircle,
    ReasonMissing,
    TransferredOnce,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import awaiting, dossier_of, may_act, way_to
from services.routing.domain.case.state import AwaitingAction, Case, Dossier, InTransfer
from services.routing.domain.directory import Law
from services.routing.domain.proposal import propose
from services.routing.rules import the_rule
from shared.contracts.routing import (
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.ids import AgencyCode


def transfer(command: TransferPetition, case: Case, law: Law) -> list[CaseEvent]:
    """
    Send the petition to the competent body, or with a reason to another.

    Legal source: LTC Đ24.2, Đ26.1; TT05 Đ14.1, Đ20.2; LTCD Đ26.1.b.

    Raises:
        NoCompetentBody, AgencyUnknown: there is nowhere to send it.
        PetitionWouldCircle, TransferredOnce: it must not be sent there, or not again.
        ReasonMissing: it departs from the proposal and does not say why.
        Refusal: as `awaiting` and `way_to`.
    """
    if isinstance(case, InTransfer) and _repeats(command, case, law):
        return []
    dossier = awaiting(command, case, law)
    to_agency = command.to_agency or dossier.decided.competent_agency
    if to_agency is None:
        raise NoCompetentBody(
            "Không có cơ quan nào của tỉnh có thẩm quyền; cần nêu nơi nhận."
        )
    _check_way(law, dossier, to_agency)
    _check_reason(law, dossier, to_agency, command.reason)
    way = way_to(law, dossier, "TRANSFER", dossier.situation(ours=False))
    return [
        TransferSent(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            from_agency=dossier.holder,
            to_agency=to_agency,
            sent_on=command.day,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            form=way.form,
            reason=command.reason,
            basis=way.basis,
        )
    ]


def confirm(command: ConfirmTransfer, case: Case, law: Law) -> list[CaseEvent]:
    """
    Take a petition that was sent to us: from now on it is ours.

    Legal source: TT05 Đ14.1; the confirmation itself is our rule against circles.

    Raises:
        CaseUnknown, NoTransferPending, NotTheHolder: nothing was sent to this body.
    """
    dossier = dossier_of(case)
    match case:
        case InTransfer(sent=sent):
            may_act(command, dossier, law)
        case AwaitingAction() if dossier.transferred and command.by == dossier.holder:
            return []
        case _:
            raise NoTransferPending("Không có đơn nào đang chuyển đến để xác nhận.")
    confirmed = TransferConfirmed(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        by_agency=command.by,
        confirmed_on=command.day,
    )
    return [confirmed, _now_ours(command, dossier, sent, law)]


def give_back(command: ReturnTransfer, case: Case, law: Law) -> list[CaseEvent]:
    """
    Give a petition back to the body that sent it: another one is competent.

    Raises:
        ReasonMissing: it does not say why.
        CaseUnknown, NoTransferPending, NotTheHolder: nothing was sent to this body.
    """
    dossier = dossier_of(case)
    match case:
        case InTransfer(sent=sent):
            may_act(command, dossier, law)
        case AwaitingAction() if command.by in dossier.returned_by:
            return []
        case _:
            raise NoTransferPending("Không có đơn nào đang chuyển đến để trả lại.")
    if not command.reason:
        raise ReasonMissing("Trả lại đơn phải nêu lý do.", field="reason")
    return [
        TransferReturned(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            from_agency=sent.to_agency,
            to_agency=sent.from_agency,
            returned_on=command.day,
            reason=command.reason,
        )
    ]


def _repeats(command: TransferPetition, case: InTransfer, law: Law) -> bool:
    to_agency = command.to_agency or case.dossier.decided.competent_agency
    by_sender = law.same_seat(command.by, case.sent.from_agency)
    return by_sender and to_agency == case.sent.to_agency


def _check_way(law: Law, dossier: Dossier, to_agency: AgencyCode) -> None:
    if law.directory.get(to_agency) is None:
        raise AgencyUnknown("Danh mục cơ quan không có nơi nhận này.", field="to_agency")
    if any(law.same_seat(to_agency, holder) for holder in dossier.held_by):
        raise PetitionWouldCircle(
            "Cơ quan này đã từng giữ đơn; không chuyển đơn lòng vòng."
        )
    if dossier.transferred:
        raise TransferredOnce("Đơn cùng nội dung chỉ được chuyển một lần.")


def _check_reason(law: Law, dossier: Dossier, to_agency: AgencyCode, reason: str) -> None:
    decided = dossier.decided
    competent = decided.competent_agency
    as_found = competent is not None and law.same_seat(to_agency, competent)
    if not reason and not (as_found and decided.proposed_action == "TRANSFER"):
        raise ReasonMissing(
            "Việc chuyển đơn khác với đề xuất phải nêu lý do.", field="reason"
        )


def _now_ours(
    command: ConfirmTransfer, dossier: Dossier, sent: TransferSent, law: Law
) -> JurisdictionDecided:
    row = propose(law.book, dossier.situation(ours=True), command.day)
    confirmed = the_rule(law.book.confirmed, command.day)
    return JurisdictionDecided(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        received_on=sent.sent_on,  # it came that day, whenever it was confirmed
        holder=command.by,
        decider_role=law.head_of(command.by),
        competent_agency=command.by,
        ours=True,
        proposed_action=row.action,
        form=row.form,
        rules=(confirmed.applied(), row.applied()),
    )
