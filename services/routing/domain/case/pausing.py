"""Lets settlement stand still and go on, and takes back a pause that should not have been."""

from services.routing.domain.case.commands import PauseCase, ResumeCase, StrikePause
from services.routing.domain.case.course import Course
from services.routing.domain.case.errors import (
    AlreadyPaused,
    DayImpossible,
    NotPaused,
    PauseGroundUnknown,
    PauseNotProvidedFor,
    PauseOverlaps,
    PauseUnknown,
    StruckAlready,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import reason_of, settling
from services.routing.domain.case.state import Case, Dossier
from services.routing.domain.directory import Law
from services.routing.rules import PauseRule
from shared.contracts.routing import CasePaused, CasePauseStruck, CaseResumed
from shared.errors import RuleMissing
from shared.legal.rules import in_force


def pause(command: PauseCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Let settlement stand still, on a ground the law of that day knows.

    Legal source: LKN Đ11a.1, ND124 Đ28a, ND155 Đ22.1; LTC Đ34.1; rows of `settling.yaml`.

    Raises:
        AlreadyPaused, PauseOverlaps: it stands still, or stood still on that day.
        PauseNotProvidedFor, PauseGroundUnknown: not by the law of that day.
        ReasonMissing: it does not say why.
        Refusal: as `settling`.
    """
    dossier, course = settling(command, case, law)
    asked = (command.day, command.ground)
    if asked in {(each.paused_on, each.ground) for each in course.lawful_pauses()}:
        return []
    _check_free(course, command)
    rule = _lawful(law, dossier, command)
    return [
        CasePaused(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            paused_on=command.day,
            ground=command.ground,
            reason=reason_of(command.reason),
            basis=rule.basis,
        )
    ]


def resume(command: ResumeCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Go on with settlement.

    Legal source: LKN Đ11a.3-4, ND124 Đ28b.2; LTC Đ34.2.

    Raises:
        NotPaused: it goes on already.
        DayImpossible: the pause did not begin before that day.
        Refusal: as `settling`.
    """
    dossier, course = settling(command, case, law)
    lasting = course.standing_still
    if lasting is None:
        if command.day in {each.resumed_on for each in course.lawful_pauses()}:
            return []
        raise NotPaused("Vụ việc không đang tạm đình chỉ.")
    if command.day <= lasting.paused_on:
        raise DayImpossible(
            f"Ngày tiếp tục phải sau ngày tạm đình chỉ {lasting.paused_on:%d/%m/%Y}; "
            "nếu ghi nhầm thì gạch bỏ lần tạm đình chỉ đó.",
            field="on",
        )
    rule = _row_of(law, dossier, lasting.ground)
    return [
        CaseResumed(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            kind=dossier.classified.kind,
            instance=dossier.opened.instance,
            holder=dossier.holder,
            resumed_on=command.day,
            basis=rule.resumption,
        )
    ]


def strike_pause(command: StrikePause, case: Case, law: Law) -> list[CaseEvent]:
    """
    Take back a pause, whether it lasts or ended: its days are counted after all.

    Raises:
        PauseUnknown: none began on that day.
        StruckAlready: it was taken back for another reason.
        ReasonMissing: it does not say why.
        Refusal: as `settling`.
    """
    dossier, course = settling(command, case, law)
    reason = reason_of(command.reason)
    meant = [each for each in course.pauses if each.paused_on == command.paused_on]
    if not meant:
        raise PauseUnknown(
            "Không có lần tạm đình chỉ nào bắt đầu ngày này.", field="paused_on"
        )
    if all(each.struck is not None for each in meant):
        if reason in {each.struck for each in meant}:
            return []
        raise StruckAlready("Lần tạm đình chỉ này đã được gạch bỏ.", field="paused_on")
    return [
        CasePauseStruck(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            paused_on=command.paused_on,
            struck_on=command.day,
            reason=reason,
        )
    ]


def _check_free(course: Course, command: PauseCase) -> None:
    """Do nothing if a pause may begin on the day: pauses follow each other."""
    lasting = course.standing_still
    if lasting is not None:
        raise AlreadyPaused(
            f"Vụ việc đang tạm đình chỉ từ ngày {lasting.paused_on:%d/%m/%Y}; "
            "hãy ra quyết định tiếp tục giải quyết trước."
        )
    ends = [each.resumed_on for each in course.lawful_pauses() if each.resumed_on]
    if ends and command.day < max(ends):
        raise PauseOverlaps(
            f"Lần tạm đình chỉ trước kéo dài đến ngày {max(ends):%d/%m/%Y}; "
            "lần mới bắt đầu sớm nhất từ ngày đó.",
            field="on",
        )


def _lawful(law: Law, dossier: Dossier, command: PauseCase) -> PauseRule:
    kind = dossier.classified.kind
    rows = [row for row in law.book.settling.pauses if kind in row.kinds]
    if not rows:
        raise RuleMissing(f"settling.yaml says nothing of pausing a {kind}")
    valid = in_force(rows, command.day)
    if not valid:
        first = min(rows, key=lambda row: row.valid_from)
        raise PauseNotProvidedFor(
            f"Trước ngày {first.valid_from:%d/%m/%Y} pháp luật không cho tạm đình chỉ giải "
            "quyết loại vụ việc này; thời hạn vẫn chạy.",
            basis=first.transition or first.basis,
            field="on",
        )
    for row in valid:
        if row.ground == command.ground:
            return row
    raise PauseGroundUnknown(
        "Lý do này không phải căn cứ tạm đình chỉ loại vụ việc này.",
        basis=valid[0].basis,
        field="ground",
    )


def _row_of(law: Law, dossier: Dossier, ground: str) -> PauseRule:
    """Return the row on which a pause rests: the one that still knows its ground."""
    kind = dossier.classified.kind
    for row in law.book.settling.pauses:
        if kind in row.kinds and row.ground == ground:
            return row
    raise RuleMissing(f"settling.yaml has no row of {ground} for a {kind}")
