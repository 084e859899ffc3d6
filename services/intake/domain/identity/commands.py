"""
What can be asked about a reveal.

Whether somebody may know of the petition at all is decided before: who may not never gets
as far as a command, and hears that there is no such thing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from shared.contracts.intake import RevealScope
from shared.ids import AgencyCode, OfficerId, PetitionId
from shared.personal import Sealed

ReasonCode = Literal["VERIFY", "PROTECT", "AUTHORITY", "NOTIFY"]
"""To verify the content; to protect the denouncer; a body asks that may; to tell the result."""
REASONS: tuple[ReasonCode, ...] = get_args(ReasonCode)
SCOPES: tuple[RevealScope, ...] = get_args(RevealScope)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReveal:
    """Ask to see who denounced."""

    reveal_id: str
    petition_id: PetitionId
    officer: OfficerId
    agency: AgencyCode
    denunciation: bool
    reason_code: ReasonCode
    sealed_reason: Sealed
    scope: tuple[RevealScope, ...]
    until: dt.datetime
    longest: dt.timedelta
    """For how long at most; a setting."""
    approvals_needed: int
    """A setting; it is recorded, so that a later one changes no request."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveReveal:
    """Agree, as a custodian."""

    reveal_id: str
    custodian: OfficerId
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseReveal:
    """Say no, as a custodian: one is enough."""

    reveal_id: str
    custodian: OfficerId
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReveal:
    """Close it before its end."""

    reveal_id: str
    officer: OfficerId
    guards: bool
    """A custodian, or of the inspectorate: may close what others asked for."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewIdentity:
    """Look. Each time is recorded before anything is shown."""

    reveal_id: str
    officer: OfficerId
    at: dt.datetime


RevealCommand: TypeAlias = (
    AskReveal | ApproveReveal | RefuseReveal | EndReveal | ViewIdentity
)
