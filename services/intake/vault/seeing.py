"""Who may know of a petition, asked of intake's own tables, and of its own log where it counts."""

from services.intake.domain.petition.decider import PETITION
from services.intake.domain.petition.state import Lodged
from shared.auth.principal import Act, Principal
from shared.auth.seeing import NoSuchMatter, Sight, View
from shared.log.saying import Log
from shared.postgres.pool import Database

SIGHT = Sight(table="tracking", denunciation="kind like 'denunciation%'")


class Seeing:
    """Says whether an officer may act on a petition; nobody learns more than that."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    async def must(self, principal: Principal, act: Act, petition_id: str) -> View:
        """
        Return what an officer may know of a petition on which they may act so.

        The petition's own facts are asked too: they know of a conflict before any read
        model does.

        Raises:
            NoSuchMatter: there is none, or none that they may know of.
        """
        async with self._database.connection() as connection:
            view = await SIGHT.of(connection, principal, petition_id)
        view.must(act, seeing=act)
        facts = await self._log.load(petition_id)
        petition = PETITION.fold(heard.fact for heard in facts)  # type: ignore[misc]  # the stream holds no other
        if isinstance(petition, Lodged) and principal.officer not in petition.conflicted:
            return view
        raise NoSuchMatter("no petition has this id; check the address")
