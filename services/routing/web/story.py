"""The story of a case as an officer reads it: one sentence a fact, and its clocks."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shared.contracts.deadlines import ClockStarted, ClockStopped
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAnswered,
    CaseAssigned,
    CaseClassified,
    CaseFiled,
    CaseGuided,
    CaseOpened,
    CaseRefused,
    DecisionIssued,
    JurisdictionDecided,
)
from shared.envelope import Heard
from shared.legal.citation import Citation
from shared.legal.running import rule_of
from shared.registry import Fact, wire_type
from shared.web.showing import Chip, Showing

Name = Callable[[str | None], str]
"""What a body is called, or an officer."""

_BODIES = ("holder", "from_agency", "to_agency", "by_agency", "competent_agency",
           "receiving_agency", "against", "officer")  # fmt: skip
_WORDS = {"kind": "kind", "kind_claimed": "kind", "channel": "channel", "outcome": "outcome",
          "reason_code": "reason", "proposed_action": "action"}  # fmt: skip
_SYSTEM = (CaseOpened, ClockStopped)
_ENDS = (CaseRefused, CaseGuided, CaseFiled, CaseAnswered, DecisionIssued)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact as a line of the story; `note` is in an officer's own words."""

    at: dt.datetime
    sentence: str
    basis: str
    note: str
    look: str
    system: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """A clock of the case, running or done, and why it ends on that day."""

    name: str
    due_on: dt.date
    chip: Chip
    why: str
    basis: str


def story(facts: Iterable[Heard], show: Showing, name: Name) -> list[Line]:
    """Return the lines of the story, the newest first."""
    return [_line(heard, show, name) for heard in facts][::-1]


def _line(heard: Heard, show: Showing, name: Name) -> Line:
    fact = heard.fact
    basis = getattr(fact, "basis", None)
    return Line(
        at=heard.happened_at,
        sentence=_sentence(fact, show, name),
        basis=show.law(basis) if isinstance(basis, Citation) else "",
        note=str(getattr(fact, "reason", "")) if not isinstance(fact, ClockStopped) else "",
        look="clock"
        if isinstance(fact, ClockStarted)
        else "end"
        if isinstance(fact, _ENDS)
        else "",
        system=isinstance(fact, _SYSTEM),
    )


def _sentence(fact: Fact, show: Showing, name: Name) -> str:
    kind, _, _ = wire_type(type(fact)).rpartition(".v")
    key = f"fact.{kind}{_turn(fact)}"
    return show.t(key if key in show.words else "fact.unknown", **_values(fact, show, name))


def _turn(fact: Fact) -> str:
    match fact:
        case CaseAssigned():
            return ".to_officer" if fact.officer else ".to_nobody"
        case JurisdictionDecided():
            return ".ours" if fact.ours else ".theirs"
        case CaseClassified():
            return ".eligible" if fact.eligible else ".ineligible"
        case ClockStopped():
            return f".{fact.reason}"
    return ""


def _values(fact: Fact, show: Showing, name: Name) -> Mapping[str, str]:
    values = {
        field: name(getattr(fact, field)) for field in _BODIES if hasattr(fact, field)
    }
    for field, group in _WORDS.items():
        if hasattr(fact, field):
            values[field] = show.word(group, getattr(fact, field))
    codes = getattr(fact, "reason_codes", ())
    values["reasons"] = ", ".join(show.word("reason", code) for code in codes)
    match fact:
        case ClockStarted():
            values |= {"clock": show.word("clock", fact.rule.rule),
                       "length": show.t(f"unit.{fact.unit}", n=fact.length),
                       "due": show.day(fact.announced_due_on)}  # fmt: skip
        case ClockStopped():
            values["clock"] = show.word("clock", rule_of(fact.clock_id))
        case PetitionLodged():
            values["field"] = show.word("field", fact.subject_field)
    return values


def clocks(facts: Iterable[Heard], show: Showing) -> list[ClockLine]:
    """Return the clocks of a case: running ones by due date, then those that ended."""
    started: dict[str, ClockStarted] = {}
    stopped: dict[str, ClockStopped] = {}
    for heard in facts:
        match heard.fact:
            case ClockStarted() as fact:
                started[fact.clock_id] = fact
                stopped.pop(fact.clock_id, None)
            case ClockStopped() as fact:
                stopped[fact.clock_id] = fact
    order = sorted(
        started.values(), key=lambda c: (c.clock_id in stopped, c.announced_due_on)
    )
    return [_clock(clock, stopped.get(clock.clock_id), show) for clock in order]


def _clock(clock: ClockStarted, end: ClockStopped | None, show: Showing) -> ClockLine:
    return ClockLine(
        name=show.word("clock", clock.rule.rule),
        due_on=clock.announced_due_on,
        chip=_chip(clock, end, show),
        why=show.t(
            "case.why_text",
            trigger=show.day(clock.trigger_on),
            length=show.t(f"unit.{clock.unit}", n=clock.length),
            due=show.day(clock.announced_due_on),
        ),
        basis=show.law(clock.rule.basis),
    )


def _chip(clock: ClockStarted, end: ClockStopped | None, show: Showing) -> Chip:
    if end is None:
        return show.clock(clock.announced_due_on)
    if end.reason == "moot":
        return show.done(show.t("case.clock_moot"))
    return show.done(show.t("case.clock_met", day=show.date(end.stopped_on)))
