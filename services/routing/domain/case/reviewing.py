"""Puts a decision right or takes it back, and records who complains of it or took it further."""

import datetime as dt

from services.routing.domain.case.course import Course
from services.routing.domain.case.ending_commands import (
    AmendDecision,
    NoteAppeal,
    NoteLawsuit,
    ReexamineDecision,
    RevokeDecision,
)
from services.routing.domain.case.ending_errors import (
    InForceAlready,
    NoDecision,
    NotedAlready,
    NotFirstDecision,
    NotInForce,
    NotOfThisKind,
    NotSuperior,
)
from services.routing.domain.case.errors import DayImpossible
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.request import Request
from services.routing.domain.case.standing import dossier_of, may_act, reason_of
from services.routing.domain.case.state import Case, Closed, Dossier
from services.routing.domain.directory import Law
from services.routing.domain.superior import is_above
from services.routing.rules.ending import Effect, Permission, permitted
from shared.clock import local_date
from shared.contracts.routing import DecisionIssued
from shared.contracts.routing_settlement import (
    CaseReopened,
    DecisionAmended,
    DecisionAppealed,
    DecisionReexamined,
    DecisionRevoked,
    LawsuitNoted,
)
from shared.errors import RuleMissing
from shared.legal.rules import in_force

ONE_DAY = dt.timedelta(days=1)


def amend(command: AmendDecision, case: Case, law: Law) -> list[CaseEvent]:
    """
    Put something in a decision right; it stands from the same day.

    Raises:
        NoDecision: there is none that stands.
        DayImpossible, ReasonMissing: before it was signed; it does not say why.
        Refusal: as `may_act`.
    """
    dossier, _, _ = standing_decision(command, case, law)
    asked = (command.day, command.cause, command.reason)
    amended = dossier.aftermath.amended
    if asked in {(each.amended_on, each.cause, each.reason) for each in amended}:
        return []
    return [
        DecisionAmended(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            amended_on=command.day,
            cause=command.cause,
            reason=reason_of(command.reason),
        )
    ]


def revoke(command: RevokeDecision, case: Case, law: Law) -> list[CaseEvent]:
    """
    Take a decision back, by who made it or the body above; as a rule settlement begins anew.

    Legal source: ND141; LTC Đ37.2.

    Raises:
        NoDecision: there is none that stands.
        NotTheHolder: neither the holder asks, nor a body above it.
        DayImpossible, ReasonMissing: before it was signed; it does not say why.
    """
    asked = (command.by, command.day, command.cause, command.reason)
    for each in dossier_of(case).aftermath.revoked:
        if asked == (each.by_agency, each.revoked_on, each.cause, each.reason):
            return []
    dossier, ending, course = standing_decision(command, case, law, above=True)
    revoked = DecisionRevoked(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        holder=dossier.holder,
        by_agency=command.by,
        revoked_on=command.day,
        cause=command.cause,
        reason=reason_of(command.reason),
    )
    if not command.resettle:
        return [revoked]
    row = row_of(law, dossier, "revocation", command.day)
    reopened = CaseReopened(
        case_id=command.case_id,
        petition_id=dossier.opened.petition_id,
        kind=dossier.classified.kind,
        instance=dossier.opened.instance,
        holder=dossier.holder,
        complex=course.complex,
        remote=ending.remote,
        cause="revoked",
        reopened_on=command.day,
        reason=command.reason,
        basis=row.basis,
    )
    return [revoked, reopened]


