"""Reads of routing's own tables: the worklist, a case, its story."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.routing.projections.agency import AgencyRow
from services.routing.projections.worklist import CaseRow
from shared.alphabet import sort_key
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.seeing import Sight, View, hide, narrow
from shared.envelope import Heard, decode_envelope, heard_from
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database, Pooled
from shared.postgres.where import Where

_CASE = ", ".join(column.name for column in columns_of(CaseRow))
_AGENCY = ", ".join(column.name for column in columns_of(AgencyRow))

Show = Literal["open", "overdue", "closed"]
Whose = Literal["mine", "unit", "all"]
SIGHT = Sight(table="worklist", denunciation="kind like 'denunciation%'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases a list is to show; an empty filter lets everything through."""

    show: Show = "open"
    whose: Whose = "all"
    """Assigned to who asks; held by their body; or all that they may see."""
    holders: Sequence[str] = ()
    kinds: Sequence[str] = ()
    fields: Sequence[str] = ()
    states: Sequence[str] = ()

    @property
    def is_counted(self) -> bool:
        """Test whether the tally can answer how many there are."""
        filtered = self.kinds or self.fields or self.states or self.whose == "mine"
        return not filtered and self.show != "overdue"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page starts: after this due date and petition."""

    due_on: dt.date
    petition_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the worklist and how many there are in all."""

    rows: list[CaseRow]
    total: int
    following: Cursor | None


class Queries:
    """What routing's read models answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def worklist(
        self,
        who: Principal,
        wanted: Wanted,
        *,
        today: dt.date,
        after: Cursor | None,
        limit: int,
    ) -> Page:
        """Return a page of cases, what is due first first; the total equals the rows."""
        where = _where(who, wanted, today)
        shown = where.copy()
        if after:
            shown.add("(due_on, petition_id) > ({}, {})", after.due_on, after.petition_id)
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            rows = await connection.fetch(
                f"select {_CASE} from live.worklist where {shown}"
                f" order by due_on, petition_id limit {limit + 1}",
                *shown.values,
            )
            total = await _total(connection, who, wanted, where)
        cases = [CaseRow(*row) for row in rows[:limit]]
        following = None
        if len(rows) > limit:
            following = Cursor(cases[-1].due_on, cases[-1].petition_id)
        return Page(cases, total, following)

    async def view(self, who: Principal, petition_id: str) -> View:
        """Return what an officer may do about a petition."""
        async with self._database.connection() as connection:
            return await SIGHT.of(connection, who, petition_id)

    async def case(self, petition_id: str) -> CaseRow | None:
        """Return the case of a petition."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_CASE} from live.worklist where petition_id = $1", petition_id
            )
        return None if row is None else CaseRow(*row)

    async def timeline(self, petition_id: str) -> list[Heard]:
        """Return every fact about a petition that routing hears, in stream order."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select seq, body from heard where correlation = $1 order by seq, position",
                petition_id,
            )
        return [heard_from(decode_envelope(body), seq) for seq, body in rows]

    async def agencies(self) -> list[AgencyRow]:
        """Return every body, the province's first, communes by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(f"select {_AGENCY} from live.agency")
        found = [AgencyRow(*row) for row in rows]
        return sorted(
            found, key=lambda agency: (agency.level == "commune", sort_key(agency.name))
        )


def _where(who: Principal, wanted: Wanted, today: dt.date) -> Where:
    where = Where()
    where.add("open" if wanted.show != "closed" else "not open")
    if wanted.show == "overdue":
        where.add("due_on < {}", today)
    if wanted.whose == "mine":
        where.add("officer = {}", who.officer)
    if wanted.whose == "unit":
        where.add("holder = {}", who.agency)
    for column, values in (
        ("holder", wanted.holders),
        ("kind", wanted.kinds),
        ("subject_field", wanted.fields),
        ("state", wanted.states),
    ):
        if values:
            where.add(f"{column} = any({{}}::text[])", list(values))
    narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
    return where


async def _total(connection: Pooled, who: Principal, wanted: Wanted, where: Where) -> int:
    """Count the rows; where only bodies were asked for, by the tally, less what is hidden."""
    if not wanted.is_counted:
        count = f"select count(*) from live.worklist where {where}"
        return int(await connection.fetchval(count, *where.values))
    held = Where()
    held.add("open = {}", wanted.show != "closed")
    if wanted.whose == "unit":
        held.add("holder = {}", who.agency)
    if wanted.holders:
        held.add("holder = any({}::text[])", list(wanted.holders))
    reach = who.reach(Act.SEE_CASES)
    if WHOLE_PROVINCE not in reach:
        held.add("holder = any({}::text[])", sorted(reach))
    hidden = held.copy()
    hide(hidden, who, denunciation=SIGHT.denunciation, only=True)
    return int(
        await connection.fetchval(
            f"select coalesce(sum(n), 0)::bigint from live.worklist_count where {held}",
            *held.values,
        )
        - await connection.fetchval(
            f"select count(*) from live.worklist where {hidden}", *hidden.values
        )
    )
