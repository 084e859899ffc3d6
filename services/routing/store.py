"""Carries out commands about cases and bodies on routing's own log."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from services.routing.domain.agency.commands import EstablishAgency
from services.routing.domain.agency.decider import AGENCY
from services.routing.domain.case.commands import CaseRequest
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.state import Case, Unknown, evolve
from services.routing.domain.directory import Agency, Directory
from services.routing.rules import RuleBook
from shared.clock import Clock
from shared.contracts.routing import AgencyEstablished
from shared.envelope import Context, decode_envelope, heard_from
from shared.ids import AgencyCode, CaseId, PetitionId
from shared.log.handling import Aggregate, Done, handle
from shared.log.saying import Log
from shared.postgres.pool import Database, Pooled

_AGENCY = Aggregate(AGENCY, lambda command: f"agency-{command.code}")


@dataclass(slots=True)
class RoutingAggregates:
    """How this service's commands are decided: under the rules, among the bodies that exist."""

    book: RuleBook
    _agencies: dict[AgencyCode, Agency] = field(default_factory=dict)
    _seen: int = 0
    _case: Aggregate[Any, Any] | None = None

    async def refresh(self, connection: Pooled) -> None:
        """Read the bodies that were established since the last time."""
        rows = await connection.fetch(
            "select position, body from said"
            " where stream >= 'agency-' and stream < 'agency.' and position > $1",
            self._seen,
        )
        for position, body in rows:
            fact = heard_from(decode_envelope(body)).fact
            if isinstance(fact, AgencyEstablished):
                self._agencies[fact.code] = Agency(
                    code=fact.code,
                    name=fact.name,
                    kind=fact.kind,
                    level=fact.level,
                    parent=fact.parent,
                )
            self._seen = max(self._seen, position)
        if rows or self._case is None:
            directory = Directory(agencies=dict(self._agencies))
            self._case = Aggregate(
                case_decider(self.book, directory), lambda command: command.case_id
            )

    def of(self, command: object) -> Aggregate[Any, Any]:
        """Return the aggregate that decides a command; `refresh` comes first."""
        if isinstance(command, EstablishAgency):
            return _AGENCY
        if self._case is None:
            raise RuntimeError("refresh was not called")
        return self._case


class CaseStore:
    """Cases and bodies of this province."""

    def __init__(
        self, log: Log, database: Database, aggregates: RoutingAggregates, clock: Clock
    ) -> None:
        self._log = log
        self._database = database
        self._aggregates = aggregates
        self._clock = clock

    def now(self) -> dt.datetime:
        """Return the instant at which a request is made."""
        return self._clock.now()

    async def carry_out(
        self,
        command: CaseRequest,
        *,
        petition_id: PetitionId,
        actor: str,
        command_id: str,
        demo: bool = False,
    ) -> Done:
        """
        Carry out a request about a case; the same command id is carried out once.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        await self._refresh()
        context = Context(
            actor=actor, recorded_at=command.at, correlation_id=petition_id, demo=demo
        )
        return await handle(
            self._log, self._aggregates.of(command), command, context, command_id=command_id
        )

    async def answered(self, command_id: str) -> int | None:
        """Return the position at which a command was carried out; None when it was not yet."""
        found = await self._log.answered(command_id)
        return None if found is None else found.position

    async def establish(
        self, command: EstablishAgency, *, actor: str, demo: bool = False
    ) -> Done:
        """
        Establish a body; repeating it changes nothing.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        context = Context(actor=actor, recorded_at=command.at, correlation_id="", demo=demo)
        return await handle(self._log, _AGENCY, command, context)

    async def case(self, case_id: CaseId) -> Case:
        """Return the state of a case."""
        facts = await self._log.load(case_id)
        state: Case = Unknown()
        for heard in facts:
            state = evolve(state, heard.fact)  # type: ignore[arg-type]  # the stream holds no other
        return state

    async def _refresh(self) -> None:
        async with self._database.connection() as connection:
            await self._aggregates.refresh(connection)
