"""Reads of routing's own tables: the worklist, a case, its story."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.routing.projections.agency import AgencyRow
from services.routing.projections.worklist import CaseRow
from shared.alphabet import sort_key
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.seeing import Sight, View, hide, narrow
from shared.envelope import Heard, decode_envelope, heard_from
from shared.legal.running import NEVER
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database, Pooled
from shared.postgres.where import Where

_CASE = ", ".join(column.name for column in columns_of(CaseRow))
_AGENCY = ", ".join(column.name for column in columns_of(AgencyRow))

Show = Literal["open", "overdue", "owed", "closed"]
"""`owed`: closed by a decision that must still be sent, or made public."""
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
        return not filtered and self.show in ("open", "closed")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page starts: after this due date and petition."""

    due_on: dt.date
    petition_id: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases match the filters, in each of the three lists of an officer."""

    mine: int
    unit: int
    all: int

    def of(self, whose: Whose) -> int:
        """Return how many there are in one of the lists."""
        return {"mine": self.mine, "unit": self.unit, "all": self.all}[whose]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the worklist and how many there are in all."""

    rows: list[CaseRow]
    counts: Counts
    total: int
    """Of the list that was asked for."""
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
            counts = await _counts(connection, who, wanted, today)
        cases = [CaseRow(*row) for row in rows[:limit]]
        following = None
        if len(rows) > limit:
            following = Cursor(cases[-1].due_on, cases[-1].petition_id)
        return Page(cases, counts, counts.of(wanted.whose), following)

    async def entered(
        self, who: Principal, wanted: Wanted, *, today: dt.date, since: dt.datetime
    ) -> int:
        """Return how many cases came into a list since an instant: lodged, or sent there."""
        where = _where(who, wanted, today)
        where.add(
            "(opened_at > {} or state = 'in_transfer' and moved_at > {})", since, since
        )
        async with self._database.connection() as connection:
            count = f"select count(*) from live.worklist where {where}"
            return int(await connection.fetchval(count, *where.values))

    async def matching(
        self, who: Principal, wanted: Wanted, *, today: dt.date, limit: int
    ) -> list[CaseRow]:
        """Return the cases of a list, as many as may be handled at once."""
        where = _where(who, wanted, today)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_CASE} from live.worklist where {where}"
                f" order by due_on, petition_id limit {limit}",
                *where.values,
            )
        return [CaseRow(*row) for row in rows]

    async def cases(self, who: Principal, petition_ids: Sequence[str]) -> list[CaseRow]:
        """Return those of the cases that the officer may see."""
        where = Where()
        where.add("petition_id = any({}::text[])", list(petition_ids))
        narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_CASE} from live.worklist where {where}", *where.values
            )
        return [CaseRow(*row) for row in rows]

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


def _where(
    who: Principal, wanted: Wanted, today: dt.date, values: list[object] | None = None
) -> Where:
    where = Where(values)
    where.add("open" if wanted.show in ("open", "overdue") else "not open")
    if wanted.show in ("overdue", "owed"):
        where.add("due_on < {}", today if wanted.show == "overdue" else NEVER)
    if wanted.whose == "mine":
        where.add("officer = {}", who.officer)
    if wanted.whose == "unit":
        where.add("holder = {}", who.agency)
    for column, codes in (
        ("holder", wanted.holders),
        ("kind", wanted.kinds),
        ("subject_field", wanted.fields),
        ("state", wanted.states),
    ):
        if codes:
            where.add(f"{column} = any({{}}::text[])", list(codes))
    narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
    return where


async def _counts(
    connection: Pooled, who: Principal, wanted: Wanted, today: dt.date
) -> Counts:
    """Count the three lists in one statement, so that they are of one moment."""
    values: list[object] = []
    lists: tuple[Whose, ...] = ("mine", "unit", "all")
    counts = [_count(who, replace(wanted, whose=each), today, values) for each in lists]
    return Counts(*await connection.fetchrow(f"select {', '.join(counts)}", *values))


def _count(who: Principal, wanted: Wanted, today: dt.date, values: list[object]) -> str:
    """Return how to count the rows: by the tally, less what is hidden, where it can answer."""
    if not wanted.is_counted:
        where = _where(who, wanted, today, values)
        return f"(select count(*) from live.worklist where {where})"
    held, hidden = Where(values), Where(values)
    for where in (held, hidden):
        where.add("open = {}", wanted.show != "closed")
        if wanted.whose == "unit":
            where.add("holder = {}", who.agency)
        if wanted.holders:
            where.add("holder = any({}::text[])", list(wanted.holders))
        reach = who.reach(Act.SEE_CASES)
        if WHOLE_PROVINCE not in reach:
            where.add("holder = any({}::text[])", sorted(reach))
    hide(hidden, who, denunciation=SIGHT.denunciation, only=True)
    return (
        f"(select coalesce(sum(n), 0)::bigint from live.worklist_count where {held})"
        f" - (select count(*) from live.worklist where {hidden})"
    )
