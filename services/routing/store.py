"""Carries out commands about cases and bodies on routing's own log."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, get_args

from services.routing.accounts.bodies import Registers
from services.routing.domain.agency.commands import AgencyCommand
from services.routing.domain.agency.state import Register
from services.routing.domain.attention.commands import AttentionCommand
from services.routing.domain.attention.decider import attention_decider
from services.routing.domain.attention.state import Attention
from services.routing.domain.case.commands import (
    CaseCommand,
    CaseRequest,
    Handled,
    OnceRequest,
)
from services.routing.domain.case.decider import case_decider
from services.routing.domain.case.repeating import handled
from services.routing.domain.case.state import Case, Unknown, evolve
from services.routing.domain.directory import Directory, Law
from services.routing.domain.execution.commands import ExecutionCommand
from services.routing.domain.execution.decider import execution_decider
from services.routing.domain.execution.state import Execution
from services.routing.domain.guiding.asking import Guide
from services.routing.domain.guiding.bodies import bodies_of
from services.routing.domain.guiding.commands import GuidingCommand
from services.routing.domain.guiding.decider import guiding_decider
from services.routing.domain.guiding.state import Guiding
from services.routing.domain.held import Beside, held_of
from services.routing.domain.inquiry.commands import InquiryCommand
from services.routing.domain.inquiry.decider import inquiry_decider
from services.routing.domain.inquiry.state import Inquiry
from services.routing.domain.link.commands import LinkCommand, Pair
from services.routing.domain.link.decider import LINK
from services.routing.domain.link.groups import group_of
from services.routing.domain.link.state import Link
from services.routing.projections.calendar import CalendarRow, calendar_of
from services.routing.rules import RuleBook
from services.routing.rules.advice_loader import load_advice
from services.routing.rules.advising import AdviceBook
from shared.clock import Clock, local_date
from shared.envelope import Context
from shared.ids import CaseId, PetitionId, case_of
from shared.log.handling import Aggregate, Done, handle
from shared.log.saying import Log
from shared.postgres.pool import Database, Pooled

_LINK = Aggregate(LINK, lambda command: command.pair.stream)
_ONCE = 8_080_019
"""Advisory locks: acts that are done once about the same content go one after the other."""
_WAITING = 4
"""Such acts at a time; each holds a connection while it asks for another."""
_LINKS = """
    with recursive matter (id) as (
        select $1::text
        union
        select beside.id from matter cross join lateral (
            select later as id from live.link where earlier = matter.id
            union all select earlier from live.link where later = matter.id
        ) beside
    )
    select earlier, later from live.link where earlier in (select id from matter)
"""


@dataclass(slots=True)
class RoutingAggregates:
    """How this service's commands are decided: under the rules, among the bodies that exist."""

    book: RuleBook
    bodies: Registers = field(default_factory=Registers)
    advice: AdviceBook = field(default_factory=load_advice)
    _law: Law | None = None
    _of: dict[type, Aggregate[Any, Any]] = field(default_factory=dict)

    async def refresh(self, connection: Pooled) -> None:
        """Read what was said of bodies since the last time."""
        if await self.bodies.refresh(connection) or self._law is None:
            directory = Directory.of(self.bodies.register)
            self._law = Law(book=self.book, directory=directory)
            case = case_decider(self.book, directory)
            aggregate: Aggregate[Any, Any] = Aggregate(
                case, lambda command: command.case_id
            )
            self._of = dict.fromkeys(get_args(CaseCommand), aggregate) | _beside(self._law)

    @property
    def law(self) -> Law:
        """The rule book, and the bodies as last known; `refresh` comes first."""
        if self._law is None:
            raise RuntimeError("refresh was not called")
        return self._law

    def of(self, command: object) -> Aggregate[Any, Any]:
        """Return the aggregate that decides a command; `refresh` comes first."""
        if isinstance(command, AgencyCommand):
            return self.bodies.aggregate()
        return self.deciding(type(command))

    def deciding(self, command: type) -> Aggregate[Any, Any]:
        """Return the aggregate that decides commands of a kind about one case."""
        return self._of[command]


def _beside(law: Law) -> dict[type, Aggregate[Any, Any]]:
    """Return what decides the commands about work beside a case, each on a stream of its own."""
    found: dict[type, Aggregate[Any, Any]] = {}
    for name, decider, commands in (
        ("inquiry", inquiry_decider(law), InquiryCommand),
        ("execution", execution_decider(law), ExecutionCommand),
        ("attention", attention_decider(law), AttentionCommand),
        ("guiding", guiding_decider(law), GuidingCommand),
    ):
        aggregate: Aggregate[Any, Any] = Aggregate(decider, partial(_stream, name))
        found |= dict.fromkeys(get_args(commands), aggregate)
    return found


def _stream(name: str, command: Beside) -> str:
    return f"{name}-{command.case_id}"


