"""What an officer can do with a case now: asked of the domain, which alone knows the law."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, assert_never, get_args

from services.routing.api.acts import ActionName
from services.routing.api.lives import LifeName
from services.routing.domain.case.state import (
    Accepted,
    AwaitingAction,
    Case,
    Classified,
    Closed,
    Dossier,
    InDesignation,
    InTransfer,
    Opened,
    Unknown,
)
from services.routing.domain.proposal import propose
from services.routing.rules import RuleBook, Way
from shared.contracts.routing import Action
from shared.contracts.routing_settlement import CheckFinding, CheckFollowUp
from shared.legal.citation import Citation
from shared.legal.rules import in_force

Input: TypeAlias = Literal[
    "complex",
    "remote",
    "reason_code",
    "to_agency",
    "reason",
    "outcome",
    "on",
    "received_on",
    "ground",
    "days",
    "complexity",
    "criteria",
    "form",
    "designated",
    "count",
    "representatives",
    "signer",
    "part",
    "cause",
    "court_accepted_on",
    "resettle",
    "finding",
    "lead",
    "team",
    "contents",
    "until_on",
    "findings",
    "of_agency",
    "what",
    "due_on",
    "certified",
    "evidence",
    "held_on",
    "purpose",
    "content",
    "participants",
    "place",
    "preparation",
    "agreement",
    "record",
    "absent",
    "excused",
    "progress",
    "difficulties",
    "direction",
    "leader",
    "items",
    "amount",
    "officials",
    "follow_up",
    "to",
    "file",
]

_ACTS: dict[Action, tuple[ActionName | LifeName, tuple[Input, ...]]] = {
    "ACCEPT": ("accept", ("on", "complex", "remote")),
    "NOT_ACCEPT_NOTICE": ("refuse", ("reason_code",)),
    "GUIDE": ("guide", ()),
    "TRANSFER": ("transfer", ("to_agency", "reason")),
    "FILE": ("file", ()),
    "ANSWER": ("answer", ()),
    "INFO_CHECK": ("check", ("on", "finding", "follow_up", "reason")),
}
_OPTIONS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "check": {"finding": get_args(CheckFinding), "follow_up": get_args(CheckFollowUp)}
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that the page offers; the domain may still refuse it, and says why."""

    name: ActionName | LifeName
    inputs: tuple[Input, ...] = ()
    basis: Citation | None = None
    form: str | None = None
    proposed: bool = False
    of: str = ""
    """Which of several of this name: the paper, the number or the day it is about."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What the form carries unseen."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in its fields at first."""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The codes to choose from, by field."""
    laws: Mapping[str, Citation] = field(default_factory=dict)
    """Where a code stands in the law, where each has a place of its own."""
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """The codes to choose from with their words, where these are no words of the program."""
    about: dt.date | None = None
    """The day of what is taken back."""
    told: str = ""
    """What of several it is about, in an officer's words."""

    @property
    def words(self) -> str:
        """The key of what the act is called."""
        several = self.of and self.name in {"notify", "guide"}
        return f"{self.name}.{self.of}" if several else self.name

    @property
    def key(self) -> str:
        """What tells it from every other act of the page."""
        return f"{self.name}-{self.of}" if self.of else self.name


def acts_on(case: Case, book: RuleBook, today: dt.date) -> list[Act]:
    """
    Return what takes a case in or ends it in this state, the proposed act first.

    Raises:
        RuleMissing: the decision table has no row for the situation.
    """
    match case:
        case AwaitingAction(dossier):
            return list(_lawful(dossier, book, today))
        case InTransfer() | InDesignation():
            return []  # see `custody_acts`
        case Accepted(course=course) if course.standing_still:
            withdrawn = {"outcome": "withdrawn"}
            return [Act(name="decide", of="withdrawn", given=withdrawn)]
        case Accepted():
            on = {"on": today.isoformat()}
            inputs: tuple[Input, ...] = ("on", "outcome")
            return [Act(name="decide", inputs=inputs, values=on, proposed=True)]
        case Unknown() | Opened() | Classified() | Closed():
            return []
        case _:
            assert_never(case)


def grounds_of_refusal(
    case: Case, book: RuleBook, today: dt.date
) -> list[tuple[str, Citation]]:
    """Return the reasons on which a case of this kind can be refused, each with its law."""
    if not isinstance(case, AwaitingAction):
        return []
    kind = case.dossier.classified.kind
    return [
        (row.code, row.basis) for row in in_force(book.refusals, today) if kind in row.kinds
    ]


def _lawful(dossier: Dossier, book: RuleBook, today: dt.date) -> Iterator[Act]:
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
            name=name,
            inputs=asked,
            basis=way.basis,
            form=way.form,
            proposed=is_proposed,
            values={"on": today.isoformat()},
            options=_OPTIONS.get(name, {}),
        )
    if proposed.action == "TRANSFER":
        yield Act(name="transfer", inputs=("to_agency", "reason"), basis=row.basis)
