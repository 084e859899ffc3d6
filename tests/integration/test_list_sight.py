"""Lists, counts and the rule of who may see what: three ways to say the same, of any rows."""

import datetime as dt
import itertools
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.routing.projections.worklist import CaseRow
from services.routing.queries import Queries, Wanted
from services.routing.rules.loader import load
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.sight import Exclusion, Matter, may_see
from tests.integration.desk_tables import desk_tables
from tests.integration.test_desk_sight import DAY, case, officer

BODIES = ("25585", "TN-BTCD", "TN-S-XD", "80")
KINDS = ("complaint", "recommendation", "denunciation", "denunciation_information")
NAMES = ("lan", "mai", "head", "seer")
SEEN_BY = [
    officer("lan"),
    officer("mai", "processing", "TN-S-XD", "TN-S-XD", "25585"),
    officer("head", "head", "80", *BODIES),
    officer("seer", "inspectorate", "TN-BTCD", WHOLE_PROVINCE),
]


def _rows(seed: int) -> tuple[list[CaseRow], list[Exclusion]]:
    """Return cases of all kinds and bodies, and who must not know of some of them."""
    dice = random.Random(seed)
    rows = []
    for number in range(600):
        is_open = dice.random() < 0.4
        some = ("received", "accepted") if is_open else ("closed_decided", "closed_filed")
        rows.append(
            case(
                number,
                kind=dice.choice(KINDS),
                subject_field=dice.choice(("land", "environment")),
                holder=dice.choice(BODIES),
                open=is_open,
                state=dice.choice(some),
                officer=dice.choice(("", *NAMES)),
                shunned=dice.choice(("", "", *BODIES)),
                sealed=" ".join(dice.sample(BODIES, dice.choice((0, 0, 1, 2)))),
                received_on=DAY - dt.timedelta(days=dice.randrange(200)),
                due_on=DAY + dt.timedelta(days=dice.randrange(-20, 20)),
                signers=dice.choice((1, 1, 12)),
                above=dice.random() < 0.2,
                place=dice.choice((-1, 0, 0, 0, 1)),
            )
        )
    excluded = [
        Exclusion(f"p-{n}/{name}", f"p-{n}", name, "relative")
        for n, name in itertools.product(range(0, 600, 9), NAMES[:3])
    ]
    return rows, excluded


ROWS, EXCLUDED = _rows(22)
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(name="queries", scope="module", loop_scope="module")
async def _queries(servers: Any) -> AsyncIterator[Queries]:
    tables = {"worklist": ROWS, "exclusion": EXCLUDED}
    async with desk_tables(servers, "list_sight", tables) as database:
        yield Queries(database, load().ending.priorities)


def _expected(who: Principal, wanted: Wanted) -> set[str]:
    """What the rule lets them see of what the filters ask for, one row after the other."""
    excluded = {(each.petition_id, each.officer) for each in EXCLUDED}
    return {
        row.petition_id
        for row in ROWS
        if row.open == (wanted.show != "closed")
        and (wanted.show != "overdue" or row.due_on < DAY)
        and (wanted.whose != "unit" or row.holder == who.agency)
        and (wanted.whose != "mine" or row.officer == who.officer)
        and (not wanted.kinds or row.kind in wanted.kinds)
        and (not wanted.states or row.state in wanted.states)
        and may_see(
            who,
            Act.SEE_CASES,
            Matter(
                petition_id=row.petition_id,
                holder=row.holder,
                denunciation=row.kind.startswith("denunciation"),
                shunned=row.shunned,
                sealed=row.sealed,
            ),
            excluded=(row.petition_id, who.officer) in excluded,
        )
    }


@pytest.mark.parametrize("who", SEEN_BY, ids=lambda who: who.officer)
@pytest.mark.parametrize("order", ["due", "priority"])
@pytest.mark.parametrize("whose", ["mine", "unit", "all"])
@pytest.mark.parametrize("show", ["open", "overdue", "closed"])
async def test_a_list_holds_what_may_be_seen(
    queries: Queries, who: Principal, order: Any, whose: Any, show: Any
) -> None:
    """Page by page, each row once; and the total is the number of rows."""
    for kinds, states in itertools.product(
        ((), ("denunciation",), KINDS[:2]), ((), ("accepted", "closed_filed"))
    ):
        wanted = Wanted(show=show, whose=whose, order=order, kinds=kinds, states=states)
        page = await queries.worklist(who, wanted, today=DAY, after=None, limit=40)
        rows = list(page.rows)
        while page.following:
            after = page.following
            page = await queries.worklist(who, wanted, today=DAY, after=after, limit=40)
            rows += page.rows
        found = [row.petition_id for row in rows]
        assert len(found) == len(set(found)) == page.total
        assert set(found) == _expected(who, wanted)
        counts = await queries.counts(who, wanted, today=DAY)
        assert counts.of(whose) == len(found)