class CaseStore:
    """Cases and bodies of this province."""

    def __init__(
        self, log: Log, database: Database, aggregates: RoutingAggregates, clock: Clock
    ) -> None:
        self._log = log
        self._database = database
        self._aggregates = aggregates
        self._clock = clock
        self._once = asyncio.Semaphore(_WAITING)

    def now(self) -> dt.datetime:
        """Return the instant at which a request is made."""
        return self._clock.now()

    async def carry_out(
        self,
        command: CaseRequest | Beside,
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
        if isinstance(command, Beside):
            # Read just before: what ends in between still let this happen a moment ago.
            command = replace(command, held=held_of(await self.case(command.case_id)))
        context = Context(
            actor=actor, recorded_at=command.at, correlation_id=petition_id, demo=demo
        )
        if not isinstance(command, OnceRequest):
            return await handle(
                self._log, self._aggregates.of(command), command, context,
                command_id=command_id,
            )  # fmt: skip
        async with self._alone(petition_id) as others:
            done = await self._handled(others)
            command = replace(command, same_content=done)
            return await handle(
                self._log, self._aggregates.of(command), command, context,
                command_id=command_id,
            )  # fmt: skip

    async def link(self, command: LinkCommand, *, actor: str, command_id: str) -> Done:
        """
        Link two petitions, or undo it.

        It belongs to the pair, not to the story of either: whoever may read that story may
        not know of the other.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        stream = command.pair.stream
        context = Context(actor=actor, recorded_at=command.at, correlation_id=stream)
        return await handle(self._log, _LINK, command, context, command_id=command_id)

    async def same_content(self, petition_id: PetitionId) -> tuple[Handled, ...]:
        """Return what became of the petitions that are linked to one."""
        links = await self.links(petition_id)
        return await self._handled(sorted(group_of(petition_id, links) - {petition_id}))

    async def _handled(self, petition_ids: Sequence[PetitionId]) -> tuple[Handled, ...]:
        return tuple([handled(await self.case(case_of(each))) for each in petition_ids])

    async def pair(self, pair: Pair) -> Link:
        """Return whether two petitions are linked, or were."""
        facts = await self._log.load(pair.stream)
        return LINK.fold([heard.fact for heard in facts])  # type: ignore[misc]  # the stream holds no other

    async def links(self, petition_id: PetitionId) -> list[Pair]:
        """Return the links that make a petition one matter with others."""
        async with self._database.connection() as connection:
            return await _links(connection, petition_id)

    @asynccontextmanager
    async def _alone(self, petition_id: PetitionId) -> AsyncIterator[Sequence[PetitionId]]:
        """Lend the other petitions of the same content, while nobody else acts so on any."""
        links = await self.links(petition_id)
        others = sorted(group_of(petition_id, links) - {petition_id})
        if not others:
            yield []
            return
        async with (
            self._once,
            self._database.connection() as connection,
            connection.transaction(),
        ):
            for each in sorted([petition_id, *others]):
                await connection.execute(
                    "select pg_advisory_xact_lock($1, hashtext($2))", _ONCE, each
                )
            yield others

    async def answered(self, command_id: str) -> int | None:
        """Return the position at which a command was carried out; None when it was not yet."""
        found = await self._log.answered(command_id)
        return None if found is None else found.position

    async def keep(
        self,
        command: AgencyCommand,
        *,
        actor: str,
        command_id: str | None = None,
        demo: bool = False,
    ) -> Done:
        """
        Change the directory of bodies; the same command id is carried out once.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        await self._refresh()
        context = Context(actor=actor, recorded_at=command.at, correlation_id="", demo=demo)
        aggregate = self._aggregates.of(command)
        return await handle(self._log, aggregate, command, context, command_id=command_id)

    async def register(self) -> Register:
        """Return every body, all its days, as said up to now."""
        await self._refresh()
        return self._aggregates.bodies.register

    async def case(self, case_id: CaseId) -> Case:
        """Return the state of a case."""
        facts = await self._log.load(case_id)
        state: Case = Unknown()
        for heard in facts:
            state = evolve(state, heard.fact)  # type: ignore[arg-type]  # the stream holds no other
        return state

    async def inquiry(self, case_id: CaseId) -> Inquiry:
        """Return what was verified, asked and talked over."""
        found: Inquiry = await self._fold("inquiry", InquiryCommand, case_id)
        return found

    async def execution(self, case_id: CaseId) -> Execution:
        """Return what was ordered and done after the decision."""
        found: Execution = await self._fold("execution", ExecutionCommand, case_id)
        return found

    async def attention(self, case_id: CaseId) -> Attention:
        """Return what was urged and planned."""
        found: Attention = await self._fold("attention", AttentionCommand, case_id)
        return found

    async def guiding(self, case_id: CaseId) -> Guiding:
        """Return what was proposed last, and what the officer held of it."""
        found: Guiding = await self._fold("guiding", GuidingCommand, case_id)
        return found

    async def guide(self) -> Guide:
        """Return the law, the published days and the bodies by which a petition is judged."""
        law = await self.law()
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select year_no, closed, make_up, confidence, version from live.calendar_year"
            )
        return Guide(
            book=self._aggregates.advice,
            calendar=calendar_of(CalendarRow(*row) for row in rows),
            bodies=bodies_of(law.directory),
        )

    async def law(self) -> Law:
        """Return the rule book and the bodies as they are today."""
        await self._refresh()
        return self._aggregates.law.on(local_date(self.now()))

    async def _fold(self, name: str, commands: Any, case_id: CaseId) -> Any:  # noqa: ANN401 - any state
        await self._refresh()
        decider = self._aggregates.deciding(get_args(commands)[0]).decider
        heard = await self._log.load(f"{name}-{case_id}")
        return decider.fold(each.fact for each in heard)

    async def _refresh(self) -> None:
        async with self._database.connection() as connection:
            await self._aggregates.refresh(connection)


async def _links(connection: Pooled, petition_id: PetitionId) -> list[Pair]:
    rows = await connection.fetch(_LINKS, petition_id)
    return [Pair(PetitionId(earlier), PetitionId(later)) for earlier, later in rows]
