"""
What must be done by when, and why: the times of one petition, added up when its sender asks.

No table: a petition has few facts about clocks and is seldom asked for, so that keeping the
reasons beside every row would cost more than it gives. From facts alone, as they were told.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.contracts.deadlines import (
    ANNOUNCING,
    ClockExtended,
    ClockExtensionStruck,
    ClockMoved,
    ClockPaused,
    ClockPauseStruck,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockVariantFound,
    Ground,
)
from shared.legal.citation import Citation
from shared.registry import Fact

PERSONS = ("citizen", "civil_servant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """Days that are not counted; `until_on` is."""

    from_on: dt.date
    until_on: dt.date | None
    """None: it stands still now."""
    ground: Ground
    basis: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A clock as the sender of a petition may follow it."""

    rule: str
    basis: Citation
    mode: str
    party: str
    trigger_on: dt.date
    length: int
    unit: str
    variant: frozenset[str]
    nominal_on: dt.date
    due_on: dt.date
    earlier_on: dt.date | None = None
    """The last day before a calendar that was published later moved it; None: none did."""
    stills: tuple[Still, ...] = ()
    extensions: tuple[tuple[int, dt.date, int], ...] = ()
    """Number, day of the decision, days."""
    open: bool = True

    @property
    def still(self) -> Still | None:
        """The pause that lasts; None: it runs."""
        return next((still for still in self.stills if still.until_on is None), None)

    @property
    def yours(self) -> bool:
        """Test whether it is the sender's own time."""
        return self.party in PERSONS

    @property
    def duty(self) -> bool:
        """Test whether a body is late when it ends."""
        return self.mode == "deadline" and self.party in ("agency", "superior")


def times_of(facts: Iterable[Fact]) -> list[Time]:
    """Return the clocks of a petition in the order in which they started."""
    times: dict[str, Time] = {}
    for fact in facts:
        if isinstance(fact, ClockStarted):
            times[fact.clock_id] = _started(fact)
        elif (step := _STEPS.get(type(fact))) and (time := times.get(_clock(fact))):
            times[_clock(fact)] = _announced(step(time, fact), fact)
    return list(times.values())


def _clock(fact: Any) -> str:  # noqa: ANN401 - one of _STEPS
    return str(fact.clock_id)


def _started(fact: ClockStarted) -> Time:
    return Time(
        rule=fact.rule.rule,
        basis=fact.rule.basis,
        mode=fact.mode,
        party=fact.party,
        trigger_on=fact.trigger_on,
        length=fact.length,
        unit=fact.unit,
        variant=frozenset(fact.variant),
        nominal_on=fact.announced.nominal_on,
        due_on=fact.announced.due_on,
    )


def _announced(time: Time, fact: Any) -> Time:  # noqa: ANN401 - one of _STEPS
    if not isinstance(fact, ANNOUNCING):
        return time
    told = fact.announced
    return replace(time, nominal_on=told.nominal_on, due_on=told.due_on)


def _paused(time: Time, fact: ClockPaused) -> Time:
    still = Still(
        from_on=fact.paused_on, until_on=None, ground=fact.ground, basis=fact.basis
    )
    return replace(time, stills=(*time.stills, still))


def _resumed(time: Time, fact: ClockResumed) -> Time:
    ended = tuple(
        replace(still, until_on=fact.resumed_on) if still.until_on is None else still
        for still in time.stills
    )
    return replace(time, stills=ended)


def _pause_struck(time: Time, fact: ClockPauseStruck) -> Time:
    kept = tuple(still for still in time.stills if still.from_on != fact.paused_on)
    return replace(time, stills=kept)


def _extended(time: Time, fact: ClockExtended) -> Time:
    granted = (*time.extensions, (fact.number, fact.granted_on, fact.days))
    return replace(time, extensions=granted, variant=frozenset(fact.variant))


def _extension_struck(time: Time, fact: ClockExtensionStruck) -> Time:
    kept = tuple(each for each in time.extensions if each[0] != fact.number)
    return replace(time, extensions=kept)


def _varied(time: Time, fact: ClockVariantFound) -> Time:
    return replace(time, variant=frozenset(fact.variant), length=fact.length)


def _moved(time: Time, fact: ClockMoved) -> Time:
    return replace(time, earlier_on=fact.earlier)


def _stopped(time: Time, _: ClockStopped) -> Time:
    return replace(time, open=False)


_STEPS: Mapping[type[Fact], Callable[[Time, Any], Time]] = {
    ClockPaused: _paused,
    ClockResumed: _resumed,
    ClockPauseStruck: _pause_struck,
    ClockExtended: _extended,
    ClockExtensionStruck: _extension_struck,
    ClockVariantFound: _varied,
    ClockMoved: _moved,
    ClockStopped: _stopped,
}
