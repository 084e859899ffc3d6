"""The story of a case as an officer reads it: one sentence a fact."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.routing.web.life_story import Measures, measures_of, of_life
from shared.contracts.deadlines import (
    ANNOUNCING,
    ClockEscalated,
    ClockExpired,
    ClockPaused,
    ClockReminded,
    ClockStarted,
    ClockStopped,
)
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAnswered,
    CaseAssigned,
    CaseClassified,
    CaseComplexityFound,
    CaseFiled,
    CaseGuided,
    CaseNotified,
    CaseOpened,
    CaseRefused,
    DecisionIssued,
    DecisionPublished,
    JurisdictionDecided,
    TransferReturned,
)
from shared.contracts.routing_custody import DesignationRequested
from shared.contracts.routing_guiding import ProposalMade
from shared.contracts.routing_inquiry import DialogueMissed
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseDiscontinued,
    CrimeReferred,
    SignerNotified,
    SignerWithdrew,
)
from shared.contracts.ticking import counted
from shared.envelope import Heard
from shared.legal.citation import Citation
from shared.legal.running import rule_of
from shared.registry import Fact, wire_type
from shared.web.showing import Showing

Name = Callable[[str | None], str]
"""What a body is called, or an officer."""

_OFFICERS = ("officer", "lead", "leader")
_BODIES = ("holder", "from_agency", "to_agency", "by_agency", "competent_agency",
           "receiving_agency", "against", "receiver", "skipped", "superior", "of_agency",
           "owner")  # fmt: skip
_WORDS = {"kind": "kind", "kind_claimed": "kind", "channel": "channel", "outcome": "outcome",
          "reason_code": "reason", "proposed_action": "action", "ground": "ground",
          "complexity": "complexity", "what": "paper", "stage": "stage"}  # fmt: skip
_DAYS = ("paused_on", "resumed_on", "sent_on", "received_on", "published_on",
         "due_on", "earlier", "withdrawn_on", "discontinued_on", "reopened_on", "appealed_on",
         "court_accepted_on", "until_on", "held_on", "ordered_on", "done_on",
         "completed_on", "missed_on", "urged_on")  # fmt: skip
_FIGURES = ("number", "days", "count", "signer", "item", "items")
_SYSTEM = (
    CaseOpened,
    ProposalMade,
    ClockStopped,
    ClockPaused,
    ClockReminded,
    ClockEscalated,
)
"""What people need not read to understand the case: it happened by itself, or is said before."""
_ENDS = (CaseRefused, CaseGuided, CaseFiled, CaseAnswered, CaseChecked, CrimeReferred,
         DecisionIssued, CaseDiscontinued)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact as a line of the story; `note` is in an officer's own words."""

    at: dt.datetime
    sentence: str
    basis: str
    note: str
    look: str
    system: bool


def story(facts: Iterable[Heard], show: Showing, name: Name) -> list[Line]:
    """Return the lines of the story, the newest first."""
    told = list(facts)
    measures = measures_of(heard.fact for heard in told)
    return [_line(heard, show, name, measures) for heard in told][::-1]


def officers_in(facts: Iterable[Heard]) -> set[str]:
    """Return the officers whom the story names."""
    named = (getattr(heard.fact, field, None) for heard in facts for field in _OFFICERS)
    return {officer for officer in named if officer}


def _line(heard: Heard, show: Showing, name: Name, measures: Measures) -> Line:
    fact = heard.fact
    basis = getattr(fact, "basis", None)
    return Line(
        at=heard.happened_at,
        sentence=_sentence(fact, show, name, measures),
        basis=show.law(basis) if isinstance(basis, Citation) else "",
        note=str(getattr(fact, "reason", "")) if not isinstance(fact, ClockStopped) else "",
        look=_look(fact),
        system=isinstance(fact, _SYSTEM),
    )


def _look(fact: Fact) -> str:
    if isinstance(fact, (*ANNOUNCING, ClockExpired)):
        return "clock"
    return "end" if isinstance(fact, _ENDS) and getattr(fact, "ends", True) else ""


def _sentence(fact: Fact, show: Showing, name: Name, measures: Measures) -> str:
    kind, _, _ = wire_type(type(fact)).rpartition(".v")
    key = f"fact.{kind}{_turn(fact)}"
    values = _values(fact, show, name) | of_life(fact, show, measures)
    return show.t(key if key in show.words else "fact.unknown", **values)


def _turn(fact: Fact) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a fact
    match fact:
        case CaseAssigned():
            return ".to_officer" if fact.officer else ".to_nobody"
        case JurisdictionDecided():
            return ".ours" if fact.ours else ".theirs"
        case CaseClassified():
            return ".eligible" if fact.eligible else ".ineligible"
        case ClockStopped():
            return f".{fact.reason}"
        case CaseGuided():
            return f".{fact.manner}"
        case ClockExpired():
            return ".late" if counted(fact) else ".over"
        case ClockEscalated():
            return f".{fact.to}"
        case CaseComplexityFound():
            return ".complex" if fact.complex else ".plain"
        case SignerWithdrew():
            return ".part" if fact.part else ".whole"
        case DialogueMissed():
            return ".excused" if fact.excused else ".unexcused"
        case CaseNotified() | SignerNotified():
            return ".received" if fact.received_on else ".sent"
        case DesignationRequested():
            return f".{fact.why}"
        case TransferReturned():
            return ".on_ground" if fact.ground else ""
    return ""


def _values(fact: Fact, show: Showing, name: Name) -> dict[str, str]:
    called = (*_BODIES, *_OFFICERS)
    values = {field: name(getattr(fact, field)) for field in called if hasattr(fact, field)}
    for field, group in _WORDS.items():
        if getattr(fact, field, None) is not None:
            values[field] = show.word(group, getattr(fact, field))
    codes = getattr(fact, "reason_codes", ())
    values["agencies"] = ", ".join(name(code) for code in getattr(fact, "agencies", ()))
    values["reasons"] = ", ".join(show.word("reason", code) for code in codes)
    return values | _of_time(fact, show) | _of_kind(fact, show)


def _of_time(fact: Fact, show: Showing) -> dict[str, str]:
    """Return what is said of days and clocks."""
    days = {name: getattr(fact, name, None) for name in _DAYS}
    values = {name: show.day(day) for name, day in days.items() if day is not None}
    values |= {name: str(getattr(fact, name)) for name in _FIGURES if hasattr(fact, name)}
    if hasattr(fact, "clock_id"):
        values["clock"] = show.word("clock", rule_of(fact.clock_id))
    if isinstance(fact, ANNOUNCING):
        values["due"] = show.day(fact.announced.due_on)
    return values


def _of_kind(fact: Fact, show: Showing) -> dict[str, str]:
    match fact:
        case ClockStarted():
            return {"length": show.t(f"unit.{fact.unit}", n=fact.length)}
        case PetitionLodged():
            return {"field": show.word("field", fact.subject_field)}
        case DecisionPublished():
            return {"published": show.word("form", fact.form)}
        case CaseComplexityFound():
            criteria = [show.word("criterion", code) for code in fact.criteria]
            return {"criteria": ", ".join(criteria) or show.t("case.unsaid")}
    return {}
