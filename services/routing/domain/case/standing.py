"""Who may act on a case, and on which ground: asked before every act."""

from typing import assert_never

from services.routing.domain.case.course import Course
from services.routing.domain.case.errors import (
    CaseIsAccepted,
    CaseIsClosed,
    CaseNotAccepted,
    CaseUnknown,
    DayImpossible,
    DesignationPending,
    NotProvidedFor,
    NotTheHolder,
    ReasonMissing,
    TransferUnconfirmed,
)
from services.routing.domain.case.request import Request
from services.routing.domain.case.state import (
    Accepted,
    AwaitingAction,
    Case,
    Classified,
    Closed,
    Dossier,
    InDesignation,
    InTransfer,
    Opened,
    Unknown,
)
from services.routing.domain.directory import Law
from services.routing.domain.proposal import Situation, propose
from services.routing.rules import Way
from shared.clock import local_date
from shared.contracts.routing import Action
from shared.legal.citation import Citation

_RECEIPT = {"complaint": Citation("LKN", "Đ27"), "denunciation": Citation("LTC", "Đ24.1")}
"""What says that everything counts from receipt."""


def dossier_of(case: Case) -> Dossier:
    """
    Return what is known of a case.

    Raises:
        CaseUnknown: nothing opened it.
    """
    match case:
        case Unknown() | Opened() | Classified():
            raise CaseUnknown("Không có vụ việc này.")
        case AwaitingAction() | InTransfer() | InDesignation() | Accepted() | Closed():
            return case.dossier
        case _:
            assert_never(case)


def may_act(request: Request, dossier: Dossier, law: Law) -> None:
    """
    Do nothing if the body that acts holds the petition, on a day that can be.

    Raises:
        NotTheHolder: another body holds it.
        DayImpossible: the legal date is in the future, or before the body got the petition.
    """
    if not law.same_seat(request.by, dossier.holder):
        raise NotTheHolder("Đơn đang do cơ quan khác giữ.", field="by")
    if not dossier.since <= request.day <= local_date(request.at):
        raise DayImpossible(
            "Ngày thực hiện phải từ ngày nhận đơn đến hôm nay.",
            basis=_RECEIPT.get(dossier.classified.kind, Citation("LTCD", "Đ28.1")),
            field="on",
        )


def awaiting(request: Request, case: Case, law: Law) -> Dossier:
    """
    Return the dossier of a case on which its holder may act now.

    Raises:
        CaseUnknown, NotTheHolder: there is nothing to act on, or not for this body.
        TransferUnconfirmed, DesignationPending, CaseIsAccepted, CaseIsClosed: not in this state.
    """
    dossier = dossier_of(case)
    match case:
        case InTransfer():
            raise TransferUnconfirmed("Nơi nhận chưa xác nhận hoặc trả lại đơn.")
        case InDesignation():
            raise DesignationPending(
                "Cấp trên chung đang xác định cơ quan có thẩm quyền; chờ văn bản xác định."
            )
        case Accepted():
            raise CaseIsAccepted("Vụ việc đã thụ lý; chỉ còn việc ra quyết định.")
        case Closed():
            raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
        case _:
            may_act(request, dossier, law)
            return dossier


def settling(request: Request, case: Case, law: Law) -> tuple[Dossier, Course]:
    """
    Return dossier and course of an accepted case whose holder acts on its time.

    Raises:
        CaseUnknown, CaseNotAccepted, CaseIsClosed, NotTheHolder: not in this state or hands.
        DayImpossible: as `may_act`, or before acceptance.
    """
    if isinstance(case, Closed):
        raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
    return settled(request, case, law)


def settled(request: Request, case: Case, law: Law) -> tuple[Dossier, Course]:
    """
    Return dossier and course of a case that was accepted, decided by now or not.

    Raises:
        CaseUnknown, CaseNotAccepted, CaseIsClosed, NotTheHolder: not in this state or hands.
        DayImpossible: as `may_act`, or before acceptance.
    """
    dossier = dossier_of(case)
    course = case.course if isinstance(case, Accepted | Closed) else None
    if course is None and isinstance(case, Closed):
        raise CaseIsClosed("Vụ việc đã kết thúc tại đây mà không được giải quyết.")
    if course is None:
        raise CaseNotAccepted("Vụ việc chưa được thụ lý.", basis=settlement_law(dossier))
    may_act(request, dossier, law)
    if request.day < course.accepted_on:
        raise DayImpossible(
            "Ngày thực hiện không được trước ngày thụ lý.",
            basis=settlement_law(dossier),
            field="on",
        )
    return dossier, course


def settlement_law(dossier: Dossier) -> Citation:
    """Return what says that settlement counts from acceptance."""
    if dossier.classified.kind == "complaint":
        return Citation("LKN", "Đ28" if dossier.opened.instance == "first" else "Đ37")
    return Citation("LTC", "Đ30")


def reason_of(reason: str) -> str:
    """
    Return why something is done, where it must be said.

    Raises:
        ReasonMissing: it is not.
    """
    if not reason.strip():
        raise ReasonMissing("Phải nêu lý do.", field="reason")
    return reason


def way_to(law: Law, dossier: Dossier, action: Action, situation: Situation) -> Way:
    """
    Return how the holder may act, under the rules of the day it got the petition.

    Raises:
        NotProvidedFor: the decision table gives no ground for it.
        RuleMissing: the table has no row for the situation.
    """
    row = propose(law.book, situation, dossier.decided.received_on)
    way = row.way(action)
    if way is None:
        raise NotProvidedFor(
            f"Trường hợp này pháp luật quy định việc khác ({row.action}, {row.basis})."
        )
    return way
