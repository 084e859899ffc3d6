"""
Which facts say that clocks moved: from the rows where they are surely as the log has them,
else from the log.

A row is sure when no fact was said of its petition since the last one that was folded into
the rows; whoever says one in between wins, and the petition is decided anew from the log.
"""

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from services.deadlines.domain.announcing import Law
from services.deadlines.domain.clocks.commands import MoveClocks
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.events import ClocksEvent
from services.deadlines.domain.clocks.state import Clocks
from services.deadlines.rederiving.counting import Scanned
from shared.clock import Clock
from shared.contracts.deadlines import Announced, ClockMoved
from shared.envelope import Context, decode_envelope, heard_from
from shared.errors import Conflict, Refusal, RuleMissing
from shared.ids import PetitionId
from shared.log.saying import Saying, append_on
from shared.postgres.pool import Pooled
from shared.registry import Fact

Change: TypeAlias = tuple[Scanned, Announced]
"""A clock that runs, and the other dates that it has now."""
ATTEMPTS = 5
_DEMO = """'"demo":true'::bytea"""
"""How it stands in the bytes of an envelope; no fact has a field of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Says that clocks moved."""

    law: Law
    source: str
    clock: Clock
    cause: str
    """Id of the publication that everything here follows from; empty where a person asked."""
    notes: bool = True
    """Whether how far it came is written down: an errand of a person begins anew instead."""

    async def sayings(
        self, connection: Pooled, changes: Sequence[Change], upto: int
    ) -> list[Saying]:
        """
        Return what there is to say of these clocks, which are in the order of their ids.

        `upto` is the position, in our own log, up to which the rows contained everything
        when, or before, they were read.
        """
        by_petition = {
            petition: list(group)
            for petition, group in groupby(changes, lambda change: change[0].petition_id)
        }
        last = await _last(connection, list(by_petition))
        now = self.clock.now()
        sure, unsure = [], []
        for petition, group in by_petition.items():
            stream = last[petition]
            if stream.position <= upto:
                sure.append(self._saying(stream, [_moved(*one) for one in group], now))
            else:
                unsure.append(petition)
        return [*sure, *await self._from_log(connection, unsure)]

    async def say(self, connection: Pooled, sayings: Sequence[Saying]) -> int:
        """
        Append, and return how many clocks moved.

        Raises:
            Conflict: others kept winning the race for a petition.
        """
        said = 0
        for _ in range(ATTEMPTS):
            if not sayings:
                return said
            positions = await append_on(connection, sayings, self.source)
            lost = []
            for saying, position in zip(sayings, positions, strict=True):
                if position is None:
                    lost.append(saying.stream)
                else:
                    said += len(saying.facts)
            sayings = await self._from_log(connection, lost)
        raise Conflict("other writers kept moving these petitions")

    async def _from_log(self, connection: Pooled, petitions: Sequence[str]) -> list[Saying]:
        """Decide petitions from all that was said of them."""
        if not petitions:
            return []
        decider = clocks_decider(self.law.book, self.law.calendar)
        states: dict[str, Clocks] = dict.fromkeys(petitions, decider.initial)
        ends: dict[str, _End] = {}
        rows = await connection.fetch(
            "select stream, version, position, body from said where stream = any($1)"
            " order by stream, version",
            list(petitions),
        )
        for stream, version, position, body in rows:
            heard = heard_from(decode_envelope(body))
            states[stream] = decider.evolve(states[stream], heard.fact)  # type: ignore[arg-type]
            ends[stream] = _End(stream, version, position, heard.demo)
        decided = [
            (end, self._decided(end.stream, states[end.stream])) for end in ends.values()
        ]
        now = self.clock.now()
        return [self._saying(end, facts, now) for end, facts in decided if facts]

    def _decided(self, petition: str, clocks: Clocks) -> list[ClocksEvent]:
        """Decide clock by clock: one that has no date now must not hold back the others."""
        decider = clocks_decider(self.law.book, self.law.calendar)
        command = MoveClocks(petition_id=PetitionId(petition), at=self.clock.now())
        facts: list[ClocksEvent] = []
        for clock_id, clock in clocks.items():
            with contextlib.suppress(Refusal, RuleMissing):  # counted as trouble by its row
                facts += decider.decide(command, {clock_id: clock})
        return facts

    def _saying(self, end: "_End", facts: Sequence[Fact], now: dt.datetime) -> Saying:
        return Saying(
            stream=end.stream,
            after_version=end.version,
            facts=facts,
            happened_at=now,
            context=Context(
                actor="service:deadlines",
                recorded_at=now,
                correlation_id=end.stream,
                causation_id=self.cause,
                demo=end.demo,
            ),
        )


class _End(NamedTuple):
    """The last fact of a petition's stream."""

    stream: str
    version: int
    position: int
    demo: bool
    """What is said of a demonstration is marked as its other facts are."""


def _moved(row: Scanned, announced: Announced) -> ClockMoved:
    return ClockMoved(
        clock_id=row.clock_id,
        petition_id=PetitionId(row.petition_id),
        earlier=row.due_on,
        announced=announced,
    )


async def _last(connection: Pooled, petitions: Sequence[str]) -> dict[str, _End]:
    """Return where each petition's stream ends."""
    rows = await connection.fetch(
        "select stream, version, position, demo from unnest($1::text[]) as streams(stream)"
        f" cross join lateral (select version, position, position({_DEMO} in body) > 0 as demo"
        " from said where said.stream = streams.stream order by version desc limit 1) as last",
        list(petitions),
    )
    return {row[0]: _End(*row) for row in rows}
