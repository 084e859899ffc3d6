"""Urges and reports, orders the work, and plans how old cases are settled."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.attention.commands import (
    AttentionCommand,
    PlaceCase,
    PlanBacklog,
    ReportCase,
    UrgeCase,
)
from services.routing.domain.attention.errors import (
    LeaderBarred,
    NothingUrged,
    NotOverdue,
    UrgedAlready,
)
from services.routing.domain.attention.events import AttentionEvent
from services.routing.domain.attention.state import Attention, evolve
from services.routing.domain.case.ending_errors import NotSuperior
from services.routing.domain.case.errors import CaseIsClosed
from services.routing.domain.case.reviewing import row_of
from services.routing.domain.case.standing import reason_of
from services.routing.domain.directory import Law
from services.routing.domain.held import Held, by_holder, in_time, superior_to
from services.routing.domain.inquiry.errors import DueTooEarly
from services.routing.domain.inquiry.verifying import said
from shared.contracts.routing_inquiry import (
    BacklogPlanned,
    CasePlaced,
    CaseReported,
    CaseUrged,
)
from shared.decider import Decider


def attention_decider(law: Law) -> Decider[AttentionCommand, Attention, AttentionEvent]:
    """Return the decider of attention under these rules, among these bodies."""

    def decide(command: AttentionCommand, attention: Attention) -> Sequence[AttentionEvent]:
        then = law.on(command.day)
        match command:
            case UrgeCase():
                return urge(command, attention, then)
            case ReportCase():
                return report(command, attention, then)
            case PlaceCase():
                return place(command, attention, then)
            case PlanBacklog():
                return plan(command, attention, then)
            case _:
                assert_never(command)

    return Decider(initial=Attention(), evolve=evolve, decide=decide)


def urge(command: UrgeCase, attention: Attention, law: Law) -> list[AttentionEvent]:
    """
    Want a report on an overdue case of a body below; one at a time.

    Legal source: LTCD Đ26.1.b; LTC Đ38.2.

    Raises:
        NotSuperior, NotOverdue, UrgedAlready, CaseIsClosed, ReasonMissing: see there.
        NotOfThisKind: neither complaint nor denunciation. DayImpossible: not that day.
    """
    held = superior_to(command, law)
    if held is None:
        raise NotSuperior("Chỉ cơ quan cấp trên của nơi giữ đơn được đôn đốc.", field="by")
    _is_open(held)
    in_time(command, held.dossier.opened.received_on)
    reason, waiting = reason_of(command.reason), attention.unanswered
    if waiting is not None:
        if (waiting.by_agency, waiting.urged_on) == (command.by, command.day):
            return []
        raise UrgedAlready(f"Đã đôn đốc ngày {waiting.urged_on:%d/%m/%Y}, chưa có báo cáo.")
    if not command.overdue:
        raise NotOverdue("Vụ việc chưa quá hạn nên chưa có gì để đôn đốc.")
    return [
        CaseUrged(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            kind=held.dossier.classified.kind,
            holder=held.dossier.holder,
            by_agency=command.by,
            number=len(attention.urged) + 1,
            urged_on=command.day,
            reason=reason,
            basis=row_of(law, held.dossier, "urging", command.day).basis,
        )
    ]


def report(command: ReportCase, attention: Attention, law: Law) -> list[AttentionEvent]:
    """
    Answer what was urged: how far it is, why it is late.

    Legal source: LTC Đ38.3.

    Raises:
        NothingUrged, PlanIncomplete, DueTooEarly: see there.
        Refusal: as `by_holder`.
    """
    held, urged = by_holder(command, law), attention.unanswered
    progress, reason = said(command.progress, "progress"), reason_of(command.reason)
    if urged is None:
        last = attention.reported[-1] if attention.reported else None
        if last and (last.reported_on, last.progress) == (command.day, progress):
            return []
        raise NothingUrged("Không có yêu cầu báo cáo nào đang chờ.")
    if command.day < urged.urged_on:
        raise DueTooEarly("Ngày báo cáo không được trước ngày đôn đốc.", field="on")
    return [
        CaseReported(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            kind=held.dossier.classified.kind,
            holder=held.dossier.holder,
            number=urged.number,
            reported_on=command.day,
            progress=progress,
            reason=reason,
        )
    ]


def place(command: PlaceCase, attention: Attention, law: Law) -> list[AttentionEvent]:
    """
    Put a case elsewhere in the order of work, and say why.

    Raises:
        ReasonMissing, CaseIsClosed: it does not say why; it is over.
        Refusal: as `by_holder`.
    """
    held = by_holder(command, law)
    _is_open(held)
    reason = reason_of(command.reason)
    now = attention.placed
    if (now.place if now else "none") == command.place:
        return []
    return [
        CasePlaced(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            place=command.place,
            placed_on=command.day,
            reason=reason,
        )
    ]


def plan(command: PlanBacklog, attention: Attention, law: Law) -> list[AttentionEvent]:
    """
    Say how an old case will be settled; every field is mandatory, a later plan replaces it.

    Raises:
        PlanIncomplete: a field says nothing.
        DueTooEarly, LeaderBarred, CaseIsClosed: see there.
        Refusal: as `by_holder`.
    """
    held = by_holder(command, law)
    _is_open(held)
    planned = BacklogPlanned(
        case_id=command.case_id,
        petition_id=held.dossier.opened.petition_id,
        holder=held.dossier.holder,
        planned_on=command.day,
        cause=said(command.cause, "cause"),
        difficulties=said(command.difficulties, "difficulties"),
        direction=said(command.direction, "direction"),
        due_on=command.due_on,
        leader=command.leader,
    )
    if attention.plan == planned:
        return []
    if command.barred:
        raise LeaderBarred("Không thể giao vụ việc này cho lãnh đạo này.", field="leader")
    if command.due_on < command.day:
        raise DueTooEarly(
            "Hạn giải quyết không được trước ngày lập kế hoạch.", field="due_on"
        )
    return [planned]


def _is_open(held: Held) -> None:
    if not held.open:
        raise CaseIsClosed("Vụ việc đã kết thúc tại đây.")
