"""Reads of deadlines' own tables: the clocks of a petition, and lists of clocks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.deadlines.projections.clock import ClockRow
from services.deadlines.projections.custody import CustodyRow
from shared.alphabet import sort_key
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.seeing import Sight, View, narrow
from shared.contracts.bodies import BodyRow
from shared.envelope import Heard, decode_envelope, heard_from
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database, Pooled
from shared.postgres.where import Where

SIGHT = Sight(table="matter", denunciation="kind like 'denunciation%'")
_CLOCK = ", ".join(column.name for column in columns_of(ClockRow))
_AGENCY = ", ".join(column.name for column in columns_of(BodyRow))
_CUSTODY = ", ".join(column.name for column in columns_of(CustodyRow))
_LISTED = "live.clock join live.matter using (petition_id)"
_DUTY = "mode = 'deadline' and party in ('agency', 'superior')"
"""What makes a body late; whatever else ends merely ends."""

Show = Literal["overdue", "today", "week", "paused", "open"]
Whose = Literal["mine", "unit", "all"]
SHOWS: tuple[Show, ...] = ("overdue", "today", "week", "paused", "open")
NOBODY = "nobody"
"""In place of an officer: nobody is answerable."""
MOST_CLOCKS = 1_000
"""In the calendar of one officer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which clocks a list is to show; an empty filter lets everything through."""

    show: Show = "open"
    whose: Whose = "all"
    """Of cases assigned to who asks; running against their body; or all they may see."""
    rules: Sequence[str] = ()
    agencies: Sequence[str] = ()
    """Those that must act, or before which somebody must."""
    officers: Sequence[str] = ()
    day: dt.date | None = None
    """Running clocks that end on this day alone."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page starts: after this due date and clock."""

    due_on: dt.date
    clock_id: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A clock in a list, with what its petition adds."""

    clock: ClockRow
    receipt_code: str
    kind: str
    officer: str
    """Who is answerable for the case; empty: nobody."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clocks stand in each tab."""

    overdue: int = 0
    today: int = 0
    week: int = 0
    paused: int = 0
    open: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, show) + getattr(other, show) for show in SHOWS))

    def of(self, show: Show) -> int:
        """Return how many stand in one tab."""
        return int(getattr(self, show))


@dataclass(frozen=True, slots=True)
class Group:
    """The clocks that run against one body and are answered for by one officer."""

    against: str
    officer: str
    """Empty: nobody is answerable."""
    counts: Counts


@dataclass(frozen=True, slots=True)
class Board:
    """One page of a list, and how many clocks there are around it, of the same moment."""

    rows: list[Listed]
    following: Cursor | None
    groups: list[Group]
    """Under the same filters, whosever they are: every figure of the page is a sum of these."""


