"""With whom did a matter lie, from which day to which? One row a petition."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from services.deadlines.domain.applicable import ENDED_ON
from services.deadlines.domain.shares import (
    AGENCY,
    WAITS_FOR,
    from_text,
    in_text,
    laid_with,
    not_waited,
)
from shared.contracts.intake import PetitionLodged
from shared.contracts.routing import (
    CasePaused,
    CasePauseStruck,
    CaseResumed,
    DecisionIssued,
    TransferConfirmed,
    TransferReturned,
    TransferSent,
)
from shared.contracts.routing_custody import DesignationMade, DesignationRequested
from shared.contracts.routing_settlement import (
    CaseDiscontinued,
    CaseReopened,
    CrimeReferred,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel
from shared.registry import Fact

replace = msgspec.structs.replace


class CustodyRow(msgspec.Struct, frozen=True):
    """The life of a matter in stretches; see `domain.shares`."""

    petition_id: str
    stretches: str
    ended_on: dt.date | None


_DONE_ON: dict[type[Fact], Callable[[Any], dt.date | None]] = {
    **ENDED_ON,
    CrimeReferred: lambda fact: fact.referred_on if fact.ends else None,
    DecisionIssued: attrgetter("issued_on"),
    CaseDiscontinued: attrgetter("discontinued_on"),
    CaseReopened: lambda _: None,
}
"""On which day nothing more was left to do; None: from this fact on, something is."""

_COMES: dict[type[Fact], Callable[[Any], tuple[str, dt.date]]] = {
    TransferSent: lambda fact: ("transit", fact.sent_on),
    TransferConfirmed: lambda fact: (AGENCY + fact.by_agency, fact.confirmed_on),
    TransferReturned: lambda fact: (AGENCY + fact.to_agency, fact.returned_on),
    DesignationRequested: lambda fact: (AGENCY + fact.superior, fact.requested_on),
    DesignationMade: lambda fact: ("transit", fact.made_on),
    CasePaused: lambda fact: (WAITS_FOR[fact.ground], fact.paused_on),
    CaseResumed: lambda fact: (AGENCY + fact.holder, fact.resumed_on),
}
"""To whom a fact brings a matter, and from which day."""


def fold(row: CustodyRow | None, heard: Told) -> CustodyRow | None:
    """Return the matter after the fact; a fact of an unknown petition changes nothing."""
    fact = heard.fact
    if isinstance(fact, PetitionLodged):
        party = f"{AGENCY}{fact.receiving_agency}"
        return CustodyRow(fact.petition_id, f"{fact.received_on}={party}", None)
    if row is None:
        return None
    ended = _DONE_ON.get(type(fact))
    if ended is not None:
        return replace(row, ended_on=ended(fact))
    stretches = from_text(row.stretches)
    if isinstance(fact, CasePauseStruck):
        party = f"{AGENCY}{fact.holder}"
        return replace(row, stretches=in_text(not_waited(stretches, fact.paused_on, party)))
    party, on = _COMES[type(fact)](fact)
    return replace(row, stretches=in_text(laid_with(stretches, party, on)))


CUSTODY: ReadModel[CustodyRow] = ReadModel(
    table="custody",
    row=CustodyRow,
    keys=dict.fromkeys(
        [PetitionLodged, CasePauseStruck, *_DONE_ON, *_COMES], attrgetter("petition_id")
    ),
    fold=fold,
)
