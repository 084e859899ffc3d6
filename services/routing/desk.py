"""
The officer's own desk: notices and how far they were seen, saved views, colleagues to give to.

Views and seen-marks are settings in a schema of their own (`desk.sql`), no facts.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

from services.routing.accounts.accounts import Accounts
from services.routing.domain.officer.grants import read as read_grants
from services.routing.projections.notice import NoticeRow
from services.routing.projections.outside import BOARD, CAUSES
from services.routing.queries import SIGHT, Order, Show, Whose
from shared.auth.principal import ROLES_FOR, Act, Principal
from shared.auth.seeing import hide, narrow
from shared.contracts.intake import SubjectField
from shared.contracts.routing import Kind as PetitionKind
from shared.contracts.states import State
from shared.errors import Kind, Refusal
from shared.ids import new_id
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database
from shared.postgres.where import Where

MOST_VIEWS = 30
"""Of an officer, and of a unit: a list that is longer helps nobody."""
MOST_UNREAD = 99
"""The bell counts one further, and no more: the count costs the same for ever."""
_FILTERS = {
    "show": get_args(Show),
    "whose": get_args(Whose),
    "kind": get_args(PetitionKind),
    "field": get_args(SubjectField),
    "state": get_args(State),
    "order": get_args(Order),
}
"""What a saved view may be made of, besides bodies: our own codes, never typed words."""
_DEFAULTS = (("show", "open"), ("whose", "all"))
_ORDER = ("show", "whose", "holder", "kind", "field", "state", "order")
_BODY = re.compile(r"[0-9A-Z-]{2,20}")
_NOTICE = ", ".join(f"n.{column.name}" for column in columns_of(NoticeRow))
_FROM_OUTSIDE = (
    "select petition_id, '' officer, told agency, why, position, at, '' answerable,"
    " false elsewhere, '' rule, null::date due_on, receipt_code, kind"
    " from live.outside_notice join live.worklist using (petition_id)"
)
"""What a body is told of a petition that it does not hold, in the columns of a notice."""
_NEWS = "why <> 'taken'"
"""Nobody has to be told of what they did themselves; it stands there for the record."""
_Way = Literal["officer", "unit", "above", "outside"]
_SEEN = "coalesce((select upto from desk.seen where officer = {}), 0)"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as one officer gets it."""

    row: NoticeRow
    receipt_code: str
    kind: str
    to: _Way
    """Because it is theirs; as one of the unit; as who stands above it; or from outside."""
    unread: bool


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters that somebody keeps under a name."""

    view_id: str
    name: str
    query: str
    shared: bool
    """The whole unit has it."""
    deletable: bool


class ViewUnfit(Refusal):
    """A view that is not made of the list's own filters, or has no name."""

    code = "view-unfit"
    kind = Kind.INVALID


class ViewExists(Refusal):
    """There is a view of this name, or there are too many."""

    code = "view-exists"
    kind = Kind.CONFLICT


class NoSuchView(Refusal):
    """There is none of this id, or it is not theirs to delete."""

    code = "no-such-view"
    kind = Kind.NOT_FOUND


