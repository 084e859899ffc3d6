"""How many petitions, of what kind, about what, held by whom, in which state?"""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.auth.sight import sealed_after, shunned_by
from shared.clock import local_date
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import CaseClassified, TransferSent
from shared.contracts.routing_custody import CustodySealed
from shared.contracts.states import MOVING, holder_after, is_open, state_after
from shared.envelope import Told
from shared.log.readmodel import ReadModel, Tally


class PetitionRow(msgspec.Struct, frozen=True):
    """A petition as it is counted."""

    petition_id: str
    month: dt.date
    """First day of the month of receipt."""
    received_on: dt.date
    channel: str
    subject_field: str
    receiving_agency: str
    kind: str
    eligible: bool
    state: str
    open: bool
    holder: str
    hops: int
    """How often it was transferred."""
    closed_on: dt.date | None
    shunned: str
    """See `shared.auth.sight`."""
    sealed: str = ""


replace = msgspec.structs.replace


def fold(row: PetitionRow | None, heard: Told) -> PetitionRow | None:
    """Return the petition after the fact; a fact of an unknown petition changes nothing."""
    fact = heard.fact
    kind = type(fact)
    if isinstance(fact, PetitionLodged):
        return _lodged(fact)
    if row is None:
        return None
    if isinstance(fact, CaseClassified):
        return replace(row, kind=fact.kind, eligible=fact.eligible)
    if isinstance(fact, CustodySealed):
        return replace(row, sealed=sealed_after(row.sealed, fact))
    state = state_after(fact) or row.state
    holder = holder_after(fact) or row.holder
    if is_open(state):
        hops = row.hops + (kind is TransferSent)
        return replace(
            row, state=state, open=True, holder=holder, hops=hops, closed_on=None
        )
    closed_on = row.closed_on or local_date(heard.happened_at)
    return replace(row, state=state, open=False, holder=holder, closed_on=closed_on)


def _lodged(fact: PetitionLodged) -> PetitionRow:
    return PetitionRow(
        petition_id=fact.petition_id,
        month=fact.received_on.replace(day=1),
        received_on=fact.received_on,
        channel=fact.channel,
        subject_field=fact.subject_field,
        receiving_agency=fact.receiving_agency,
        kind=fact.kind_claimed,
        eligible=True,
        state="received",
        open=True,
        holder=fact.receiving_agency,
        hops=0,
        closed_on=None,
        shunned=shunned_by(fact),
    )


PETITION: ReadModel[PetitionRow] = ReadModel(
    table="petition",
    row=PetitionRow,
    keys={kind: attrgetter("petition_id") for kind in MOVING},
    fold=fold,
    indexes=("open, holder, received_on",),
    tallies=(
        Tally(
            table="petition_month",
            columns=(("month", dt.date), ("kind", str), ("eligible", bool), ("state", str)),
            bucket=lambda row: (row.month, row.kind, row.eligible, row.state),
        ),
        Tally(
            table="petition_holder",
            columns=(("holder", str), ("open", bool), ("received_on", dt.date)),
            # Only what is open has an age that matters; the closed are counted together.
            bucket=lambda row: (
                row.holder,
                row.open,
                row.received_on if row.open else dt.date.min,
            ),
        ),
        Tally(
            table="petition_field",
            columns=(("subject_field", str), ("kind", str)),
            bucket=lambda row: (row.subject_field, row.kind),
        ),
        Tally(
            table="petition_hops",
            columns=(("hops", int),),
            bucket=lambda row: (row.hops,),
        ),
    ),
)
