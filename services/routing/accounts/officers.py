"""Officers and bodies as the log has them: read from what was said, never from a read model."""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field

from services.routing.accounts.bodies import Registers
from services.routing.domain.agency.state import Register
from services.routing.domain.officer.commands import OfficerCommand
from services.routing.domain.officer.decider import OFFICER
from services.routing.domain.officer.reach import Tree, tree_of
from services.routing.domain.officer.state import OfficerState
from shared.envelope import Context, decode_envelope, heard_from
from shared.ids import OfficerId
from shared.log.handling import Aggregate, Done, handle
from shared.log.saying import Log
from shared.postgres.pool import Pooled

_KEPT = 4_096
"""Officers held in memory: more than a province has at their desks at once."""


def stream_of(officer: OfficerId) -> str:
    """Return the stream in which everything about an officer stands."""
    return f"officer-{officer}"


_OFFICER = Aggregate(OFFICER, lambda command: stream_of(command.officer))


class Officers:
    """Carries out commands about officers."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def carry_out(
        self,
        command: OfficerCommand,
        *,
        command_id: str | None = None,
        demo: bool = False,
    ) -> Done:
        """
        Carry out a command about an officer; the same command id is carried out once.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        actor = f"officer:{command.by}" if command.by else "operator"
        context = Context(actor=actor, recorded_at=command.at, correlation_id="", demo=demo)
        return await handle(self._log, _OFFICER, command, context, command_id=command_id)

    async def of(self, officer: OfficerId) -> OfficerState:
        """Return an officer as they stand now."""
        facts = await self._log.load(stream_of(officer))
        return OFFICER.fold(heard.fact for heard in facts)  # type: ignore[misc]  # no other facts


@dataclass(slots=True)
class Memory:
    """
    Officers and bodies remembered between requests, each good for the version it was read at.

    The reader asks the log for the present versions in the same statement with which it
    finds the session: what was withdrawn a moment ago, by any process, is gone at once.
    """

    _officers: OrderedDict[OfficerId, tuple[int, OfficerState]] = field(
        default_factory=OrderedDict
    )
    _registers: Registers = field(default_factory=Registers)
    _bodies: int = 0
    _tree: Tree = field(default_factory=dict)
    _tree_of: tuple[int, dt.date] | None = None

    async def officer(
        self, connection: Pooled, officer: OfficerId, version: int
    ) -> OfficerState:
        """Return an officer as of a version of their stream."""
        known = self._officers.get(officer)
        if known is None or known[0] != version:
            rows = await connection.fetch(
                "select body from said where stream = $1 and version <= $2 order by version",
                stream_of(officer), version,
            )  # fmt: skip
            facts = (heard_from(decode_envelope(body)).fact for (body,) in rows)
            known = version, OFFICER.fold(facts)  # type: ignore[arg-type]  # no other facts
            self._officers[officer] = known
        self._officers.move_to_end(officer)
        while len(self._officers) > _KEPT:
            self._officers.popitem(last=False)
        return known[1]

    async def register(self, connection: Pooled, bodies: int | None = None) -> Register:
        """Return the register of bodies, while there are so many facts about bodies."""
        if bodies is None or bodies != self._bodies:
            await self._registers.refresh(connection)
            self._bodies = self._registers.register.version
        return self._registers.register

    async def tree(
        self, connection: Pooled, day: dt.date, bodies: int | None = None
    ) -> Tree:
        """Return which body stands under which on a day."""
        register = await self.register(connection, bodies)
        if self._tree_of != (register.version, day):
            self._tree = tree_of(register, day)
            self._tree_of = register.version, day
        return self._tree
