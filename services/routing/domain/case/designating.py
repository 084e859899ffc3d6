"""Lets the common superior say whose a petition is, when bodies disagree: once, and it binds."""

import datetime as dt
from typing import Literal

from services.routing.domain.case.commands import (
    Designate,
    RequestDesignation,
    TransferPetition,
)
from services.routing.domain.case.errors import (
    CaseIsAccepted,
    CaseIsClosed,
    DesignationBinds,
    NoCommonSuperior,
    NoDesignationPending,
    NothingDisputed,
    NotTheHolder,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.request import Request
from services.routing.domain.case.standing import (
    awaiting,
    dossier_of,
    may_act,
    reason_of,
)
from services.routing.domain.case.state import (
    Accepted,
    Case,
    Closed,
    Dossier,
    InDesignation,
    InTransfer,
)
from services.routing.domain.directory import Law
from services.routing.domain.superior import common_superior
from services.routing.rules.custody import DesignationRule
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.errors import RuleMissing
from shared.ids import AgencyCode


def request_designation(
    command: RequestDesignation, case: Case, law: Law
) -> list[CaseEvent]:
    """
    Lay it before the common superior, before it travels once more, because bodies disagree.

    Legal source: LKN Đ21.3; LTC Đ41.2; rows of `custody.yaml`.

    Raises:
        ReasonMissing: it does not say why.
        NothingDisputed: nobody gave it back, and the holder did not get it from another.
        DesignationBinds, NoCommonSuperior: as `asked_above`.
        Refusal: as `awaiting`.
    """
    match case:
        case InDesignation(requested=requested) if law.same_seat(
            command.by, requested.from_agency
        ):
            return []
    dossier = awaiting(command, case, law)
    if not dossier.returns and not dossier.transferred:
        raise NothingDisputed(
            "Chưa có cơ quan nào tranh chấp thẩm quyền; hãy xử lý hoặc chuyển đơn."
        )
    reason = reason_of(command.reason)
    return [asked_above(command, dossier, law, why="dispute", reason=reason)]


def third_transfer(
    command: TransferPetition, dossier: Dossier, to_agency: AgencyCode, law: Law
) -> DesignationRequested:
    """
    Return what becomes of a transfer too many: a task of the common superior.

    Raises:
        DesignationBinds, NoCommonSuperior: as `asked_above`.
    """
    return asked_above(
        command,
        dossier,
        law,
        why="third_transfer",
        reason=command.reason,
        wanted=to_agency,
    )


def asked_above(
    command: Request,
    dossier: Dossier,
    law: Law,
    *,
    why: Literal["third_transfer", "dispute"],
    reason: str,
    wanted: AgencyCode | None = None,
) -> DesignationRequested:
    """
    Return that the common superior of everybody who held it is asked.

    Raises:
        DesignationBinds: it was said already.
        NoCommonSuperior: nobody in the province can say it.
    """
    rule = the_rule_of(dossier, law, command.day)
    check_not_designated(dossier)
    bodies = [*dossier.held_by, *([wanted] if wanted else [])]
    superior = common_superior(law, bodies)
    if superior is None:
        raise NoCommonSuperior(
            "Các cơ quan này không có cấp trên chung trong tỉnh;"
            " cần báo cáo cấp có thẩm quyền ở Trung ương.",
            basis=rule.above,
        )
    return DesignationRequested(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        from_agency=dossier.holder,
        superior=superior.code,
        requested_on=command.day,
        why=why,
        wanted=wanted,
        reason=reason,
        basis=rule.basis,
    )


def designate(command: Designate, case: Case, law: Law) -> list[CaseEvent]:
    """
    Say whose the petition is. Any body may be named, also one that gave it back.

    Legal source: LKN Đ21.3; LTC Đ41.2; rows of `custody.yaml`.

    Raises:
        NoDesignationPending, NotTheHolder: nobody asked, or not this body.
        AgencyUnknown, AgencyNotInForce, ProvinceDoesNotAct: there is no such body on that
        day, or none that acts.
        ReasonMissing: it does not say why.
    """
    dossier = dossier_of(case)
    if isinstance(case, InTransfer) and _repeats(command, case):
        return []
    match case:
        case InDesignation():
            may_act(command, dossier, law)
        case Accepted():
            raise CaseIsAccepted("Vụ việc đã thụ lý; chỉ còn việc ra quyết định.")
        case Closed():
            raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
        case _:
            raise NoDesignationPending("Không có yêu cầu xác định thẩm quyền nào đang chờ.")
    if command.by != dossier.holder:  # another seat of the chair receives; the chair says
        raise NotTheHolder("Chỉ cơ quan được đề nghị mới xác định thẩm quyền.", field="by")
    to_agency = law.directory.acting(command.to_agency, command.day, field="to_agency").code
    return [
        DesignationMade(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            by_agency=dossier.holder,
            to_agency=to_agency,
            made_on=command.day,
            reason=reason_of(command.reason),
            basis=the_rule_of(dossier, law, command.day).basis,
        )
    ]


def check_not_designated(dossier: Dossier) -> None:
    """
    Do nothing unless the common superior has said whose it is.

    Raises:
        DesignationBinds: it has.
    """
    if dossier.designated is not None:
        raise binding(dossier.designated)


def binding(made: DesignationMade) -> DesignationBinds:
    """Return why nobody gives it back or sends it on after a designation."""
    return DesignationBinds(
        "Cấp trên chung đã xác định cơ quan có thẩm quyền; cơ quan đó phải nhận và xử lý.",
        basis=made.basis,
    )


def the_rule_of(dossier: Dossier, law: Law, on: dt.date) -> DesignationRule:
    """
    Return the row under which it is said whose a petition is.

    Raises:
        RuleMissing: no row covers the kind on that day.
    """
    rule = law.book.custody.designation(dossier.classified.kind, on)
    if rule is None:
        raise RuleMissing(f"custody.yaml: designation of {dossier.classified.kind}, {on}")
    return rule


def _repeats(command: Designate, case: InTransfer) -> bool:
    made = case.sent
    return isinstance(made, DesignationMade) and (command.by, command.to_agency) == (
        made.by_agency,
        made.to_agency,
    )
