"""The clocks of many petitions as their own log has them: what decides what may be said."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shared.contracts.deadlines import ANNOUNCING
from shared.decider import Decider
from shared.envelope import Context, Heard, decode_envelope, heard_from
from shared.log.saying import Saying
from shared.postgres.pool import Pooled
from shared.registry import Fact

BREATH = 500
"""Facts that are read between two moments in which the process may answer requests."""


@dataclass(slots=True)
class Stream:
    """The clocks of one petition, and as much of their facts as saying more takes."""

    name: str
    state: Any
    version: int = 0
    demo: bool = False
    """It belongs to a demonstration, and so does whatever is said of it."""
    announced_at: dict[str, dt.datetime] = field(default_factory=dict)
    """By clock: when its dates were announced."""

    def take(self, heard: Heard, decider: Decider[Any, Any, Any]) -> None:
        """Go on by a fact."""
        fact = heard.fact
        self.state = decider.evolve(self.state, fact)
        self.version = heard.version
        self.demo = heard.demo
        if isinstance(fact, ANNOUNCING):
            self.announced_at[fact.clock_id] = heard.recorded_at

    def saying(
        self, facts: list[Fact], happened_at: dt.datetime, now: dt.datetime
    ) -> Saying:
        """Return that something is said because time passed."""
        context = Context(
            actor="service:deadlines",
            recorded_at=now,
            correlation_id=self.name,
            demo=self.demo,
        )
        return Saying(
            stream=self.name,
            after_version=self.version,
            facts=facts,
            happened_at=happened_at,
            context=context,
        )


async def load(
    connection: Pooled, names: Iterable[str], decider: Decider[Any, Any, Any]
) -> dict[str, Stream]:
    """Return the streams by name, each as it is now."""
    streams = {name: Stream(name, decider.initial) for name in names}
    rows = await connection.fetch(
        "select stream, body from said where stream = any($1) order by stream, version",
        list(streams),
    )
    for number, (name, body) in enumerate(rows):
        if number % BREATH == 0:
            await asyncio.sleep(0)
        streams[name].take(heard_from(decode_envelope(body)), decider)
    return streams
