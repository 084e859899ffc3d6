"""
One tick: what is due is found, decided and said in one transaction.

The rows of the read model only say where to look; they follow when the facts come round. So
a clock stays due for a moment after something was said of it, and what its own stream
remembers is what makes every fact be said once, whoever ticks and whatever crashes. Rows
are locked and locked ones skipped: two replicas do not decide the same twice for nothing.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.deadlines.rules.office import Hours, Office
from services.deadlines.scheduling.demonstration import is_being_loaded
from services.deadlines.scheduling.due import DueRow, Moment, Telling, midnight, tellings
from services.deadlines.scheduling.streams import BREATH, Stream, load
from services.deadlines.store import DeadlinesAggregates
from shared.contracts.deadlines import ClockExpired
from shared.decider import Decider
from shared.errors import Refusal, RuleMissing
from shared.log.saying import Saying, append_on
from shared.postgres.pool import Database, Pooled
from shared.registry import Fact, wire_type

AT_ONCE = 1_000
"""Clocks of one tick at most: its transaction stays short, and its facts fit one statement."""

_ASSIGNED = "coalesce(m.officer, '') <> ''"
_DUE = f"""
    select c.clock_id, c.petition_id, c.mode, c.party, c.half_on, c.most_on, c.nominal_on,
        c.due_on, c.announced_on, c.told, c.next_on, not {_ASSIGNED}
    from live.clock c left join live.matter m using (petition_id)
    where c.next_on between $2 and $1 and ($3 or (c.due_on < $1 and not c.overdue))
        and (c.next_on, {_ASSIGNED}, c.clock_id) > ($2, $4, $5)
    order by c.next_on, {_ASSIGNED}, c.clock_id limit $6
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A due row; what is due is gone through from one to the next."""

    next_on: dt.date = dt.date.min
    assigned: bool = False
    clock_id: str = ""


@dataclass(slots=True, kw_only=True)
class Tick:
    """What a tick came to."""

    office: str = ""
    """Why nobody knows whether offices are open; empty: it is known."""
    said: Counter[str] = field(default_factory=Counter)
    """Facts by their stored name."""
    position: int = 0
    """Of the last of them."""
    refused: int = 0
    """Groups of facts whose stream moved on meanwhile; the next tick decides again."""
    troubled: dict[str, str] = field(default_factory=dict)
    """Clocks of which nothing can be said, and why."""
    following: Place | None = None
    """Where the next page of what is due begins; None: this was the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """Says what is due, a page at a time."""

    database: Database
    aggregates: DeadlinesAggregates
    hours: tuple[Hours, ...]
    source: str
    at_once: int = AT_ONCE

    async def tick(self, now: dt.datetime, after: Place) -> Tick:
        """
        Say what is due after a place.

        Raises:
            StoreUnavailable: nothing is known to have been said; tick again.
        """
        async with self.database.connection() as connection, connection.transaction():
            await self.aggregates.refresh(connection)
            tick = Tick()
            moment = self._moment(now, tick)
            rows = await self._due(connection, moment, after)
            if not rows:
                return tick
            upto = moment.today
            if len(rows) == self.at_once:
                last = rows[-1]
                tick.following = Place(last.next_on, not last.unassigned, last.clock_id)
                # Later days wait for the next page: else its earlier ones would come after.
                upto = last.next_on if moment.open else upto
            sayings = await self._decide(connection, rows, moment, upto, tick)
            if sayings:
                await self._append(connection, sayings, tick)
        return tick

    async def oldest(self, now: dt.datetime) -> dt.datetime | None:
        """
        Return from when on the oldest thing that is due now could be said; None: nothing is.

        Raises:
            StoreUnavailable: ask again.
        """
        moment = self._moment(now, Tick())
        query = f"{_DUE.replace('limit $6', 'limit 1')}"
        async with self.database.connection() as connection:
            row = await connection.fetchrow(query, *_asked(moment, Place()))
        if row is None:
            return None
        found = DueRow(*row)
        if not moment.open:
            return midnight(found.due_on + dt.timedelta(days=1))
        return moment.office.opening(midnight(max(found.next_on, found.announced_on)))

    def _moment(self, now: dt.datetime, tick: Tick) -> Moment:
        office = Office(hours=self.hours, calendar=self.aggregates.calendar)
        try:
            return Moment(now=now, office=office, open=office.is_open(now))
        except RuleMissing as gap:
            tick.office = code_of(gap)
            return Moment(now=now, office=office, open=False)

    async def _due(
        self, connection: Pooled, moment: Moment, after: Place
    ) -> Sequence[DueRow]:
        rows = await connection.fetch(
            f"{_DUE} for update of c skip locked", *_asked(moment, after), self.at_once
        )
        return [DueRow(*row) for row in rows]

    async def _decide(
        self,
        connection: Pooled,
        rows: Sequence[DueRow],
        moment: Moment,
        upto: dt.date,
        tick: Tick,
    ) -> list[Saying]:
        decider = self.aggregates.clocks.decider
        streams = await load(connection, {row.petition_id for row in rows}, decider)
        if any(stream.demo for stream in streams.values()) and await is_being_loaded(
            connection, moment.now
        ):
            rows = [row for row in rows if not streams[row.petition_id].demo]
        found = sorted(_all(rows, moment, streams, upto, tick), key=lambda each: each.rank)
        sayings: list[Saying] = []
        for number, telling in enumerate(found):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            stream = streams[telling.row.petition_id]
            facts = _facts(telling, stream, decider, tick)
            if facts:
                sayings.append(
                    stream.saying(facts, _happened_at(facts, moment), moment.now)
                )
                for fact in facts:
                    stream.state = decider.evolve(stream.state, fact)
                    stream.version += 1
        return sayings

    async def _append(
        self, connection: Pooled, sayings: Sequence[Saying], tick: Tick
    ) -> None:
        positions = await append_on(connection, sayings, self.source)
        for saying, position in zip(sayings, positions, strict=True):
            if position is None:
                tick.refused += 1
                continue
            tick.position = max(tick.position, position)
            tick.said.update(wire_type(type(fact)) for fact in saying.facts)


def code_of(gap: Refusal | RuleMissing) -> str:
    """Return the word for what is missing or refused."""
    return str(getattr(gap, "code", type(gap).__name__))


def _asked(moment: Moment, after: Place) -> tuple[object, ...]:
    return moment.today, after.next_on, moment.open, after.assigned, after.clock_id


def _all(
    rows: Sequence[DueRow],
    moment: Moment,
    streams: dict[str, Stream],
    upto: dt.date,
    tick: Tick,
) -> Iterator[Telling]:
    for row in rows:
        announced_at = streams[row.petition_id].announced_at.get(row.clock_id, moment.now)
        try:
            yield from tuple(tellings(row, moment, announced_at, upto))
        except RuleMissing as gap:
            tick.troubled[row.clock_id] = code_of(gap)


def _facts(
    telling: Telling, stream: Stream, decider: Decider[Any, Any, Any], tick: Tick
) -> list[Fact]:
    """Return what is said; of a clock that cannot be counted, no more in this tick."""
    if telling.row.clock_id in tick.troubled:
        return []
    try:
        return list(decider.decide(telling.command, stream.state))
    except (Refusal, RuleMissing) as gap:
        tick.troubled[telling.row.clock_id] = code_of(gap)
        return []


def _happened_at(facts: Sequence[Fact], moment: Moment) -> dt.datetime:
    """Return when it happened in the world: a day is over at midnight, whoever notices."""
    match facts:
        case [ClockExpired(due_on=due_on)]:
            return midnight(due_on + dt.timedelta(days=1))
        case _:
            return moment.now
