"""Lists of clocks: every figure is how many rows its list shows, to everybody what they may see."""

import datetime as dt
import itertools
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
import pytest
import pytest_asyncio

from deploy.embedded.names import role_of
from deploy.houses import house
from services.deadlines.projections.clock import ClockRow
from services.deadlines.projections.matter import MatterRow
from services.deadlines.queries import NOBODY, SHOWS, Queries, Wanted
from services.deadlines.web.board import WHOSE, figures
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.sight import Exclusion
from shared.contracts.bodies import BodyRow
from shared.contracts.routing_bodies import Role
from shared.ids import AgencyCode, OfficerId
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database
from tests.unit.deadlines.rows import row

AT, TODAY = dt.datetime(2026, 11, 19, 3, tzinfo=dt.UTC), dt.date(2026, 11, 19)
"""A Thursday."""
WARD, BOARD = "25585", "TN-BTCD"


def officer(
    name: str, role: Role = "processing", *covers: str, at: str = WARD
) -> Principal:
    reach = frozenset(AgencyCode(code) for code in covers or (at,))
    return Principal(
        officer=OfficerId(name), name="Cán bộ Thử", agency=AgencyCode(at),
        post="official", csrf="x", until=AT,
        grants=(Grant(role=role, agency=AgencyCode(at), covers=reach),),
    )  # fmt: skip


LAN, MAI = officer("lan"), officer("mai")
HEAD = officer("head", "head")
INSPECTOR = officer("inspector", "inspectorate", WHOLE_PROVINCE, at=BOARD)
READERS = (LAN, MAI, HEAD, INSPECTOR)


def matter(number: int, **more: Any) -> MatterRow:
    plain = MatterRow(
        petition_id=f"p-{number}", receipt_code=f"R-{number}", holder=WARD,
        kind="complaint", shunned="", officer="",
    )  # fmt: skip
    return msgspec.structs.replace(plain, **more)


def clock(number: int, due: int, rule: str = "KN.L1.SETTLE", **more: Any) -> ClockRow:
    due_on = TODAY + dt.timedelta(days=due)
    return row(
        rule,
        clock_id=f"p-{number}/{rule}/1",
        petition_id=f"p-{number}",
        due_on=due_on,
        **more,
    )


STILL = {"state": "paused", "paused_on": TODAY, "ground": "other_body"}
OWN = {"party": "citizen"}
MATTERS = [
    matter(1, officer="lan"),
    matter(2),
    matter(3, kind="denunciation", shunned=WARD, officer="lan"),
    matter(4, kind="denunciation", officer="lan"),
    matter(5, holder=BOARD),
    matter(6, officer="mai"),
]
"""3 denounces the ward's head; 4 a relative of Lan's; 5 lies with the board."""
CLOCKS = [
    clock(1, -2),
    clock(1, 0, "KN.L1.SEND"),
    clock(2, 1),
    clock(2, 30, "XLD.PROCESS"),
    clock(3, -9, "TC.SETTLE"),
    clock(3, 0, "TC.NOTIFY"),
    clock(4, -1, "TC.SETTLE"),
    clock(5, -3, against=BOARD),
    clock(5, 3, "KN.L1.ACCEPT", against=BOARD, party="superior"),
    clock(6, -20, **STILL),
    clock(6, -5, "KN.L2.FILE", **OWN),
    clock(6, 2, "KN.SUE", **OWN),
    clock(6, -1, "KN.EFFECT.1", mode="status", party="none"),
    clock(6, -40, "KN.L1.ACCEPT", state="met", stopped_on=TODAY),
]


@pytest_asyncio.fixture(name="queries", scope="module", loop_scope="module")
async def _queries(servers: Any) -> AsyncIterator[Queries]:
    """Deadlines' tables with a few rows."""
    admin = await asyncpg.connect(servers.url("postgres"))
    role = role_of("deadlines")
    if not await admin.fetchval("select count(*) from pg_roles where rolname = $1", role):
        await admin.execute(f"create role {role}")
    await admin.execute("create database clock_lists")
    url = servers.url("clock_lists")
    owner = await asyncpg.connect(url)
    await house("deadlines").migrate(owner, role)
    for table, rows in (
        ("clock", CLOCKS),
        ("matter", MATTERS),
        (
            "agency",
            [
                BodyRow(code, name, kind, "commune", None, None, None, dt.date.min, name)
                for code, name, kind in (
                    (WARD, "Xã Châu Thành", "commune"),
                    (BOARD, "Ban", "board"),
                )
            ],
        ),
        ("exclusion", [Exclusion("p-4/lan", "p-4", "lan", "relative")]),
    ):
        await owner.copy_records_to_table(
            table,
            schema_name="live",
            columns=[column.name for column in columns_of(type(rows[0]))],
            records=[msgspec.structs.astuple(row) for row in rows],
        )
    await owner.close()
    database = Database(url, name="test")
    await database.open()
    yield Queries(database)
    await database.close()
    await admin.execute("drop database clock_lists with (force)")
    await admin.close()


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def listed(
    queries: Queries, who: Principal, wanted: Wanted, limit: int = 50
) -> list[str]:
    """Every row of a list, page after page."""
    found, after = [], None
    while True:
        board = await queries.board(who, wanted, today=TODAY, after=after, limit=limit)
        found += [f"{row.receipt_code} {row.clock.rule}" for row in board.rows]
        after = board.following
        if after is None:
            return found


