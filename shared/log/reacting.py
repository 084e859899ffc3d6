"""React: commands that heard facts lead to, decided in bulk, said in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from shared.clock import Clock
from shared.envelope import Context, Heard, decode_envelope, heard_from
from shared.errors import Refusal
from shared.log.handling import Aggregate
from shared.log.saying import Saying
from shared.postgres.pool import Pooled
from shared.registry import Fact

log = structlog.get_logger()

When = Mapping[type[Fact], Callable[[Heard], Sequence[Any]]]
"""What a service does when it hears a fact: pure functions from fact to commands."""


class Aggregates(Protocol):
    """How the commands of a service are decided."""

    async def refresh(self, connection: Pooled) -> None:
        """Read what deciding depends on besides the stream, e.g. the directory of agencies."""

    def of(self, command: object) -> Aggregate[Any, Any]:
        """Return the aggregate that decides a command."""


@dataclass(frozen=True, slots=True)
class FixedAggregates:
    """Aggregates that depend on nothing outside their stream and the rule books."""

    by_command: Mapping[type, Aggregate[Any, Any]]

    async def refresh(self, connection: Pooled) -> None:
        """Nothing to read."""

    def of(self, command: object) -> Aggregate[Any, Any]:
        """Return the aggregate that decides a command."""
        return self.by_command[type(command)]


@dataclass(slots=True)
class _Stream:
    version: int
    state: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reactions:
    """All reactions of one service."""

    service: str
    when: When
    aggregates: Aggregates
    clock: Clock

    async def decide(self, connection: Pooled, facts: Sequence[Heard]) -> list[Saying]:
        """Return what the facts lead this service to say, causes before effects."""
        asked = [
            (heard, command)
            for heard in facts
            if type(heard.fact) in self.when
            for command in self.when[type(heard.fact)](heard)
        ]
        if not asked:
            return []
        await self.aggregates.refresh(connection)
        streams = await self._load(connection, [command for _, command in asked])
        sayings: list[Saying] = []
        for heard, command in asked:
            aggregate = self.aggregates.of(command)
            name = aggregate.stream_of(command)
            stream = streams[name]
            new = self._decide_one(aggregate, command, stream, heard)
            if not new:
                continue
            sayings.append(
                Saying(
                    stream=name,
                    after_version=stream.version,
                    facts=new,
                    happened_at=command.at,
                    context=self._context(heard),
                )
            )
            stream.version += len(new)
            for fact in new:
                stream.state = aggregate.decider.evolve(stream.state, fact)
        return sayings

    def _decide_one(
        self, aggregate: Aggregate[Any, Any], command: object, stream: _Stream, heard: Heard
    ) -> Sequence[Fact]:
        try:
            facts: Sequence[Fact] = aggregate.decider.decide(command, stream.state)
        except Refusal as refusal:
            # An anticipated no of our own domain: the cause stays heard, nothing follows.
            log.warning(
                "reaction_refused", service=self.service, code=refusal.code, cause=heard.id
            )
            return ()
        return facts

    def _context(self, heard: Heard) -> Context:
        # A demonstration runs in simulated time, which travels with its facts.
        now = heard.recorded_at if heard.demo else self.clock.now()
        return Context(
            actor=f"service:{self.service}",
            recorded_at=now,
            correlation_id=heard.correlation_id,
            causation_id=heard.id,
            demo=heard.demo,
        )

    async def _load(
        self, connection: Pooled, commands: Sequence[Any]
    ) -> dict[str, _Stream]:
        aggregates = {
            aggregate.stream_of(command): aggregate
            for command in commands
            for aggregate in (self.aggregates.of(command),)
        }
        streams = {
            name: _Stream(0, aggregate.decider.initial)
            for name, aggregate in aggregates.items()
        }
        rows = await connection.fetch(
            "select stream, version, body from said where stream = any($1)"
            " order by stream, version",
            list(streams),
        )
        for name, version, body in rows:
            stream = streams[name]
            fact = heard_from(decode_envelope(body)).fact
            stream.state = aggregates[name].decider.evolve(stream.state, fact)
            stream.version = version
        return streams
