"""The clocks of a case as its page shows them: each with its dates as they stand by now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.contracts.deadlines import (
    ANNOUNCING,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
)
from shared.contracts.ticking import counted
from shared.envelope import Heard
from shared.web.showing import Chip, Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """A clock of the case, running, paused or done; why it ends on that day, deadlines tells."""

    name: str
    due_on: dt.date | None
    """None while it stands still: it has no end then."""
    chip: Chip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """A clock as its facts leave it."""

    started: ClockStarted
    due_on: dt.date
    still_since: dt.date | None = None
    stopped: ClockStopped | None = None


def clocks(facts: Iterable[Heard], show: Showing) -> list[ClockLine]:
    """Return the clocks of a case: running ones by due date, then the paused, then the ended."""
    found: dict[str, _Clock] = {}
    for heard in facts:
        fact = heard.fact
        if isinstance(fact, ClockStarted):
            found[fact.clock_id] = _Clock(started=fact, due_on=fact.announced.due_on)
        elif (clock := found.get(getattr(fact, "clock_id", ""))) is not None:
            found[clock.started.clock_id] = _after(clock, fact)
    return [_line(clock, show) for clock in sorted(found.values(), key=_order)]


def _after(clock: _Clock, fact: object) -> _Clock:
    match fact:
        case ClockStopped():
            return replace(clock, stopped=fact)
        case ClockPaused(paused_on=since):
            return replace(clock, still_since=since)
        case ClockResumed():
            clock = replace(clock, still_since=None)
        case ClockPauseStruck(paused_on=struck) if struck == clock.still_since:
            clock = replace(clock, still_since=None)
    if isinstance(fact, ANNOUNCING):
        return replace(clock, due_on=fact.announced.due_on)
    return clock


def _order(clock: _Clock) -> tuple[bool, bool, dt.date]:
    return (clock.stopped is not None, clock.still_since is not None, clock.due_on)


def _line(clock: _Clock, show: Showing) -> ClockLine:
    return ClockLine(
        name=show.word("clock", clock.started.rule.rule),
        due_on=None if clock.still_since else clock.due_on,
        chip=_chip(clock, show),
    )


def _chip(clock: _Clock, show: Showing) -> Chip:
    end, due_on = clock.stopped, clock.due_on
    if end is not None:
        if end.reason == "moot":
            return show.done(show.t("case.clock_moot"))
        return show.done(show.t("case.clock_met", day=show.date(end.stopped_on)))
    if clock.still_since is not None:
        return show.clock(None, clock.still_since)
    if due_on < show.today and not counted(clock.started):
        return show.done(show.t("case.clock_over", day=show.date(due_on)))
    return show.clock(due_on)
