"""Whose content was erased, by whom and why? What the vault is held to, whatever is put back."""

import datetime as dt

import msgspec

from shared.contracts.intake import PetitionErased
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class ErasureRow(msgspec.Struct, frozen=True):
    """A petition without its content."""

    petition_id: str
    ground: str
    reference: str
    asked_by: str
    confirmed_by: str
    erased_at: dt.datetime
    position: int
    """Intake's position: what is newer was not yet carried out in the vault."""


def fold(row: ErasureRow | None, heard: Told) -> ErasureRow | None:
    """Return the erasure; the first one stands."""
    fact = heard.fact
    if row is None and isinstance(fact, PetitionErased):
        return ErasureRow(
            petition_id=fact.petition_id,
            ground=fact.ground,
            reference=fact.reference,
            asked_by=fact.asked_by,
            confirmed_by=fact.confirmed_by,
            erased_at=heard.recorded_at,
            position=heard.position,
        )
    return row


ERASURE: ReadModel[ErasureRow] = ReadModel(
    table="erasure",
    row=ErasureRow,
    keys={PetitionErased: lambda fact: fact.petition_id},
    fold=fold,
    indexes=("position",),
)
