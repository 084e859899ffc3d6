"""Where does my petition stand? What the holder of the secret is told; names nobody."""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.auth.sight import sealed_after, shunned_by
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import CaseClassified, JurisdictionDecided
from shared.contracts.states import MOVING, holder_after, state_after
from shared.contracts.ticking import TICKING
from shared.envelope import Told
from shared.legal.running import next_due, still_since
from shared.log.readmodel import ReadModel


class Tracking(msgspec.Struct, frozen=True):
    """A petition as its sender may follow it."""

    petition_id: str
    receipt_code: str
    lodged_at: dt.datetime
    received_on: dt.date
    channel: str
    kind: str
    state: str
    """See `shared.contracts.states`."""
    holder: str
    competent: str | None
    running: str
    """See `shared.legal.running`."""
    due_rule: str
    due_on: dt.date
    moved_at: dt.datetime
    position: int
    """Intake's position at which it was lodged."""
    shunned: str
    """See `shared.auth.sight`."""
    sealed: str = ""

    @property
    def still_since(self) -> dt.date | None:
        """Since when its time stands still; None: it does not."""
        return still_since(self.running)


replace = msgspec.structs.replace


def fold(row: Tracking | None, heard: Told) -> Tracking | None:
    """Return the petition after the fact; a fact of an unknown petition changes nothing."""
    fact = heard.fact
    if isinstance(fact, PetitionLodged):
        return _lodged(fact, heard)
    if row is None:
        return None
    tick = TICKING.get(type(fact))
    return _moved(row, heard) if tick is None else _clocks(row, tick(row.running, fact))


def _moved(row: Tracking, heard: Told) -> Tracking:
    fact = heard.fact
    competent = row.competent
    if isinstance(fact, JurisdictionDecided):
        competent = fact.competent_agency
    return replace(
        row,
        kind=fact.kind if isinstance(fact, CaseClassified) else row.kind,
        state=state_after(fact) or row.state,
        holder=holder_after(fact) or row.holder,
        competent=competent,
        moved_at=heard.recorded_at,
        sealed=sealed_after(row.sealed, fact),
    )


def _lodged(fact: PetitionLodged, heard: Told) -> Tracking:
    return Tracking(
        petition_id=fact.petition_id,
        receipt_code=fact.receipt_code,
        lodged_at=heard.recorded_at,
        received_on=fact.received_on,
        channel=fact.channel,
        kind=fact.kind_claimed,
        state="received",
        holder=fact.receiving_agency,
        competent=None,
        running="",
        due_rule="",
        due_on=next_due("")[1],
        moved_at=heard.recorded_at,
        position=heard.position,
        shunned=shunned_by(fact),
    )


def _clocks(row: Tracking, running: str) -> Tracking:
    if running == row.running:
        return row
    rule, due_on = next_due(running)
    return replace(row, running=running, due_rule=rule, due_on=due_on)


TRACKING: ReadModel[Tracking] = ReadModel(
    table="tracking",
    row=Tracking,
    keys=dict.fromkeys((*MOVING, *TICKING), attrgetter("petition_id")),
    fold=fold,
    indexes=("receipt_code", "state, moved_at"),
)
