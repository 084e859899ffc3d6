"""What an officer must not know of reaches them in no way: no list, no count, no bell, no task."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from services.routing.desk import Desk, fit_query
from services.routing.domain.officer.grants import HeldRole, written
from services.routing.projections.notice import NoticeRow
from services.routing.projections.officer import OfficerRow
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Queries, Wanted
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.auth.sight import Exclusion
from shared.contracts.routing_bodies import Role
from shared.ids import AgencyCode, OfficerId
from shared.postgres.pool import Database
from tests.integration.desk_tables import desk_tables

AT, DAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), dt.date(2026, 11, 23)
WARD, BOARD = "25585", "TN-BTCD"


def officer(
    name: str, role: Role = "processing", agency: str = WARD, *covers: str
) -> Principal:
    reach = frozenset(AgencyCode(code) for code in covers or (agency,))
    return Principal(
        officer=OfficerId(name), name="Cán bộ Thử", agency=AgencyCode(agency),
        post="official", csrf="x", until=AT,
        grants=(Grant(role=role, agency=AgencyCode(agency), covers=reach),),
    )  # fmt: skip


LAN, MAI = officer("lan"), officer("mai")
HEAD = officer("head", "head")
INSPECTOR = officer("inspector", "inspectorate", BOARD, WHOLE_PROVINCE)


def case(number: int, **more: Any) -> CaseRow:
    row = CaseRow(
        petition_id=f"p-{number}", case_id=f"c-{number}", receipt_code=f"R-{number}",
        kind="complaint", instance="first", subject_field="land", channel="post",
        received_on=DAY, opened_at=AT, state="received", open=True, holder=WARD,
        competent=None, decider_role="", proposed_action="", form=None, eligible=True,
        reason_codes="", confidential=False, running="", due_rule="",
        due_on=DAY + dt.timedelta(days=number), moved_at=AT, officer="", shunned="",
    )  # fmt: skip
    return msgspec.structs.replace(row, **more)


CASES = [
    case(1, officer="lan"),
    case(2),
    case(3, kind="denunciation", shunned=WARD, officer="lan"),
    case(4, kind="denunciation", officer="lan"),
    case(5, holder=BOARD),
    case(6, shunned=WARD, officer="lan"),
]
"""3 denounces the ward's head; 4 a relative of Lan's; 6 complains of the head: no secret."""
NOTICES = [
    NoticeRow(f"p-{n}", "lan", "", "assigned", n, AT, "lan") for n in (1, 3, 4, 6)
] + [
    NoticeRow("p-2", "", WARD, "sent", 7, AT, ""),
    NoticeRow("p-5", "", BOARD, "sent", 8, AT, ""),
]
ROLE = HeldRole(
    role="processing",
    agency=AgencyCode(WARD),
    subordinates=False,
    from_on=DAY,
    until_on=None,
)
OFFICERS = [
    OfficerRow("lan", WARD, "official", written([ROLE]), None, None),
    OfficerRow("gone", WARD, "official", written([ROLE]), DAY, None),
    OfficerRow("clerk", WARD, "official", "[]", None, None),
    OfficerRow("bao", BOARD, "official", written([ROLE]), None, None),
]


@pytest_asyncio.fixture(name="database", scope="module", loop_scope="module")
async def _database(servers: Any) -> AsyncIterator[Database]:
    """Routing's tables with a few rows."""
    tables = {
        "worklist": CASES,
        "notice": NOTICES,
        "officer": OFFICERS,
        "exclusion": [Exclusion("p-4/lan", "p-4", "lan", "relative")],
    }
    async with desk_tables(servers, "desk_sight", tables) as database:
        yield database


pytestmark = pytest.mark.asyncio(loop_scope="module")

# fmt: off
LISTS = [
    (LAN, "mine", ["p-1", "p-6"]),
    (LAN, "unit", ["p-1", "p-2", "p-6"]),
    (LAN, "all",  ["p-1", "p-2", "p-6"]),
    (MAI, "mine", []),
    (MAI, "all",  ["p-1", "p-2", "p-4", "p-6"]),
    (HEAD, "unit", ["p-1", "p-2", "p-4", "p-6"]),
    (INSPECTOR, "unit", ["p-5"]),
    (INSPECTOR, "all", ["p-1", "p-2", "p-3", "p-4", "p-5", "p-6"]),
]
# fmt: on


