"""
Which facts say that clocks moved: from the rows where they are surely as the log has them,
else from the log.

A row is sure when no fact was said of its petition since the last one that was folded into
the rows; whoever says one in between wins, and the petition is decided anew from the log.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from services.deadlines.domain.announcing import Law
from services.deadlines.domain.clocks.commands import MoveClocks
from services.deadlines.domain.clocks.decider import clocks_decider
from services.deadlines.domain.clocks.state import Clocks
from services.deadlines.rederiving.counting import Scanned
from shared.clock import Clock
from shared.contracts.deadlines import Announced, ClockMoved
from shared.envelope import Context, decode_envelope, heard_from
from shared.errors import Conflict
from shared.ids import PetitionId
from shared.log.saying import Saying, append_on
from shared.postgres.pool import Pooled
from shared.registry import Fact

Change: TypeAlias = tuple[Scanned, Announced]
"""A clock that runs, and the other dates that it has now."""
ATTEMPTS = 5


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
            version, position = last[petition]
            if position <= upto:
                facts = [_moved(*one) for one in group]
                sure.append(self._saying(petition, version, facts, now))
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
        versions = dict.fromkeys(petitions, 0)
        rows = await connection.fetch(
            "select stream, version, body from said where stream = any($1)"
            " order by stream, version",
            list(petitions),
        )
        for stream, version, body in rows:
            fact = heard_from(decode_envelope(body)).fact
            states[stream] = decider.evolve(states[stream], fact)  # type: ignore[arg-type]
            versions[stream] = version
        at = self.clock.now()
        decided = [
            (each, decider.decide(MoveClocks(petition_id=PetitionId(each), at=at), state))
            for each, state in states.items()
        ]
        return [
            self._saying(petition, versions[petition], facts, at)
            for petition, facts in decided
            if facts
        ]

    def _saying(
        self, petition: str, version: int, facts: Sequence[Fact], now: dt.datetime
    ) -> Saying:
        return Saying(
            stream=petition,
            after_version=version,
            facts=facts,
            happened_at=now,
            context=Context(
                actor="service:deadlines",
                recorded_at=now,
                correlation_id=petition,
                causation_id=self.cause,
            ),
        )


def _moved(row: Scanned, announced: Announced) -> ClockMoved:
    return ClockMoved(
        clock_id=row.clock_id,
        petition_id=PetitionId(row.petition_id),
        earlier=row.due_on,
        announced=announced,
    )


async def _last(connection: Pooled, petitions: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return version and position of the last fact of each petition's stream."""
    rows = await connection.fetch(
        "select stream, version, position from unnest($1::text[]) as streams(stream)"
        " cross join lateral (select version, position from said"
        " where said.stream = streams.stream order by version desc limit 1) as last",
        list(petitions),
    )
    return {stream: (version, position) for stream, version, position in rows}
