"""How a clock looks to an officer: what is left of it in working days, and in whose hands."""

import datetime as dt
from dataclasses import dataclass

from services.deadlines.projections.clock import ClockRow
from services.deadlines.queries import Listed
from services.deadlines.rules import RuleBook
from shared.errors import RuleMissing
from shared.legal.calendar import Calendar
from shared.web.showing import SOON_DAYS, Chip, Showing

_BODIES = ("agency", "superior")


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as a row of a list."""

    petition_id: str
    receipt_code: str
    anchor: str
    kind: str
    chip: Chip
    rule: str
    name: str
    against: str
    officer: str
    due_on: dt.date | None
    """None while it stands still: it has no end then."""
    mark: str
    """What it is, where it is no body's deadline; else empty."""


def line(listed: Listed, show: Showing, calendar: Calendar, book: RuleBook) -> Line:
    """Return a clock as a row of a list."""
    clock = listed.clock
    return Line(
        petition_id=clock.petition_id,
        receipt_code=listed.receipt_code,
        anchor=anchor_of(clock),
        kind=listed.kind,
        chip=chip(clock, show, calendar),
        rule=clock.rule,
        name=name_of(clock.rule, show, book),
        against=clock.against,
        officer=listed.officer,
        due_on=None if clock.state == "paused" else clock.due_on,
        mark=mark(clock, show),
    )


def anchor_of(clock: ClockRow) -> str:
    """Return where a clock stands on the page of its petition."""
    return clock.clock_id.partition("/")[2].replace("/", "-")


def name_of(rule_id: str, show: Showing, book: RuleBook) -> str:
    """Return what pages call a clock, else what the rule book does; its id if it knows none."""
    rows = book.clocks.get(rule_id)
    if rows and f"clock.{rule_id}" not in show.words:
        return str(getattr(rows[-1].name, show.language))
    return show.word("clock", rule_id)


def chip(clock: ClockRow, show: Showing, calendar: Calendar) -> Chip:
    """Return a clock at a glance."""
    match clock.state:
        case "met":
            return show.done(show.t("clock_state.met", day=show.date(_end(clock))))
        case "moot":
            return show.done(show.t("clock_state.moot"))
        case "paused":
            since = clock.paused_on or clock.announced_on
            return show.paused(show.t("clock_state.paused", day=show.date(since)))
    if clock.due_on < show.today and not is_duty(clock):
        return Chip("none", show.t("clock_state.over", day=show.date(clock.due_on)))
    return running(clock.due_on, show, calendar)


def running(due_on: dt.date, show: Showing, calendar: Calendar) -> Chip:
    """Return a running clock at a glance: `còn 3 ngày làm việc`, by the published calendar."""
    if due_on < show.today:
        return Chip("late", show.left(due_on))
    if due_on == show.today:
        return Chip("soon", show.left(due_on))
    days = working_days_left(calendar, show.today, due_on)
    words = show.left(due_on) if not days else show.count("clock_state.left", days)
    soon = (days or 0) <= SOON_DAYS and (due_on - show.today).days <= 2 * SOON_DAYS
    return Chip("soon" if soon else "ok", words)


def working_days_left(calendar: Calendar, today: dt.date, due_on: dt.date) -> int | None:
    """Return how many working days are left after today; None where a calendar is missing."""
    try:
        calendar.require(today, due_on)
    except RuleMissing:
        return None
    return calendar.index_after(due_on) - calendar.index_after(today)


def is_duty(clock: ClockRow) -> bool:
    """Test whether a body is late when it ends."""
    return clock.mode == "deadline" and clock.party in _BODIES


def mark(clock: ClockRow, show: Showing) -> str:
    """Return what a clock is that makes nobody late; empty for a body's deadline."""
    if is_duty(clock):
        return ""
    if clock.mode == "deadline":
        return show.word("party", clock.party)
    return show.word("mode", clock.mode)


def _end(clock: ClockRow) -> dt.date:
    return clock.stopped_on or clock.due_on
