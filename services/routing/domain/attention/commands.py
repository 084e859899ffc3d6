"""What can be asked about the attention a case gets."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.held import Beside
from shared.contracts.routing_inquiry import Place
from shared.ids import OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeCase(Beside):
    """Want a report on an overdue case of a body below."""

    reason: str
    overdue: bool
    """A clock against a body is over: whoever asks must look first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCase(Beside):
    """Tell the body above how far it is, and why it is late."""

    progress: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCase(Beside):
    """Put a case elsewhere in the order of work than the rule does."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBacklog(Beside):
    """Say how an old case will be settled: every field of the province's plan."""

    cause: str
    difficulties: str
    direction: str
    due_on: dt.date
    leader: OfficerId
    barred: bool
    """The leader must not have it: whoever asks must look first."""


AttentionCommand: TypeAlias = UrgeCase | ReportCase | PlaceCase | PlanBacklog
