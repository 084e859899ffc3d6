"""
How often is done what was proposed? One row a petition and body: the last proposal to it.

What an officer says counts first; where they say nothing, what they did. Who agreed and then
did something else did something else.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.contracts.routing import (
    CaseAccepted,
    CaseAnswered,
    CaseFiled,
    CaseGuided,
    CaseRefused,
    GuideManner,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_guiding import (
    ProposalFollowed,
    ProposalMade,
    ProposalOverridden,
)
from shared.contracts.routing_settlement import CaseChecked
from shared.envelope import Told
from shared.log.readmodel import ReadModel
from shared.registry import Fact


class GuidanceRow(msgspec.Struct, frozen=True):
    """A proposal, and what became of it."""

    guidance_id: str
    petition_id: str
    unit: str
    """The body it was made to."""
    month: str
    """Of the proposal, as `2026-11`."""
    number: int
    actions: str
    """Between blanks, as are the ids of the rules."""
    rules: str
    outcome: str
    """`open`, `followed`, `overridden`, `as_proposed` (nothing said), `otherwise`."""


replace = msgspec.structs.replace
_DID: dict[type[Fact], str] = {
    CaseAccepted: "ACCEPT",
    CaseRefused: "NOT_ACCEPT_NOTICE",
    CaseFiled: "FILE",
    CaseAnswered: "ANSWER",
    CaseChecked: "INFO_CHECK",
    TransferSent: "TRANSFER",
    TransferReturned: "RETURN_TO_FORWARDER",
}
"""By fact: what it was in the words of the rule book."""
_GUIDED: Mapping[GuideManner, str] = {
    "elsewhere": "GUIDE",
    "split": "GUIDE_SPLIT",
    "complete": "GUIDE_COMPLETE",
}
"""The same, by what the sender was told."""


def fold(row: GuidanceRow | None, heard: Told) -> GuidanceRow | None:
    """Return the proposal after the fact; where nothing was proposed there is no row."""
    match heard.fact:
        case ProposalMade() as made:
            return _made(made)
        case ProposalFollowed(number=number) if row and row.number == number:
            return replace(row, outcome="followed")
        case ProposalOverridden(number=number) if row and row.number == number:
            return replace(row, outcome="overridden")
        case CaseGuided(manner=manner) if row is not None:
            return _done(row, _GUIDED[manner])
        case fact if row is not None and type(fact) in _DID:
            return _done(row, _DID[type(fact)])
    return row


def _made(made: ProposalMade) -> GuidanceRow:
    return GuidanceRow(
        guidance_id=_key(made),
        petition_id=made.petition_id,
        unit=made.holder,
        month=f"{made.made_on:%Y-%m}",
        number=made.number,
        actions=" ".join(made.actions),
        rules=" ".join(dict.fromkeys(rule.rule for rule in made.rules)),
        outcome="open",
    )


def _done(row: GuidanceRow, did: str) -> GuidanceRow:
    as_proposed = did in row.actions.split()
    if row.outcome == "open":
        return replace(row, outcome="as_proposed" if as_proposed else "otherwise")
    if row.outcome == "followed" and not as_proposed:
        return replace(row, outcome="otherwise")
    return row


def _key(fact: Any) -> str:  # noqa: ANN401 - any of these facts
    by = (
        fact.from_agency
        if isinstance(fact, TransferSent | TransferReturned)
        else fact.holder
    )
    return f"{fact.petition_id}/{by}"


GUIDANCE: ReadModel[GuidanceRow] = ReadModel(
    table="guidance",
    row=GuidanceRow,
    keys=dict.fromkeys(
        (ProposalMade, ProposalFollowed, ProposalOverridden, CaseGuided, *_DID), _key
    ),
    fold=fold,
    indexes=("month, unit", "petition_id"),
)
