"""What can be asked of the calendar of a year."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.deadlines import CalendarDay
from shared.ids import OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCalendar:
    """Make these the days of a year: they came with the program."""

    year: int
    version: int
    days: frozenset[CalendarDay]
    source: str
    confidence: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCalendar:
    """Ask that these become the days of a year; another person must approve."""

    year: int
    days: frozenset[CalendarDay]
    source: str
    confidence: str
    by: OfficerId
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveCalendar:
    """Publish what another person proposed; due dates are counted again from it."""

    year: int
    version: int
    instead_of: int
    """The version in use when the consequences were looked at; 0: the year had none."""
    by: OfficerId
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectCalendar:
    """Do not publish a proposal."""

    year: int
    version: int
    by: OfficerId
    reason: str
    at: dt.datetime


CalendarCommand: TypeAlias = (
    PublishCalendar | ProposeCalendar | ApproveCalendar | RejectCalendar
)
