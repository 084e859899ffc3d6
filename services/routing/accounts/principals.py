"""Who is asking: from what a browser holds to a principal with the roles of today."""

import datetime as dt
from typing import Final

from services.routing.accounts.officers import Memory
from services.routing.domain.officer.reach import Tree, reach
from services.routing.domain.officer.state import Serving
from shared.auth.principal import First, Grant, Principal
from shared.auth.sessions import SEEN_EVERY, SessionId, Spans
from shared.clock import Clock, local_date
from shared.contracts.routing_bodies import Role
from shared.ids import OfficerId
from shared.postgres.pool import Database, Pooled

WORTH: Final = dt.timedelta(seconds=60)
"""How long a signed principal is worth something: one request, slow ones included."""
_FIND: Final = """
    select s.officer_id, a.name, s.began_at, s.seen_at, a.must_change,
        s.by_provider or exists (select from people.factor f
            where f.officer_id = s.officer_id),
        (select max(version) from said where stream = 'officer-' || s.officer_id),
        (select count(*) from said where stream >= 'agency-' and stream < 'agency.')
    from people.session s join people.account a using (officer_id)
    where s.digest = $1 and s.ends_at > $2 and not a.disabled
"""


class Principals:
    """Looks sessions up, in one statement a request."""

    def __init__(
        self, database: Database, clock: Clock, spans: Spans, demanded: frozenset[Role]
    ) -> None:
        """`demanded`: the roles that hold for nobody without a second factor."""
        self._database = database
        self._clock = clock
        self._spans = spans
        self._demanded = demanded
        self._memory = Memory()

    async def of(self, session: SessionId) -> Principal | None:
        """Return who holds a session; None when it is over, or they left."""
        now = self._clock.now()
        async with self._database.connection() as connection:
            row = await connection.fetchrow(_FIND, session.digest, now)
            if row is None or row[6] is None:
                return None
            officer, name, began_at, seen_at, must_change, has_factor, version, bodies = row
            state = await self._memory.officer(connection, OfficerId(officer), version)
            if not isinstance(state, Serving):
                return None
            if now - seen_at >= SEEN_EVERY:
                await self._seen(connection, session, began_at, now)
            tree = await self._memory.tree(connection, local_date(now), bodies)
        grants = granted(state, tree, local_date(now))
        first = self._first(grants, must_change=must_change, has_factor=has_factor)
        return Principal(
            officer=OfficerId(officer),
            name=name,
            agency=state.appointed.agency,
            post=state.appointed.post,
            # Until that is done they may do that and nothing else.
            grants=() if first else grants,
            first=first,
            csrf=session.csrf,
            until=now + WORTH,
        )

    def _first(
        self, grants: tuple[Grant, ...], *, must_change: bool, has_factor: bool
    ) -> First:
        if must_change:
            return "password"
        demanded = any(grant.role in self._demanded for grant in grants)
        return "factor" if demanded and not has_factor else ""

    async def _seen(
        self,
        connection: Pooled,
        session: SessionId,
        began_at: dt.datetime,
        now: dt.datetime,
    ) -> None:
        await connection.execute(
            "update people.session set seen_at = $2, ends_at = $3"
            " where digest = $1 and seen_at < $2",
            session.digest, now, self._spans.ends(began_at=began_at, seen_at=now),
        )  # fmt: skip


def granted(state: Serving, tree: Tree, day: dt.date) -> tuple[Grant, ...]:
    """Return the roles that hold on a day, each with the bodies it reaches."""
    return tuple(
        Grant(role=held.role, agency=held.agency, covers=reach(held, tree))
        for held in state.held
        if held.holds(day)
    )
