"""Applies a clock's rule row to a day: the one place where rule and arithmetic meet."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from services.deadlines.domain.clocks.errors import ExtensionNotAllowed, VariantUnknown
from services.deadlines.rules import ClockRule, RuleBook, Variant, clock_rule
from shared.legal import counting, explaining
from shared.legal.calendar import Calendar
from shared.legal.counting import Due, Pause, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """When does this clock end?"""

    rule_id: str
    trigger_on: dt.date
    variant: Variant = frozenset()
    pauses: Sequence[Pause] = ()
    extensions: Sequence[int] = ()
    """Days that each written decision added."""
    roll: bool = field(default=True)
    """Whether a closed last day moves to the next working day (BLDS Đ148.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A due date and what it rests on."""

    rule: ClockRule
    length: int
    due: Due


def reckon(book: RuleBook, calendar: Calendar, question: Question) -> Answer:
    """
    Return when a clock ends, quickly and without steps.

    Extensions make one span with the period and roll once, at its end (LTC Đ30).

    Raises:
        VariantUnknown, ExtensionNotAllowed: the row does not provide for it.
        RuleMissing: no row covers the trigger, or a calendar is not published.
    """
    return _answer(book, calendar, question, counting.due)


def explain(book: RuleBook, calendar: Calendar, question: Question) -> Answer:
    """
    Return what `reckon` returns, with the steps that lead there.

    Raises:
        VariantUnknown, ExtensionNotAllowed, RuleMissing: as `reckon`.
    """
    answer = _answer(book, calendar, question, explaining.explain)
    ignored = [
        _not_paused(pause) for pause in question.pauses if not _honored(answer.rule, pause)
    ]
    if not ignored:
        return answer
    due = msgspec.structs.replace(answer.due, steps=(*ignored, *answer.due.steps))
    return Answer(rule=answer.rule, length=answer.length, due=due)


def _answer(
    book: RuleBook, calendar: Calendar, question: Question, count: Callable[..., Due]
) -> Answer:
    rule = clock_rule(book, question.rule_id, question.trigger_on)
    length = _length(rule, question)
    pauses = [pause for pause in question.pauses if _honored(rule, pause)]
    due = count(
        question.trigger_on, length, rule.unit, calendar, pauses, roll=question.roll
    )
    return Answer(rule=rule, length=length, due=due)


def _length(rule: ClockRule, question: Question) -> int:
    unknown = question.variant - rule.circumstances()
    if unknown:
        raise VariantUnknown(
            f"Thời hạn {rule.id} không có trường hợp {', '.join(sorted(unknown))}.",
            field="variant",
        )
    allowed = rule.extensions_for(question.variant)
    too_long = any(not 0 < days <= rule.extension_length for days in question.extensions)
    if too_long or len(question.extensions) > allowed:
        raise ExtensionNotAllowed(
            f"Thời hạn {rule.id} trong trường hợp này được gia hạn tối đa {allowed} lần, "
            f"mỗi lần không quá {rule.extension_length} ngày.",
            field="extensions",
        )
    return rule.length_for(question.variant) + sum(question.extensions)


def _honored(rule: ClockRule, pause: Pause) -> bool:
    return rule.pauses_from is not None and rule.pauses_from <= pause.from_on


def _not_paused(pause: Pause) -> Step:
    return Step(
        kind="not_paused",
        from_on=pause.from_on,
        until_on=pause.until_on,
        sentence=f"Từ {pause.from_on:%d/%m/%Y}: pháp luật khi đó không cho tạm dừng "
        "thời hạn này, nên các ngày vẫn được tính.",
    )
