"""How often officers do what the rules propose: by unit and month, and which rules they leave."""

from dataclasses import dataclass

from services.routing.queries import SIGHT
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.seeing import hide
from shared.postgres.pool import Database
from shared.postgres.where import Where

MOST = 2_000
"""Units and months on a page."""
RULES = 10


@dataclass(frozen=True, slots=True)
class Agreed:
    """What became of the proposals that a unit got in a month."""

    unit: str
    month: str
    proposals: int
    followed: int
    overridden: int
    as_proposed: int
    """Nobody said anything of it, and did it."""
    otherwise: int
    """Something else was done, whatever was said."""

    @property
    def judged(self) -> int:
        """Of which somebody has said or done something."""
        return self.followed + self.overridden + self.as_proposed + self.otherwise

    @property
    def open(self) -> int:
        """Of which nobody has."""
        return self.proposals - self.judged

    @property
    def agreed(self) -> int:
        """How many were done as proposed, or are agreed to."""
        return self.followed + self.as_proposed

    @property
    def share(self) -> float | None:
        """How much of what was judged is as proposed; None: nothing was."""
        return self.agreed / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Departed:
    """A rule, and how often people did something else than it led to."""

    rule: str
    proposals: int
    departed: int


class Agreements:
    """What the read model of proposals answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(
        self, who: Principal, month: str
    ) -> tuple[list[Agreed], list[Departed]]:
        """
        Return what became of proposals since a month, and the rules most departed from.

        Units are those that the officer's role reaches; what they must not know of is not
        counted, as it is not listed.
        """
        where = _where(who, month)
        source = f"live.guidance join live.worklist using (petition_id) where {where}"
        counts = ", ".join(
            f"count(*) filter (where outcome = '{outcome}')"
            for outcome in ("followed", "overridden", "as_proposed", "otherwise")
        )
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select unit, month, count(*), {counts} from {source}"
                f" group by unit, month order by month desc, unit limit {MOST}",
                *where.values,
            )
            rules = await connection.fetch(
                "select * from (select rule, count(*) as applied, count(*) filter"
                " (where outcome in ('overridden', 'otherwise')) as departed"
                " from (select outcome, unnest(string_to_array(rules, ' ')) as rule"
                f" from {source}) each group by rule) rules where departed > 0"
                f" order by departed desc, applied, rule limit {RULES}",
                *where.values,
            )
        return [Agreed(*row) for row in rows], [Departed(*row) for row in rules]


def _where(who: Principal, month: str) -> Where:
    where = Where()
    where.add("month >= {}", month)
    reach = who.reach(Act.SEE_CASES)
    if WHOLE_PROVINCE not in reach:
        where.add("unit = any({}::text[])", sorted(reach))
    hide(where, who, denunciation=SIGHT.denunciation)
    return where
