"""Applies a clock's rule row to a day: the one place where rule and arithmetic meet."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from services.deadlines.domain.admitting import length_of, pauses_of, possible
from services.deadlines.domain.errors import (
    CalendarNotPublished,
    ClockNotInForce,
    ClockRefused,
    UnknownClock,
)
from services.deadlines.rules import PERSONS, ClockRule, RuleBook, Variant, clock_rule
from shared.legal import counting, explaining, wording
from shared.legal.calendar import Calendar
from shared.legal.citation import Citation
from shared.legal.counting import ONE_DAY, Due, Extension, Pause, Period, Step
from shared.legal.gaps import CalendarMissing, ClockUnknown, Gap, NoRowInForce
from shared.legal.policy import AS_WE_READ_IT, Actor, Policy
from shared.legal.rules import Bilingual

HALF_PERCENT = 50
MOST_PERCENT = 80
"""Shares of a clock's time after which people are reminded: how we work, no law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """When does this clock end?"""

    rule_id: str
    trigger_on: dt.date
    """The day of the trigger, not counted; of a `before` clock, the day of the event."""
    variant: Variant = frozenset()
    pauses: Sequence[Pause] = ()
    extensions: Sequence[Extension] = ()
    actor: Actor | None = None
    """Whose time it is; None: as the row says."""
    policy: Policy = AS_WE_READ_IT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A date and what it rests on."""

    rule: ClockRule
    length: int
    """Extensions included."""
    due: Due


def reckon(book: RuleBook, calendar: Calendar, question: Question) -> Answer:
    """
    Return when a clock ends, quickly and without steps.

    Extensions make one span with the period and roll once, at its end (LTC Đ30).

    Raises:
        ClockRefused: the law does not provide for what is asked.
        Gap: no row covers the trigger, or a calendar is not published.
    """
    rule, period = _read(book, question)
    due = counting.due(period, _reading(calendar, rule, question))
    return Answer(rule=rule, length=period.length, due=due)


def explain(book: RuleBook, calendar: Calendar, question: Question) -> Answer:
    """
    Return what `reckon` returns, with the steps that lead there.

    Raises:
        ClockRefused, Gap: as `reckon`.
    """
    rule, period = _read(book, question)
    reading = _reading(calendar, rule, question)
    due = explaining.explain(period, reading)
    first, *others = due.steps
    steps = (
        _rule_step(rule, question),
        first,
        *_extension_steps(rule, period, reading, question),
        *_idle_pauses(question),
        *others,
    )
    due = msgspec.structs.replace(due, steps=steps)
    return Answer(rule=rule, length=period.length, due=due)


def asked(book: RuleBook, calendar: Calendar, question: Question) -> Answer:
    """
    Return what `explain` returns, for somebody who asks: a gap of ours is told as a refusal.

    Reactions must not use it: they would pass over a clock that lacks a calendar.

    Raises:
        ClockRefused: there is no date, for any reason.
    """
    try:
        return explain(book, calendar, question)
    except Gap as gap:
        raise told(gap) from gap


def told(gap: Gap) -> ClockRefused:
    """Return a gap of ours as the refusal of whoever asked."""
    kind, basis = _TOLD[type(gap)]
    return kind(gap.sentence, field=gap.field, basis=basis, values=gap.values)


def reminder_days(
    book: RuleBook, calendar: Calendar, question: Question
) -> tuple[dt.date, dt.date]:
    """
    Return the days by whose end half and four fifths of a clock's time are used up.

    Counted as the clock itself is, pauses and all, but never rolled.

    Raises:
        ClockRefused, Gap: as `reckon`.
    """
    rule, period = _read(book, question)
    reading = _reading(calendar, rule, question)
    return (
        counting.used_up(period, reading, HALF_PERCENT),
        counting.used_up(period, reading, MOST_PERCENT),
    )


_TOLD: dict[type[Gap], tuple[type[ClockRefused], Citation | None]] = {
    ClockUnknown: (UnknownClock, None),
    NoRowInForce: (ClockNotInForce, None),
    CalendarMissing: (CalendarNotPublished, Citation("BLLD", "Đ112")),
}


def _read(book: RuleBook, question: Question) -> tuple[ClockRule, Period]:
    trigger_on = question.trigger_on
    possible(trigger_on, "started_on")
    rule = clock_rule(book, question.rule_id, trigger_on)
    period = Period(
        trigger_on=trigger_on,
        length=length_of(rule, trigger_on, question.variant, question.extensions),
        unit=rule.unit,
        mode=rule.mode,
        pauses=pauses_of(rule, trigger_on, question.pauses),
        roll=question.policy.roll_last_day,
        whole=rule.whole,
    )
    return rule, period


def _reading(calendar: Calendar, rule: ClockRule, question: Question) -> Calendar:
    if question.policy is AS_WE_READ_IT:
        return calendar
    own: Actor = "citizen" if rule.runs_against in PERSONS else "agency"
    return calendar.under(question.policy, question.actor or own)


def _rule_step(rule: ClockRule, question: Question) -> Step:
    n = rule.length_for(question.variant) or rule.length
    length = wording.amount(n, rule.unit)
    cases = wording.circumstances(question.variant)
    vi, en = (f" ({cases.vi})", f" ({cases.en})") if question.variant else ("", "")
    local = ("; cam kết địa phương, không phải luật", "; a local promise, not law")
    more = local if rule.local else ("", "")
    said = Bilingual(
        f"{rule.name.vi}: {length.vi}{vi}, mốc tính: {rule.trigger.vi}{more[0]}.",
        f"{rule.name.en}: {length.en}{en}, counted from: {rule.trigger.en}{more[1]}.",
    )
    on = question.trigger_on
    return explaining.step("rule", on, on + ONE_DAY, said, rule.basis)


def _extension_steps(
    rule: ClockRule, period: Period, calendar: Calendar, question: Question
) -> Iterator[Step]:
    """Tell each extension, and whether the time was over when it was signed."""
    days = sum(each.days for each in question.extensions)
    so_far = msgspec.structs.replace(period, length=period.length - days)
    granted = sorted(question.extensions, key=lambda each: each.granted_on)
    for number, each in enumerate(granted, start=1):
        ended_on = counting.due(so_far, calendar).due_on
        late_after = ended_on if each.granted_on > ended_on else None
        said = wording.extended(number, each, late_after)
        on = each.granted_on
        yield explaining.step("extended", on, on + ONE_DAY, said, rule.basis)
        so_far = msgspec.structs.replace(so_far, length=so_far.length + each.days)


def _idle_pauses(question: Question) -> Iterator[Step]:
    """Tell of obstacles that were over before the time began."""
    for pause in question.pauses:
        if pause.until_on <= question.trigger_on + ONE_DAY:
            said = wording.not_paused(pause, question.trigger_on)
            yield explaining.step("not_paused", pause.from_on, pause.until_on, said)
