"""Decides on the execution of a decision: dispatch only."""

from collections.abc import Sequence
from typing import assert_never

from services.routing.domain.directory import Law
from services.routing.domain.execution.commands import (
    CancelExecution,
    ExecutionCommand,
    FulfilItem,
    OrderExecution,
    StrikeFulfilment,
)
from services.routing.domain.execution.events import ExecutionEvent
from services.routing.domain.execution.fulfilling import fulfil, strike
from services.routing.domain.execution.ordering import cancel, order
from services.routing.domain.execution.state import Execution, evolve
from shared.decider import Decider


def execution_decider(law: Law) -> Decider[ExecutionCommand, Execution, ExecutionEvent]:
    """Return the decider of executions under these rules, among these bodies."""

    def decide(command: ExecutionCommand, execution: Execution) -> Sequence[ExecutionEvent]:
        then = law.on(command.day)
        match command:
            case OrderExecution():
                return order(command, execution, then)
            case FulfilItem():
                return fulfil(command, execution, then)
            case StrikeFulfilment():
                return strike(command, execution, then)
            case CancelExecution():
                return cancel(command, execution, then)
            case _:
                assert_never(command)

    return Decider(initial=Execution(), evolve=evolve, decide=decide)