def appeal(command: NoteAppeal, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record that a second complaint came in time: the first decision does not take effect.

    In time is before it takes effect, or within the same days of its receipt where that is later.

    Legal source: LKN Đ33.1, Đ44.1.

    Raises:
        NoDecision, NotFirstDecision: there is nothing to complain of a second time.
        InForceAlready: too late. NotedAlready: on another day.
        Refusal: as `may_act`.
    """
    dossier, ending, course = standing_decision(command, case, law)
    if (dossier.classified.kind, dossier.opened.instance) != ("complaint", "first"):
        raise NotFirstDecision(
            "Chỉ quyết định giải quyết khiếu nại lần đầu mới có lần hai."
        )
    known = dossier.aftermath.appealed_on
    if known is not None:
        if known == command.day:
            return []
        raise NotedAlready(
            f"Đã ghi nhận khiếu nại lần hai ngày {known:%d/%m/%Y}.", field="on"
        )
    paper = course.paper("decision")
    start = (paper.received_on if paper else None) or ending.issued_on
    last = max(start, ending.issued_on) + _days(law, dossier, ending)
    if command.day > last and paper is not None and paper.received_on is not None:
        raise InForceAlready(
            f"Thời hạn khiếu nại lần hai đã hết ngày {last:%d/%m/%Y}.", field="on"
        )
    row = row_of(law, dossier, "appeal", command.day)
    return [
        DecisionAppealed(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            appealed_on=command.day,
            basis=row.basis,
        )
    ]


def lawsuit(command: NoteLawsuit, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record that a court took the matter: no longer accepted or decided, but discontinued.

    Legal source: LKN Đ11.9, Đ11a.2.d.

    Raises:
        NotOfThisKind: no complaint.
        DayImpossible: the court cannot have taken it later than it was noted.
        NotedAlready: on another day.
        Refusal: as `may_act`.
    """
    dossier = dossier_of(case)
    may_act(command, dossier, law)
    row = row_of(law, dossier, "lawsuit", command.day)
    if command.court_accepted_on > command.day:
        raise DayImpossible(
            "Ngày Tòa án thụ lý không được sau ngày ghi nhận.", field="court_accepted_on"
        )
    known = dossier.aftermath.court_on
    if known is not None:
        if known == command.court_accepted_on:
            return []
        raise NotedAlready(
            f"Đã ghi nhận Tòa án thụ lý ngày {known:%d/%m/%Y}.", field="court_accepted_on"
        )
    return [
        LawsuitNoted(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            court_accepted_on=command.court_accepted_on,
            noted_on=command.day,
            basis=row.basis,
        )
    ]


def reexamine(command: ReexamineDecision, case: Case, law: Law) -> list[CaseEvent]:
    """
    Record what the body above found of a decision in force.

    Legal source: ND124 Đ38; LTC Đ37.2.

    Raises:
        NoDecision, NotInForce: there is none, or it does not bind yet.
        NotSuperior: whoever asks is not above the holder.
        NotedAlready: the same day found otherwise.
        DayImpossible, ReasonMissing: before it was signed; it does not say why.
    """
    dossier, ending, _ = standing_decision(command, case, law, above=True)
    if not is_above(law, command.by, dossier.holder):
        raise NotSuperior(
            "Chỉ cơ quan cấp trên của nơi ra quyết định xem xét lại.", field="by"
        )
    if dossier.aftermath.appealed_on or command.day < effect_of(law, dossier, ending):
        raise NotInForce("Quyết định chưa có hiệu lực vào ngày này.", field="on")
    for each in dossier.aftermath.reexamined:
        if (each.reexamined_on, each.by_agency) == (command.day, command.by):
            if each.finding == command.finding:
                return []
            raise NotedAlready(
                "Đã ghi kết quả xem xét khác trong ngày này.", field="finding"
            )
    row = row_of(law, dossier, "reexamination", command.day)
    return [
        DecisionReexamined(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            by_agency=command.by,
            reexamined_on=command.day,
            finding=command.finding,
            reason=reason_of(command.reason),
            basis=row.basis,
        )
    ]


def effect_of(law: Law, dossier: Dossier, ending: DecisionIssued) -> dt.date:
    """Return the first day on which a decision binds, if nobody complains a second time."""
    days = _days(law, dossier, ending)
    return ending.issued_on + days + ONE_DAY if days else ending.issued_on


def standing_decision(
    request: Request, case: Case, law: Law, *, above: bool = False
) -> tuple[Dossier, DecisionIssued, Course]:
    """
    Return a decided case about whose decision its holder, or the body above, does something.

    Raises:
        NoDecision: it has none, or none that stands.
        DayImpossible: before the decision, or in the future.
        NotTheHolder: another body asks.
    """
    dossier = dossier_of(case)
    ending = case.ending if isinstance(case, Closed) else None
    course = case.course if isinstance(case, Closed) else None
    fallen = dossier.aftermath.fallen
    if not isinstance(ending, DecisionIssued) or course is None or fallen:
        raise NoDecision("Vụ việc chưa có quyết định hoặc kết luận đang có giá trị.")
    if ending.outcome == "withdrawn":
        raise NoDecision("Vụ việc kết thúc do rút đơn, không có quyết định giải quyết.")
    if not (above and is_above(law, request.by, dossier.holder)):
        may_act(request, dossier, law)
    if not ending.issued_on <= request.day <= local_date(request.at):
        raise DayImpossible(
            f"Ngày thực hiện phải từ ngày ra quyết định {ending.issued_on:%d/%m/%Y} "
            "đến hôm nay.",
            field="on",
        )
    return dossier, ending, course


def _days(law: Law, dossier: Dossier, ending: DecisionIssued) -> dt.timedelta:
    row = _effect_row(law, dossier, ending.issued_on)
    return dt.timedelta(days=row.remote if ending.remote else row.days)


def _effect_row(law: Law, dossier: Dossier, day: dt.date) -> Effect:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    for row in in_force(law.book.ending.effects, day):
        if kind in row.kinds and instance in row.instances:
            return row
    raise RuleMissing(f"ending.yaml does not say when a decision on a {kind} takes effect")


def row_of(law: Law, dossier: Dossier, of: str, day: dt.date) -> Permission:
    """
    Return what an act rests on, by the law of the day.

    Raises:
        NotOfThisKind: the law knows no such act about cases of this kind.
    """
    row = permitted(law.book.ending.acts, dossier.classified.kind, of, day)
    if row is None:
        raise NotOfThisKind(
            "Pháp luật của ngày này không có việc này với loại vụ việc này."
        )
    return row
