"""What officers look for and are shown in lists: petitions, reveals, erasures; never too much."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.projections.reveal import RevealRow
from services.intake.projections.tracking import Tracking
from services.intake.vault.erasing import Asked
from services.intake.vault.seeing import SIGHT
from shared.auth.principal import Act, Principal
from shared.auth.seeing import narrow
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database
from shared.postgres.where import Where

_TRACKING = ", ".join(column.name for column in columns_of(Tracking))
_REVEAL = ", ".join(column.name for column in columns_of(RevealRow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What to look for: a receipt code, or marks of who wrote or is complained of."""

    code: str
    marks: Sequence[str]


class Finding:
    """Answers officers, each within what they may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def petitions(
        self, who: Principal, sought: Sought, before: str | None, limit: int
    ) -> list[Tracking]:
        """
        Return what an officer may see of what was sought, the latest first.

        A denunciation is found by its receipt code alone: neither who denounced nor who is
        denounced can be fished for by name.
        """
        where = Where([sought.code, list(sought.marks), before])
        where.add("petition_id in (select petition_id from found)")
        where.add(f"(receipt_code = $1 or not ({SIGHT.denunciation}))")
        narrow(where, who, Act.SEE_NAMES, denunciation=SIGHT.denunciation)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "with found as materialized ("
                " select petition_id from live.tracking"
                "  where receipt_code = $1 and ($3::text is null or petition_id < $3)"
                " union select petition_id from vault.mark"
                "  where mark = any($2::text[]) and ($3::text is null or petition_id < $3))"
                f" select {_TRACKING} from live.tracking where {where}"
                f" order by petition_id desc limit {limit}",
                *where.values,
            )
        return [Tracking(*row) for row in rows]

    async def reveals(
        self, who: Principal, before: str | None, limit: int
    ) -> list[RevealRow]:
        """
        Return reveals, the latest first: all for those who guard, their own for others.

        What an officer must not know of is in no list, whoever asked for it.
        """
        values: list[object] = [before, who.officer]
        own, all_ = Where(values), Where(values)
        narrow(own, who, Act.ASK_REVEAL, denunciation=SIGHT.denunciation)
        narrow(all_, who, Act.LIST_REVEALS, denunciation=SIGHT.denunciation)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_REVEAL} from live.reveal"
                " where ($1::text is null or reveal_id < $1) and (petition_id in"
                f" (select petition_id from live.tracking where {all_}) or officer = $2"
                f" and petition_id in (select petition_id from live.tracking where {own}))"
                f" order by reveal_id desc limit {limit}",
                *values,
            )
        return [RevealRow(*row) for row in rows]

    async def erasures_asked(self, who: Principal, limit: int) -> list[Asked]:
        """Return the erasures that wait for a second custodian, the oldest first."""
        where = Where()
        narrow(where, who, Act.ERASE, denunciation=SIGHT.denunciation)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select petition_id, ground, reference, asked_by, asked_at"
                " from vault.erasure_asked where petition_id in"
                f" (select petition_id from live.tracking where {where})"
                f" order by asked_at limit {limit}",
                *where.values,
            )
        return [Asked(**dict(row)) for row in rows]
