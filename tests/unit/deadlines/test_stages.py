"""What is to be said of a clock: tables of what remains, by date, history and party."""

import datetime as dt
from dataclasses import dataclass

import pytest

from services.deadlines.projections.stages import (
    escalates_unassigned,
    remaining,
    steps_of,
    with_told,
)
from services.deadlines.rules.escalation import LADDERS, LadderRow, ladder_on
from shared.legal.reading import RuleBookBroken

JUL = "2026-07-{:02}".format
BEGUN = dt.date(2026, 7, 1)


@dataclass(frozen=True)
class Clock:
    """Half on the 11th, four fifths on the 16th, ends on Sunday 19th, rolled to the 20th."""

    mode: str = "deadline"
    party: str = "agency"
    half_on: dt.date = dt.date(2026, 7, 11)
    most_on: dt.date = dt.date(2026, 7, 16)
    nominal_on: dt.date = dt.date(2026, 7, 19)
    due_on: dt.date = dt.date(2026, 7, 20)
    announced_on: dt.date = BEGUN
    told: str = ""


def names(clock: Clock) -> list[str]:
    return [step.name for step in remaining(clock)]


def told(*entries: str) -> str:
    """Return what was said: `half@20` is the half of a date that ends on the 20th of July."""
    parts = (entry.split("@") for entry in entries)
    return " ".join(f"{name}/{JUL(int(day))}" for name, day in parts)


ALL = ["half", "most", "last", "expired", "rung-1", "rung-2", "rung-3"]
RUNGS = ["rung-1", "rung-2", "rung-3"]

# fmt: off
TABLE: list[tuple[str, Clock, list[str]]] = [
    ("a new clock has its whole round before it", Clock(), ALL),
    ("what was said is not said again", Clock(told=told("half@20")), ALL[1:]),
    ("nor out of turn", Clock(told=told("half@20", "expired@20")), ["most", "last", *RUNGS]),
    ("announced on the day of a stage, the stage is said", Clock(announced_on=dt.date(2026, 7, 16)), ["most", "last", "expired", *RUNGS]),
    ("typed in late, the last stage that passed is said and not the one before", Clock(announced_on=dt.date(2026, 7, 17)), ["most", "last", "expired", *RUNGS]),
    ("three in one day are said when they come", Clock(half_on=dt.date(2026, 7, 19), most_on=dt.date(2026, 7, 19)), ALL),
    ("but not when they came with the clock", Clock(half_on=dt.date(2026, 7, 19), most_on=dt.date(2026, 7, 19), announced_on=dt.date(2026, 7, 19)), ["last", "expired", *RUNGS]),
    ("typed in on the rolled day, that it ends is said", Clock(announced_on=dt.date(2026, 7, 20)), ["last", "expired", *RUNGS]),
    ("typed in when it was over, nobody is reminded", Clock(announced_on=dt.date(2026, 7, 21)), ["expired", *RUNGS]),
    ("another date has a round of its own", Clock(told=told("half@10", "most@10")), ALL),
    ("of another date what passed is said", Clock(announced_on=dt.date(2026, 7, 17), told=told("half@10")), ["most", "last", "expired", *RUNGS]),
    ("unless it was said of the earlier one", Clock(announced_on=dt.date(2026, 7, 17), told=told("half@10", "most@10")), ["last", "expired", *RUNGS]),
    ("or more than that", Clock(announced_on=dt.date(2026, 7, 17), told=told("last@15", "expired@15")), ["last", "expired", *RUNGS]),
    ("a date that comes back goes on where it was", Clock(announced_on=dt.date(2026, 7, 12), told=told("half@20", "half@30")), ["most", "last", "expired", *RUNGS]),
    ("to a citizen only the end is said", Clock(party="citizen"), ["expired"]),
    ("nor to a civil servant", Clock(party="civil_servant"), ["expired"]),
    ("a superior is reminded as any body is", Clock(party="superior"), ALL),
    ("of what takes effect only that is said", Clock(mode="status", party="none"), ["expired"]),
    ("late announced, too", Clock(mode="status", announced_on=dt.date(2026, 8, 1)), ["expired"]),
    ("and once", Clock(mode="status", told=told("expired@20")), []),
    ("after the last rung there is nothing more", Clock(told=told(*(f"{name}@20" for name in ALL))), []),
]
# fmt: on


@pytest.mark.parametrize(
    ("clock", "left"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_what_remains(clock: Clock, left: list[str]) -> None:
    assert names(clock) == left


def test_each_step_has_its_day() -> None:
    """A reminder on its own, the end at midnight after the rolled day, the rungs from there."""
    assert [(step.name, step.on.isoformat()) for step in steps_of(Clock())] == [
        ("half", JUL(11)),
        ("most", JUL(16)),
        ("last", JUL(19)),
        ("expired", JUL(21)),
        ("rung-1", JUL(21)),
        ("rung-2", JUL(24)),
        ("rung-3", JUL(31)),
    ]


def test_what_was_told_is_written_as_it_is_read() -> None:
    clock = Clock()
    for name in ALL:
        assert names(clock)[0] == name
        clock = Clock(told=with_told(clock.told, name, clock.due_on))
    assert names(clock) == []


def test_that_nobody_answers_is_told_once_a_date() -> None:
    """To the head, under a number of its own: the first rung is still told of what is over."""
    rung = escalates_unassigned(Clock())
    assert rung is not None
    assert (rung.number, rung.to) == (0, "head")
    assert escalates_unassigned(Clock(told=told("rung-0@20"))) is None
    assert escalates_unassigned(Clock(told=told("rung-0@10"))) is not None
    assert names(Clock(told=told("rung-0@20"))) == ALL


def test_before_the_first_ladder_nobody_above_was_told() -> None:
    old, begun = dt.date(2012, 6, 30), dt.date(2012, 6, 29)
    clock = Clock(half_on=old, most_on=old, nominal_on=old, due_on=old, announced_on=begun)
    assert names(clock) == ["half", "most", "last", "expired"]
    assert escalates_unassigned(clock) is None


def test_the_ladder_is_data() -> None:
    """Three above, each told once, the nearest first."""
    ladder = ladder_on(dt.date(2026, 7, 20))
    assert ladder is LADDERS[-1]
    assert [(rung.number, rung.days, rung.to) for rung in ladder.rungs] == [
        (1, 1, "head"),
        (2, 4, "superior"),
        (3, 11, "inspectorate"),
    ]


@pytest.mark.parametrize("days", [[0], [3, 3], [4, 1]])
def test_rungs_that_do_not_rise_are_refused(days: list[int]) -> None:
    row = LadderRow.model_validate(
        {
            "id": "ESCALATION",
            "version": 1,
            "valid_from": "2026-01-01",
            "unassigned": "head",
            "rungs": [{"days": n, "to": "head"} for n in days],
            "basis": {"act": "LKN", "provision": "Đ25"},
            "confidence": "inference",
            "verified_by": None,
        }
    )
    with pytest.raises(RuleBookBroken, match="do not rise"):
        row.ladder()
