"""What an officer may see today, for a calendar that asks by itself and holds no session."""

from typing import Final

from services.routing.accounts.officers import Memory
from services.routing.accounts.principals import WORTH, granted
from services.routing.domain.officer.state import Serving
from shared.auth.principal import Principal
from shared.clock import Clock, local_date
from shared.ids import OfficerId
from shared.postgres.pool import Database

_FIND: Final = """
    select (select max(version) from said where stream = 'officer-' || a.officer_id),
        (select count(*) from said where stream >= 'agency-' and stream < 'agency.')
    from people.account a where officer_id = $1 and not disabled and not must_change
"""


class Standings:
    """Looks officers up as they stand, without anybody having signed in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._memory = Memory()

    async def of(self, officer: OfficerId) -> Principal | None:
        """
        Return an officer with the roles of today, nameless, and good for no form.

        None when they left, when their account is closed, or when a given password waits to
        be changed: whoever reset it may have had a reason that holds for calendars too.
        """
        now = self._clock.now()
        async with self._database.connection() as connection:
            row = await connection.fetchrow(_FIND, officer)
            if row is None or row[0] is None:
                return None
            state = await self._memory.officer(connection, officer, row[0])
            if not isinstance(state, Serving):
                return None
            tree = await self._memory.tree(connection, local_date(now), row[1])
        return Principal(
            officer=officer,
            name="",
            agency=state.appointed.agency,
            post=state.appointed.post,
            grants=granted(state, tree, local_date(now)),
            csrf="",
            until=now + WORTH,
        )
