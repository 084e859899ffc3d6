"""Who is told of a clock that is over: who has it, the head, the head above, the inspectorate."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
import pytest
import pytest_asyncio

from deploy.embedded.names import role_of
from deploy.houses import house
from services.routing.desk import Desk
from services.routing.projections.notice import NoticeRow
from services.routing.projections.worklist import CaseRow
from services.routing.queries import Queries, Wanted
from shared.auth.principal import WHOLE_PROVINCE, Grant, Principal
from shared.contracts.bodies import BodyRow
from shared.contracts.routing_bodies import Role
from shared.ids import AgencyCode, OfficerId
from shared.legal.running import NEVER
from shared.log.readmodel import columns_of
from shared.postgres.pool import Database

pytestmark = pytest.mark.asyncio(loop_scope="module")
WARD, OTHER, COMMITTEE = "25459", "25462", "TN-UBND"
AT, DAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), dt.date(2026, 11, 20)


def officer(name: str, role: Role, agency: str, *covers: str) -> Principal:
    reach = frozenset(AgencyCode(code) for code in covers or (agency,))
    return Principal(
        officer=OfficerId(name), name="Cán bộ Thử", agency=AgencyCode(agency), post="official",
        grants=(Grant(role=role, agency=AgencyCode(agency), covers=reach),), csrf="x",
        until=AT,
    )  # fmt: skip


LAN, MAI = officer("lan", "processing", WARD), officer("mai", "processing", WARD)
HEAD, ELSEWHERE = officer("head", "head", WARD), officer("other", "head", OTHER)
ABOVE = officer("above", "head", COMMITTEE, WHOLE_PROVINCE)
INSPECTOR = officer("inspector", "inspectorate", "TN-TTT", WHOLE_PROVINCE)


def case(number: int, **more: Any) -> CaseRow:
    row = CaseRow(
        petition_id=f"p-{number}", case_id=f"c-{number}", receipt_code=f"R-{number}",
        kind="complaint", instance="first", subject_field="land", channel="post",
        received_on=DAY, opened_at=AT, state="accepted", open=True, holder=WARD,
        competent=None, decider_role="", proposed_action="", form=None, eligible=True,
        reason_codes="", confidential=False, running="", due_rule="",
        due_on=NEVER, moved_at=AT, officer="", shunned="",
    )  # fmt: skip
    return msgspec.structs.replace(row, **more)


def told(number: int, why: str, to: str, who: str = "") -> NoticeRow:
    return NoticeRow(
        f"p-{number}", who, to, why, number, AT, who, rule="KN.L1.SETTLE", due_on=DAY
    )


CASES = [case(n) for n in range(1, 6)] + [
    case(6, state="closed_decided", open=False, due_rule="KN.L1.SEND", due_on=DAY),
    case(7, state="closed_decided", open=False),
]
NOTICES = [
    told(1, "half", "", "lan"),
    told(2, "last", WARD),
    told(3, "unassigned", f"head:{WARD}"),
    told(4, "overdue", f"superior:{WARD}", "lan"),
    told(5, "overdue", "inspectorate"),
]
AGENCIES = [
    BodyRow(code, code, kind, "commune", parent, None, None, DAY, code)
    for code, kind, parent in (
        (COMMITTEE, "peoples_committee", "80"),
        (WARD, "ward", COMMITTEE),
        (OTHER, "commune", COMMITTEE),
    )
]


@pytest_asyncio.fixture(name="database", scope="module", loop_scope="module")
async def _database(servers: Any) -> AsyncIterator[Database]:
    """Routing's tables with a few rows."""
    admin = await asyncpg.connect(servers.url("postgres"))
    await admin.execute(f"create role {role_of('routing')}")
    await admin.execute("create database told_above")
    owner = await asyncpg.connect(servers.url("told_above"))
    await house("routing").migrate(owner, role_of("routing"))
    for table, rows in (("worklist", CASES), ("notice", NOTICES), ("agency", AGENCIES)):
        await owner.copy_records_to_table(
            table,
            schema_name="live",
            columns=[column.name for column in columns_of(type(rows[0]))],
            records=[msgspec.structs.astuple(row) for row in rows],
        )
    await owner.close()
    database = Database(servers.url("told_above"), name="test")
    await database.open()
    yield database
    await database.close()
    await admin.execute("drop database told_above with (force)")
    await admin.execute(f"drop role {role_of('routing')}")
    await admin.close()


# fmt: off
TOLD = [
    ("who is answerable",              LAN,       [("p-4", "officer"), ("p-2", "unit"), ("p-1", "officer")]),
    ("a colleague, what nobody has",   MAI,       [("p-2", "unit")]),
    ("the head, what was escalated",   HEAD,      [("p-3", "above"), ("p-2", "unit")]),
    ("the head of another body not",   ELSEWHERE, []),
    ("the head of the body above",     ABOVE,     [("p-4", "above")]),
    ("the inspectorate",               INSPECTOR, [("p-5", "above")]),
]
# fmt: on


@pytest.mark.parametrize(("who", "seen"), [t[1:] for t in TOLD], ids=[t[0] for t in TOLD])
async def test_who_is_told(
    database: Database, who: Principal, seen: list[tuple[str, str]]
) -> None:
    """By the bell and by its count."""
    desk = Desk(database)
    found = await desk.notices(who, before=None, limit=10)
    assert [(notice.row.petition_id, notice.to) for notice in found] == seen
    assert await desk.unread(who) == len(seen)


async def test_what_is_owed_after_a_decision_has_a_list(database: Database) -> None:
    """Decided and not yet sent; it is no open case, and once sent it is on no list but closed."""
    queries = Queries(database)
    for show, ids in (("owed", ["p-6"]), ("overdue", []), ("closed", ["p-6", "p-7"])):
        page = await queries.worklist(
            HEAD, Wanted(show=show), today=dt.date(2026, 11, 23), after=None, limit=10
        )
        assert [row.petition_id for row in page.rows] == ids