@pytest.mark.parametrize(("who", "whose", "seen"), LISTS)
async def test_lists_and_counts_hold_the_same(
    database: Database, who: Principal, whose: Any, seen: list[str]
) -> None:
    """By the tally and by counting, with filters and without, in pages and all at once."""
    queries = Queries(database)
    wanted = Wanted(whose=whose)
    page = await queries.worklist(who, wanted, today=DAY, after=None, limit=2)
    rows = list(page.rows)
    while page.following:
        page = await queries.worklist(who, wanted, today=DAY, after=page.following, limit=2)
        rows += page.rows
    assert [row.petition_id for row in rows] == seen
    assert page.counts.of(whose) == page.total == len(seen)
    at_once = await queries.matching(who, wanted, today=DAY, limit=100)
    assert [row.petition_id for row in at_once] == seen
    filtered = Wanted(whose=whose, fields=("land",))
    page = await queries.worklist(who, filtered, today=DAY, after=None, limit=1)
    assert page.total == len(seen)
    several = Wanted(whose=whose, kinds=("complaint",), states=("received", "accepted"))
    page = await queries.worklist(who, several, today=DAY, after=None, limit=1)
    assert page.total == len([p for p in seen if p not in ("p-3", "p-4")])


async def test_the_bell_keeps_silent_about_it(database: Database) -> None:
    """Lan has a notice of what denounces her head, and of her relative; she gets neither."""
    desk = Desk(database)
    told = [n.row.petition_id for n in await desk.notices(LAN, before=None, limit=10)]
    assert told == ["p-2", "p-6", "p-1"]
    assert await desk.unread(LAN) == 3
    assert [n.to for n in await desk.notices(LAN, before=None, limit=10)] == [
        "unit", "officer", "officer",
    ]  # fmt: skip
    assert await desk.notices(MAI, before=7, limit=10) == []
    inspector = await desk.notices(INSPECTOR, before=None, limit=10)
    assert [n.row.petition_id for n in inspector] == ["p-5"]


async def test_what_was_seen_is_new_no_more(database: Database) -> None:
    """Up to a place, never backwards, and each for themself."""
    desk = Desk(database)
    await desk.see(MAI, 7)
    await desk.see(MAI, 2)
    assert await desk.unread(MAI) == 0
    assert [n.unread for n in await desk.notices(MAI, before=None, limit=10)] == [False]
    assert await desk.unread(HEAD) == 1


async def test_pages_of_notices_follow_each_other(database: Database) -> None:
    desk = Desk(database)
    first = await desk.notices(LAN, before=None, limit=2)
    rest = await desk.notices(LAN, before=first[-1].row.position, limit=2)
    assert [n.row.position for n in (*first, *rest)] == [7, 6, 1]


async def test_who_is_barred(database: Database) -> None:
    """Another body's officer, who is excluded, whose head it is; who works on no cases."""
    desk = Desk(database)
    every = [row.petition_id for row in CASES]
    assert await desk.barred("lan", every, DAY) == {"p-3", "p-4", "p-5"}
    assert await desk.barred("bao", every, DAY) == set(every) - {"p-5"}
    for nobody in ("gone", "unknown", "clerk"):
        assert await desk.barred(nobody, every, DAY) == set(every)
    assert await desk.barred("lan", every, DAY - dt.timedelta(days=1)) == set(every)


async def test_cases_go_to_who_works_on_cases(database: Database) -> None:
    """A clerk without a role is not offered, nor somebody who left."""
    assert await Desk(database).colleagues(WARD, DAY) == ["lan"]
    assert await Desk(database).colleagues(WARD, DAY - dt.timedelta(days=1)) == []


async def test_a_view_keeps_filters_alone() -> None:
    assert fit_query("?kind=denunciation&kind=complaint&holder=TN-BTCD&show=closed") == (
        "show=closed&whose=all&holder=TN-BTCD&kind=denunciation&kind=complaint"
    )
