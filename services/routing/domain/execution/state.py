"""What must be remembered of an execution: orders, their items, and what was done of each."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import assert_never

from services.routing.domain.execution.events import ExecutionEvent
from shared.contracts.routing import DecisionIssued
from shared.contracts.routing_inquiry import (
    ExecutionCancelled,
    ExecutionCompleted,
    ExecutionItemFulfilled,
    ExecutionItemOrdered,
    ExecutionOrdered,
    FulfilmentStruck,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something of an item that was done; struck ones keep their number."""

    done: ExecutionItemFulfilled
    struck: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that must be done."""

    ordered: ExecutionItemOrdered
    entries: tuple[Entry, ...] = ()

    @property
    def fulfilled(self) -> int:
        """How much of it was done."""
        return sum(e.done.amount for e in self.entries if e.struck is None)

    @property
    def left(self) -> int:
        """How much of it remains."""
        return self.ordered.amount - self.fulfilled

    @property
    def last_on(self) -> dt.date | None:
        """When something of it was last done."""
        return max((e.done.done_on for e in self.entries if e.struck is None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A written direction with its items."""

    head: ExecutionOrdered
    items: tuple[Item, ...] = ()
    cancelled: bool = False

    @property
    def done(self) -> bool:
        """Test whether every item is done; an order of nothing is."""
        return all(item.left == 0 for item in self.items)

    @property
    def open(self) -> bool:
        """Test whether something of it is still owed."""
        return not self.cancelled and not self.done

    def total(self, measure: str) -> tuple[int, int]:
        """Return what was ordered of a measure in all, and what was done of it."""
        items = [item for item in self.items if item.ordered.measure == measure]
        return sum(i.ordered.amount for i in items), sum(i.fulfilled for i in items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Every order of a case; the last one counts."""

    orders: tuple[Order, ...] = ()

    @property
    def current(self) -> Order | None:
        """The order that stands; None: there is none, or it fell."""
        last = self.orders[-1] if self.orders else None
        return None if last is None or last.cancelled else last

    def fallen(self, decision: DecisionIssued | None) -> bool:
        """
        Test whether the order that stands is of a decision that was taken back.

        `decision` is the one that stands; None: none does.
        """
        order = self.current
        if order is None:
            return False
        return decision is None or order.head.ordered_on < decision.issued_on


def evolve(execution: Execution, event: ExecutionEvent) -> Execution:
    """Return the execution after the fact. Total."""
    if isinstance(event, ExecutionOrdered):
        return Execution(orders=(*execution.orders, Order(head=event)))
    orders = tuple(
        _after(order, event) if order.head.number == event.number else order
        for order in execution.orders
    )
    return Execution(orders=orders)


def _after(
    order: Order,
    event: ExecutionItemOrdered
    | ExecutionItemFulfilled
    | FulfilmentStruck
    | ExecutionCompleted
    | ExecutionCancelled,
) -> Order:
    match event:
        case ExecutionItemOrdered():
            return replace(order, items=(*order.items, Item(ordered=event)))
        case ExecutionItemFulfilled() | FulfilmentStruck():
            items = tuple(
                _noted(item, event) if item.ordered.item == event.item else item
                for item in order.items
            )
            return replace(order, items=items)
        case ExecutionCompleted():
            return order  # its items say so
        case ExecutionCancelled():
            return replace(order, cancelled=True)
        case _:
            assert_never(event)


def _noted(item: Item, event: ExecutionItemFulfilled | FulfilmentStruck) -> Item:
    if isinstance(event, ExecutionItemFulfilled):
        return replace(item, entries=(*item.entries, Entry(done=event)))
    entries = tuple(
        replace(e, struck=event.reason) if e.done.entry == event.entry else e
        for e in item.entries
    )
    return replace(item, entries=entries)
