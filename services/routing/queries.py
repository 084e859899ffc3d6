"""Reads of routing's own tables: the worklist, a case, its story."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from services.routing.domain.priority import Rank, old_until, rank
from services.routing.projections.backlog import BacklogRow
from services.routing.projections.execution import ItemRow
from services.routing.projections.worklist import CaseRow
from services.routing.rules.ending import Priority, priority
from shared.alphabet import sort_key
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.seeing import Sight, View, hidden, narrow
from shared.contracts.bodies import BodyRow
from shared.envelope import Heard, decode_envelope, heard_from
from shared.legal.running import NEVER
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database, Pooled
from shared.postgres.where import Where

_PLANNED_ANEW = "set local plan_cache_mode = force_custom_plan"
"""Some filters leave half of the rows, some none: a plan that suits all would walk through all."""
_CASE = ", ".join(column.name for column in columns_of(CaseRow))
_ITEM = ", ".join(column.name for column in columns_of(ItemRow))
_PLAN = ", ".join(column.name for column in columns_of(BacklogRow)[1:])
_AGENCY = ", ".join(column.name for column in columns_of(BodyRow))

Show = Literal["open", "overdue", "designation", "owed", "closed"]
"""
`designation`: the common superior must say whose it is. `owed`: closed by a decision that must
still be sent, or made public.
"""
Whose = Literal["mine", "unit", "all"]
Carried = Literal["open", "overdue", "done", "all"]
Place = tuple[dt.date, str] | None
"""After which day and id a list goes on; None: from its start."""
Order = Literal["due", "priority"]
"""What is due first first; or by the order of work of `ending.yaml`."""
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
    order: Order = "due"

    @property
    def is_counted(self) -> bool:
        """Test whether the tally can answer how many there are."""
        return self.whose != "mine" and self.show in ("open", "closed", "designation")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page starts: after this due date and petition."""

    due_on: dt.date
    petition_id: str
    rank: Rank | None = None
    """In the order of work it comes first."""


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


