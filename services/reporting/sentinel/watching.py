"""
What the sentinel knows and what it holds against it: pure, fact by fact.

Three things are checked. Every date that was announced follows from the inputs in the log,
under the calendars it names. No open clock keeps a date that the calendar in use contradicts.
No open clock is past its end without that having been said.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from services.reporting.sentinel.recount import CannotCount, Days, Span, recount
from shared.contracts.deadlines import (
    ANNOUNCING,
    Announced,
    CalendarPublished,
    ClockExpired,
    ClockExtended,
    ClockExtensionStruck,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
)
from shared.registry import Fact

COUNTED = frozenset({"deadline", "status", "minimum", "threshold"})
"""The modes that run forward from a trigger; no clock of another mode is ever started."""
Fault = Literal["wrong", "stale", "unsaid", "uncountable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A date that is not what it should be. Names a clock, never a person."""

    clock_id: str
    fault: Fault
    """`wrong`: it never followed; `stale`: it follows no longer; `unsaid`: it is over."""
    told_on: dt.date
    counted_on: dt.date | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An open clock as the facts tell it."""

    span: Span
    mode: str
    told_on: dt.date
    """The last lawful day as it was announced."""
    extensions: Mapping[int, int] = field(default_factory=dict)
    paused_on: dt.date | None = None
    expired_on: dt.date | None = None
    """The last lawful day that was said to be over."""

    def whole(self) -> Span:
        """Return the span with its extensions."""
        return replace(self.span, length=self.span.length + sum(self.extensions.values()))


class Watch:
    """The open clocks and the calendars. Feed it every fact of deadlines, in order."""

    def __init__(self) -> None:
        self.clocks: dict[str, Known] = {}
        self.checked = 0
        self.published_at: dt.datetime | None = None
        """When a calendar was last published: what is open may need a moment to follow."""
        self._years: dict[tuple[int, int], Days] = {}
        self._latest: dict[int, Days] = {}

    def hear(self, fact: Fact, at: dt.datetime) -> Difference | None:
        """Take in a fact; return what is wrong with a date that it announces."""
        if isinstance(fact, CalendarPublished):
            self._calendar(fact, at)
            return None
        clock_id = getattr(fact, "clock_id", None)
        if clock_id is None:
            return None
        known = _after(self.clocks.get(clock_id), fact)
        if known is None:
            self.clocks.pop(clock_id, None)
            return None
        self.clocks[clock_id] = known
        if isinstance(fact, ANNOUNCING):
            return self._check(clock_id, known, fact.announced)
        return None

    def stale(self, clock_id: str) -> Difference | None:
        """Return what is wrong with an open clock's date under the calendars in use."""
        known = self.clocks.get(clock_id)
        if known is None or known.paused_on is not None or known.mode not in COUNTED:
            return None
        self.checked += 1
        try:
            _, due_on = recount(known.whole(), self._latest)
        except CannotCount as why:
            return _difference(clock_id, known, "uncountable", None, str(why))
        if due_on == known.told_on:
            return None
        return _difference(clock_id, known, "stale", due_on, "another calendar is in use")

    def unsaid(self, today: dt.date) -> Iterator[Difference]:
        """Yield the open clocks that are over without a word. Cheap: nothing is counted."""
        for clock_id, known in self.clocks.items():
            over = known.told_on < today and known.expired_on != known.told_on
            if over and known.paused_on is None:
                yield _difference(clock_id, known, "unsaid", known.told_on, "it is over")

    def _check(self, clock_id: str, known: Known, told: Announced) -> Difference | None:
        if known.mode not in COUNTED:
            return None
        self.checked += 1
        try:
            nominal_on, due_on = recount(known.whole(), self._named(told.calendar_version))
        except CannotCount as why:
            return _difference(clock_id, known, "uncountable", None, str(why))
        if (nominal_on, due_on) == (told.nominal_on, told.due_on):
            return None
        return _difference(clock_id, known, "wrong", due_on, told.calendar_version)

    def _calendar(self, fact: CalendarPublished, at: dt.datetime) -> None:
        days = Days(
            closed=frozenset(day.on for day in fact.days if day.kind != "make_up"),
            make_up=frozenset(day.on for day in fact.days if day.kind == "make_up"),
        )
        self._years[fact.year, fact.version] = days
        self._latest[fact.year] = days
        self.published_at = at

    def _named(self, versions: str) -> Mapping[int, Days]:
        years = dict(self._latest)
        for name in versions.split("+"):
            year, _, version = name.partition(".")
            named = (int(year), int(version))
            if named not in self._years:
                raise CannotCount(f"calendar {name} was never published")
            years[named[0]] = self._years[named]
        return years


def _after(known: Known | None, fact: Fact) -> Known | None:  # noqa: C901 - a line a fact
    if isinstance(fact, ClockStarted):
        return _started(fact)
    if known is None or isinstance(fact, ClockStopped):
        return None
    match fact:
        case ClockPaused(paused_on=on):
            known = replace(known, paused_on=on)
        case ClockResumed(resumed_on=until) if known.paused_on is not None:
            pauses = (*known.span.pauses, (known.paused_on, until))
            known = replace(known, paused_on=None, span=replace(known.span, pauses=pauses))
        case ClockPauseStruck(paused_on=on):
            still = None if known.paused_on == on else known.paused_on
            pauses = tuple(pause for pause in known.span.pauses if pause[0] != on)
            known = replace(known, paused_on=still, span=replace(known.span, pauses=pauses))
        case ClockExtended(number=number, days=days):
            known = replace(known, extensions={**known.extensions, number: days})
        case ClockExtensionStruck(number=number):
            left = {key: n for key, n in known.extensions.items() if key != number}
            known = replace(known, extensions=left)
        case ClockVariantFound(length=length):
            known = replace(known, span=replace(known.span, length=length))
        case ClockExpired(due_on=due_on):
            known = replace(known, expired_on=due_on)
    if isinstance(fact, ANNOUNCING):
        known = replace(known, told_on=fact.announced.due_on)
    return known


def _started(fact: ClockStarted) -> Known:
    span = Span(
        trigger_on=fact.trigger_on,
        length=fact.length,
        unit=fact.unit,
        rolls=fact.mode == "deadline" and fact.unit != "working_day",
    )
    return Known(span=span, mode=fact.mode, told_on=fact.announced.due_on)


def _difference(
    clock_id: str, known: Known, fault: Fault, counted_on: dt.date | None, why: str
) -> Difference:
    return Difference(
        clock_id=clock_id,
        fault=fault,
        told_on=known.told_on,
        counted_on=counted_on,
        why=why,
    )
