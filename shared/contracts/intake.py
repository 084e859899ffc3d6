"""What intake says: a petition as it was received, before anybody has judged it."""

import datetime as dt
from typing import Literal

import msgspec

from shared.ids import AgencyCode, OfficerId, PetitionId
from shared.legal.citation import Citation
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


ConflictGround = Literal["same_person", "relative"]
RevealScope = Literal["name", "contact", "letter"]
"""Who it was; how to reach them; their own words."""
ErasureGround = Literal["retention_ended", "lawful_request"]
ReceptionGround = Literal[
    "REFUSE_9_1",
    "REFUSE_9_2",
    "REFUSE_9_3",
    "REFUSE_4_1_A",
    "REFUSE_4_1_B",
    "REFUSE_4_1_C",
    "REFUSE_4_1_D",
    "REFUSE_4_1_DD",
    "REFUSE_4_1_E",
    "REFUSE_4_1_G",
    "REFUSE_4_1_H",
    "REFUSE_4_1_I",
    "REFUSE_4_1_K",
]
"""Why a visitor need not be received: LTCD Đ9, NĐ 154/2026 Đ4.1; rows of `reception.yaml`."""


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


@fact("petition.conflict_found", v=1)
class ConflictFound(Fact, frozen=True, kw_only=True):
    """An officer is, or is related to, the person denounced: they must never see this matter."""

    petition_id: PetitionId
    officer: OfficerId
    ground: ConflictGround


@fact("petition.erased", v=1)
class PetitionErased(Fact, frozen=True, kw_only=True):
    """The key of the personal content was destroyed: nobody can read it again, from any copy."""

    petition_id: PetitionId
    ground: ErasureGround
    reference: str
    """Number of the paper that asked for it, or the rule of retention; names nobody."""
    asked_by: OfficerId
    confirmed_by: OfficerId


@fact("attachment.added", v=1)
class AttachmentAdded(Fact, frozen=True, kw_only=True):
    """A file came with the petition; it is kept encrypted under the petition's key."""

    petition_id: PetitionId
    attachment_id: str
    digest: str
    """SHA-256 of the encrypted bytes: where they stand in the store."""
    size_bytes: int
    """Of the file itself."""
    media_type: str
    """By its content, not by what it was called."""
    sealed_name: Sealed
    scanned: bool
    """Whether a scanner looked at it and found nothing."""


@fact("reveal.asked", v=1)
class RevealAsked(Fact, frozen=True, kw_only=True):
    """An officer asked to see who denounced. Nothing is shown yet."""

    reveal_id: str
    petition_id: PetitionId
    officer: OfficerId
    agency: AgencyCode
    reason_code: str
    sealed_reason: Sealed
    """In the officer's words, which may name somebody."""
    scope: tuple[RevealScope, ...]
    until: dt.datetime
    approvals_needed: int


@fact("reveal.approved", v=1)
class RevealApproved(Fact, frozen=True, kw_only=True):
    """A custodian agreed; it opens when as many have as the setting asks."""

    reveal_id: str
    petition_id: PetitionId
    custodian: OfficerId
    opens: bool
    """With this approval there are enough."""


@fact("reveal.refused", v=1)
class RevealRefused(Fact, frozen=True, kw_only=True):
    """A custodian said no; this request is over."""

    reveal_id: str
    petition_id: PetitionId
    custodian: OfficerId


@fact("reveal.ended", v=1)
class RevealEnded(Fact, frozen=True, kw_only=True):
    """It was closed before its end, by who asked, by a custodian or by the inspectorate."""

    reveal_id: str
    petition_id: PetitionId
    officer: OfficerId


@fact("identity.viewed", v=1)
class IdentityViewed(Fact, frozen=True, kw_only=True):
    """An officer saw who denounced, under an open reveal."""

    reveal_id: str
    petition_id: PetitionId
    officer: OfficerId
    scope: tuple[RevealScope, ...]


@fact("reception.refused", v=1)
class ReceptionRefused(Fact, frozen=True, kw_only=True):
    """A visitor was not received, on a ground of the law. It says nothing of who that was."""

    reception_id: str
    agency: AgencyCode
    """Where they came to."""
    ground: ReceptionGround
    refused_at: dt.datetime
    form: str | None
    """Template of the written refusal that is owed; None: it was explained there and then."""
    basis: Citation


@fact("vault.rotated", v=1)
class VaultRotated(Fact, frozen=True, kw_only=True):
    """All keys are wrapped by a new master key; the old one opens nothing any more."""

    generation: int
    keys: int
    """How many were wrapped anew."""
