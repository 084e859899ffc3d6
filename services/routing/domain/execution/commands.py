"""What can be asked about the execution of a decision."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from services.routing.domain.held import Beside
from shared.contracts.routing_inquiry import Beneficiary, Measure
from shared.ids import AgencyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """One thing that must be done."""

    measure: Measure
    amount: int = 1
    """VND of money, square decimetres of land, persons, cases; 1 of what is just done."""
    beneficiary: Beneficiary = "none"
    owner: AgencyCode
    due_on: dt.date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExecution(Beside):
    """Direct in writing who carries out what."""

    items: tuple[Demanded, ...]
    reason: str = ""
    """Why there is nothing to carry out, where there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilItem(Beside):
    """Record that something of an item was done, with its paper."""

    item: int
    amount: int = 1
    officials: int = 0
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeFulfilment(Beside):
    """Take back what was said to be done."""

    item: int
    entry: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelExecution(Beside):
    """Let an order fall whose decision no longer stands."""

    reason: str


ExecutionCommand: TypeAlias = (
    OrderExecution | FulfilItem | StrikeFulfilment | CancelExecution
)
