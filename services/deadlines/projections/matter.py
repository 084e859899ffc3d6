"""Who may see the clocks of a petition? One row a petition: in whose hands, and who is shunned."""

from operator import attrgetter

import msgspec

from shared.auth.sight import shunned_by
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import CaseClassified
from shared.contracts.states import MOVING, holder_after
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class MatterRow(msgspec.Struct, frozen=True):
    """As much of a petition as decides who may see it; see `shared.auth.sight`."""

    petition_id: str
    holder: str
    kind: str
    shunned: str


def fold(row: MatterRow | None, heard: Told) -> MatterRow | None:
    """Return the matter after the fact; a fact of an unknown petition changes nothing."""
    fact = heard.fact
    if isinstance(fact, PetitionLodged):
        return MatterRow(
            petition_id=fact.petition_id,
            holder=fact.receiving_agency,
            kind=fact.kind_claimed,
            shunned=shunned_by(fact),
        )
    if row is None:
        return None
    if isinstance(fact, CaseClassified):
        return (
            row if fact.kind == row.kind else msgspec.structs.replace(row, kind=fact.kind)
        )
    holder = holder_after(fact)
    if holder is None or holder == row.holder:
        return row
    return msgspec.structs.replace(row, holder=holder)


MATTER: ReadModel[MatterRow] = ReadModel(
    table="matter",
    row=MatterRow,
    keys=dict.fromkeys(MOVING, attrgetter("petition_id")),
    fold=fold,
)
