"""Words of the facts about signers, the inside of settlement, decisions and execution."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from services.routing.domain.execution.measures import measured
from shared.contracts.routing_guiding import ProposalOverridden
from shared.contracts.routing_inquiry import (
    BacklogPlanned,
    CasePlaced,
    CaseReported,
    DialogueHeld,
    DialogueMissed,
    DialoguePlanned,
    ExecutionItemFulfilled,
    ExecutionItemOrdered,
    FulfilmentStruck,
    InformationAnswered,
    InformationAsked,
    VerificationPlanned,
    VerificationRecorded,
)
from shared.contracts.routing_settlement import (
    CaseChecked,
    CaseContinued,
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
    DecisionAmended,
    DecisionReexamined,
    DecisionRevoked,
    SignerWithdrew,
)
from shared.registry import Fact
from shared.web.showing import Showing

Measures: TypeAlias = Mapping[tuple[int, int], str]
"""What each item of execution is measured in, by the number of its order and its own."""

_TEXTS: Mapping[type[Fact], str] = {
    SignerWithdrew: "part",
    VerificationPlanned: "contents",
    VerificationRecorded: "findings",
    InformationAsked: "what",
    DialoguePlanned: "place",
    DialogueHeld: "record",
    ExecutionItemOrdered: "what",
    CaseReported: "progress",
    BacklogPlanned: "direction",
    CrimeReferred: "file",
}
"""By fact: what it says in an officer's words."""
_CODES: Mapping[type[Fact], tuple[str, str]] = {
    ProposalOverridden: ("did", "course"),
    CaseContinued: ("ground", "ground_end"),
    CaseDiscontinued: ("ground", "ground_end"),
    CaseReopened: ("cause", "reopening"),
    DecisionAmended: ("cause", "cause"),
    DecisionRevoked: ("cause", "cause"),
    DecisionReexamined: ("finding", "finding"),
    DialogueHeld: ("agreement", "agreement"),
    DialogueMissed: ("absent", "absent"),
    CasePlaced: ("place", "place"),
    ExecutionItemOrdered: ("measure", "measure"),
    CaseChecked: ("finding", "finding"),
    CrimeReferred: ("to", "to"),
}
"""By fact: which of its fields is a code, and under which words it stands."""


def measures_of(facts: Iterable[Fact]) -> Measures:
    """Return what the items ordered are measured in."""
    return {
        (fact.number, fact.item): fact.measure
        for fact in facts
        if isinstance(fact, ExecutionItemOrdered)
    }


def of_life(fact: Fact, show: Showing, measures: Measures) -> dict[str, str]:
    """Return what such a fact says, for its sentence."""
    said: dict[str, str] = {}
    if type(fact) in _TEXTS:
        said["text"] = str(getattr(fact, _TEXTS[type(fact)]))
    if type(fact) in _CODES:
        field, group = _CODES[type(fact)]
        said["code"] = show.word(group, getattr(fact, field))
    match fact:
        case CaseChecked(follow_up=follow_up):
            said["follow_up"] = show.word("follow_up", follow_up)
        case ExecutionItemFulfilled() | FulfilmentStruck():
            measure = measures.get((fact.number, fact.item), "other")
            figure = show.number(measured(measure, fact.amount))
            said["amount"] = f"{figure} {show.word('measure_unit', measure)}"
        case InformationAnswered():
            said["certified"] = show.t(
                "case.certified" if fact.certified else "case.uncertified"
            )
    return said
