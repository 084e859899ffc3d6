"""What routing says where bodies disagree, of levels gone over, and of linked petitions."""

import datetime as dt
from typing import Literal

from shared.contracts.intake import Instance
from shared.contracts.routing import (
    Kind,
)
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.legal.citation import Citation, RuleApplied
from shared.registry import Fact, fact


@fact("petitions.linked", v=1)
class PetitionsLinked(Fact, frozen=True, kw_only=True):
    """
    Two petitions are held to be the same content (gộp hồ sơ). Neither moves nor changes.

    All that are linked, directly or by way of others, are one matter.
    """

    petition_id: PetitionId
    """The later one."""
    same_as: PetitionId
    """The earlier one."""
    by_agency: AgencyCode


@fact("petitions.unlinked", v=1)
class PetitionsUnlinked(Fact, frozen=True, kw_only=True):
    """One link between two petitions holds no more; they may be linked by way of others."""

    petition_id: PetitionId
    same_as: PetitionId
    by_agency: AgencyCode
    reason: str


@fact("case.level_skipped", v=1)
class LevelSkipped(Fact, frozen=True, kw_only=True):
    """The petition went to a body above the one that must decide first (vượt cấp)."""

    case_id: CaseId
    petition_id: PetitionId
    receiver: AgencyCode
    skipped: AgencyCode
    """The body that is competent: it is told the same day."""
    received_on: dt.date
    rule: RuleApplied


@fact("designation.requested", v=1)
class DesignationRequested(Fact, frozen=True, kw_only=True):
    """Bodies disagree about whose the petition is: their common superior has it now."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    from_agency: AgencyCode
    superior: AgencyCode
    requested_on: dt.date
    why: Literal["third_transfer", "dispute"]
    """By itself, in place of a transfer too many; or because a holder asked."""
    wanted: AgencyCode | None
    """Where the holder would have sent it."""
    reason: str
    basis: Citation


@fact("designation.made", v=1)
class DesignationMade(Fact, frozen=True, kw_only=True):
    """The common superior said whose the petition is; that body must take it."""

    case_id: CaseId
    petition_id: PetitionId
    kind: Kind
    instance: Instance
    by_agency: AgencyCode
    to_agency: AgencyCode
    made_on: dt.date
    """The designated body has it from this day: its first clock counts from here."""
    reason: str
    basis: Citation


@fact("custody.sealed", v=1)
class CustodySealed(Fact, frozen=True, kw_only=True):
    """Bodies that sent a denunciation on know nothing of it any more."""

    case_id: CaseId
    petition_id: PetitionId
    agencies: tuple[AgencyCode, ...]
    sealed_on: dt.date
    basis: Citation
