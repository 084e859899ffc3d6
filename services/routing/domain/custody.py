"""
Who held a petition, from which day to which: one body at every moment, folded from its facts.

Each day of its life belongs to exactly one holder, so the days of all of them add up to its age.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from shared.contracts.deadlines import ANNOUNCING, ClockStarted
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseAssigned,
    CaseFiled,
    CaseGuided,
    CaseRefused,
    DecisionIssued,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import (
    DesignationMade,
    DesignationRequested,
    LevelSkipped,
)
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
)
from shared.contracts.ticking import counted
from shared.ids import AgencyCode, OfficerId
from shared.registry import Fact

How: TypeAlias = Literal["lodged", "sent", "returned", "asked", "designated"]
"""How a body came to hold it."""
Deed: TypeAlias = Literal[
    "sent", "confirmed", "returned", "asked", "designated", "accepted", "refused",
    "guided", "filed", "answered", "checked", "referred", "decided", "discontinued", "reopened",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """What a holder did with it, on which day; of a transfer also where to."""

    deed: Deed
    on: dt.date
    to_agency: AgencyCode | None = None
    ground: str | None = None
    """Of a return."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A holder and the days it had it: `from_on` belongs to it, `until_on` does not."""

    agency: AgencyCode
    how: How
    from_on: dt.date
    until_on: dt.date
    officers: tuple[OfficerId, ...] = ()
    """Who was answerable, one after the other; empty: the unit as a whole."""
    due_on: dt.date | None = None
    """The last day that was announced for what it had to do; None: no clock ran against it."""
    did: tuple[Did, ...] = ()

    @property
    def days(self) -> int:
        """How many days it had it."""
        return (self.until_on - self.from_on).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All holders, in order."""

    links: Sequence[Link]
    ended_on: dt.date | None
    """The day on which nothing more was left to do; None: somebody has it."""
    skipped: AgencyCode | None = None
    """The body that must decide first and was gone over; None: none was."""

    @property
    def age(self) -> int:
        """How many days it has lived: what the days of all holders add up to."""
        return sum(link.days for link in self.links)

    @property
    def transfers(self) -> int:
        """How often it was sent on."""
        return sum(link.how == "sent" for link in self.links)


@dataclass(slots=True)
class _Chain:
    links: list[Link] = field(default_factory=list)
    ended_on: dt.date | None = None
    skipped: AgencyCode | None = None
    seats: dict[AgencyCode, AgencyCode] = field(default_factory=dict)
    """Addressed there, taken here: offices of one head confirm for each other."""

    def comes(self, agency: AgencyCode, how: How, on: dt.date) -> None:
        on = self._latest(on)
        if self.links:
            self._amend(until_on=on)
        self.links.append(Link(agency=agency, how=how, from_on=on, until_on=on))

    def does(self, deed: Deed, on: dt.date, **more: Any) -> None:  # noqa: ANN401 - of `Did`
        if self.links:
            done = (*self.links[-1].did, Did(deed=deed, on=on, **more))
            self._amend(did=done)

    def ends(self, deed: Deed, on: dt.date) -> None:
        self.does(deed, on)
        if self.links:
            self.ended_on = self._latest(on)

    def resumes(self, on: dt.date) -> None:
        self.does("reopened", on)
        self.ended_on = None

    def takes(self, by: AgencyCode, on: dt.date) -> None:
        self.does("confirmed", on)
        if self.links:
            self.seats[self.links[-1].agency] = by
            self._amend(agency=by)

    def has(self, officer: OfficerId) -> None:
        officers = self.links[-1].officers if self.links else ()
        if self.links and officer not in officers[-1:]:
            self._amend(officers=(*officers, officer))

    def owes(self, agency: AgencyCode, due_on: dt.date) -> None:
        for number in range(len(self.links) - 1, -1, -1):
            if self.links[number].agency in (agency, self.seats.get(agency)):
                self.links[number] = replace(self.links[number], due_on=due_on)
                return

    def _latest(self, on: dt.date) -> dt.date:
        return max(on, self.links[-1].from_on) if self.links else on

    def _amend(self, **fields: Any) -> None:  # noqa: ANN401 - of `Link`
        self.links[-1] = replace(self.links[-1], **fields)


def chain(facts: Iterable[Fact], today: dt.date) -> Chain:
    """Return who held a petition until today, or until it ended."""
    so_far, against = _Chain(), dict[str, AgencyCode]()
    for fact in facts:
        step = _STEPS.get(type(fact))
        if step is not None:
            step(so_far, fact)
        elif isinstance(fact, ANNOUNCING):
            _announced(so_far, fact, against)
    if so_far.links:
        last = so_far.links[-1]
        until_on = max(so_far.ended_on or today, last.from_on)
        so_far.links[-1] = replace(last, until_on=until_on)
    return Chain(links=so_far.links, ended_on=so_far.ended_on, skipped=so_far.skipped)


def _announced(so_far: _Chain, fact: Any, against: dict[str, AgencyCode]) -> None:  # noqa: ANN401 - of ANNOUNCING
    """Note until when the holder has time; the latest date announced stands."""
    if isinstance(fact, ClockStarted) and counted(fact):
        against[fact.clock_id] = fact.against
    if fact.clock_id in against:
        so_far.owes(against[fact.clock_id], fact.announced.due_on)


def _sent(so_far: _Chain, fact: TransferSent) -> None:
    so_far.does("sent", fact.sent_on, to_agency=fact.to_agency)
    so_far.comes(fact.to_agency, "sent", fact.sent_on)


def _returned(so_far: _Chain, fact: TransferReturned) -> None:
    back, on = fact.to_agency, fact.returned_on
    so_far.does("returned", on, to_agency=back, ground=fact.ground)
    so_far.comes(back, "returned", on)


def _asked(so_far: _Chain, fact: DesignationRequested) -> None:
    so_far.does("asked", fact.requested_on, to_agency=fact.superior)
    so_far.comes(fact.superior, "asked", fact.requested_on)


def _made(so_far: _Chain, fact: DesignationMade) -> None:
    so_far.does("designated", fact.made_on, to_agency=fact.to_agency)
    so_far.comes(fact.to_agency, "designated", fact.made_on)


def _lodged(so_far: _Chain, fact: PetitionLodged) -> None:
    so_far.comes(fact.receiving_agency, "lodged", fact.received_on)


def _assigned(so_far: _Chain, fact: CaseAssigned) -> None:
    if fact.officer is not None:
        so_far.has(fact.officer)


def _referred(so_far: _Chain, fact: CrimeReferred) -> None:
    step = so_far.ends if fact.ends else so_far.does
    step("referred", fact.referred_on)


def _skipped(so_far: _Chain, fact: LevelSkipped) -> None:
    so_far.skipped = fact.skipped


_STEPS: dict[type[Fact], Callable[[_Chain, Any], None]] = {
    PetitionLodged: _lodged,
    LevelSkipped: _skipped,
    TransferSent: _sent,
    TransferReturned: _returned,
    DesignationRequested: _asked,
    DesignationMade: _made,
    CaseAssigned: _assigned,
    TransferConfirmed: lambda so_far, fact: so_far.takes(fact.by_agency, fact.confirmed_on),
    CaseAccepted: lambda so_far, fact: so_far.does("accepted", fact.accepted_on),
    CaseRefused: lambda so_far, fact: so_far.ends("refused", fact.refused_on),
    CaseGuided: lambda so_far, fact: so_far.ends("guided", fact.guided_on),
    CaseFiled: lambda so_far, fact: so_far.ends("filed", fact.filed_on),
    CaseAnswered: lambda so_far, fact: so_far.ends("answered", fact.answered_on),
    CaseChecked: lambda so_far, fact: so_far.ends("checked", fact.checked_on),
    CrimeReferred: _referred,
    DecisionIssued: lambda so_far, fact: so_far.ends("decided", fact.issued_on),
    CaseDiscontinued: lambda so_far, fact: so_far.ends(
        "discontinued", fact.discontinued_on
    ),
    CaseReopened: lambda so_far, fact: so_far.resumes(fact.reopened_on),
}