class Desk:
    """What routing keeps and answers for one officer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = Accounts(database)

    async def notices(
        self, who: Principal, *, before: int | None, limit: int
    ) -> list[Notice]:
        """Return what the officer is told of and may still see, the newest first."""
        values: list[object] = []
        told = " union ".join(
            f"({_told(values, who, way, before, limit)})" for way in _ways(who)
        )
        seen = Where(values)
        seen.add(f"position > {_SEEN}", who.officer)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select *, {_NEWS} and {seen} from ({told}) told"
                f" order by position desc limit {limit}",
                *values,
            )
        width = len(columns_of(NoticeRow))
        return [_notice(NoticeRow(*row[:width]), row[width:], who) for row in rows]

    async def unread(self, who: Principal) -> int:
        """Return how many notices are new, `MOST_UNREAD` + 1 at most."""
        values: list[object] = []
        new = Where(values)
        new.add(f"position > {_SEEN}", who.officer)
        most = MOST_UNREAD + 1
        either = " union ".join(
            f"({_told(values, who, way, None, most, more=f'{_NEWS} and {new}')})"
            for way in _ways(who)
        )
        async with self._database.connection() as connection:
            count = f"select least(count(*), {most}) from ({either}) told"
            return int(await connection.fetchval(count, *values))

    async def see(self, who: Principal, upto: int) -> None:
        """Remember that the officer looked at every notice up to this position."""
        async with self._database.connection() as connection:
            await connection.execute(
                "insert into desk.seen values ($1, $2) on conflict (officer)"
                " do update set upto = greatest(seen.upto, excluded.upto)",
                who.officer,
                upto,
            )

    async def views(self, who: Principal) -> list[SavedView]:
        """Return the officer's views, then those of the unit, each by name."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select view_id, name, query, owner, created_by from desk.view"
                " where owner = any($1) order by owner = $2, name",
                [who.actor, _unit(who)],
                _unit(who),
            )
        heads = who.may(Act.ASSIGN, who.agency)
        return [
            SavedView(
                view_id, name, query, shared=owner != who.actor,
                deletable=heads or made_by == who.officer,
            )
            for view_id, name, query, owner, made_by in rows
        ]  # fmt: skip

    async def keep(self, who: Principal, *, name: str, query: str, shared: bool) -> str:
        """
        Keep filters under a name, for oneself or for the unit; return the view's id.

        Raises:
            ViewUnfit: no name, or something else than filters.
            ViewExists: the name is taken, or there are too many.
        """
        owner, text = _unit(who) if shared else who.actor, fit_query(query)
        if not name.strip():
            raise ViewUnfit("name: give the view a name", field="name")
        async with self._database.connection() as connection:
            kept: str | None = await connection.fetchval(
                "insert into desk.view (view_id, owner, name, query, created_by)"
                " select $1, $2::text, $3, $4, $5"
                " where (select count(*) from desk.view where owner = $2) < $6"
                " on conflict (owner, name) do nothing returning view_id",
                new_id(), owner, name.strip(), text, who.officer, MOST_VIEWS,
            )  # fmt: skip
        if kept is None:
            raise ViewExists(
                f"name: there is a view of this name, or {MOST_VIEWS} of them; delete one",
                field="name",
            )
        return kept

    async def drop(self, who: Principal, view_id: str) -> None:
        """
        Delete a view: one's own, or as head one of the unit.

        Raises:
            NoSuchView: there is none that they may delete.
        """
        unit = _unit(who) if who.may(Act.ASSIGN, who.agency) else ""
        async with self._database.connection() as connection:
            gone = await connection.fetchval(
                "delete from desk.view where view_id = $1 and (owner = $2"
                " or owner = $3 and created_by = $4 or owner = $5) returning view_id",
                view_id, who.actor, _unit(who), who.officer, unit,
            )  # fmt: skip
        if gone is None:
            raise NoSuchView(
                "no view of yours has this id; its maker or the head deletes it"
            )

    async def barred(
        self, officer: str, petition_ids: Sequence[str], today: dt.date
    ) -> set[str]:
        """
        Return those of the petitions that the officer must not be given, whatever the reason.

        They work on no cases, or on those of another body, or are excluded, or their head is
        denounced.
        """
        async with self._database.connection() as connection:
            grants = await connection.fetchval(
                "select grants from live.officer where officer = $1 and left_on is null",
                officer,
            )
            if grants is None or not _works(grants, today):
                return set(petition_ids)
            rows = await connection.fetch(
                "select petition_id from live.worklist"
                " join live.officer o on o.officer = $1"
                " where petition_id = any($2::text[]) and (o.agency <> holder"
                f" or ({SIGHT.denunciation}) and shunned = o.agency or petition_id in"
                " (select petition_id from live.exclusion where officer = $1))",
                officer,
                list(petition_ids),
            )
        return {row[0] for row in rows}

    async def names(self, officers: Iterable[str]) -> dict[str, str]:
        """Return what officers are called; the id of who has no account."""
        wanted = sorted(set(officers))
        if not wanted:
            return {}
        known = await self._accounts.names(wanted)
        return {officer: officer for officer in wanted} | known

    async def colleagues(self, agency: str, today: dt.date) -> list[str]:
        """Return the officers of a body who can be given its cases: those who work on cases."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select officer, grants from live.officer where agency = $1"
                " and left_on is null order by officer",
                agency,
            )
        return [officer for officer, grants in rows if _works(grants, today)]


def _ways(who: Principal) -> list[_Way]:
    """Return the ways in which notices come to an officer."""
    stands_above = who.may(Act.ASSIGN, who.agency) or "inspectorate" in who.roles
    ways: list[_Way] = ["officer", "unit", "outside"]
    return [*ways, "above"] if stands_above else ways


def _told(
    values: list[object],
    who: Principal,
    way: _Way,
    before: int | None,
    limit: int,
    more: str = "true",
) -> str:
    """Return the statement for notices that come in one way, of what the officer may see."""
    if way == "outside":
        return _from_outside(values, who, before, limit, more)
    told, seen = Where(values), Where(values)
    match way:
        case "officer":
            told.add("n.officer = {}", who.officer)
        case "unit":
            told.add("n.agency = {}", who.agency)
        case "above":
            _above(told, who)
    told.add(more)
    if before is not None:
        told.add("n.position < {}", before)
    narrow(seen, who, Act.SEE_CASES, denunciation=SIGHT.denunciation)
    return (
        f"select {_NOTICE}, w.receipt_code, w.kind from live.notice n cross join lateral"
        " (select receipt_code, kind from live.worklist"
        f" where worklist.petition_id = n.petition_id and {seen} offset 0) w"
        f" where {told} order by n.position desc limit {limit}"
    )


def _from_outside(
    values: list[object], who: Principal, before: int | None, limit: int, more: str
) -> str:
    """
    Return the statement for what a body is told without having the petition.

    Of a denunciation its head alone; whoever must not know of a petition never.
    """
    told = Where(values)
    told.add(
        "(told = {} or told = {} and exists"
        " (select from live.agency where code = {} and agency.kind = {}))",
        who.agency,
        BOARD,
        who.agency,
        BOARD,
    )
    if not who.may(Act.ASSIGN, who.agency):
        told.add(f"not ({SIGHT.denunciation})")
    told.add("by_agency <> {} and holder <> {}", who.agency, who.agency)
    told.add("{}::boolean", who.may(Act.SEE_CASES, who.agency))
    hide(told, who, denunciation=SIGHT.denunciation)
    told.add(more)
    if before is not None:
        told.add("position < {}", before)
    return f"{_FROM_OUTSIDE} where {told} order by position desc limit {limit}"


def _above(told: Where, who: Principal) -> None:
    """Leave what was escalated to the officer: as a head, as the head above, as an inspector."""
    codes = ["inspectorate"] if "inspectorate" in who.roles else []
    if not who.may(Act.ASSIGN, who.agency):
        told.add("n.agency = any({}::text[])", codes)
        return
    told.add(
        "n.agency = any({}::text[] || array(select 'superior:' || code from live.agency"
        " where parent = {}))",
        [*codes, f"head:{who.agency}"],
        who.agency,
    )


def _notice(row: NoticeRow, more: Sequence[object], who: Principal) -> Notice:
    receipt_code, kind, unread = more
    to: _Way = "unit" if row.agency == who.agency else "above"
    if row.why in CAUSES:
        to = "outside"
    if row.officer == who.officer:
        to = "officer"
    return Notice(row, str(receipt_code), str(kind), to, bool(unread))


def _works(grants: str, today: dt.date) -> bool:
    return any(
        held.holds(today) and held.role in ROLES_FOR[Act.SETTLE]
        for held in read_grants(grants)
    )


def _unit(who: Principal) -> str:
    return f"agency:{who.agency}"


def fit_query(query: str) -> str:
    """
    Return the filters of an address as the list itself writes them, and nothing else.

    Raises:
        ViewUnfit: it is made of something else.
    """
    pairs = parse_qsl(query.removeprefix("?"))
    for name, value in pairs:
        if not _is_known(name, value):
            raise ViewUnfit(f"query: {name} is no filter of the list", field="query")
    if not pairs:
        raise ViewUnfit("query: filter the list first, then keep the filter", field="query")
    said = {name for name, _ in pairs}
    pairs += [pair for pair in _DEFAULTS if pair[0] not in said]
    return urlencode(sorted(pairs, key=lambda pair: _ORDER.index(pair[0])))


def _is_known(name: str, value: str) -> bool:
    if name == "holder":
        return _BODY.fullmatch(value) is not None
    return value in _FILTERS.get(name, ())
