"""Who asked to see who denounced, who agreed, and how often was it looked at? One row a request."""

import datetime as dt
from operator import attrgetter

import msgspec

from shared.contracts.intake import (
    IdentityViewed,
    RevealApproved,
    RevealAsked,
    RevealEnded,
    RevealRefused,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class RevealRow(msgspec.Struct, frozen=True):
    """A reveal as its list shows it. Whether its time is over, the reader's clock tells."""

    reveal_id: str
    petition_id: str
    officer: str
    agency: str
    reason_code: str
    scope: str
    """Separated by blanks."""
    asked_at: dt.datetime
    until: dt.datetime
    approvals_needed: int
    approved_by: str
    """Custodians, separated by blanks."""
    state: str
    """`asked`, `open`, `refused` or `ended`."""
    views: int
    viewed_at: dt.datetime | None
    """The last time."""
    sealed_key: str
    sealed_reason: bytes
    """Why, in the officer's own words; opens only with the petition's key."""


replace = msgspec.structs.replace


def fold(row: RevealRow | None, heard: Told) -> RevealRow | None:
    """Return the reveal after the fact; a fact of an unknown reveal changes nothing."""
    fact = heard.fact
    if isinstance(fact, RevealAsked):
        return _asked(fact, heard)
    return None if row is None else _moved(row, heard)


def _moved(row: RevealRow, heard: Told) -> RevealRow:
    match heard.fact:
        case RevealApproved() as fact:
            agreed = f"{row.approved_by} {fact.custodian}".strip()
            return replace(
                row, approved_by=agreed, state="open" if fact.opens else row.state
            )
        case RevealRefused():
            return replace(row, state="refused")
        case RevealEnded():
            return replace(row, state="ended")
        case IdentityViewed():
            return replace(row, views=row.views + 1, viewed_at=heard.recorded_at)
    return row


def _asked(fact: RevealAsked, heard: Told) -> RevealRow:
    return RevealRow(
        reveal_id=fact.reveal_id,
        petition_id=fact.petition_id,
        officer=fact.officer,
        agency=fact.agency,
        reason_code=fact.reason_code,
        scope=" ".join(fact.scope),
        asked_at=heard.recorded_at,
        until=fact.until,
        approvals_needed=fact.approvals_needed,
        approved_by="",
        state="asked" if fact.approvals_needed else "open",
        views=0,
        viewed_at=None,
        sealed_key=fact.sealed_reason.key,
        sealed_reason=fact.sealed_reason.box,
    )


_FACTS = (RevealAsked, RevealApproved, RevealRefused, RevealEnded, IdentityViewed)

REVEAL: ReadModel[RevealRow] = ReadModel(
    table="reveal",
    row=RevealRow,
    keys=dict.fromkeys(_FACTS, attrgetter("reveal_id")),
    fold=fold,
    indexes=("officer, reveal_id", "petition_id"),
)
