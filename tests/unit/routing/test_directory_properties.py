"""What holds of every directory, whatever is imported in whatever order."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.routing.domain.agency.commands import (
    AbolishAgency,
    AgencyCommand,
    EstablishAgency,
    MoveAgency,
    RenameAgency,
    Row,
)
from services.routing.domain.agency.consistency import troubles
from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.agency.planning import plan
from services.routing.domain.agency.state import DAY, EVER, Register, grown
from services.routing.domain.directory import Directory
from services.routing.domain.officer.reach import superiors, tree_of
from shared.contracts.routing_bodies import Successor
from shared.errors import Refusal
from shared.ids import AgencyCode

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
YEARS = [dt.date(year, 1, 1) for year in range(2020, 2030)]
DAYS = [EVER, *(day + shift * DAY for day in YEARS for shift in (-1, 0, 1))]
CODES = [AgencyCode(code) for code in ("A", "B", "C", "D", "E", "F")]
NAMES = ["Xã Hòa", "Xã Hội", "Phường Huệ"]
Seen = dict[dt.date, dict[AgencyCode, tuple[str, str, AgencyCode | None]]]


def as_of_every_day(register: Register, days: Sequence[dt.date] = DAYS) -> Seen:
    return {
        day: {
            code: (version.name, version.kind, version.parent)
            for code, version in register.known_on(day).items()
        }
        for day in days
    }


ROOTS, OTHERS = CODES[:2], CODES[2:]


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """A world that could have been: two old bodies, and others below them and each other."""
    rows = [_row(code, None, None, draw(st.sampled_from(NAMES))) for code in ROOTS]
    ended: set[AgencyCode] = set()
    for number, code in enumerate(OTHERS):
        starts = sorted(draw(st.sets(st.sampled_from(YEARS[:-2]), min_size=1, max_size=4)))
        above = [
            c
            for c in [*ROOTS, *OTHERS[:number]]
            if c not in ended and _since(rows, c) <= starts[0]
        ]
        rows += [
            _row(
                code,
                start,
                draw(st.sampled_from([None, *above])),
                draw(st.sampled_from(NAMES)),
            )
            for start in starts
        ]
        if draw(st.booleans()):
            ended.add(code)
            heirs = sorted(draw(st.sets(st.sampled_from(ROOTS), max_size=2)))
            rows[-1] = replace(
                rows[-1],
                valid_to=draw(st.sampled_from([y for y in YEARS if y >= starts[-1]])),
                successors=tuple(Successor(code=heir, share="whole") for heir in heirs),
            )
    return [replace(row, line=line) for line, row in enumerate(rows, start=2)]


def _since(rows: Sequence[Row], code: AgencyCode) -> dt.date:
    return min(row.valid_from or EVER for row in rows if row.code == code)


def _row(
    code: AgencyCode, start: dt.date | None, parent: AgencyCode | None, name: str
) -> Row:
    return Row(
        line=0,
        code=code,
        name=name,
        kind="ward" if name.startswith("P") else "commune",
        level="commune",
        parent=parent,
        valid_from=start,
        valid_to=None,
        successors=(),
        confidence="unsaid",
    )


def taken_in(files: Sequence[Sequence[Row]]) -> Register:
    """Import files again and again, until each was taken: what one rests on may come later."""
    register, waiting = Register(), list(files)
    for _ in files:
        refused = []
        for file in waiting:
            found = plan(file, register)
            if found.faults:
                refused.append(file)
            else:
                register = grown(register, found.facts)
        waiting = refused
    assert waiting == []
    return register


@settings(max_examples=80, deadline=None)
@given(rows=histories(), chance=st.randoms(use_true_random=False))
def test_any_order_of_the_same_files_gives_the_same_directory(
    rows: list[Row], chance: random.Random
) -> None:
    """Every body in one file or in two, each file as often as it needs to be taken."""
    by_code = [[row for row in rows if row.code == code] for code in CODES]
    split = []
    for file in by_code:
        cut = chance.randint(0, len(file))
        split += [piece for piece in (file[:cut], file[cut:]) if piece]
    chance.shuffle(split)
    other = split[:]
    chance.shuffle(other)
    one, two = taken_in(split), taken_in(other)
    assert as_of_every_day(one) == as_of_every_day(two)
    assert {c: (b.last_on, set(b.successors)) for c, b in one.bodies.items()} == {
        c: (b.last_on, set(b.successors)) for c, b in two.bodies.items()
    }
    for file in split:
        assert plan(file, one).facts == (), "the same file again says nothing"


@settings(max_examples=80, deadline=None)
@given(rows=histories())
def test_what_was_imported_fits_together(rows: list[Row]) -> None:
    """No circle, no orphan, no heir who is not there: on any day, whoever wrote the file."""
    found = plan(rows, Register())
    assert found.faults == ()
    register = grown(Register(), found.facts)
    assert troubles(register) == []
    directory = Directory.of(register)
    for day in DAYS:
        tree = tree_of(register, day)
        for code, version in register.known_on(day).items():
            assert code not in superiors(
                code, {c: register.bodies[c].on(day).parent for c in tree}
            )
            assert version.parent is None or register.in_force(version.parent, day)
            sole = directory.successors(code, day).sole
            assert sole is not None
            assert sole.code == code
        for code in register.bodies:
            assert all(
                register.in_force(h.agency.code, day)
                for h in directory.successors(code, day).all
            )


def commands() -> st.SearchStrategy[AgencyCommand]:
    code, day = st.sampled_from(CODES), st.sampled_from(YEARS)
    above = st.sampled_from([None, *CODES])
    heirs = st.lists(st.sampled_from(CODES), max_size=2).map(
        lambda codes: tuple(Successor(code=each, share="part") for each in codes)
    )
    return st.one_of(
        st.builds(
            EstablishAgency, code=code, name=st.sampled_from(NAMES), kind=st.just("ward"),
            level=st.just("commune"), parent=above, valid_from=day, at=st.just(AT),
        ),
        st.builds(RenameAgency, code=code, name=st.sampled_from(NAMES), kind=st.just("ward"),
                  on=day, at=st.just(AT)),
        st.builds(MoveAgency, code=code, parent=above, on=day, at=st.just(AT)),
        st.builds(AbolishAgency, code=code, last_on=day, successors=heirs, at=st.just(AT)),
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(asked=st.lists(commands(), max_size=25))
def test_the_past_stays_unless_a_fact_says_so(asked: list[AgencyCommand]) -> None:
    """A change from a day on leaves every earlier day as it was; all of it always fits."""
    register = Register()
    for command in asked:
        before = as_of_every_day(register)
        try:
            facts = AGENCY.decide(command, register)
        except Refusal:
            continue
        register = grown(register, facts)
        assert troubles(register) == []
        match command:
            case EstablishAgency():
                first = command.valid_from or EVER
            case AbolishAgency():
                first = command.last_on + DAY
            case RenameAgency() | MoveAgency():
                first = command.on
            case _:
                pytest.fail("no such command here")
        after = as_of_every_day(register)
        assert {d: after[d] for d in DAYS if d < first} == {
            d: before[d] for d in DAYS if d < first
        }
        if not facts:
            assert after == before
