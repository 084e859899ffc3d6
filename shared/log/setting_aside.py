"""Let processing go past a fact that our code cannot take: by a fact that says who and why."""

from shared.contracts.operations import FactSetAside
from shared.envelope import Context, decode_envelope, heard_from
from shared.log.saying import Saying, append_on
from shared.postgres.pool import Pooled

OPERATIONS = "operations"
"""The stream of a service in which its operators speak."""


class NotStoppedThere(Exception):
    """Processing does not stand before this fact: there is nothing to set aside."""


async def set_aside_ids(connection: Pooled) -> frozenset[str]:
    """Return the ids of all facts that operators of this service have set aside."""
    rows = await connection.fetch("select body from said where stream = $1", OPERATIONS)
    facts = [heard_from(decode_envelope(row[0])).fact for row in rows]
    return frozenset(fact.fact_id for fact in facts if isinstance(fact, FactSetAside))


async def set_aside(
    connection: Pooled,
    *,
    service: str,
    source: str,
    fact_id: str,
    reason: str,
    context: Context,
) -> int:
    """
    Say that the fact at which processing stands is set aside; return the position.

    Raises:
        NotStoppedThere: processing stands elsewhere, or goes on.
    """
    stopped = await connection.fetchval("select stopped_at from checkpoint")
    if str(stopped) != fact_id:
        raise NotStoppedThere(
            f"{service} does not stand at {fact_id}; it stands at {stopped}"
        )
    version = await connection.fetchval(
        "select count(*) from said where stream = $1", OPERATIONS
    )
    (position,) = await append_on(
        connection,
        [
            Saying(
                stream=OPERATIONS,
                after_version=version,
                facts=[FactSetAside(service=service, fact_id=fact_id, reason=reason)],
                happened_at=context.recorded_at,
                context=context,
            )
        ],
        source,
    )
    return position or 0
