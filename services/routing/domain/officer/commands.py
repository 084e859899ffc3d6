"""What can be asked about an officer."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerPost, Relation, Role
from shared.ids import AgencyCode, OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every request about an officer says."""

    officer: OfficerId
    by: OfficerId | None
    """Who asks; None: whoever runs the machine itself."""
    at: dt.datetime

    @property
    def day(self) -> dt.date:
        """The local day of the act."""
        return local_date(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointOfficer(_Asked):
    """Enter somebody who works for a body, or move them to another body or post."""

    agency: AgencyCode
    post: OfficerPost
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole(_Asked):
    """Let an officer do what a role says, in a body and, where said, below it."""

    role: Role
    agency: AgencyCode
    subordinates: bool
    from_on: dt.date
    until_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRole(_Asked):
    """End a role in a body, today."""

    role: Role
    agency: AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareRelative(_Asked):
    """Name a relative by keyed marks: in matters about them the officer takes no part."""

    relation: Relation
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOffice(_Asked):
    """End an officer's work here; their open cases go to the successor."""

    successor: OfficerId | None


OfficerCommand: TypeAlias = (
    AppointOfficer | GrantRole | WithdrawRole | DeclareRelative | LeaveOffice
)
