"""What must be carried out, by whom, until when, and how much of it is done?"""

import datetime as dt
from typing import Any

import msgspec

from shared.contracts.routing_inquiry import (
    ExecutionCancelled,
    ExecutionItemFulfilled,
    ExecutionItemOrdered,
    ExecutionOrdered,
    FulfilmentStruck,
)
from shared.envelope import Told
from shared.log.readmodel import ReadModel


class ExecutionRow(msgspec.Struct, frozen=True):
    """An order to carry a decision out."""

    execution_id: str
    petition_id: str
    number: int
    items: int
    ordered_on: dt.date
    reason: str
    cancelled: bool


class ItemRow(msgspec.Struct, frozen=True):
    """One thing that must be done."""

    item_id: str
    execution_id: str
    petition_id: str
    item: int
    measure: str
    beneficiary: str
    amount: int
    """VND, square decimetres, persons or cases; 1 of what is just done."""
    fulfilled: int
    officials: int
    owner: str
    item_due_on: dt.date
    what: str
    done: bool
    last_on: dt.date | None


replace = msgspec.structs.replace


def fold(row: ExecutionRow | None, heard: Told) -> ExecutionRow | None:
    """Return the order after the fact; of an order that nobody gave there is no row."""
    match heard.fact:
        case ExecutionOrdered() as fact:
            return ExecutionRow(
                execution_id=_order(fact),
                petition_id=fact.petition_id,
                number=fact.number,
                items=fact.items,
                ordered_on=fact.ordered_on,
                reason=fact.reason,
                cancelled=False,
            )
        case ExecutionCancelled() if row:
            return replace(row, cancelled=True)
    return row


def fold_item(row: ItemRow | None, heard: Told) -> ItemRow | None:
    """Return the item after the fact."""
    match heard.fact:
        case ExecutionItemOrdered() as fact:
            return ItemRow(
                item_id=_item(fact),
                execution_id=_order(fact),
                petition_id=fact.petition_id,
                item=fact.item,
                measure=fact.measure,
                beneficiary=fact.beneficiary,
                amount=fact.amount,
                fulfilled=0,
                officials=0,
                owner=fact.owner,
                item_due_on=fact.due_on,
                what=fact.what,
                done=False,
                last_on=None,
            )
        case ExecutionItemFulfilled() as fact if row:
            return _with(row, fact.amount, fact.officials, fact.done_on)
        case FulfilmentStruck() as fact if row:
            return _with(row, -fact.amount, -fact.officials, row.last_on)
    return row


def _with(row: ItemRow, amount: int, officials: int, on: dt.date | None) -> ItemRow:
    fulfilled = row.fulfilled + amount
    return replace(
        row,
        fulfilled=fulfilled,
        officials=row.officials + officials,
        done=fulfilled >= row.amount,
        last_on=on,
    )


def _order(fact: Any) -> str:  # noqa: ANN401 - any of these facts
    return f"{fact.petition_id}/{fact.number}"


def _item(fact: Any) -> str:  # noqa: ANN401 - any of these facts
    return f"{fact.petition_id}/{fact.number}/{fact.item}"


EXECUTION: ReadModel[ExecutionRow] = ReadModel(
    table="execution",
    row=ExecutionRow,
    keys=dict.fromkeys((ExecutionOrdered, ExecutionCancelled), _order),
    fold=fold,
    indexes=("petition_id",),
)
ITEM: ReadModel[ItemRow] = ReadModel(
    table="execution_item",
    row=ItemRow,
    keys=dict.fromkeys(
        (ExecutionItemOrdered, ExecutionItemFulfilled, FulfilmentStruck), _item
    ),
    fold=fold_item,
    indexes=("done, item_due_on, item_id", "petition_id"),
)
