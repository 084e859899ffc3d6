"""The register of bodies, day by day: what each was called, under whom it stood, when it ended."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, assert_never

from services.routing.domain.agency.events import AgencyEvent
from shared.contracts.routing import AgencyKind, Confidence, Level
from shared.contracts.routing_bodies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyHeadAppointed,
    AgencyHeadLeft,
    AgencyRestated,
    Successor,
)
from shared.ids import AgencyCode, OfficerId

EVER: Final = dt.date.min
"""Since longer than anybody wrote down."""
DAY: Final = dt.timedelta(days=1)
_ATTESTED: Final[tuple[Confidence, ...]] = (
    "unsaid",
    "inference",
    "memory",
    "secondary",
    "primary",
)


def better(one: Confidence, other: Confidence) -> bool:
    """Test whether the one attests more than the other."""
    return _ATTESTED.index(one) > _ATTESTED.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a body was from a day on, until its next version."""

    on: dt.date
    name: str
    kind: AgencyKind
    parent: AgencyCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headship:
    """Who led a body, from a day to a last day; None: still."""

    title: str
    officer: OfficerId | None
    from_on: dt.date
    last_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Test whether it is theirs on a day."""
        return self.from_on <= day and (self.last_on is None or day <= self.last_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body, all its days."""

    code: AgencyCode
    level: Level
    versions: tuple[Version, ...]
    """By day; never empty."""
    confidence: Confidence
    last_on: dt.date | None = None
    """The last day on which it is there; None: no end is known."""
    successors: tuple[Successor, ...] = ()
    heads: tuple[Headship, ...] = ()
    """By day; none overlap."""

    @property
    def since(self) -> dt.date:
        """The first day on which it is there."""
        return self.versions[0].on

    def in_force(self, day: dt.date) -> bool:
        """Test whether it is there on a day."""
        return self.since <= day and (self.last_on is None or day <= self.last_on)

    def on(self, day: dt.date) -> Version:
        """Return what it was on a day; before its first day as on that, after its end as then."""
        found = self.versions[0]
        for version in self.versions:
            if version.on > day:
                break
            found = version
        return found

    def stated(self, day: dt.date) -> Version | None:
        """Return the version that begins on this very day."""
        return next((version for version in self.versions if version.on == day), None)

    def head(self, day: dt.date) -> Headship | None:
        """Return who leads it on a day."""
        return next((head for head in self.heads if head.holds(day)), None)

    def spans(self) -> Iterator[tuple[Version, dt.date | None]]:
        """Yield each version with its last day; None: no end is known."""
        for version, following in zip(self.versions, self.versions[1:], strict=False):
            yield version, following.on - DAY
        yield self.versions[-1], self.last_on


@dataclass(frozen=True, slots=True)
class Register:
    """Every body there ever was, and how many facts say so."""

    bodies: Mapping[AgencyCode, Body] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 0

    def in_force(self, code: AgencyCode | None, day: dt.date) -> bool:
        """Test whether there is such a body on a day."""
        body = None if code is None else self.bodies.get(code)
        return body is not None and body.in_force(day)

    def known_on(self, day: dt.date) -> dict[AgencyCode, Version]:
        """Return the directory as of a day: the bodies there were, as they were."""
        return {
            code: body.on(day) for code, body in self.bodies.items() if body.in_force(day)
        }

    def children(self, code: AgencyCode, day: dt.date) -> list[Body]:
        """Return the bodies that stand directly under one on a day."""
        return [
            body
            for body in self.bodies.values()
            if body.in_force(day) and body.on(day).parent == code
        ]


def evolve(register: Register, event: AgencyEvent) -> Register:
    """Return the register after a fact. Total: facts are never refused."""
    return grown(register, [event])


def grown(register: Register, events: Iterable[AgencyEvent]) -> Register:
    """Return the register after facts."""
    bodies = dict(register.bodies)
    version = register.version
    for event in events:
        version += 1
        body = _after(bodies.get(event.code), event)
        if body is not None:
            bodies[event.code] = body
    return Register(MappingProxyType(bodies), version)


def _after(body: Body | None, event: AgencyEvent) -> Body | None:
    if isinstance(event, AgencyEstablished):
        return _established(body, event)
    # Of a body that nobody established there is nothing to say.
    return None if body is None else _changed(body, event)


def _established(body: Body | None, event: AgencyEstablished) -> Body:
    version = Version(
        on=event.valid_from or EVER, name=event.name, kind=event.kind, parent=event.parent
    )
    if body is not None:
        return _versioned(body, version, event.confidence)
    return Body(
        code=event.code,
        level=event.level,
        versions=(version,),
        confidence=event.confidence,
    )


def _changed(
    body: Body,
    event: AgencyRestated | AgencyAbolished | AgencyHeadAppointed | AgencyHeadLeft,
) -> Body:
    match event:
        case AgencyRestated():
            version = Version(
                on=event.on, name=event.name, kind=event.kind, parent=event.parent
            )
            return _versioned(body, version, event.confidence)
        case AgencyAbolished():
            return replace(body, last_on=event.last_on, successors=event.successors)
        case AgencyHeadAppointed():
            return replace(body, heads=_led(body.heads, event))
        case AgencyHeadLeft():
            return replace(body, heads=_left(body.heads, event.last_on))
        case _:
            assert_never(event)


def _versioned(body: Body, version: Version, confidence: Confidence) -> Body:
    others = [other for other in body.versions if other.on != version.on]
    return replace(
        body,
        versions=tuple(sorted([*others, version], key=lambda each: each.on)),
        confidence=confidence if better(confidence, body.confidence) else body.confidence,
    )


def _led(heads: tuple[Headship, ...], event: AgencyHeadAppointed) -> tuple[Headship, ...]:
    before = _left(heads, event.from_on - DAY)
    head = Headship(title=event.title, officer=event.officer, from_on=event.from_on)
    return (*before, head)


def _left(heads: tuple[Headship, ...], last_on: dt.date) -> tuple[Headship, ...]:
    return tuple(
        replace(head, last_on=last_on) if head.holds(last_on + DAY) else head
        for head in heads
        if head.from_on <= last_on
    )
