"""What can be asked about a petition."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.intake import (
    Channel,
    ConflictGround,
    ErasureGround,
    ForwarderKind,
    Instance,
    KindClaimed,
    Observed,
    Post,
    SubjectField,
)
from shared.ids import AgencyCode, OfficerId, PetitionId
from shared.personal import Sealed


@dataclass(frozen=True, slots=True)
class Conflict:
    """An officer who is the person denounced, or a relative of theirs."""

    officer: OfficerId
    ground: ConflictGround


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgePetition:
    """Record that a petition reached us; its personal content is sealed already."""

    petition_id: PetitionId
    receipt_code: str
    channel: Channel
    kind_claimed: KindClaimed
    instance: Instance
    received_on: dt.date
    """The local day on which it came; never later than `at`."""
    receiving_agency: AgencyCode
    subject_field: SubjectField
    respondent_agency: AgencyCode | None
    respondent_post: Post | None
    observed: Observed
    addressees: tuple[AgencyCode, ...]
    forwarder: ForwarderKind | None
    sealed: Sealed
    request_digest: str
    conflicts: tuple[Conflict, ...] = ()
    """Who must not see it, as far as is known now: said with it, before anybody hears of it."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConflicts:
    """Record who must not see a petition, found after it was lodged."""

    petition_id: PetitionId
    conflicts: tuple[Conflict, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePetition:
    """Record that the key of the personal content is destroyed; two custodians stand for it."""

    petition_id: PetitionId
    ground: ErasureGround
    reference: str
    asked_by: OfficerId
    confirmed_by: OfficerId
    closed_on: dt.date | None
    """None: the case is not closed yet."""
    kept_until: dt.date | None
    """The day before which the file must be kept; None: no rule says when it may go."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAttachment:
    """Record that a file came with a petition; it stands sealed in the store already."""

    petition_id: PetitionId
    attachment_id: str
    """Chosen by who sends it: the same one again is the same file."""
    digest: str
    size_bytes: int
    media_type: str
    sealed_name: Sealed
    scanned: bool
    most_bytes: int
    """Of all files of a petition together."""
    at: dt.datetime


PetitionCommand: TypeAlias = LodgePetition | RecordConflicts | ErasePetition | AddAttachment
"""What a request about a petition leads to."""
