"""
Conflicts, found by marks alone: when a denunciation is lodged, and when somebody joins us.

Lodging keeps the marks first and asks for officers then; joining shows the officer first and
looks for marks then. Whichever comes first, the other finds it.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from services.intake.domain.petition.commands import Conflict
from services.intake.domain.petition.conflicts import Likeness, conflicts_among
from services.intake.domain.petition.events import PetitionLodged
from shared.clock import Clock
from shared.envelope import Heard, decode_envelope, heard_from
from shared.ids import AgencyCode, PetitionId
from shared.postgres.pool import Database, Pooled

CURSOR = "intake.conflicts"
OFFICERS_AT_ONCE = 100
UNDER_WAY = dt.timedelta(hours=1)
"""A petition with marks and without a fact is just being lodged; after so long it never was."""

Record = Callable[[Heard, tuple[Conflict, ...]], Awaitable[None]]
"""Say that these officers must not see that petition."""

_ALIKE = """
    select o.officer, o.agency, 'same_person', o.id_mark = m.mark
    from vault.mark m join live.officer o on o.name_mark = m.mark or o.id_mark = m.mark
    where m.petition_id = $1 and m.role = 'respondent' and o.active
    union all
    select o.officer, o.agency, 'relative', r.id_mark = m.mark
    from vault.mark m join live.relative r on r.name_mark = m.mark or r.id_mark = m.mark
    join live.officer o on o.officer = r.officer
    where m.petition_id = $1 and m.role = 'respondent' and o.active
"""
_NEWER = """
    select officer, position from live.officer where position > $1 and active
    union all
    select officer, position from live.relative where position > $1
    order by position limit $2
"""
_MARKED = """
    with looked_for as (
        select unnest(array[name_mark, id_mark]) as mark from live.officer
            where officer = any($1)
        union
        select unnest(array[name_mark, id_mark]) from live.relative where officer = any($1)
    )
    select distinct on (m.petition_id) m.petition_id, t.kind, s.body
    from looked_for l join vault.mark m on m.mark = l.mark and m.role = 'respondent'
    left join said s on s.stream = m.petition_id and s.version = 1
    left join live.tracking t on t.petition_id = m.petition_id
    where l.mark <> ''
"""


@dataclass(frozen=True, slots=True)
class _Found:
    petitions: list[Heard]
    waiting: bool
    """One of them is just being lodged: look again."""


class Conflicts:
    """Compares the marks of those denounced with those of officers and their relatives."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def about(
        self, petition_id: PetitionId, respondent_agency: AgencyCode | None
    ) -> tuple[Conflict, ...]:
        """Return who must not see a petition whose marks are kept."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(_ALIKE, petition_id)
        alike = (
            Likeness(officer=officer, agency=agency, ground=ground, by_number=by_number)
            for officer, agency, ground, by_number in rows
        )
        return conflicts_among(alike, respondent_agency)

    async def catch_up(self, record: Record) -> None:
        """
        Look through all denunciations for officers and relatives that are new.

        May be repeated and may be cut off anywhere: the cursor moves when all is recorded.
        """
        while await self._catch_up_some(record):
            pass

    async def _catch_up_some(self, record: Record) -> bool:
        async with self._database.connection() as connection:
            at = await _cursor(connection)
            newer = await connection.fetch(_NEWER, at, OFFICERS_AT_ONCE)
            if not newer:
                return False
            found = await self._denunciations(connection, [row[0] for row in newer])
        for heard in found.petitions:
            fact = heard.fact
            if isinstance(fact, PetitionLodged):
                conflicts = await self.about(fact.petition_id, fact.respondent_agency)
                if conflicts:
                    await record(heard, conflicts)
        if found.waiting:
            return False
        async with self._database.connection() as connection:
            await connection.execute(
                "update job_cursor set position = greatest(position, $2) where name = $1",
                CURSOR, newer[-1][1],
            )  # fmt: skip
        return len(newer) == OFFICERS_AT_ONCE

    async def _denunciations(self, connection: Pooled, officers: Sequence[str]) -> _Found:
        petitions, waiting = [], False
        for petition_id, kind, body in await connection.fetch(_MARKED, list(officers)):
            if body is None:
                waiting = waiting or self._is_under_way(petition_id)
                continue
            heard = heard_from(decode_envelope(body))
            claimed = getattr(heard.fact, "kind_claimed", "")
            if (kind or claimed).startswith("denunciation"):
                petitions.append(heard)
        return _Found(petitions, waiting)

    def _is_under_way(self, petition_id: str) -> bool:
        return made_at(petition_id) > self._clock.now() - UNDER_WAY


def made_at(petition_id: str) -> dt.datetime:
    """Return when an id was made: it begins with the millisecond."""
    milliseconds = int(petition_id.replace("-", "")[:12], 16)
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


async def _cursor(connection: Pooled) -> int:
    await connection.execute(
        "insert into job_cursor values ($1, 0) on conflict do nothing", CURSOR
    )
    at: int = await connection.fetchval(
        "select position from job_cursor where name = $1", CURSOR
    )
    return at
