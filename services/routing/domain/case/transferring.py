"""Moves a petition to the competent body: once, never in a circle, and not a third time."""

import datetime as dt

from services.routing.domain.case.commands import (
    ConfirmTransfer,
    ReturnTransfer,
    TransferPetition,
)
from services.routing.domain.case.designating import (
    binding,
    check_not_designated,
    the_rule_of,
    third_transfer,
)
from services.routing.domain.case.errors import (
    NoCompetentBody,
    NoTransferPending,
    PetitionWouldCircle,
    ReasonMissing,
    ReturnGroundUnknown,
    SentToOneself,
    TransferredOnce,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.repeating import check_once, would_circle
from services.routing.domain.case.sealing import seal
from services.routing.domain.case.standing import awaiting, dossier_of, may_act, way_to
from services.routing.domain.case.state import (
    AwaitingAction,
    Case,
    Dossier,
    InDesignation,
    InTransfer,
)
from services.routing.domain.directory import Law
from services.routing.domain.proposal import propose
from services.routing.rules import the_rule
from services.routing.rules.custody import ReturnRule
from shared.contracts.routing import (
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import DesignationMade
from shared.ids import AgencyCode


def transfer(command: TransferPetition, case: Case, law: Law) -> list[CaseEvent]:
    """
    Send the petition to the competent body, or with a reason to another.

    What would be one transfer too many stops here: the common superior is asked instead.

    Legal source: LTC Đ24.2, Đ26.1; TT05 Đ14.1, Đ20.2; LTCD Đ26.1.b.

    Raises:
        NoCompetentBody, AgencyUnknown, AgencyNotInForce, ProvinceDoesNotAct: there is
        nowhere to send it.
        SentToOneself, PetitionWouldCircle, TransferredOnce, TransferredBefore,
        DesignationBinds: it must not be sent there, or not again; petitions of the same
        content count.
        ReasonMissing: it departs from the proposal and does not say why.
        Refusal: as `awaiting` and `way_to`.
    """
    if _repeats(command, case, law):
        return []
    dossier = awaiting(command, case, law)
    to_agency = command.to_agency or dossier.decided.competent_agency
    if to_agency is None:
        raise NoCompetentBody(
            "Không có cơ quan nào của tỉnh có thẩm quyền; cần nêu nơi nhận."
        )
    _check_way(law, dossier, to_agency, command.day)
    _check_same_content(law, dossier, to_agency, command)
    _check_reason(law, dossier, to_agency, command.reason)
    way = way_to(law, dossier, "TRANSFER", dossier.situation(ours=False))
    if dossier.hops >= law.book.custody.most_transfers:
        return [third_transfer(command, dossier, to_agency, law)]
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
    Take a petition that was sent to us: from now on it is ours, and of a denunciation
    nobody who sent it on knows any more.

    Legal source: TT05 Đ14.1; LTC Đ8.1; the confirmation itself is our rule against circles.

    Raises:
        CaseUnknown, NoTransferPending, NotTheHolder: nothing was sent to this body.
    """
    dossier = dossier_of(case)
    match case:
        case InTransfer(sent=sent):
            may_act(command, dossier, law)
        case AwaitingAction() if dossier.transferred and law.same_seat(
            command.by, dossier.holder
        ):
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
    return [
        confirmed,
        *seal(command, dossier, law),
        _now_ours(command, dossier, sent, law),
    ]


def give_back(command: ReturnTransfer, case: Case, law: Law) -> list[CaseEvent]:
    """
    Give a petition back to the body that sent it, on a ground of the closed list.

    Raises:
        ReturnGroundUnknown, ReasonMissing: it does not say why, or not as the list has it.
        DesignationBinds: the common superior said that this body must take it.
        CaseUnknown, NoTransferPending, NotTheHolder: nothing was sent to this body.
    """
    dossier = dossier_of(case)
    match case:
        case InTransfer(sent=TransferSent() as sent):
            may_act(command, dossier, law)
        case InTransfer(sent=DesignationMade() as made):
            may_act(command, dossier, law)
            raise binding(made)
        case AwaitingAction() if law.among(command.by, dossier.returned_by):
            return []
        case _:
            raise NoTransferPending("Không có đơn nào đang chuyển đến để trả lại.")
    rule = _ground(command, dossier, law)
    if not command.reason.strip():
        raise ReasonMissing("Trả lại đơn phải nêu lý do.", field="reason")
    return [
        TransferReturned(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            from_agency=sent.to_agency,
            to_agency=sent.from_agency,
            returned_on=command.day,
            ground=rule.ground,
            reason=command.reason,
            basis=rule.basis,
        )
    ]


def _ground(command: ReturnTransfer, dossier: Dossier, law: Law) -> ReturnRule:
    for rule in law.book.custody.grounds(dossier.classified.kind, command.day):
        if rule.ground == command.ground:
            return rule
    raise ReturnGroundUnknown(
        "Phải chọn một căn cứ trả lại áp dụng cho loại đơn này.", field="ground"
    )


def _repeats(command: TransferPetition, case: Case, law: Law) -> bool:
    match case:
        case InTransfer(dossier, TransferSent(from_agency=by, to_agency=sent_to)):
            to_agency = command.to_agency or dossier.decided.competent_agency
            return law.same_seat(command.by, by) and to_agency == sent_to
        case InDesignation(dossier, requested) if requested.wanted is not None:
            to_agency = command.to_agency or dossier.decided.competent_agency
            by_sender = law.same_seat(command.by, requested.from_agency)
            return by_sender and to_agency == requested.wanted
    return False


def _check_way(law: Law, dossier: Dossier, to_agency: AgencyCode, on: dt.date) -> None:
    law.directory.acting(to_agency, on, field="to_agency")
    check_not_designated(dossier)
    if law.same_seat(to_agency, dossier.holder):
        raise SentToOneself("Không chuyển đơn cho chính mình.", field="to_agency")
    if law.among(to_agency, dossier.held_by):
        raise PetitionWouldCircle(
            "Cơ quan này đã từng giữ đơn; không chuyển đơn lòng vòng.", field="to_agency"
        )
    if dossier.transferred:
        raise TransferredOnce(
            "Đơn cùng nội dung chỉ được chuyển một lần;"
            " nếu không đồng ý về thẩm quyền, hãy đề nghị cấp trên chung xác định."
        )


def _check_same_content(
    law: Law, dossier: Dossier, to_agency: AgencyCode, command: TransferPetition
) -> None:
    if would_circle(law, to_agency, command.same_content):
        raise PetitionWouldCircle(
            "Cơ quan này đã từng chuyển đi hoặc trả lại đơn cùng nội dung (đơn được gộp)."
        )
    check_once(law, dossier, "TRANSFER", command.same_content)


def _check_reason(law: Law, dossier: Dossier, to_agency: AgencyCode, reason: str) -> None:
    decided = dossier.decided
    competent = decided.competent_agency
    as_found = competent is not None and law.same_seat(to_agency, competent)
    if not reason and not (as_found and decided.proposed_action == "TRANSFER"):
        raise ReasonMissing(
            "Việc chuyển đơn khác với đề xuất phải nêu lý do.", field="reason"
        )


def _now_ours(
    command: ConfirmTransfer,
    dossier: Dossier,
    sent: TransferSent | DesignationMade,
    law: Law,
) -> JurisdictionDecided:
    row = propose(law.book, dossier.situation(ours=True), command.day)
    confirmed = the_rule(law.book.confirmed, command.day)
    if isinstance(sent, DesignationMade):
        confirmed = the_rule_of(dossier, law, sent.made_on)
    return JurisdictionDecided(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        # It came that day, whenever it was confirmed.
        received_on=sent.sent_on if isinstance(sent, TransferSent) else sent.made_on,
        holder=command.by,
        decider_role=law.head_of(command.by),
        competent_agency=command.by,
        ours=True,
        proposed_action=row.action,
        form=row.form,
        rules=(confirmed.applied(), row.applied()),
    )
