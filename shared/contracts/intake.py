"""What intake says: a petition as it was received, before anybody has judged it."""

import datetime as dt
from typing import Literal

import msgspec

from shared.ids import AgencyCode, PetitionId
from shared.personal import Sealed
from shared.registry import Fact, fact

Channel = Literal["online", "in_person", "post", "direct", "suggestion_box", "forwarded"]
KindClaimed = Literal["complaint", "denunciation", "recommendation", "feedback_report"]
Instance = Literal["first", "second"]
Post = Literal["head", "deputy", "official", "body"]
SubjectField = Literal[
    "land",
    "construction",
    "environment",
    "social_policy",
    "public_order",
    "administration",
    "corruption",
    "other",
]
ForwarderKind = Literal[
    "party_state_leader",
    "na_deputy",
    "council_deputy",
    "fatherland_front",
    "press",
    "reception_board",
    "superior_body",
    "peer_body",
]


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """What the form shows without naming anybody: enough to test eligibility (TT 05/2021 Đ6.2)."""

    identified: bool
    """Name and address of the sender are there."""
    has_summary: bool
    has_request: bool
    has_respondent: bool
    """The person or body complained of, or denounced, is named."""
    senders: int = 1


@fact("petition.lodged", v=1)
class PetitionLodged(Fact, frozen=True, kw_only=True):
    """A petition reached us. Nothing about it has been judged yet; no settlement clock runs."""

    petition_id: PetitionId
    receipt_code: str
    """What the petitioner is given; opens nothing without the tracking secret."""
    channel: Channel
    kind_claimed: KindClaimed
    """What the sender calls it; the law looks at the content (TT 05/2021 Đ6.1)."""
    instance: Instance
    received_on: dt.date
    """The local day of receipt: most statutory clocks start here."""
    receiving_agency: AgencyCode
    subject_field: SubjectField
    respondent_agency: AgencyCode | None
    respondent_post: Post | None
    observed: Observed
    addressees: tuple[AgencyCode, ...]
    """Other bodies the same petition was sent to."""
    forwarder: ForwarderKind | None
    sealed: Sealed
    """Names, addresses, numbers, summary and request; shapes in intake's `domain`."""
    request_digest: str
    """Keyed digest of the request: tells a repeat from another petition under the same key."""
