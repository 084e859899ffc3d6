"""
Petitions that are like one another, found by sketches; each officer within what they may see.

A petition that denounces is compared with denunciations alone, and by content alone: one that
is open beside it would tell who denounced.
"""

from dataclasses import dataclass

from asyncpg import BitString

from services.intake.domain.petition.likeness import PLACES, Likeness, Sketch, compare
from services.intake.projections.tracking import Tracking
from services.intake.vault.kept import COLUMNS, sketch_of
from services.intake.vault.seeing import SIGHT
from shared.auth.principal import Act, Principal
from shared.auth.seeing import narrow
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database
from shared.postgres.where import Where

_SKETCH = ", ".join(COLUMNS)
MOST_COMPARED = 200
"""A village that copied one letter shares all its tokens: the most alike are compared."""
_TRACKING = ", ".join(column.name for column in columns_of(Tracking))
_LOWEST_BITS = f"repeat('0001', {PLACES})::bit({4 * PLACES})"
_NEAR = f"""
    with near as materialized (
        select petition_id as id, {_SKETCH}, words # $2::bit({4 * PLACES}) as differing
        from vault.likeness where tokens && $1::int[] and petition_id <> $3
    )
    select {_SKETCH}, {_TRACKING} from near cross join lateral (
        select {_TRACKING} from live.tracking t where t.petition_id = near.id and {{seen}}
            and not exists (select from live.erasure e where e.petition_id = t.petition_id)
        offset 0
    ) seen
    order by bit_count((differing | (differing >> 1) | (differing >> 2) | (differing >> 3))
        & {_LOWEST_BITS}) - {PLACES // 2} * (names && $4::int[] or numbers && $5::int[])::int
        - {PLACES // 4} * (figures && $6::int[])::int
    limit {MOST_COMPARED}
"""
"""What shares a token, the most alike first: by sketch, sender and figures."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A petition that may be the same as another, and why."""

    petition: Tracking
    likeness: Likeness


class Likenesses:
    """Finds petitions that are alike."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sketch(self, petition_id: str) -> Sketch | None:
        """Return the sketch of a petition; None where it was erased, or not made yet."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_SKETCH} from vault.likeness where petition_id = $1", petition_id
            )
        return None if row is None else sketch_of(row)

    async def is_erased(self, petition_id: str) -> bool:
        """Test whether a petition has no content any more."""
        async with self._database.connection() as connection:
            erased: bool = await connection.fetchval(
                "select exists (select from live.erasure where petition_id = $1)",
                petition_id,
            )
        return erased

    async def of(
        self, who: Principal, petition_id: str, *, secret: bool, limit: int
    ) -> list[Candidate] | None:
        """Return what is like a petition; None where it cannot be compared, see `sketch`."""
        sketch = await self.sketch(petition_id)
        if sketch is None:
            return None
        return await self.near(who, sketch, secret=secret, besides=petition_id, limit=limit)

    async def near(
        self, who: Principal, sketch: Sketch, *, secret: bool, besides: str, limit: int
    ) -> list[Candidate]:
        """Return what is alike and may be shown to an officer, the most alike first."""
        tokens = sketch.tokens_of_content if secret else sketch.tokens
        seen = Where(
            [
                list(tokens),
                BitString.frombytes(sketch.words),
                besides,
                [] if secret else list(sketch.names),
                [] if secret else list(sketch.numbers),
                list(sketch.figures),
            ]
        )
        seen.add(f"({SIGHT.denunciation}) = {{}}::boolean", secret)
        narrow(seen, who, Act.SEE_NAMES, denunciation=SIGHT.denunciation)
        async with self._database.connection() as connection:
            rows = await connection.fetch(_NEAR.format(seen=seen), *seen.values)
        found = [
            Candidate(
                Tracking(*row[len(COLUMNS) :]),
                compare(sketch, sketch_of(row), secret=secret),
            )
            for row in rows
        ]
        shown = [each for each in found if each.likeness.is_shown]
        shown.sort(key=lambda each: (-each.likeness.points, each.petition.petition_id))
        return shown[:limit]
