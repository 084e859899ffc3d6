"""What does not fit together in a register, whoever said it: parents, successors, days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from services.routing.domain.agency.state import DAY, Body, Register
from shared.ids import AgencyCode

TroubleCode: TypeAlias = Literal[
    "end_before_start",
    "parent_unknown",
    "parent_not_in_force",
    "outlives_parent",
    "circle",
    "successor_unknown",
    "successor_self",
    "successor_twice",
    "successor_not_in_force",
]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about a body that cannot be, and the other body that it is about."""

    agency: AgencyCode
    code: TroubleCode
    other: AgencyCode | None = None


def troubles(register: Register) -> list[Trouble]:
    """
    Return all that cannot be.

    A body stands, on each of its days, under one that is there on that day, and never under
    itself; it ends after it begins, to bodies that are there the day after.
    """
    return [trouble for body in register.bodies.values() for trouble in _of(body, register)]


def new_troubles(before: Register, after: Register) -> list[Trouble]:
    """Return what cannot be and was not so before: nobody pays for the mistakes of others."""
    known = set(troubles(before))
    return [trouble for trouble in troubles(after) if trouble not in known]


def _of(body: Body, register: Register) -> Iterator[Trouble]:
    if body.last_on is not None and body.versions[-1].on > body.last_on:
        yield Trouble(body.code, "end_before_start")
        return
    yield from _parents(body, register)
    yield from _successors(body, register)


def _parents(body: Body, register: Register) -> Iterator[Trouble]:
    for version, last_on in body.spans():
        if version.parent is None:
            continue
        parent = register.bodies.get(version.parent)
        if parent is None:
            yield Trouble(body.code, "parent_unknown", version.parent)
        elif _circles(body.code, register, version.on):
            yield Trouble(body.code, "circle", version.parent)
        elif not parent.in_force(version.on):
            yield Trouble(body.code, "parent_not_in_force", parent.code)
        elif parent.last_on is not None and (last_on is None or last_on > parent.last_on):
            yield Trouble(body.code, "outlives_parent", parent.code)


def _circles(code: AgencyCode, register: Register, day: dt.date) -> bool:
    """Test whether one comes back to a body by going up, as of a day on which it changed."""
    above = register.bodies[code].on(day).parent
    seen: set[AgencyCode] = set()
    while above is not None and above not in seen and above in register.bodies:
        if above == code:
            return True
        seen.add(above)
        above = register.bodies[above].on(day).parent
    return False


def _successors(body: Body, register: Register) -> Iterator[Trouble]:
    if body.last_on is None:
        return
    named: set[tuple[AgencyCode, str]] = set()
    for successor in body.successors:
        code = successor.code
        if code == body.code:
            yield Trouble(body.code, "successor_self", code)
        elif (code, successor.function) in named:
            yield Trouble(body.code, "successor_twice", code)
        elif code not in register.bodies:
            yield Trouble(body.code, "successor_unknown", code)
        elif not register.in_force(code, body.last_on + DAY):
            yield Trouble(body.code, "successor_not_in_force", code)
        named.add((code, successor.function))
