"""Clocks counted again: what moves, what cannot move, and on which side it stands."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.domain.announcing import Law
from services.deadlines.rederiving.counting import Counting, Scanned, Side
from services.deadlines.rederiving.found import Finding, Line
from services.deadlines.rederiving.spans import Span, differing
from services.deadlines.rederiving.walking import changes_of
from services.deadlines.rules import RuleBook
from services.deadlines.rules.loader import load
from shared.legal.calendar import Calendar, CalendarYear, ClosedDay

BOOK = load()
SHIPPED = BOOK.calendar()
RULES = sorted(rule for rule, rows in BOOK.clocks.items() if rows[-1].length)
FIRST, LAST = dt.date(2026, 7, 6), dt.date(2026, 12, 20)
TODAY = dt.date(2026, 11, 20)


def row(rule: str, trigger_on: dt.date, due_on: dt.date = TODAY, **more: object) -> Scanned:
    values = {
        "clock_id": f"p/{rule}/1", "petition_id": "p", "rule": rule, "mode": "deadline",
        "party": "agency", "against": "25459", "trigger_on": trigger_on, "variant": "",
        "pauses": "", "extensions": "", "due_on": due_on, "state": "running",
        "stopped_on": None, "paused_on": None, "ground": "",
    } | more  # fmt: skip
    return Scanned(**values)  # type: ignore[arg-type]


@st.composite
def rows(draw: st.DrawFn) -> Scanned:
    rule = draw(st.sampled_from(RULES))
    known = BOOK.clocks[rule][-1]
    variants = [frozenset[str](), *known.variants]
    variant = " ".join(sorted(draw(st.sampled_from(variants))))
    on = draw(st.dates(max(FIRST, known.valid_from), LAST))
    pauses = ""
    if known.pauses_from is not None and draw(st.booleans()):
        start = on + dt.timedelta(days=draw(st.integers(1, 40)))
        until = start + dt.timedelta(days=draw(st.integers(1, 60)))
        pauses = f"{start}/{until}/{next(iter(known.pause_grounds))}"
    return row(rule, on, variant=variant, pauses=pauses)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """The calendars that were shipped, with some days of 2026 or 2027 otherwise."""
    found = SHIPPED
    for day in draw(
        st.lists(st.dates(dt.date(2026, 8, 1), dt.date(2027, 6, 30)), max_size=4)
    ):
        found = found.published(_otherwise(found.years[day.year], day))
    return found


def _otherwise(year: CalendarYear, day: dt.date) -> CalendarYear:
    closed, make_up = dict(year.closed), dict(year.make_up)
    if day in closed:
        del closed[day]
    elif day.weekday() < 5:
        closed[day] = ClosedDay("local", "Bão")
    elif day.weekday() == 5:
        make_up[day] = "bù"
    return CalendarYear(
        year=year.year,
        version=year.version + 1,
        closed=closed,
        make_up=make_up,
        source="",
        confidence="",
    )


def under(calendar: Calendar) -> Counting:
    return Counting(Law(book=BOOK, calendar=calendar))


def started(calendar: Calendar, clocks: list[Scanned]) -> Iterator[tuple[Scanned, Span]]:
    """Yield clocks with the dates that were announced, and from which to which day they reach."""
    counting = under(calendar)
    for each in clocks:
        announced = counting.of(each).announced
        if announced is None:
            continue
        days = (each.trigger_on, announced.nominal_on, announced.due_on)
        yield _with(each, announced.due_on), Span(min(days), max(days))


def _with(each: Scanned, due_on: dt.date) -> Scanned:
    values = {name: getattr(each, name) for name in Scanned.__struct_fields__}
    return Scanned(**values | {"due_on": due_on})


@given(
    clocks=st.lists(rows(), min_size=1, max_size=12), before=calendars(), after=calendars()
)
def test_what_no_changed_day_touches_does_not_move(
    clocks: list[Scanned], before: Calendar, after: Calendar
) -> None:
    """So that only the clocks of a span need be looked at."""
    span, counting = differing(before, after), under(after)
    for each, reach in started(before, clocks):
        counted = counting.of(each).announced
        moved = counted is None or counted.due_on != each.due_on
        if moved:
            assert span is not None, each
            assert reach.first_on <= span.last_on, each
            assert reach.last_on >= span.first_on, each


@given(clocks=st.lists(rows(), max_size=12), before=calendars(), after=calendars())
def test_counting_twice_moves_nothing_twice(
    clocks: list[Scanned], before: Calendar, after: Calendar
) -> None:
    """And going back to the calendar of before gives the dates of before."""
    old = [each for each, _ in started(before, clocks)]
    changes, troubled = changes_of(under(after), old)
    moved = [_with(each, announced.due_on) for each, announced in changes]
    assert changes_of(under(after), moved) == ([], 0)
    back, _ = changes_of(under(before), moved)
    assert [announced.due_on for _, announced in back] == [
        each.due_on for each, _ in changes
    ]
    finding = Finding(under(after), TODAY)
    shifts = [shift for each in old if (shift := finding.look(each))]
    assert [shift.new_on for shift in shifts] == [a.due_on for _, a in changes]
    assert finding.found().moved == len(changes)
    assert sum(finding.found().troubled.values()) == troubled


SIDES: list[tuple[str, dict[str, object], dt.date, Side]] = [
    ("runs, until today", {}, TODAY, "in_time"),
    ("runs, until yesterday", {}, TODAY - dt.timedelta(days=1), "late"),
    ("done on the last day", {"state": "met", "stopped_on": TODAY}, TODAY, "in_time"),
    (
        "done a day after",
        {"state": "met", "stopped_on": TODAY + dt.timedelta(days=1)},
        TODAY,
        "late",
    ),
    ("stands still", {"state": "paused"}, TODAY - dt.timedelta(days=9), ""),
    ("the matter ended otherwise", {"state": "moot"}, TODAY - dt.timedelta(days=9), ""),
    ("a citizen's own time", {"party": "citizen"}, TODAY - dt.timedelta(days=9), ""),
    ("nothing is owed by then", {"mode": "status"}, TODAY - dt.timedelta(days=9), ""),
    (
        "a superior is a body too",
        {"party": "superior"},
        TODAY - dt.timedelta(days=9),
        "late",
    ),
]


@pytest.mark.parametrize(
    ("more", "due_on", "side"), [r[1:] for r in SIDES], ids=[r[0] for r in SIDES]
)
def test_on_which_side_a_clock_stands(
    more: dict[str, object], due_on: dt.date, side: Side
) -> None:
    assert row("KN.L1.ACCEPT", TODAY, **more).side(due_on, TODAY) == side


def test_days_that_differ() -> None:
    """Of a year that was unknown all of it, and the weeks before: dates may have waited for it."""
    year = SHIPPED.years[2026]
    same = SHIPPED.published(CalendarYear(
        year=2026, version=9, closed=dict.fromkeys(year.closed, ClosedDay("local", "x")),
        make_up=year.make_up, source="", confidence="",
    ))  # fmt: skip
    assert differing(SHIPPED, same) is None
    other = SHIPPED.published(_otherwise(year, TODAY))
    assert differing(SHIPPED, other) == Span(TODAY, TODAY)
    new = CalendarYear(
        year=2028, version=1, closed={}, make_up={}, source="", confidence=""
    )
    assert differing(SHIPPED, SHIPPED.published(new)) == Span(
        dt.date(2027, 11, 2), dt.date(2028, 12, 31)
    )


def test_figures_are_sums_of_their_lines(book: RuleBook) -> None:
    """By body and by month, and who changes side."""
    other = SHIPPED.published(_otherwise(SHIPPED.years[2026], dt.date(2026, 11, 19)))
    finding = Finding(under(other), TODAY)
    late = row("KN.L1.ACCEPT", dt.date(2026, 11, 10), dt.date(2026, 11, 19))
    fine = row(
        "KN.L1.ACCEPT", dt.date(2026, 11, 16), dt.date(2026, 11, 26), against="25585"
    )
    same = row("KN.SUE", dt.date(2026, 7, 6), dt.date(2027, 7, 6))
    gone = row("KN.L1.ACCEPT", dt.date(2026, 11, 16), variant="no such thing")
    shifts = [finding.look(each) for each in (late, fine, same, gone)]
    assert [shift and (shift.new_on, shift.side) for shift in shifts] == [
        (TODAY, "in_time"),
        (dt.date(2026, 11, 27), ""),
        None,
        None,
    ]
    found = finding.found()
    assert (found.moved, found.later, found.earlier, found.to_in_time) == (2, 2, 0, 1)
    assert found.troubled == {"variant-unknown": 1}
    assert found.by_agency == (
        Line(key="25459", moved=1, to_late=0, to_in_time=1),
        Line(key="25585", moved=1, to_late=0, to_in_time=0),
    )
    assert found.by_month == (Line(key="2026-11", moved=2, to_late=0, to_in_time=1),)