class Queries:
    """What deadlines' read models answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def view(self, who: Principal, petition_id: str) -> View:
        """Return what an officer may do about a petition."""
        async with self._database.connection() as connection:
            return await SIGHT.of(connection, who, petition_id)

    async def receipt_code(self, petition_id: str) -> str:
        """Return the code of a petition that was seen to be there."""
        async with self._database.connection() as connection:
            query = "select receipt_code from live.matter where petition_id = $1"
            return str(await connection.fetchval(query, petition_id))

    async def custody(self, petition_id: str) -> CustodyRow | None:
        """Return with whom a matter lay; None for a petition that did not come here yet."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_CUSTODY} from live.custody where petition_id = $1", petition_id
            )
        return None if row is None else CustodyRow(*row)

    async def clocks(self, petition_id: str) -> list[ClockRow]:
        """Return every clock of a petition, those that are open first, by due date."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_CLOCK} from live.clock where petition_id = $1"
                " order by state not in ('running', 'paused'), due_on, clock_id",
                petition_id,
            )
        return [ClockRow(*row) for row in rows]

    async def story(self, petition_id: str) -> list[Heard]:
        """Return every fact about a petition that deadlines hears, in stream order."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select seq, body from heard where correlation = $1 order by seq, position",
                petition_id,
            )
        return [heard_from(decode_envelope(body), seq) for seq, body in rows]

    async def board(
        self,
        who: Principal,
        wanted: Wanted,
        *,
        today: dt.date,
        after: Cursor | None = None,
        limit: int,
    ) -> Board:
        """Return a page of clocks, what ends first first, and what there is in all."""
        where = _where(who, wanted, today)
        if after:
            where.add("(due_on, clock_id) > ({}, {})", after.due_on, after.clock_id)
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            found = await _list(connection, where, limit + 1)
            groups = await _groups(connection, who, wanted, today)
        following = None
        if len(found) > limit:
            last = found[limit - 1].clock
            following = Cursor(last.due_on, last.clock_id)
        return Board(found[:limit], following, groups)

    async def days(
        self,
        who: Principal,
        wanted: Wanted,
        *,
        today: dt.date,
        first: dt.date,
        last: dt.date,
    ) -> dict[dt.date, int]:
        """Return how many running clocks end on each day of a span."""
        where = _where(who, replace(wanted, show="open"), today)
        where.add("state = 'running' and due_on between {} and {}", first, last)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select due_on, count(*) from {_LISTED} where {where} group by 1",
                *where.values,
            )
        return {row[0]: row[1] for row in rows}

    async def overdue(self, who: Principal, today: dt.date) -> int:
        """Return how many clocks that an officer may see are overdue."""
        where = _where(who, Wanted(show="overdue"), today)
        async with self._database.connection() as connection:
            count = f"select count(*) from {_LISTED} where {where}"
            return int(await connection.fetchval(count, *where.values))

    async def own(self, who: Principal, today: dt.date) -> list[Listed]:
        """Return what belongs in an officer's own calendar: what runs in cases of theirs."""
        where = _where(who, Wanted(whose="mine"), today)
        where.add("state = 'running'")
        async with self._database.connection() as connection:
            return await _list(connection, where, MOST_CLOCKS)

    async def agencies(self, on: dt.date) -> dict[str, str]:
        """Return what bodies are called on a day about now: the province's, communes by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(f"select {_AGENCY} from live.agency")
        found = [BodyRow(*row).named_on(on) for row in rows]
        found.sort(key=lambda body: (body.level == "commune", sort_key(body.name)))
        return {body.code: body.name for body in found}


async def _list(connection: Pooled, where: Where, limit: int) -> list[Listed]:
    rows = await connection.fetch(
        f"select receipt_code, kind, officer, {_CLOCK} from {_LISTED} where {where}"
        f" order by due_on, clock_id limit {limit}",
        *where.values,
    )
    return [Listed(ClockRow(*row[3:]), row[0], row[1], row[2]) for row in rows]


async def _groups(
    connection: Pooled, who: Principal, wanted: Wanted, today: dt.date
) -> list[Group]:
    where = _where(who, replace(wanted, show="open", whose="all"), today)
    tabs = []
    for show in SHOWS:
        tab = Where(where.values)
        _add_tab(tab, show, today)
        tabs.append(f"count(*) filter (where {tab})")
    rows = await connection.fetch(
        f"select against, officer, {', '.join(tabs)} from {_LISTED} where {where}"
        " group by 1, 2",
        *where.values,
    )
    return [Group(row[0], row[1], Counts(*row[2:])) for row in rows]


def _where(who: Principal, wanted: Wanted, today: dt.date) -> Where:
    where = Where()
    _add_tab(where, wanted.show, today)
    if wanted.day is not None:
        where.add("state = 'running' and due_on = {}", wanted.day)
    if wanted.whose == "mine":
        where.add("officer = {}", who.officer)
    if wanted.whose == "unit":
        where.add("against = {}", who.agency)
    for column, codes in (("rule", wanted.rules), ("against", wanted.agencies)):
        if codes:
            where.add(f"{column} = any({{}}::text[])", list(codes))
    if wanted.officers:
        given = ["" if officer == NOBODY else officer for officer in wanted.officers]
        where.add("officer = any({}::text[])", given)
    reach = who.reach(Act.SEE_CASES)
    if WHOLE_PROVINCE not in reach:
        # A clock runs against the body that held the case, and a transfer stops it: so
        # this leaves out nothing, and an index leads to the officer's own bodies.
        where.add("against = any({}::text[])", sorted(reach))
    narrow(where, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
    return where


def _add_tab(where: Where, show: Show, today: dt.date) -> None:
    """Leave what stands in a tab; every other tab is a part of `open`."""
    match show:
        case "overdue":
            where.add(f"state = 'running' and {_DUTY} and due_on < {{}}", today)
        case "today":
            where.add("state = 'running' and due_on = {}", today)
        case "week":
            sunday = today + dt.timedelta(days=7 - today.isoweekday())
            where.add("state = 'running' and due_on between {} and {}", today, sunday)
        case "paused":
            where.add("state = 'paused'")
        case "open":
            where.add(
                "state in ('running', 'paused')"
                f" and (state = 'paused' or due_on >= {{}} or {_DUTY})",
                today,
            )
