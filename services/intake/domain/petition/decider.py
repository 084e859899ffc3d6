"""What a request about a petition leads to."""

import datetime as dt
from typing import assert_never

from services.intake.domain.petition.commands import LodgePetition, PetitionCommand
from services.intake.domain.petition.errors import (
    KeyUsedForAnother,
    ReceivedInTheFuture,
    ReceivedTooLongAgo,
)
from services.intake.domain.petition.events import PetitionFact, PetitionLodged
from services.intake.domain.petition.state import Lodged, Petition, Unknown, evolve
from shared.clock import local_date
from shared.decider import Decider

EARLIEST = dt.date(2023, 1, 1)
"""Rule books and calendars begin here; older files come by migration, not by lodging."""


def lodge(command: LodgePetition, petition: Petition) -> list[PetitionFact]:
    """
    Record a petition as received. The same request twice is one petition.

    Raises:
        ReceivedInTheFuture, ReceivedTooLongAgo: the day of receipt cannot be.
        KeyUsedForAnother: something else was lodged under the same key.
    """
    match petition:
        case Lodged(request_digest=digest):
            if digest != command.request_digest:
                raise KeyUsedForAnother(
                    "this Idempotency-Key was used for another petition; choose a new one",
                    field="Idempotency-Key",
                )
            return []
        case Unknown():
            _check_day(command)
            return [
                PetitionLodged(
                    petition_id=command.petition_id,
                    receipt_code=command.receipt_code,
                    channel=command.channel,
                    kind_claimed=command.kind_claimed,
                    instance=command.instance,
                    received_on=command.received_on,
                    receiving_agency=command.receiving_agency,
                    subject_field=command.subject_field,
                    respondent_agency=command.respondent_agency,
                    respondent_post=command.respondent_post,
                    observed=command.observed,
                    addressees=command.addressees,
                    forwarder=command.forwarder,
                    sealed=command.sealed,
                    request_digest=command.request_digest,
                )
            ]
        case _:
            assert_never(petition)


def _check_day(command: LodgePetition) -> None:
    today = local_date(command.at)
    if command.received_on > today:
        raise ReceivedInTheFuture(
            f"received_on is after today ({today}); give the day on which it came",
            field="received_on",
        )
    if command.received_on < EARLIEST:
        raise ReceivedTooLongAgo(
            f"received_on is before {EARLIEST}; give the day on which it came",
            field="received_on",
        )


def decide(command: PetitionCommand, petition: Petition) -> list[PetitionFact]:
    """Return the facts that the command leads to."""
    match command:
        case LodgePetition():
            return lodge(command, petition)
        case _:
            assert_never(command)


PETITION: Decider[PetitionCommand, Petition, PetitionFact] = Decider(
    initial=Unknown(), evolve=evolve, decide=decide
)
