"""Everything an execution can say."""

from typing import TypeAlias

from shared.contracts.routing_inquiry import (
    ExecutionCancelled,
    ExecutionCompleted,
    ExecutionItemFulfilled,
    ExecutionItemOrdered,
    ExecutionOrdered,
    FulfilmentStruck,
)

ExecutionEvent: TypeAlias = (
    ExecutionOrdered
    | ExecutionItemOrdered
    | ExecutionItemFulfilled
    | FulfilmentStruck
    | ExecutionCompleted
    | ExecutionCancelled
)