@pytest.mark.parametrize(
    ("who", "show", "rows"),
    [
        (HEAD, "overdue", ["R-1 KN.L1.SETTLE", "R-4 TC.SETTLE"]),
        (HEAD, "today", ["R-1 KN.L1.SEND"]),
        (HEAD, "week", ["R-1 KN.L1.SEND", "R-2 KN.L1.SETTLE", "R-6 KN.SUE"]),
        (HEAD, "paused", ["R-6 KN.L1.SETTLE"]),
        (LAN, "overdue", ["R-1 KN.L1.SETTLE"]),
        (
            INSPECTOR,
            "overdue",
            [
                "R-3 TC.SETTLE",
                "R-5 KN.L1.SETTLE",
                "R-1 KN.L1.SETTLE",
                "R-4 TC.SETTLE",
            ],
        ),
        (
            HEAD,
            "open",
            [
                "R-6 KN.L1.SETTLE",
                "R-1 KN.L1.SETTLE",
                "R-4 TC.SETTLE",
                "R-1 KN.L1.SEND",
                "R-2 KN.L1.SETTLE",
                "R-6 KN.SUE",
                "R-2 XLD.PROCESS",
            ],
        ),
    ],
    ids=lambda value: value.officer if isinstance(value, Principal) else "",
)
async def test_what_stands_in_a_tab(
    queries: Queries, who: Principal, show: str, rows: list[str]
) -> None:
    """What ends first first; a citizen's time that ended, and what took effect, are nowhere."""
    assert await listed(queries, who, Wanted(show=show)) == rows
    assert await listed(queries, who, Wanted(show=show), limit=1) == rows


FILTERS = [
    {},
    {"rules": ("KN.L1.SETTLE", "TC.SETTLE")},
    {"agencies": (BOARD,)},
    {"officers": (NOBODY,)},
    {"officers": ("lan", NOBODY)},
    {"day": TODAY},
]


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.officer)
async def test_every_figure_is_how_many_rows_its_list_has(
    queries: Queries, who: Principal
) -> None:
    for show, whose, more in itertools.product(SHOWS, WHOSE, FILTERS):
        wanted = Wanted(show=show, whose=whose, **more)
        rows = await listed(queries, who, wanted)
        board = await queries.board(who, wanted, today=TODAY, limit=1)
        found = figures(board.groups, who, wanted)
        assert found.tabs.of(show) == len(rows), wanted
        assert found.whose[whose] == len(rows), wanted
        for code, counts in found.bodies:
            of_body = Wanted(show=show, whose=whose, **more | {"agencies": (code,)})
            assert len(await listed(queries, who, of_body)) == counts.of(show)


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.officer)
async def test_a_cell_of_the_month_is_how_many_rows_its_day_has(
    queries: Queries, who: Principal
) -> None:
    first, last = TODAY - dt.timedelta(days=30), TODAY + dt.timedelta(days=40)
    days = await queries.days(who, Wanted(), today=TODAY, first=first, last=last)
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        rows = await listed(queries, who, Wanted(day=day))
        assert days.get(day, 0) == len(rows), day


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.officer)
async def test_the_number_in_the_navigation_is_the_overdue_list(
    queries: Queries, who: Principal
) -> None:
    rows = await listed(queries, who, Wanted(show="overdue"))
    assert await queries.overdue(who, TODAY) == len(rows)


@pytest.mark.parametrize(
    ("who", "hidden"),
    [(LAN, {"R-3", "R-4", "R-5"}), (MAI, {"R-3", "R-5"}), (INSPECTOR, set())],
)
async def test_what_one_must_not_know_of_is_in_no_list(
    queries: Queries, who: Principal, hidden: set[str]
) -> None:
    rows = await listed(queries, who, Wanted())
    assert {code for code in ("R-3", "R-4", "R-5") if any(code in row for row in rows)} == {
        "R-3", "R-4", "R-5",
    } - hidden  # fmt: skip


async def test_ones_own_calendar_holds_what_one_answers_for(queries: Queries) -> None:
    """Neither what stands still, nor what is about oneself or one's own, nor what is over."""
    own = await queries.own(LAN, TODAY)
    assert [row.clock.rule for row in own] == ["KN.L1.SETTLE", "KN.L1.SEND"]
    assert [row.clock.rule for row in await queries.own(MAI, TODAY)] == ["KN.SUE"]
    assert await queries.own(HEAD, TODAY) == []


async def test_without_a_role_there_is_nothing(queries: Queries) -> None:
    nobody = officer("quantri", "administrator")
    assert await listed(queries, nobody, Wanted()) == []
    assert await queries.overdue(nobody, TODAY) == 0


async def test_names_of_bodies_the_provinces_first(queries: Queries) -> None:
    assert list((await queries.agencies(TODAY)).items()) == [
        (BOARD, "Ban"),
        (WARD, "Xã Châu Thành"),
    ]
