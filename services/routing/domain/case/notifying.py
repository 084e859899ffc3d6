"""Records that papers were sent and received, and that a decision was made public."""

import datetime as dt

from services.routing.domain.case.commands import NotifyOf, PublishDecision
from services.routing.domain.case.course import Paper
from services.routing.domain.case.errors import (
    DayImpossible,
    NotDecidedYet,
    PaperMissing,
    PaperSentAlready,
    ReceivedBeforeSent,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import settled
from services.routing.domain.case.state import Case, Closed
from services.routing.domain.directory import Law
from shared.clock import local_date
from shared.contracts.routing import CaseNotified, DecisionIssued, DecisionPublished


def notify(command: NotifyOf, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record that the latest paper of a kind was sent, or when it was received.

    Legal source: LKN Đ27, Đ32, Đ41.1; ND124 Đ28b; LTC Đ29.3, Đ34.4, Đ35.3.

    Raises:
        PaperMissing: there is none yet.
        DayImpossible, ReceivedBeforeSent: sent before it was signed, received before sent.
        PaperSentAlready: it was sent, or received, on another day.
        Refusal: as `settled`.
    """
    dossier, course = settled(command, case, law)
    paper = course.paper(command.what)
    if paper is None:
        raise PaperMissing("Chưa có văn bản này để gửi.", field="what")
    sent_on = paper.sent_on if paper.sent_on and command.on is None else command.day
    _check_days(paper, sent_on, command)
    if paper.sent_on is not None and (command.received_on in (None, paper.received_on)):
        return []
    return [
        CaseNotified(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            what=command.what,
            sent_on=sent_on,
            received_on=command.received_on,
        )
    ]


def publish(command: PublishDecision, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record that the decision was made public in one of the forms of the law.

    Legal source: LKN Đ41.3, ND124 Đ29; LTC Đ40, ND31 Đ6.

    Raises:
        NotDecidedYet: there is none, or the petition was withdrawn.
        DayImpossible: before the decision.
        Refusal: as `settled`.
    """
    dossier, course = settled(command, case, law)
    decided = case.ending if isinstance(case, Closed) else None
    if not isinstance(decided, DecisionIssued) or decided.outcome == "withdrawn":
        raise NotDecidedYet("Chưa có quyết định, kết luận để công khai.")
    if command.day < decided.issued_on:
        raise DayImpossible("Ngày công khai không được trước ngày ban hành.", field="on")
    if command.form in course.published:
        return []
    return [
        DecisionPublished(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            published_on=command.day,
            form=command.form,
        )
    ]


def _check_days(paper: Paper, sent_on: dt.date, command: NotifyOf) -> None:
    received_on = command.received_on
    if sent_on < paper.dated:
        raise DayImpossible(
            f"Ngày gửi không được trước ngày {paper.dated:%d/%m/%Y} của văn bản.",
            field="on",
        )
    if received_on and not sent_on <= received_on <= local_date(command.at):
        raise ReceivedBeforeSent(
            "Ngày nhận phải từ ngày gửi đến hôm nay.", field="received_on"
        )
    if paper.sent_on is not None and paper.sent_on != sent_on:
        raise PaperSentAlready(
            f"Văn bản này đã được gửi ngày {paper.sent_on:%d/%m/%Y}.", field="on"
        )
    if paper.received_on and received_on not in (None, paper.received_on):
        raise PaperSentAlready(
            f"Đã ghi ngày nhận văn bản này là {paper.received_on:%d/%m/%Y}.",
            field="received_on",
        )
