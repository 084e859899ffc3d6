"""Makes the time to settle longer: by a decision, or by what is found to be complex."""

from services.routing.domain.case.commands import (
    ExtendCase,
    FindComplexity,
    StrikeExtension,
)
from services.routing.domain.case.errors import (
    ComplexityNotProvidedFor,
    CriteriaMissing,
    CriterionUnknown,
    ExtensionNotProvidedFor,
    ExtensionsUsedUp,
    ExtensionTooLong,
    ExtensionUnknown,
    StruckAlready,
)
from services.routing.domain.case.events import CaseEvent
from services.routing.domain.case.standing import reason_of, settling
from services.routing.domain.case.state import Case, Dossier
from services.routing.domain.directory import Law
from services.routing.rules import ComplexityRule, ExtensionRule
from shared.contracts.routing import (
    CaseComplexityFound,
    CaseExtended,
    CaseExtensionStruck,
)
from shared.errors import RuleMissing
from shared.legal.rules import in_force


def extend(command: ExtendCase, case: Case, law: Law) -> list[CaseEvent]:
    """
    Make the time to settle a denunciation longer by a written decision.

    Legal source: LTC Đ30.2-4; LKN Đ28, Đ37 (a complaint has a longer time at once).

    Raises:
        ExtensionNotProvidedFor: the law knows no extension for this kind.
        ExtensionsUsedUp, ExtensionTooLong: not so often, or not by so much.
        ReasonMissing: it does not say why.
        Refusal: as `settling`.
    """
    dossier, course = settling(command, case, law)
    rule = _extension_rule(law, dossier, command)
    asked = (command.day, command.days, command.complexity)
    granted = course.granted()
    if asked in {(each.granted_on, each.days, each.complexity) for each in granted}:
        return []
    if not 0 < command.days <= rule.each:
        raise ExtensionTooLong(
            f"Mỗi lần gia hạn từ 1 đến {rule.each} ngày.", basis=rule.basis, field="days"
        )
    if len(granted) >= rule.times:
        raise ExtensionsUsedUp(
            f"Vụ việc như vậy được gia hạn nhiều nhất {rule.times} lần.",
            basis=rule.basis,
            field="complexity",
        )
    return [
        CaseExtended(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            number=len(course.extensions) + 1,
            granted_on=command.day,
            days=command.days,
            complexity=command.complexity,
            reason=reason_of(command.reason),
            basis=rule.basis,
        )
    ]


def strike_extension(command: StrikeExtension, case: Case, law: Law) -> list[CaseEvent]:
    """
    Take an extension back, as if it had never been granted.

    Raises:
        ExtensionUnknown: none has that number.
        StruckAlready: it was taken back for another reason.
        ReasonMissing: it does not say why.
        Refusal: as `settling`.
    """
    dossier, course = settling(command, case, law)
    reason = reason_of(command.reason)
    meant = next((e for e in course.extensions if e.number == command.number), None)
    if meant is None:
        raise ExtensionUnknown("Không có lần gia hạn mang số này.", field="number")
    if meant.struck is not None:
        if meant.struck == reason:
            return []
        raise StruckAlready("Lần gia hạn này đã được gạch bỏ.", field="number")
    return [
        CaseExtensionStruck(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            number=command.number,
            struck_on=command.day,
            reason=reason,
        )
    ]


def find_complexity(command: FindComplexity, case: Case, law: Law) -> list[CaseEvent]:
    """
    Hold that an accepted complaint is complex, or remote, or is not: another time applies.

    Legal source: LKN Đ28, Đ37; ND124 Đ3a.

    Raises:
        ComplexityNotProvidedFor: this kind is extended instead.
        CriteriaMissing, CriterionUnknown: not by the law of that day.
        Refusal: as `settling`.
    """
    dossier, course = settling(command, case, law)
    rule = _complexity_rule(law, dossier, command)
    criteria = _criteria(command, rule)
    found = (command.complex, command.remote, criteria)
    if found == (course.complex, course.remote, course.criteria):
        return []
    return [
        CaseComplexityFound(
            case_id=command.case_id,
            petition_id=dossier.opened.petition_id,
            holder=dossier.holder,
            complex=command.complex,
            remote=command.remote,
            criteria=criteria,
            found_on=command.day,
            basis=rule.basis,
        )
    ]


def _extension_rule(law: Law, dossier: Dossier, command: ExtendCase) -> ExtensionRule:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    for ground in in_force(law.book.settling.unextended, command.day):
        if ground.fits(kind, instance):
            raise ExtensionNotProvidedFor(
                "Giải quyết khiếu nại không được gia hạn; vụ việc phức tạp hoặc ở vùng sâu, "
                "vùng xa có thời hạn dài hơn: hãy ghi nhận tính chất phức tạp.",
                basis=ground.basis,
            )
    for rule in in_force(law.book.settling.extensions, command.day):
        if kind in rule.kinds and rule.complexity == command.complexity:
            return rule
    raise RuleMissing(f"settling.yaml says nothing of extending a {kind}")


def _complexity_rule(law: Law, dossier: Dossier, command: FindComplexity) -> ComplexityRule:
    kind, instance = dossier.classified.kind, dossier.opened.instance
    for extension in in_force(law.book.settling.extensions, command.day):
        if kind in extension.kinds:
            raise ComplexityNotProvidedFor(
                "Tố cáo phức tạp thì gia hạn bằng quyết định, không đổi thời hạn ban đầu.",
                basis=extension.basis,
            )
    for rule in in_force(law.book.settling.complexity, command.day):
        if kind in rule.kinds and instance in rule.instances:
            return rule
    raise RuleMissing(f"settling.yaml does not say what makes a {kind} complex")


def _criteria(command: FindComplexity, rule: ComplexityRule) -> tuple[str, ...]:
    """Return the criteria in the order of the law."""
    known = rule.criteria if command.complex else ()
    if command.criteria - set(known):
        raise CriterionUnknown(
            "Có tiêu chí không thuộc danh mục phức tạp của ngày này, "
            "hoặc vụ việc không được coi là phức tạp.",
            basis=rule.basis,
            field="criteria",
        )
    if known and not command.criteria:
        raise CriteriaMissing(
            "Vụ việc phức tạp phải có ít nhất một trong bảy tiêu chí, ghi vào hồ sơ.",
            basis=rule.basis,
            field="criteria",
        )
    return tuple(each for each in known if each in command.criteria)
