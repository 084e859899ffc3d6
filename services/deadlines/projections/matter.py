"""
Who may see the clocks of a petition, and who is answerable for it?

One row a petition: in whose hands it is, which officer has it, and who is shunned.
"""

from operator import attrgetter

import msgspec

from shared.auth.sight import sealed_after, shunned_by
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CaseAssigned,
    CaseClassified,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.contracts.states import MOVING, holder_after
from shared.envelope import Told
from shared.log.readmodel import ReadModel
from shared.registry import Fact


class MatterRow(msgspec.Struct, frozen=True):
    """As much of a petition as decides who sees it (`shared.auth.sight`); its code and officer."""

    petition_id: str
    receipt_code: str
    holder: str
    kind: str
    shunned: str
    officer: str
    """Who is answerable for it in the body that holds it; empty: nobody yet."""
    sealed: str = ""


replace = msgspec.structs.replace
_HANDED_ON = (TransferSent, TransferReturned, DesignationRequested, DesignationMade)
"""Another body has it now: nobody there is answerable yet."""


def fold(row: MatterRow | None, heard: Told) -> MatterRow | None:
    """Return the matter after the fact; a fact of an unknown petition changes nothing."""
    fact = heard.fact
    if isinstance(fact, PetitionLodged):
        return MatterRow(
            petition_id=fact.petition_id,
            receipt_code=fact.receipt_code,
            holder=fact.receiving_agency,
            kind=fact.kind_claimed,
            shunned=shunned_by(fact),
            officer="",
        )
    if row is None:
        return None
    after = _after(row, fact)
    return row if after == row else after


def _after(row: MatterRow, fact: Fact) -> MatterRow:
    if isinstance(fact, CaseClassified):
        return replace(row, kind=fact.kind)
    if isinstance(fact, CaseAssigned):
        return replace(row, officer=fact.officer or "")
    officer = "" if isinstance(fact, _HANDED_ON) else row.officer
    return replace(
        row,
        holder=holder_after(fact) or row.holder,
        officer=officer,
        sealed=sealed_after(row.sealed, fact),
    )


MATTER: ReadModel[MatterRow] = ReadModel(
    table="matter",
    row=MatterRow,
    keys=dict.fromkeys((*MOVING, CaseAssigned), attrgetter("petition_id")),
    fold=fold,
)
