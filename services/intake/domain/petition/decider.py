"""What a request about a petition leads to."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import assert_never

from services.intake.domain.petition.attaching import add_attachment
from services.intake.domain.petition.commands import (
    AddAttachment,
    Conflict,
    ErasePetition,
    LodgePetition,
    PetitionCommand,
    RecordConflicts,
)
from services.intake.domain.petition.errors import (
    KeyUsedForAnother,
    NoSuchPetition,
    ReceivedInTheFuture,
    ReceivedTooLongAgo,
    ReferenceMissing,
    RetentionRuns,
    SameCustodian,
    StillOpen,
)
from services.intake.domain.petition.events import (
    ConflictFound,
    PetitionErased,
    PetitionFact,
    PetitionLodged,
)
from services.intake.domain.petition.state import Lodged, Petition, Unknown, evolve
from shared.clock import local_date
from shared.contracts.intake import ErasureGround
from shared.decider import Decider
from shared.ids import OfficerId, PetitionId

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
                ),
                *_found(command.petition_id, command.conflicts, frozenset()),
            ]
        case _:
            assert_never(petition)


def _check_day(command: LodgePetition) -> None:
    today = local_date(command.at)
    if command.received_on > today:
        raise ReceivedInTheFuture(
            f"received_on is after today ({today}); give the day on which it came",
            field="received_on",
            values={"today": today},
        )
    if command.received_on < EARLIEST:
        raise ReceivedTooLongAgo(
            f"received_on is before {EARLIEST}; give the day on which it came",
            field="received_on",
            values={"earliest": EARLIEST},
        )


def record_conflicts(command: RecordConflicts, petition: Petition) -> list[PetitionFact]:
    """Record who must not see a petition; what is known already changes nothing."""
    match petition:
        case Unknown():
            return []
        case Lodged(conflicted=known):
            return list(_found(command.petition_id, command.conflicts, known))
        case _:
            assert_never(petition)


def _found(
    petition_id: PetitionId, conflicts: Iterable[Conflict], known: frozenset[OfficerId]
) -> Iterator[ConflictFound]:
    grounds = {conflict.officer: conflict.ground for conflict in conflicts}
    for officer in sorted(grounds.keys() - known):
        yield ConflictFound(
            petition_id=petition_id, officer=officer, ground=grounds[officer]
        )


def erase(command: ErasePetition, petition: Petition) -> list[PetitionFact]:
    """
    Record that the content is erased; what is erased stays so.

    Raises:
        NoSuchPetition: nothing was lodged under this id.
        SameCustodian: who asked cannot confirm.
        StillOpen: the case is not closed.
        RetentionRuns: the file must still be kept, and nobody but retention asks for it.
    """
    match petition:
        case Unknown():
            raise NoSuchPetition("no petition has this id; check the address")
        case Lodged(erased=True):
            return []
        case Lodged():
            _check_erasure(command)
            return [
                PetitionErased(
                    petition_id=command.petition_id,
                    ground=command.ground,
                    reference=command.reference,
                    asked_by=command.asked_by,
                    confirmed_by=command.confirmed_by,
                )
            ]
        case _:
            assert_never(petition)


def _check_erasure(command: ErasePetition) -> None:
    if command.asked_by == command.confirmed_by:
        raise SameCustodian("you asked for this erasure; another custodian must confirm it")
    check_may_go(
        command.ground,
        command.reference,
        command.closed_on,
        command.kept_until,
        local_date(command.at),
    )


def check_may_go(
    ground: ErasureGround,
    reference: str,
    closed_on: dt.date | None,
    kept_until: dt.date | None,
    today: dt.date,
) -> None:
    """
    Test whether a file may be erased on a day at all, whoever asks.

    Raises:
        StillOpen: the case is not closed.
        RetentionRuns: the file must still be kept, and nobody but retention asks for it.
        ReferenceMissing: no paper is named that asks for it.
    """
    if ground == "lawful_request" and not reference:
        raise ReferenceMissing(
            "reference: give the number of the paper that asks for it", field="reference"
        )
    if closed_on is None:
        raise StillOpen("the case is not closed; close it first, then ask again")
    if ground == "retention_ended" and (kept_until is None or today < kept_until):
        when = (
            "no rule says when it may go" if kept_until is None else f"until {kept_until}"
        )
        raise RetentionRuns(
            f"the file must still be kept ({when})",
            field="ground",
            values={"until": kept_until or "–"},
        )


def decide(command: PetitionCommand, petition: Petition) -> list[PetitionFact]:
    """Return the facts that the command leads to."""
    match command:
        case LodgePetition():
            return lodge(command, petition)
        case RecordConflicts():
            return record_conflicts(command, petition)
        case ErasePetition():
            return erase(command, petition)
        case AddAttachment():
            return add_attachment(command, petition)
        case _:
            assert_never(command)


PETITION: Decider[PetitionCommand, Petition, PetitionFact] = Decider(
    initial=Unknown(), evolve=evolve, decide=decide
)
