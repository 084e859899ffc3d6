"""One walk of a draft over the clocks of one moment; what it finds is handed on page by page."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.deadlines.rederiving import scanning
from services.deadlines.rederiving.counting import Counting
from services.deadlines.rederiving.drafts import Draft
from services.deadlines.rederiving.found import Finding, Found, Shift
from shared.postgres.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How far a walk came, and which clocks of the last page would move."""

    examined: int = 0
    total: int
    shifts: Sequence[Shift] = ()


Take: TypeAlias = Callable[[Seen], Awaitable[None]]


async def walk(connection: Connection, draft: Draft, today: dt.date, take: Take) -> Found:
    """
    Count every clock that a draft can concern, as if it held; write nothing.

    Raises:
        StoreUnavailable: it was cut off.
    """
    finding = Finding(Counting(draft.law, draft.policy), today)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        total = await scanning.count(connection, draft.where)
        await take(Seen(total=total))
        examined = 0
        async for rows in scanning.pages(connection, draft.where):
            shifts = [s for row in rows if (s := finding.look(row)) is not None]
            examined += len(rows)
            await take(Seen(examined=examined, total=total, shifts=shifts))
    return finding.found()
