"""Carry out a command: load, fold, decide, append; once more when somebody else was faster."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.decider import Decider
from shared.envelope import Context
from shared.errors import Conflict
from shared.log.saying import Log, Saying

C = TypeVar("C")
S = TypeVar("S")

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Aggregate(Generic[C, S]):
    """How commands of one kind are decided, and on which stream."""

    decider: Decider[C, S, Any]
    """Decides the facts of its own service; which ones, its type says."""
    stream_of: Callable[[C], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command was carried out, now or when it was first asked."""

    stream: str
    position: int
    """Position in this service's log by which its effect is recorded."""
    repeated: bool


async def handle(
    log: Log,
    aggregate: Aggregate[C, S],
    command: C,
    context: Context,
    *,
    command_id: str | None = None,
    happened_at: dt.datetime | None = None,
) -> Done:
    """
    Carry out the command; the same command id is carried out once.

    Raises:
        Refusal: the domain says no.
        Conflict: others kept winning the race for the stream.
        StoreUnavailable: nothing is known to have been recorded.
    """
    stream = aggregate.stream_of(command)
    for attempt in range(1, ATTEMPTS + 1):
        if command_id is not None:
            answered = await log.answered(command_id)
            if answered is not None:
                return Done(
                    stream=answered.stream, position=answered.position, repeated=True
                )
        history = await log.load(stream)
        state = aggregate.decider.fold(heard.fact for heard in history)
        facts = aggregate.decider.decide(command, state)
        if not facts:
            last = history[-1].position if history else 0
            return Done(stream=stream, position=last, repeated=True)
        try:
            position = await log.append(
                Saying(
                    stream=stream,
                    after_version=history[-1].version if history else 0,
                    facts=facts,
                    happened_at=happened_at or context.recorded_at,
                    context=context,
                    command_id=command_id,
                )
            )
        except Conflict:
            if attempt == ATTEMPTS:
                raise
            continue
        return Done(stream=stream, position=position, repeated=False)
    raise AssertionError("unreachable")
