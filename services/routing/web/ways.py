"""What an officer can do with a case now: asked of the domain, which alone knows the law."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from services.routing.api.cases import ActionName
from services.routing.domain.case.state import (
    Accepted,
    AwaitingAction,
    Case,
    Classified,
    Closed,
    Dossier,
    InTransfer,
    Opened,
    Unknown,
)
from services.routing.domain.proposal import propose
from services.routing.rules import RuleBook, Way
from shared.contracts.routing import Action
from shared.legal.citation import Citation

Input: TypeAlias = Literal[
    "complex", "remote", "reason_code", "to_agency", "reason", "outcome"
]

_ACTS: dict[Action, tuple[ActionName, tuple[Input, ...]]] = {
    "ACCEPT": ("accept", ("complex", "remote")),
    "NOT_ACCEPT_NOTICE": ("refuse", ("reason_code",)),
    "GUIDE": ("guide", ()),
    "TRANSFER": ("transfer", ("to_agency", "reason")),
    "FILE": ("file", ()),
    "ANSWER": ("answer", ()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that the page offers; the domain may still refuse it, and says why."""

    name: ActionName
    inputs: tuple[Input, ...] = ()
    basis: Citation | None = None
    form: str | None = None
    proposed: bool = False


def acts_on(case: Case, book: RuleBook) -> list[Act]:
    """
    Return what can be done in this state, the proposed act first.

    Raises:
        RuleMissing: the decision table has no row for the situation.
    """
    match case:
        case AwaitingAction(dossier):
            return list(_lawful(dossier, book))
        case InTransfer():
            return [
                Act(name="confirm", proposed=True),
                Act(name="return", inputs=("reason",)),
            ]
        case Accepted():
            return [Act(name="decide", inputs=("outcome",), proposed=True)]
        case Unknown() | Opened() | Classified() | Closed():
            return []
        case _:
            assert_never(case)


def grounds_of_refusal(case: Case, book: RuleBook) -> list[tuple[str, Citation]]:
    """Return the reasons on which a case of this kind can be refused, each with its law."""
    if not isinstance(case, AwaitingAction):
        return []
    kind = case.dossier.classified.kind
    return [
        (code, ground.basis)
        for code, ground in book.refusals.items()
        if kind in ground.kinds
    ]


def _lawful(dossier: Dossier, book: RuleBook) -> Iterator[Act]:
    decided = dossier.decided
    row = propose(book, dossier.situation(ours=decided.ours), decided.received_on)
    proposed = Way(action=row.action, form=row.form, basis=row.basis)
    ways = [proposed, *row.alternatives]
    if decided.ours:  # an officer may hold that it is another's after all, and say why
        elsewhere = propose(book, dossier.situation(ours=False), decided.received_on)
        sent = elsewhere.way("TRANSFER")
        ways += [sent] if sent else []
    for way in ways:
        if way.action not in _ACTS:
            continue
        name, inputs = _ACTS[way.action]
        is_proposed = way is proposed
        # As proposed, a transfer goes to the body found and needs no reason.
        asked = () if is_proposed and name == "transfer" else inputs
        yield Act(
            name=name, inputs=asked, basis=way.basis, form=way.form, proposed=is_proposed
        )
    if proposed.action == "TRANSFER":
        yield Act(name="transfer", inputs=("to_agency", "reason"), basis=row.basis)
