"""Plans and records verification, asks other bodies and notes their answers."""

from services.routing.domain.case.reviewing import row_of
from services.routing.domain.directory import Law
from services.routing.domain.held import Beside, Held, accepted
from services.routing.domain.inquiry.commands import (
    AnswerInformation,
    AskInformation,
    PlanVerification,
    RecordVerification,
)
from services.routing.domain.inquiry.errors import (
    AgencyNotAsked,
    AnsweredAlready,
    CannotVerify,
    DueTooEarly,
    NothingPlanned,
    PlanIncomplete,
    RequestUnknown,
    SettlementIsOver,
    StillVerifying,
)
from services.routing.domain.inquiry.events import InquiryEvent
from services.routing.domain.inquiry.state import Inquiry
from shared.contracts.routing_inquiry import (
    InformationAnswered,
    InformationAsked,
    VerificationPlanned,
    VerificationRecorded,
)


def plan(command: PlanVerification, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Say who verifies what; a further verification follows the report of the one before.

    Legal source: LKN Đ29; LTC Đ31; LTC Đ8.1 (who has an interest takes no part).

    Raises:
        CannotVerify, StillVerifying, PlanIncomplete, DueTooEarly: see there.
        Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    team = tuple(sorted(set(command.team) - {command.lead}))
    contents = said(command.contents, "contents")
    last = inquiry.verifications[-1] if inquiry.verifications else None
    if last and (last.plan.lead, last.plan.team, last.plan.contents, last.plan.until_on) == (
        command.lead, team, contents, command.until_on,
    ):  # fmt: skip
        return []
    if last and last.report is None:
        raise StillVerifying("Lần xác minh trước chưa có báo cáo kết quả.")
    if command.barred:
        raise CannotVerify(
            "Không thể giao xác minh cho cán bộ này; hãy chọn người khác.", field="lead"
        )
    if command.until_on < command.day:
        raise DueTooEarly("Hạn xác minh không được trước ngày giao.", field="until_on")
    return [
        VerificationPlanned(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=len(inquiry.verifications) + 1,
            lead=command.lead,
            team=team,
            contents=contents,
            planned_on=command.day,
            until_on=command.until_on,
            basis=row_of(law, held.dossier, "verification", command.day).basis,
        )
    ]


def record(command: RecordVerification, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Record what the latest verification found.

    Raises:
        NothingPlanned: none was planned. AnsweredAlready: it has another report.
        DayImpossible, PlanIncomplete: before it was planned; it says nothing.
        Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    if not inquiry.verifications:
        raise NothingPlanned("Chưa giao xác minh.")
    last, findings = inquiry.verifications[-1], said(command.findings, "findings")
    if last.report is not None:
        if (last.report.recorded_on, last.report.findings) == (command.day, findings):
            return []
        raise AnsweredAlready("Lần xác minh này đã có báo cáo kết quả.")
    if command.day < last.plan.planned_on:
        raise DueTooEarly("Báo cáo không được trước ngày giao xác minh.", field="on")
    return [
        VerificationRecorded(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=last.plan.number,
            recorded_on=command.day,
            findings=findings,
            evidence=command.evidence,
        )
    ]


def ask(command: AskInformation, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Ask another body; what is the same is asked once.

    Legal source: LKN Đ12.1.đ; LTC Đ31.

    Raises:
        AgencyNotAsked, DueTooEarly, PlanIncomplete: see there.
        AgencyUnknown, AgencyNotInForce: whoever is asked is not there.
        Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    what = said(command.what, "what")
    for each in inquiry.requests:
        one = each.request
        if (one.of_agency, one.what, one.asked_on, one.due_on) == (
            command.of_agency, what, command.day, command.due_on,
        ):  # fmt: skip
            return []
    if command.of_agency == held.dossier.holder:
        raise AgencyNotAsked("Không hỏi chính mình; chọn cơ quan khác.", field="of_agency")
    law.directory.in_force(command.of_agency, command.day, field="of_agency")
    if command.due_on <= command.day:
        raise DueTooEarly("Hạn trả lời phải sau ngày yêu cầu.", field="due_on")
    return [
        InformationAsked(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=len(inquiry.requests) + 1,
            of_agency=command.of_agency,
            what=what,
            asked_on=command.day,
            due_on=command.due_on,
            basis=row_of(law, held.dossier, "information", command.day).basis,
        )
    ]


def answer(command: AnswerInformation, inquiry: Inquiry, law: Law) -> list[InquiryEvent]:
    """
    Record the answer to a request, and whether whoever gave it vouches for it.

    Raises:
        RequestUnknown, AnsweredAlready: see there.
        DueTooEarly: before it was asked.
        Refusal: as `in_settlement`.
    """
    held = in_settlement(command, law)
    if not 1 <= command.number <= len(inquiry.requests):
        raise RequestUnknown(
            "Không có yêu cầu cung cấp thông tin mang số này.", field="number"
        )
    each = inquiry.requests[command.number - 1]
    if each.answer is not None:
        given = (each.answer.answered_on, each.answer.certified)
        if given == (command.day, command.certified):
            return []
        raise AnsweredAlready("Yêu cầu này đã được trả lời.", field="number")
    if command.day < each.request.asked_on:
        raise DueTooEarly("Ngày trả lời không được trước ngày yêu cầu.", field="on")
    return [
        InformationAnswered(
            case_id=command.case_id,
            petition_id=held.dossier.opened.petition_id,
            holder=held.dossier.holder,
            number=command.number,
            answered_on=command.day,
            certified=command.certified,
            evidence=command.evidence,
        )
    ]


def in_settlement(command: Beside, law: Law) -> Held:
    """
    Return a case that its holder is settling.

    Raises:
        SettlementIsOver: it ended. Refusal: as `accepted`.
    """
    held, _ = accepted(command, law)
    if not held.open:
        raise SettlementIsOver("Vụ việc đã kết thúc, không còn xác minh hay đối thoại.")
    return held


def said(text: str, field: str) -> str:
    """
    Return what a mandatory item says.

    Raises:
        PlanIncomplete: nothing.
    """
    if not text.strip():
        raise PlanIncomplete("Mục này bắt buộc phải có.", field=field)
    return text.strip()
