"""
From what a file says of bodies, and what is known, to the facts that are missing.

Every line states a body in full from its `valid_from` on. What two files say therefore comes
to the same whichever comes first; where they contradict each other, the second is refused.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import msgspec

from services.routing.domain.agency.commands import Row
from services.routing.domain.agency.consistency import Trouble, TroubleCode, new_troubles
from services.routing.domain.agency.events import AgencyEvent
from services.routing.domain.agency.faults import FaultCode, Field, fault
from services.routing.domain.agency.names import same_name
from services.routing.domain.agency.state import (
    DAY,
    EVER,
    Body,
    Register,
    Version,
    better,
    grown,
)
from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyRestated,
)
from shared.ids import AgencyCode
from shared.lists import LineFault

What: TypeAlias = Literal["new", "changed", "ended", "unchanged"]
Part: TypeAlias = Literal[
    "name", "kind", "parent", "start", "again", "confidence", "end", "successors"
]
_FIELDS: Final[Mapping[TroubleCode, Field]] = {
    "end_before_start": "valid_to",
    "parent_unknown": "parent",
    "parent_not_in_force": "parent",
    "outlives_parent": "parent",
    "circle": "parent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a line of the file leads to."""

    row: Row
    what: What
    parts: tuple[Part, ...]
    before: Version | None
    """What the body was on that day, as far as was known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file leads to, on the register as it stands."""

    lines: tuple[Planned, ...]
    facts: tuple[AgencyEvent, ...]
    faults: tuple[LineFault, ...]
    fingerprint: str

    @property
    def ended(self) -> tuple[AgencyCode, ...]:
        """Return the bodies of which the file says the end."""
        return tuple(fact.code for fact in self.facts if isinstance(fact, AgencyAbolished))

    def count(self, what: What) -> int:
        """Return how many lines lead to this."""
        return sum(line.what == what for line in self.lines)


@dataclass(slots=True)
class _Work:
    """The register while lines are taken, a body at a time."""

    bodies: dict[AgencyCode, Body]
    starts: dict[AgencyCode, set[dt.date]]
    """The days on which the file itself begins a version of a body."""
    facts: list[AgencyEvent] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)

    def say(self, fact: AgencyEvent) -> None:
        """Note a fact; the next line about this body builds on it."""
        self.facts.append(fact)
        known = self.bodies.get(fact.code)
        alone = Register({fact.code: known} if known else {})
        self.bodies[fact.code] = grown(alone, [fact]).bodies[fact.code]

    def fault(self, row: Row, field: Field, code: FaultCode, value: object = "") -> None:
        """Note what is wrong with a line."""
        self.faults.append(fault(row.line, field, code, value))


def plan(rows: Sequence[Row], register: Register) -> Plan:
    """Return what a file leads to; the faults of every line, so that all are mended at once."""
    work = _Work(dict(register.bodies), {})
    for row in rows:
        work.starts.setdefault(row.code, set()).add(row.valid_from or EVER)
    lines: list[Planned] = []
    first: dict[tuple[AgencyCode, dt.date], int] = {}
    for row in rows:
        key = row.code, row.valid_from or EVER
        if key in first:
            work.fault(row, "code", "twice", first[key])
            continue
        first[key] = row.line
        lines.append(_line(row, work))
    if not work.faults:
        work.faults += _misfits(rows, register, work.facts)
    return Plan(
        lines=tuple(lines),
        facts=tuple(work.facts),
        faults=tuple(work.faults),
        fingerprint=_fingerprint(work.facts, register),
    )


def _fingerprint(facts: Iterable[AgencyEvent], register: Register) -> str:
    said = msgspec.json.encode([(fact.wire_type, fact) for fact in facts])
    return hashlib.sha256(b"%d\n%s" % (register.version, said)).hexdigest()


def _line(row: Row, work: _Work) -> Planned:
    body = work.bodies.get(row.code)
    before = None if body is None else body.on(row.valid_from or EVER)
    parts = [*_state(row, body, work), *_end(row, work.bodies.get(row.code), work)]
    what: What = "unchanged"
    if body is None:
        what = "new"
    elif "end" in parts:
        what = "ended"
    elif parts:
        what = "changed"
    return Planned(row=row, what=what, parts=tuple(parts), before=before)


