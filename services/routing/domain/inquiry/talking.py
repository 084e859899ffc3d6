"""Prepares a dialogue with its five items, and records it or that somebody did not come."""

import datetime as dt

from services.routing.domain.directory import Law
from services.routing.domain.held import Held
from services.routing.domain.inquiry.commands import (
    HoldDialogue,
    MissDialogue,
    PlanDialogue,
)
from services.routing.domain.inquiry.errors import (
    AnsweredAlready,
    DialoguePending,
    DialogueTooEarly,
    DueTooEarly,
    NoDialogueHere,
    NothingPlanned,
    NoticeTooShort,
)
from services.routing.domain.inquiry.events import InquiryEvent
from services.routing.domain.inquiry.state import Dialogue, Inquiry
from services.routing.domain.inquiry.verifying import in_settlement, said
from services.routing.rules.ending import permitted
from shared.contracts.routing_inquiry import (
    DialogueHeld,
    DialogueMissed,
    DialoguePlanned,
)
from shared.legal.rules import in_force

ITEMS = ("purpose", "content", "participants", "place", "preparation")
"""What every plan must say: the province's plan, R-001-25."""


def plan(command: PlanDialogue, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Prepare a dialogue; one at a time, with notice in time.

    Legal source: LKN Đ30, Đ39; ND124 Đ28.1.

    Raises:
        PlanIncomplete: one of the five items is missing.
        NoticeTooShort, DueTooEarly: too few days before; before the notice.
        DialoguePending: one is prepared already.
        NoDialogueHere: the law knows none. Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    items = {name: said(getattr(command, name), name) for name in ITEMS}
    if inquiry.dialogues and inquiry.dialogues[-1].outcome is None:
        last = inquiry.dialogues[-1].plan
        same = (last.held_on, last.notified_on) == (command.held_on, command.day)
        if same and all(getattr(last, name) == items[name] for name in ITEMS):
            return []
        raise DialoguePending(
            f"Đang có đối thoại chuẩn bị cho ngày {last.held_on:%d/%m/%Y}."
        )
    _check_notice(command, held, law)
    row = permitted(
        law.book.ending.acts, held.dossier.classified.kind, "dialogue", command.day
    )
    if row is None:
        raise NoDialogueHere("Pháp luật không quy định đối thoại với loại vụ việc này.")
    return [
        DialoguePlanned(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=len(inquiry.dialogues) + 1,
            **items,
            held_on=command.held_on,
            notified_on=command.day,
            basis=row.basis,
        )
    ]


def hold(command: HoldDialogue, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Record the dialogue that was prepared; the legal date is the day on which it was held.

    Raises:
        NothingPlanned, DialogueTooEarly, AnsweredAlready, PlanIncomplete: see there.
        Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    last = _prepared(inquiry)
    record = said(command.record, "record")
    if last.outcome is not None:
        if isinstance(last.outcome, DialogueHeld) and (
            last.outcome.held_on, last.outcome.agreement, last.outcome.record,
        ) == (command.day, command.agreement, record):  # fmt: skip
            return []
        raise AnsweredAlready("Đối thoại này đã có kết quả; hãy chuẩn bị lần khác.")
    _not_before(command.day, last)
    return [
        DialogueHeld(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=last.plan.number,
            held_on=command.day,
            agreement=command.agreement,
            record=record,
            evidence=command.evidence,
        )
    ]


def miss(command: MissDialogue, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Record that somebody invited did not come; without a good reason settlement goes on.

    Legal source: LKN Đ30.6 (from 01/7/2026); ND124 Đ28.5.

    Raises:
        NothingPlanned, DialogueTooEarly, AnsweredAlready: see there.
        Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    last = _prepared(inquiry)
    if last.outcome is not None:
        if isinstance(last.outcome, DialogueMissed) and (
            last.outcome.missed_on, last.outcome.absent, last.outcome.excused,
        ) == (command.day, command.absent, command.excused):  # fmt: skip
            return []
        raise AnsweredAlready("Đối thoại này đã có kết quả; hãy chuẩn bị lần khác.")
    _not_before(command.day, last)
    kind = held.dossier.classified.kind
    row = permitted(law.book.ending.acts, kind, "absence", command.day)
    return [
        DialogueMissed(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=last.plan.number,
            missed_on=command.day,
            absent=command.absent,
            excused=command.excused,
            basis=row.basis if row and not command.excused else None,
        )
    ]


def _prepared(inquiry: Inquiry) -> Dialogue:
    if not inquiry.dialogues:
        raise NothingPlanned("Chưa chuẩn bị đối thoại.")
    return inquiry.dialogues[-1]


def _not_before(day: dt.date, dialogue: Dialogue) -> None:
    if day < dialogue.plan.held_on:
        raise DialogueTooEarly(
            f"Đối thoại được chuẩn bị cho ngày {dialogue.plan.held_on:%d/%m/%Y}.",
            field="on",
        )


def _check_notice(command: PlanDialogue, held: Held, law: Law) -> None:
    if command.held_on < command.day:
        raise DueTooEarly(
            "Ngày đối thoại không được trước ngày thông báo.", field="held_on"
        )
    kind = held.dossier.classified.kind
    for row in in_force(law.book.ending.spans, command.held_on):
        applies = row.of == "dialogue_notice" and kind in row.kinds
        if applies and command.held_on - command.day < dt.timedelta(days=row.days):
            raise NoticeTooShort(
                f"Phải thông báo ít nhất {row.days} ngày trước ngày đối thoại.",
                basis=row.basis,
                field="held_on",
            )
