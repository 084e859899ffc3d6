"""Acts on the execution of a decision. No rule here."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.datastructures import FormData

from services.routing.api.acts import ActIn, Common, Sentence
from services.routing.api.cases import Code
from services.routing.api.evidence import Evidence, must_be_there
from services.routing.api.offering import offer
from services.routing.deps import Collaborators
from services.routing.domain.execution.commands import (
    CancelExecution,
    Demanded,
    FulfilItem,
    OrderExecution,
    StrikeFulfilment,
)
from services.routing.domain.execution.measures import kept
from services.routing.domain.held import Beside
from services.routing.projections.worklist import CaseRow
from shared.contracts.routing_inquiry import Beneficiary, Measure
from shared.ids import AgencyCode, PetitionId, case_of

router = APIRouter(prefix="/api/routing", tags=["execution"])

ExecutionName = Literal["execute", "fulfil", "strike-fulfilment", "cancel-execution"]
Number = Annotated[int, Field(ge=0, le=99_999)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=17, decimal_places=2)]
"""VND, square metres, persons or cases."""


class ItemIn(BaseModel):
    """One thing that must be done: money in VND, land in square metres."""

    model_config = ConfigDict(extra="forbid")

    measure: Measure
    amount: Amount = Decimal(1)
    beneficiary: Beneficiary = "none"
    owner: Code
    due_on: dt.date
    what: Sentence

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        """Refuse parts of a dong or of a person."""
        if self.measure != "land" and self.amount % 1:
            raise ValueError("amount: only land has parts")
        return self

    def demanded(self) -> Demanded:
        """Return it as the domain knows it."""
        return Demanded(
            measure=self.measure,
            amount=kept(self.measure, self.amount),
            beneficiary=self.beneficiary,
            owner=AgencyCode(self.owner),
            due_on=self.due_on,
            what=self.what,
        )


class ExecuteIn(ActIn):
    """Execution is directed in writing: who does what, until when."""

    items: Annotated[tuple[ItemIn, ...], Field(max_length=200)] = ()
    reason: Sentence = ""

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        items = tuple(each.demanded() for each in self.items)
        return OrderExecution(**common, items=items, reason=self.reason)

    @classmethod
    def given(cls, form: FormData) -> dict[str, object]:
        """Return what the form says: one row an item; a row without words is none."""
        names = list(ItemIn.model_fields)
        rows = zip(*(form.getlist(f"item_{name}") for name in names), strict=False)
        items = [
            {name: value for name, value in zip(names, row, strict=True) if value}
            for row in rows
        ]
        return super().given(form) | {"items": [item for item in items if "what" in item]}


class FulfilIn(ActIn):
    """Something of an item was done on the legal date, as a paper shows; land in m²."""

    item: Number
    amount: Amount = Decimal(1)
    officials: Number = 0
    evidence: Evidence = ""

    async def look_up(self, row: CaseRow, routing: Collaborators) -> Common:
        """Make sure that the paper is one of the case; return what the item is measured in."""
        await must_be_there(self.evidence, row, routing)
        execution = await routing.store.execution(case_of(PetitionId(row.petition_id)))
        items = execution.current.items if execution.current else ()
        measures = {each.ordered.item: each.ordered.measure for each in items}
        return {"amount": kept(measures.get(self.item, "other"), self.amount)}

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return FulfilItem(
            **common, item=self.item, officials=self.officials, evidence=self.evidence
        )


class StrikeFulfilmentIn(ActIn):
    """What was said to be done was not."""

    item: Number
    entry: Number
    reason: Sentence

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return StrikeFulfilment(
            **common, item=self.item, entry=self.entry, reason=self.reason
        )


class CancelExecutionIn(ActIn):
    """An order falls with its decision."""

    reason: Sentence

    def request(self, _: str, common: Common) -> Beside:
        """Return the command that it asks for."""
        return CancelExecution(**common, reason=self.reason)


BODIES: Mapping[str, type[ActIn]] = {
    "execute": ExecuteIn,
    "fulfil": FulfilIn,
    "strike-fulfilment": StrikeFulfilmentIn,
    "cancel-execution": CancelExecutionIn,
}
HEADS_ONLY = frozenset({"strike-fulfilment"})
offer(router, BODIES, HEADS_ONLY)
