"""Where does my petition stand? What the holder of the secret is told; names nobody."""

import datetime as dt

import msgspec

from shared.contracts.deadlines import ClockStarted, ClockStopped
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
from shared.envelope import Heard
from shared.legal.running import next_due, rule_of, started, stopped
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
    """`received`, `classified`, `awaiting_*`, `in_transfer`, `accepted`, `closed_*`."""
    holder: str
    competent: str | None
    running: str
    due_rule: str
    due_on: dt.date
    moved_at: dt.datetime
    position: int
    """Intake's position at which it was lodged."""


replace = msgspec.structs.replace

_AWAITING = {
    "ACCEPT": "awaiting_acceptance",
    "TRANSFER": "awaiting_transfer",
    "GUIDE": "awaiting_guidance",
    "FILE": "awaiting_filing",
    "ANSWER": "awaiting_answer",
}


def fold(row: Tracking | None, heard: Heard) -> Tracking | None:
    """Return the petition after the fact; a fact of an unknown petition changes nothing."""
    fact = heard.fact
    if isinstance(fact, PetitionLodged):
        return _lodged(fact, heard)
    if row is None:
        return None
    match fact:
        case ClockStarted():
            return _clocks(row, started(row.running, fact.rule.rule, fact.announced_due_on))
        case ClockStopped():
            return _clocks(row, stopped(row.running, rule_of(fact.clock_id)))
    return _moved(replace(row, moved_at=heard.recorded_at), heard)


def _moved(row: Tracking, heard: Heard) -> Tracking:
    match heard.fact:
        case CaseOpened(holder=holder):
            return replace(row, state="received", holder=holder)
        case CaseClassified(kind=kind):
            return replace(row, state="classified", kind=kind)
        case JurisdictionDecided() as fact:
            state = _AWAITING.get(fact.proposed_action, "awaiting_action")
            return replace(row, state=state, holder=fact.holder, competent=fact.competent_agency)
        case CaseAccepted(holder=holder):
            return replace(row, state="accepted", holder=holder)
        case TransferSent(to_agency=to_agency):
            return replace(row, state="in_transfer", holder=to_agency)
        case TransferReturned(to_agency=to_agency):
            return replace(row, state="awaiting_transfer", holder=to_agency)
        case TransferConfirmed(by_agency=by_agency):
            return replace(row, holder=by_agency)
        case CaseRefused():
            return replace(row, state="closed_refused")
        case CaseGuided():
            return replace(row, state="closed_guided")
        case CaseFiled():
            return replace(row, state="closed_filed")
        case CaseAnswered():
            return replace(row, state="closed_answered")
        case DecisionIssued():
            return replace(row, state="closed_decided")
    return row


def _lodged(fact: PetitionLodged, heard: Heard) -> Tracking:
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
    )


def _clocks(row: Tracking, running: str) -> Tracking:
    rule, due_on = next_due(running)
    return replace(row, running=running, due_rule=rule, due_on=due_on)


TRACKING: ReadModel[Tracking] = ReadModel(
    table="tracking",
    row=Tracking,
    keys={
        kind: lambda fact: fact.petition_id
        for kind in (
            PetitionLodged, CaseOpened, CaseClassified, JurisdictionDecided, CaseAccepted,
            CaseRefused, CaseGuided, CaseFiled, CaseAnswered, DecisionIssued,
            TransferSent, TransferConfirmed, TransferReturned, ClockStarted, ClockStopped,
        )
    },
    fold=fold,
    indexes=("receipt_code",),
)  # fmt: skip
