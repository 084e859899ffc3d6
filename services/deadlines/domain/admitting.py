"""What a rule row admits of a question: circumstances, extensions and pauses, or a refusal."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from services.deadlines.domain.errors import (
    DateImpossible,
    ExtensionImpossible,
    ExtensionNotAllowed,
    NoLength,
    PauseGroundUnknown,
    PauseImpossible,
    PauseNotAllowed,
    PausesOverlap,
    VariantsContradict,
    VariantUnknown,
)
from services.deadlines.rules import PERSONS, ClockRule, Variant
from shared.legal.counting import Extension, Pause, effective

POSSIBLE_YEARS = range(1945, 2201)
"""Days outside are slips of the pen; arithmetic on them would leave the calendar of Python."""


def possible(on: dt.date, field: str) -> None:
    """
    Do nothing if a day can be meant.

    Raises:
        DateImpossible: it is centuries away.
    """
    if on.year not in POSSIBLE_YEARS:
        raise DateImpossible(
            f"Ngày {on.day:02}/{on.month:02}/{on.year} không thể đúng; hãy kiểm tra lại năm.",
            field=field,
            values={"day": on},
        )


def length_of(
    rule: ClockRule,
    trigger_on: dt.date,
    variant: Variant,
    extensions: Sequence[Extension],
) -> int:
    """
    Return the length under these circumstances, extensions included.

    Raises:
        NoLength, VariantUnknown, VariantsContradict: see each.
        ExtensionImpossible, ExtensionNotAllowed: see each.
    """
    if rule.length == 0:
        bounded = "" if rule.bounded is None else f": {rule.bounded.vi}"
        raise NoLength(
            f"Pháp luật không nêu số ngày cho {rule.id} ({rule.name.vi}){bounded}.",
            field="clock",
            basis=rule.basis,
            values={
                "clock": rule.id,
                "name": rule.name.en,
                "bounded": "" if rule.bounded is None else f": {rule.bounded.en}",
            },
        )
    if not variant and not extensions:
        return rule.length
    _check_variant(rule, variant)
    length = rule.length_for(variant)
    if length is None or len(variant & rule.extensions.keys()) > 1:
        raise VariantsContradict(
            f"Thời hạn {rule.id} không thể cùng lúc có các trường hợp "
            f"{', '.join(sorted(variant))}; hãy chọn một.",
            field="variant",
            basis=rule.basis,
            values={"clock": rule.id, "given": ", ".join(sorted(variant))},
        )
    _check_extensions(rule, trigger_on, variant, extensions)
    return length + sum(each.days for each in extensions)


def pauses_of(
    rule: ClockRule, trigger_on: dt.date, pauses: Sequence[Pause]
) -> tuple[Pause, ...]:
    """
    Return the pauses that stop the clock: after the trigger, in order.

    An obstacle of a person may have begun before the time did; it is cut. A body cannot have
    paused what did not run.

    Raises:
        PauseNotAllowed, PauseGroundUnknown, PauseImpossible, PausesOverlap: see each.
    """
    if not pauses:
        return ()
    for pause in pauses:
        _check_pause(rule, trigger_on, pause)
    for one, other in pairwise(sorted(pauses, key=lambda pause: pause.from_on)):
        if other.from_on < one.until_on:
            raise PausesOverlap(
                f"Hai lần tạm dừng chồng lên nhau: từ {_say(one.from_on)} và từ "
                f"{_say(other.from_on)}; lần sau chỉ được bắt đầu từ {_say(one.until_on)}.",
                field="pauses",
                basis=rule.pause_basis,
                values={
                    "one": one.from_on,
                    "other": other.from_on,
                    "free": one.until_on,
                },
            )
    return effective(trigger_on, pauses)


def _check_variant(rule: ClockRule, variant: Variant) -> None:
    unknown = variant - rule.circumstances
    if unknown:
        known = ", ".join(sorted(rule.circumstances)) or "không có trường hợp riêng nào"
        raise VariantUnknown(
            f"Thời hạn {rule.id} không có trường hợp {', '.join(sorted(unknown))}; "
            f"pháp luật biết: {known}.",
            field="variant",
            basis=rule.basis,
            values={
                "clock": rule.id,
                "given": ", ".join(sorted(unknown)),
                "known": ", ".join(sorted(rule.circumstances)) or "–",
            },
        )


def _check_extensions(
    rule: ClockRule, trigger_on: dt.date, variant: Variant, extensions: Sequence[Extension]
) -> None:
    for each in extensions:
        possible(each.granted_on, "extensions")
        if each.days < 1 or each.granted_on < trigger_on:
            raise ExtensionImpossible(
                f"Gia hạn phải thêm ít nhất 1 ngày và được quyết định từ ngày bắt đầu "
                f"{_say(trigger_on)} trở đi.",
                field="extensions",
                basis=rule.basis,
                values={"day": trigger_on},
            )
    allowed = rule.extensions_for(variant)
    too_long = any(each.days > rule.extension_length for each in extensions)
    if too_long or len(extensions) > allowed:
        raise ExtensionNotAllowed(
            _what_is_allowed(rule, allowed),
            field="extensions",
            basis=rule.basis,
            values={
                "clock": rule.id,
                "times": allowed,
                "days": rule.extension_length,
                "cases": ", ".join(sorted(rule.extensions)) or "–",
            },
        )


def _what_is_allowed(rule: ClockRule, allowed: int) -> str:
    if not rule.extensions:
        return f"Pháp luật không cho gia hạn thời hạn {rule.id}."
    if not allowed:
        names = ", ".join(sorted(rule.extensions))
        return (
            f"Thời hạn {rule.id} chỉ được gia hạn trong trường hợp {names}; hãy nêu trường "
            "hợp đó."
        )
    return (
        f"Thời hạn {rule.id} trong trường hợp này được gia hạn tối đa {allowed} lần, "
        f"mỗi lần không quá {rule.extension_length} ngày."
    )


def _check_pause(rule: ClockRule, trigger_on: dt.date, pause: Pause) -> None:
    possible(pause.from_on, "pauses")
    possible(pause.until_on, "pauses")
    if rule.pauses_from is None:
        raise PauseNotAllowed(
            f"Pháp luật không cho tạm dừng thời hạn {rule.id}.",
            field="pauses",
            basis=rule.basis,
            values={"clock": rule.id, "since": "–"},
        )
    if pause.until_on <= pause.from_on:
        raise PauseImpossible(
            f"Tạm dừng từ {_say(pause.from_on)} phải kết thúc sau ngày đó, không phải "
            f"{_say(pause.until_on)}; ngày tính tiếp là ngày đầu tiên được tính lại.",
            field="pauses",
            basis=rule.pause_basis,
            values={"day": pause.from_on, "until": pause.until_on, "began": trigger_on},
        )
    if pause.from_on < trigger_on and rule.runs_against not in PERSONS:
        raise PauseImpossible(
            f"Không thể tạm dừng từ {_say(pause.from_on)}: thời hạn chỉ bắt đầu từ "
            f"{_say(trigger_on)}.",
            field="pauses",
            basis=rule.pause_basis,
            values={"day": pause.from_on, "until": pause.until_on, "began": trigger_on},
        )
    if pause.from_on < rule.pauses_from and rule.runs_against not in PERSONS:
        raise PauseNotAllowed(
            f"Việc tạm dừng thời hạn {rule.id} chỉ được phép từ {_say(rule.pauses_from)}; "
            f"lần tạm dừng từ {_say(pause.from_on)} không có căn cứ.",
            field="pauses",
            basis=rule.pause_basis,
            values={"clock": rule.id, "since": rule.pauses_from},
        )
    if pause.ground and pause.ground not in rule.pause_grounds:
        known = ", ".join(rule.pause_grounds)
        raise PauseGroundUnknown(
            f"Thời hạn {rule.id} không được tạm dừng vì {pause.ground}; căn cứ hợp pháp: "
            f"{known}.",
            field="pauses",
            basis=rule.pause_basis,
            values={"clock": rule.id, "ground": pause.ground, "known": known},
        )


def _say(on: dt.date) -> str:
    return f"{on:%d/%m/%Y}"
