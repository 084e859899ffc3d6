"""The worklist of a province that has kept a million petitions, beside one that has just begun."""

import time

import asyncpg

from services.routing.projections import WORKLIST
from shared.legal.running import NEVER
from shared.log.readmodel import columns_of
from tests.benchmarks.figures import Figure, compared, plain
from tests.benchmarks.ground import Ground
from tests.benchmarks.worklist import WARM_UP, Reader, p95

P95_MS = 200
HISTORY = 1
"""Facts that are added for each petition: as heard, never read by a list."""
LISTS = {
    "open": "/desk?show=open",
    "unit": "/desk?show=open&whose=unit",
    "mine": "/desk?show=open&whose=mine",
    "overdue": "/desk?show=overdue",
    "priority": "/desk?show=open&order=priority",
    "filtered": "/desk?show=open&kind=recommendation&field=land",
    "closed": "/desk?show=closed",
    "closed_filtered": "/desk?show=closed&kind=feedback_report&field=environment",
    "rare": "/desk?show=closed&state=closed_refused&kind=complaint",
    "rarer": "/desk?show=closed&state=closed_refused&kind=complaint&field=environment",
    "fresh": "/desk/fresh?show=open&since=2099-01-01T00:00:00Z",
    "none": "/desk?show=closed&state=closed_checked&kind=feedback_report",
}
"""What officers look at; each page comes with the number of rows in three lists."""
_SOME = {
    "petition_id": "id",
    "case_id": "'case-' || id",
    "receipt_code": "upper(left(id, 4) || '-' || substr(id, 5, 4) || '-' || substr(id, 10, 4))",
    "kind": "(array['complaint','complaint','complaint','complaint','recommendation',"
    " 'recommendation','recommendation','feedback_report','denunciation',"
    " 'denunciation_information'])[1 + n % 10]",
    "instance": "'first'",
    "subject_field": "(array['land','construction','environment','social_policy',"
    " 'public_order','administration','corruption','other'])[1 + n / 10 % 8]",
    "channel": "'direct'",
    "received_on": "current_date - n % 3650",
    "opened_at": "now() - n % 3650 * interval '1 day'",
    "state": "case when n % 33 = 0 then (array['accepted','awaiting_action',"
    " 'awaiting_transfer'])[1 + n / 33 % 3] when n % 500 = 1 then 'closed_refused'"
    " else (array['closed_decided','closed_answered','closed_guided'])[1 + n % 3] end",
    "open": "n % 33 = 0",
    "holder": "agencies[1 + n % cardinality(agencies)]",
    "eligible": "true",
    "confidential": "n % 10 = 8",
    "due_on": "case when n % 33 = 0 or n % 1000 = 2 then current_date - 30 + n % 120"
    f" else date '{NEVER}' end",
    "moved_at": "now() - n % 3650 * interval '1 day'",
    "officer": "case when n % 997 = 0 then 'bench-inspectorate' else 'officer-' || n % 2000 end",
    "shunned": "case when n % 10 = 8 and n % 7 = 0 then agencies[1 + n % 53] else '' end",
    "sealed": "case when n % 10 = 8 and n % 3 = 0 then agencies[1 + n % 47] else '' end",
    "signers": "case when n % 50 = 0 then 12 else 1 end",
    "above": "n % 20 = 0",
    "place": "case when n % 3300 = 0 then -1 else 0 end",
}
_EMPTY = {
    "text": "''", "date": "current_date", "timestamptz": "now()", "bigint": "0", "boolean": "false",
}  # fmt: skip


async def crowded(ground: Ground, *, petitions: int, pages: int) -> list[Figure]:
    """Return the p95 of each list with so many petitions, beside the same list of the few."""
    reader = await Reader.open(ground, "inspectorate")
    few = {name: await _p95(reader, page, pages) for name, page in LISTS.items()}
    await _fill(ground.url("tiepdan_routing"), petitions)
    reader = await Reader.open(ground, "inspectorate")
    many = {name: await _p95(reader, page, pages) for name, page in LISTS.items()}
    worst = max(many, key=lambda name: many[name])
    size = f"worklist.{petitions:_}"
    return [
        *(
            compared(f"{size}.{name}.p95", "ms", [(many[name], few[name])], to="of the few")
            for name in LISTS
        ),
        plain(f"{size}.worst.p95", "ms", [many[worst]], below=P95_MS),
    ]


async def _p95(reader: Reader, page: str, pages: int) -> float:
    times = []
    for _ in range(WARM_UP + pages):
        started = time.perf_counter()
        await reader.page(page)
        times.append(1_000 * (time.perf_counter() - started))
    return p95(times[WARM_UP:])


async def _fill(url: str, petitions: int) -> None:
    """Add petitions as rows of the list with their tally, and facts of other petitions."""
    owner = await asyncpg.connect(url, command_timeout=3_600)
    await owner.execute("set statement_timeout = 0")
    columns = columns_of(WORKLIST.row)
    values = ", ".join(f"({_SOME.get(c.name, _EMPTY[c.sql_type])})" for c in columns)
    await owner.execute(
        f"insert into live.worklist select {values} from (select n, md5(n::text)::uuid::text id,"
        " (select array_agg(code order by code) from live.agency) agencies"
        " from generate_series(1, $1::int) n) as petitions",
        petitions,
    )
    for tally in WORKLIST.tallies:
        names = ", ".join(name for name, _ in tally.columns)
        await owner.execute(f"truncate live.{tally.table}")
        await owner.execute(
            f"insert into live.{tally.table} select {names}, count(*)"
            f" from live.worklist group by {names}"
        )
    await owner.execute(
        "insert into heard select seq, 'bench', 1000000 + n, md5(n::text)::uuid, subject,"
        " md5((n % $1)::text)::uuid::text, type, body"
        " from generate_series(1, $1 * $2::int) n join lateral"
        " (select * from heard where n > 0 order by seq desc limit 1) last on true",
        petitions,
        HISTORY,
    )
    for table in ("live.worklist", "live.worklist_count", "heard"):
        await owner.execute(f"vacuum analyze {table}")
    await owner.execute("checkpoint")
    await owner.close()
