"""
A demonstration that is being loaded lives in a time of its own: the scheduler waits for its end.

Its facts are years old while they come in. Told of by the present day, every clock would be
over before the officers of the demonstration had a chance to act.
"""

import datetime as dt
import uuid

from shared.envelope import decode_envelope
from shared.postgres.pool import Pooled

LOADER = "demo:"
"""How the actors begin that lodge and act in a demonstration."""
LOOK_BACK = 100
QUIET = dt.timedelta(seconds=60)
"""Without a word from its loader for so long, a demonstration is loaded."""


async def is_being_loaded(connection: Pooled, now: dt.datetime) -> bool:
    """Test whether facts of a demonstration came in just now; their ids tell when."""
    rows = await connection.fetch(
        "select id, body from heard where source <> 'deadlines' order by seq desc limit $1",
        LOOK_BACK,
    )
    return any(
        now - _made_at(fact_id) < QUIET
        for fact_id, body in rows
        if decode_envelope(body).actor.startswith(LOADER)
    )


def _made_at(fact_id: uuid.UUID) -> dt.datetime:
    """Return when a UUIDv7 was made, whatever time its fact speaks of."""
    return dt.datetime.fromtimestamp((fact_id.int >> 80) / 1_000, dt.UTC)
