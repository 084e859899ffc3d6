"""What can be asked about a petition."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.intake import (
    Channel,
    ForwarderKind,
    Instance,
    KindClaimed,
    Observed,
    Post,
    SubjectField,
)
from shared.ids import AgencyCode, PetitionId
from shared.personal import Sealed


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
    at: dt.datetime


PetitionCommand: TypeAlias = LodgePetition
