"""Reads of routing's own tables: the worklist, a case, its story."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from services.routing.projections.agency import AgencyRow
from services.routing.projections.worklist import CaseRow
from shared.alphabet import sort_key
from shared.envelope import Heard, decode_envelope, heard_from
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database

_CASE = ", ".join(column.name for column in columns_of(CaseRow))
_AGENCY = ", ".join(column.name for column in columns_of(AgencyRow))

Show = Literal["open", "overdue", "closed"]


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
        *,
        show: Show,
        holder: str | None,
        today: dt.date,
        after: Cursor | None,
        limit: int,
    ) -> Page:
        """Return a page of cases, what is due first first; the total equals the rows."""
        where = ["open" if show != "closed" else "not open"]
        arguments: list[object] = []

        def add(condition: str, *values: object) -> None:
            numbers = [f"${len(arguments) + n}" for n in range(1, len(values) + 1)]
            arguments.extend(values)
            where.append(condition.format(*numbers))

        if holder:
            add("holder = {}", holder)
        if show == "overdue":
            add("due_on < {}", today)
        counted = " and ".join(where), list(arguments)
        if after:
            add("(due_on, petition_id) > ({}, {})", after.due_on, after.petition_id)
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            rows = await connection.fetch(
                f"select {_CASE} from live.worklist where {' and '.join(where)}"
                f" order by due_on, petition_id limit {limit + 1}",
                *arguments,
            )
            if show == "overdue":
                total = await connection.fetchval(
                    f"select count(*) from live.worklist where {counted[0]}", *counted[1]
                )
            else:
                total = await connection.fetchval(
                    "select coalesce(sum(n), 0)::bigint from live.worklist_count"
                    " where open = $1 and ($2::text is null or holder = $2)",
                    show != "closed", holder,
                )  # fmt: skip
        cases = [CaseRow(*row) for row in rows[:limit]]
        following = None
        if len(rows) > limit:
            following = Cursor(cases[-1].due_on, cases[-1].petition_id)
        return Page(cases, total, following)

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