@dataclass(frozen=True, slots=True)
class Owed:
    """An item of execution, and the case it belongs to."""

    item: ItemRow
    receipt_code: str
    kind: str
    holder: str
    ordered_on: dt.date


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was ordered of a measure, for whom, and how much of it is done."""

    measure: str
    beneficiary: str
    items: int
    done: int
    amount: Decimal
    """May be more than the 64 bits of a single item."""
    fulfilled: Decimal


@dataclass(frozen=True, slots=True)
class Old:
    """An old case, and the plan for it where there is one."""

    case: CaseRow
    plan: BacklogRow | None


class Queries:
    """What routing's read models answer."""

    def __init__(self, database: Database, priorities: tuple[Priority, ...] = ()) -> None:
        self._database = database
        self._priorities = priorities

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
        rule = priority(self._priorities, today) if wanted.order == "priority" else None
        order = _order(rule, today)
        if after and rule and after.rank:
            shown.add(
                f"({order}) > ({{}}, {{}}, {{}}, {{}}, {{}}, {{}})",
                *after.rank,
                after.due_on,
                after.petition_id,
            )
        elif after:
            shown.add("(due_on, petition_id) > ({}, {})", after.due_on, after.petition_id)
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            await connection.execute(_PLANNED_ANEW)
            # An index holds all that decides which they are: only a page of rows is read.
            rows = await connection.fetch(
                f"select {_CASE} from (select petition_id from live.worklist"
                f" where {shown} order by {order} limit {limit + 1}) as found"
                f" join live.worklist using (petition_id) order by {order}",
                *shown.values,
            )
            counts = await _counts(connection, who, wanted, today)
        cases = [CaseRow(*row) for row in rows[:limit]]
        following = None
        if len(rows) > limit:
            following = _cursor(cases[-1], rule, today)
        return Page(cases, counts, counts.of(wanted.whose), following)

    async def counts(self, who: Principal, wanted: Wanted, *, today: dt.date) -> Counts:
        """Return how many cases the officer would find in each of the three lists."""
        async with self._database.connection() as connection:
            return await _counts(connection, who, wanted, today)

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

    async def executions(
        self, who: Principal, show: Carried, *, today: dt.date, after: Place, limit: int
    ) -> tuple[list[Owed], list[Recovered]]:
        """
        Return items of orders that stand, what is due first first, and the sums of them all.

        An order stands as long as it was not cancelled and its decision was not taken back.
        """
        where = Where()
        where.add("not cancelled and ordered_on >= decided_on")
        if show == "overdue":
            where.add("item_due_on < {}", today)
        where.add("done" if show == "done" else "not done" if show != "all" else "true")
        narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
        shown = where.copy()
        if after:
            shown.add("(item_due_on, item_id) > ({}, {})", *after)
        source = (
            "live.worklist join live.execution_item using (petition_id)"
            " join live.execution using (execution_id, petition_id)"
        )
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_ITEM}, receipt_code, kind, holder, ordered_on from {source}"
                f" where {shown} order by item_due_on, item_id limit {limit}",
                *shown.values,
            )
            sums = await connection.fetch(
                "select measure, beneficiary, count(*), count(*) filter (where done),"
                " sum(amount), sum(fulfilled)"
                f" from {source} where {where} group by 1, 2 order by 1, 2",
                *where.values,
            )
        found = [Owed(ItemRow(*row[:-4]), *row[-4:]) for row in map(tuple, rows)]
        return found, [Recovered(*row) for row in sums]

    async def backlog(
        self, who: Principal, *, today: dt.date, after: Place, limit: int
    ) -> tuple[list[Old], int, int]:
        """Return open cases that are old, the oldest first; how many, and how many planned."""
        rule = priority(self._priorities, today)
        where = Where()
        where.add("open and received_on <= {}", old_until(today, rule))
        narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
        shown = where.copy()
        if after:
            shown.add("(received_on, petition_id) > ({}, {})", *after)
        source = "live.worklist left join live.backlog using (petition_id)"
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_CASE}, {_PLAN} from {source} where {shown}"
                f" order by received_on, petition_id limit {limit}",
                *shown.values,
            )
            total, planned = await connection.fetchrow(
                f"select count(*), count(planned_on) from {source} where {where}",
                *where.values,
            )
        return [_old(tuple(row)) for row in rows], int(total), int(planned)

    async def agencies(self, on: dt.date) -> list[BodyRow]:
        """Return all bodies as called on a day about now: the province's, communes by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(f"select {_AGENCY} from live.agency")
        found = [BodyRow(*row).named_on(on) for row in rows]
        return sorted(
            found, key=lambda agency: (agency.level == "commune", sort_key(agency.name))
        )


def _old(row: tuple[Any, ...]) -> Old:
    width = len(columns_of(CaseRow))
    case, plan = CaseRow(*row[:width]), row[width:]
    return Old(case, BacklogRow(case.petition_id, *plan) if plan[0] else None)


def _order(rule: Priority | None, today: dt.date) -> str:
    """Return the columns of the order, each ascending."""
    if rule is None:
        return "due_on, petition_id"
    # Dates and figures of our own rule book, never input.
    old = f"(received_on > date '{old_until(today, rule)}')::int"
    few = f"(signers < {rule.many_people})::int"
    return f"place, {old}, {few}, (not above)::int, due_on, petition_id"


def _cursor(row: CaseRow, rule: Priority | None, today: dt.date) -> Cursor:
    if rule is None:
        return Cursor(row.due_on, row.petition_id)
    ranked = rank(
        place=row.place,
        received_on=row.received_on,
        signers=row.signers,
        above=row.above,
        today=today,
        rule=rule,
    )
    return Cursor(row.due_on, row.petition_id, ranked)


def _where(
    who: Principal, wanted: Wanted, today: dt.date, values: list[object] | None = None
) -> Where:
    where = Where(values)
    where.add("not open" if wanted.show in ("owed", "closed") else "open")
    if wanted.show == "designation":
        where.add("state = 'awaiting_designation'")
    if wanted.show in ("overdue", "owed"):
        where.add("due_on < {}", today if wanted.show == "overdue" else NEVER)
    if wanted.whose == "mine":
        where.add("officer = {}", who.officer)
    if wanted.whose == "unit":
        where.add("holder = {}", who.agency)
    _filter(where, wanted)
    narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
    return where


def _filter(where: Where, wanted: Wanted) -> None:
    for column, codes in (
        ("holder", wanted.holders),
        ("kind", wanted.kinds),
        ("subject_field", wanted.fields),
        ("state", wanted.states),
    ):
        if codes:
            where.add(f"{column} = any({{}}::text[])", list(codes))


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
    held = Where(values)
    held.add("open = {}", wanted.show != "closed")
    if wanted.whose == "unit":
        held.add("holder = {}", who.agency)
    if wanted.show == "designation":
        held.add("state = 'awaiting_designation'")
    _filter(held, wanted)
    reach = who.reach(Act.SEE_CASES)
    if WHOLE_PROVINCE not in reach:
        held.add("holder = any({}::text[])", sorted(reach))
    unseen = hidden(held, who, table=SIGHT.table, denunciation=SIGHT.denunciation)
    return (
        f"(select coalesce(sum(n), 0)::bigint from live.worklist_count where {held})"
        f" - {unseen}"
    )