def _state(row: Row, body: Body | None, work: _Work) -> Iterator[Part]:
    """Say what the body is from the day of the line on, where that is not known."""
    if body is None:
        work.say(_established(row))
        return
    start = row.valid_from or EVER
    if body.level != row.level:
        work.fault(row, "level", "level_fixed", body.level)
    elif body.last_on is not None and start > body.last_on:
        work.fault(row, "valid_from", "after_end", f"{body.last_on:%d/%m/%Y}")
    elif start < body.since:
        work.say(_established(row))
        yield "start"
    elif stated := body.stated(start):
        yield from _same_day(row, body, stated, work)
    else:
        parts = _differences(row, body.on(start))
        work.say(_changed(row, row.name))
        yield from parts or ["again"]


def _same_day(row: Row, body: Body, stated: Version, work: _Work) -> Iterator[Part]:
    """Take no second word about the same day, unless it only attests the first better."""
    for part, known in (
        ("name", stated.name),
        ("kind", stated.kind),
        ("parent", stated.parent or "–"),
    ):
        if part in _differences(row, stated):
            work.fault(row, part, "contradicts", known)  # type: ignore[arg-type]  # a column
            return
    if better(row.confidence, body.confidence):
        again = _changed(row, stated.name)
        work.say(_established(row, stated.name) if stated.on == body.since else again)
        yield "confidence"


def _differences(row: Row, known: Version) -> list[Part]:
    parts: list[Part] = []
    if not same_name(row.name, known.name):
        parts.append("name")
    if row.kind != known.kind:
        parts.append("kind")
    if row.parent != known.parent:
        parts.append("parent")
    return parts


def _end(row: Row, body: Body | None, work: _Work) -> Iterator[Part]:
    """Say the end of the body, where the line has one that is not known."""
    if row.valid_to is None or body is None or _goes_on(row, body, work):
        return
    if body.last_on is None:
        work.say(_abolished(row))
        yield "end"
    elif body.last_on != row.valid_to:
        work.fault(row, "valid_to", "end_differs", f"{body.last_on:%d/%m/%Y}")
    elif row.successors and not body.successors:
        work.say(_abolished(row))
        yield "successors"
    elif row.successors and set(row.successors) != set(body.successors):
        known = ";".join(successor.code for successor in body.successors)
        work.fault(row, "successor", "successors_differ", known)


def _goes_on(row: Row, body: Body, work: _Work) -> bool:
    """Test whether the line ends but the body does not: its next version begins the day after."""
    if row.valid_to is None or row.valid_to < (row.valid_from or EVER) or row.successors:
        return False
    day = row.valid_to + DAY
    return day in work.starts[row.code] or body.stated(day) is not None


def _established(row: Row, name: str = "") -> AgencyEstablished:
    return AgencyEstablished(
        code=row.code,
        name=name or row.name,
        kind=row.kind,
        level=row.level,
        parent=row.parent,
        valid_from=row.valid_from,
        confidence=row.confidence,
    )


def _changed(row: Row, name: str) -> AgencyRestated:
    return AgencyRestated(
        code=row.code,
        on=row.valid_from or EVER,
        name=name,
        kind=row.kind,
        parent=row.parent,
        confidence=row.confidence,
    )


def _abolished(row: Row) -> AgencyAbolished:
    return AgencyAbolished(
        code=row.code,
        last_on=row.valid_to or EVER,
        successors=row.successors,
        confidence=row.confidence,
    )


def _misfits(
    rows: Sequence[Row], register: Register, facts: Sequence[AgencyEvent]
) -> list[LineFault]:
    """Return what of the whole cannot be, at the line that is nearest to its cause."""
    lines: dict[AgencyCode, int] = {}
    for row in rows:
        lines.setdefault(row.code, row.line)
    found = new_troubles(register, grown(register, facts))
    return [_misfit(trouble, lines) for trouble in found]


def _misfit(trouble: Trouble, lines: Mapping[AgencyCode, int]) -> LineFault:
    other = trouble.other or trouble.agency
    if trouble.agency not in lines and trouble.code == "outlives_parent":
        # The parent ends by a line of the file, which says nothing of what is below it.
        return fault(lines.get(other, 0), "valid_to", "children_left", trouble.agency)
    line = lines.get(trouble.agency, lines.get(other, 0))
    return fault(line, _FIELDS.get(trouble.code, "successor"), trouble.code, other)
