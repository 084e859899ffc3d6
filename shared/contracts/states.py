"""In which state, and in whose hands, a fact puts a petition: one reading for every service."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Literal

from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseClassified,
    CaseFiled,
    CaseGuided,
    CaseOpened,
    CaseRefused,
    DecisionIssued,
    JurisdictionDecided,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import (
    CustodySealed,
    DesignationMade,
    DesignationRequested,
)
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
)
from shared.ids import AgencyCode
from shared.registry import Fact

State = Literal[
    "received",
    "awaiting_acceptance",
    "awaiting_transfer",
    "awaiting_guidance",
    "awaiting_filing",
    "awaiting_answer",
    "awaiting_action",
    "in_transfer",
    "awaiting_designation",
    "accepted",
    "closed_refused",
    "closed_guided",
    "closed_filed",
    "closed_answered",
    "closed_checked",
    "closed_referred",
    "closed_decided",
    "closed_discontinued",
]

_AWAITING: dict[str, State] = {
    "ACCEPT": "awaiting_acceptance",
    "TRANSFER": "awaiting_transfer",
    "GUIDE": "awaiting_guidance",
    "FILE": "awaiting_filing",
    "ANSWER": "awaiting_answer",
}

_BRINGS: dict[type[Fact], State] = {
    PetitionLodged: "received",
    CaseOpened: "received",
    CaseAccepted: "accepted",
    CaseRefused: "closed_refused",
    CaseGuided: "closed_guided",
    CaseFiled: "closed_filed",
    CaseAnswered: "closed_answered",
    CaseChecked: "closed_checked",
    DecisionIssued: "closed_decided",
    CaseDiscontinued: "closed_discontinued",
    CaseReopened: "accepted",
    TransferSent: "in_transfer",
    TransferReturned: "awaiting_transfer",
    DesignationRequested: "awaiting_designation",
    DesignationMade: "in_transfer",
}

MOVING: tuple[type[Fact], ...] = (
    *_BRINGS,
    CaseClassified,
    JurisdictionDecided,
    TransferConfirmed,
    CustodySealed,
    CrimeReferred,
)
"""Every fact that can change the state, the holder, the kind or the sight of a petition."""


_HANDS: dict[type[Fact], Callable[[Any], AgencyCode]] = {
    PetitionLodged: attrgetter("receiving_agency"),
    CaseOpened: attrgetter("holder"),
    JurisdictionDecided: attrgetter("holder"),
    CaseAccepted: attrgetter("holder"),
    TransferSent: attrgetter("to_agency"),
    TransferReturned: attrgetter("to_agency"),
    TransferConfirmed: attrgetter("by_agency"),
    DesignationRequested: attrgetter("superior"),
    DesignationMade: attrgetter("to_agency"),
}


def state_after(fact: Fact) -> State | None:
    """Return the state that the fact brings; None when it brings none of its own."""
    if isinstance(fact, JurisdictionDecided):
        return _AWAITING.get(fact.proposed_action, "awaiting_action")
    if isinstance(fact, CrimeReferred):
        return "closed_referred" if fact.ends else None
    return _BRINGS.get(type(fact))


def holder_after(fact: Fact) -> AgencyCode | None:
    """Return who has the petition in hand after the fact; None when it does not say."""
    hands = _HANDS.get(type(fact))
    return None if hands is None else hands(fact)


def is_open(state: str) -> bool:
    """Test whether something remains to be done in this state."""
    return not state.startswith("closed")
