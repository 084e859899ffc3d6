"""Reads of reporting's own tables: figures and the timeline of a petition."""

import datetime as dt
from dataclasses import dataclass

from shared.auth.principal import Principal
from shared.auth.seeing import Sight, View
from shared.envelope import Heard, decode_envelope, heard_from
from shared.postgres.pool import Database, Pooled

SIGHT = Sight(table="petition", denunciation="kind like 'denunciation%'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Petitions received in one month."""

    month: dt.date
    received: int
    eligible: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What one body has in hand."""

    code: str
    name: str
    in_hand: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The province today. Every figure is a sum over the same rows its list shows."""

    today: dt.date
    received: int
    in_hand: int
    awaiting: int
    accepted: int
    in_transfer: int
    closed: int
    running_clocks: int
    overdue_clocks: int
    due_soon_clocks: int
    paused_clocks: int
    kept_in_time: int
    kept_late: int
    older_than_3_months: int
    by_kind: dict[str, int]
    by_field: dict[str, int]
    by_state: dict[str, int]
    by_hops: dict[int, int]
    months: tuple[Month, ...]
    due_days: tuple[tuple[dt.date, int], ...]
    """Clocks that end on each of the coming days."""
    busiest: tuple[Holder, ...]


class Queries:
    """What reporting's read models answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def dashboard(self, today: dt.date) -> Dashboard:
        """Return the figures as of the read models now; ages and overdue as of `today`."""
        async with (
            self._database.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await _dashboard(connection, today)

    async def view(self, who: Principal, petition_id: str) -> View:
        """Return what an officer may do about a petition."""
        async with self._database.connection() as connection:
            return await SIGHT.of(connection, who, petition_id)

    async def timeline(self, petition_id: str) -> list[Heard]:
        """Return every fact about a petition, across services, in stream order."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select seq, body from heard where correlation = $1 order by seq, position",
                petition_id,
            )
        return [heard_from(decode_envelope(body), seq) for seq, body in rows]


async def _dashboard(connection: Pooled, today: dt.date) -> Dashboard:
    months = await _months(connection)
    states = dict(
        await connection.fetch(
            "select state, sum(n)::bigint from live.petition_month group by 1"
        )
    )
    due = await connection.fetchrow(
        "select coalesce(sum(n), 0)::bigint,"
        " coalesce(sum(n) filter (where due_on < $1), 0)::bigint,"
        " coalesce(sum(n) filter (where due_on between $1 and $1 + 3), 0)::bigint"
        " from live.deadline_due",
        today,
    )
    kept = dict(
        await connection.fetch(
            "select state, sum(n)::bigint from live.deadline_kept group by 1"
        )
    )
    old = await connection.fetchval(
        "select coalesce(sum(n), 0)::bigint from live.petition_holder"
        " where open and received_on < ($1::date - interval '3 months')",
        today,
    )
    closed = sum(n for state, n in states.items() if state.startswith("closed"))
    received = sum(states.values())
    return Dashboard(
        today=today,
        received=received,
        in_hand=received - closed,
        awaiting=sum(n for state, n in states.items() if state.startswith("awaiting")),
        accepted=states.get("accepted", 0),
        in_transfer=states.get("in_transfer", 0),
        closed=closed,
        running_clocks=due[0],
        overdue_clocks=due[1],
        due_soon_clocks=due[2],
        paused_clocks=kept.get("paused", 0),
        kept_in_time=kept.get("in_time", 0),
        kept_late=kept.get("late", 0),
        older_than_3_months=old,
        by_kind=await _counts(connection, "petition_month", "kind"),
        by_field=await _counts(connection, "petition_field", "subject_field"),
        by_state=states,
        by_hops=dict(
            await connection.fetch("select hops, n from live.petition_hops order by 1")
        ),
        months=months,
        due_days=await _due_days(connection, today),
        busiest=await _busiest(connection, today),
    )


async def _counts(connection: Pooled, table: str, column: str) -> dict[str, int]:
    rows = await connection.fetch(
        f"select {column}, sum(n)::bigint from live.{table} group by 1 order by 2 desc"
    )
    return dict(rows)


async def _months(connection: Pooled) -> tuple[Month, ...]:
    rows = await connection.fetch(
        "select month, sum(n)::bigint, coalesce(sum(n) filter (where eligible), 0)::bigint,"
        " coalesce(sum(n) filter (where state not like 'closed%'), 0)::bigint"
        " from live.petition_month group by 1 order by 1 desc limit 24"
    )
    return tuple(
        Month(month=m, received=r, eligible=e, open=o) for m, r, e, o in reversed(rows)
    )


async def _due_days(connection: Pooled, today: dt.date) -> tuple[tuple[dt.date, int], ...]:
    rows = await connection.fetch(
        "select due_on, sum(n)::bigint from live.deadline_due"
        " where due_on between $1 and $1 + 14 group by 1 order by 1",
        today,
    )
    return tuple((day, n) for day, n in rows)


async def _busiest(connection: Pooled, today: dt.date) -> tuple[Holder, ...]:
    rows = await connection.fetch(
        "select h.holder, coalesce(case when a.stated_on <= $1 then a.name else a.was end,"
        " h.holder), h.n, coalesce(d.n, 0) from"
        " (select holder, sum(n)::bigint n from live.petition_holder where open group by 1) h"
        " left join (select against, sum(n)::bigint n from live.deadline_due"
        " where due_on < $1 group by 1) d on d.against = h.holder"
        " left join live.agency a on a.code = h.holder order by 4 desc, 3 desc, 1 limit 12",
        today,
    )
    return tuple(Holder(code=c, name=n, in_hand=h, overdue=o) for c, n, h, o in rows)
