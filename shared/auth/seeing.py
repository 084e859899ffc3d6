"""What an officer may see, asked of a service's own tables: one petition, or a whole list."""

from dataclasses import dataclass

from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.auth.sight import Matter, may_see
from shared.errors import Kind, Refusal
from shared.postgres.pool import Pooled
from shared.postgres.where import Where


class NoSuchMatter(Refusal):
    """There is no such petition, or none that this officer may know of: one answer for both."""

    code = "no-such-petition"
    kind = Kind.NOT_FOUND


class NotHere(Refusal):
    """The officer may see the petition, but not do this in the body that holds it."""

    code = "not-your-body"
    kind = Kind.FORBIDDEN


def narrow(where: Where, principal: Principal, act: Act, *, denunciation: str) -> None:
    """
    Narrow a query to what an officer may see: the same rule as `may_see`, for lists.

    The table has the columns `petition_id`, `holder`, `shunned` and `sealed`; `denunciation`
    is the condition under which its row is one.
    """
    reach = principal.reach(act)
    if WHOLE_PROVINCE not in reach:
        where.add("holder = any({}::text[])", sorted(reach))
    hide(where, principal, denunciation=denunciation)


def hide(where: Where, principal: Principal, *, denunciation: str) -> None:
    """Leave out what an officer must not know of though it is in reach."""
    agency = principal.agency
    where.add(
        f"not (({denunciation}) and (shunned = {{}}"
        " or {} = any(string_to_array(sealed, ' ')) and holder <> {})"
        " or petition_id in (select petition_id from live.exclusion where officer = {}))",
        *(agency, agency, agency, principal.officer),
    )


def hidden(among: Where, principal: Principal, *, table: str, denunciation: str) -> str:
    """
    Return how to count what `hide` leaves out among some rows: each part by an index.

    Few denunciations are about a head or were sent on; nothing is read of the others.
    `among` gains the values that the text asks for.
    """
    agency, denounces = principal.agency, f"({denunciation})"
    sent_on = "sealed > '' and string_to_array(sealed, ' ') @> array[{}] and holder <> {}"
    excluded = "petition_id in (select petition_id from live.exclusion where officer = {})"
    parts = (
        (f"{denounces} and shunned > '' and shunned = {{}}", agency),
        (f"{denounces} and {sent_on}", agency, agency),
        (excluded, principal.officer),
    )
    found = []
    for part, *values in parts:
        where = Where(among.values)
        where.add(part, *values)
        found.append(f"select petition_id from live.{table} where {among} and {where}")
    return f"(select count(*) from ({' union '.join(found)}) as hidden)"


@dataclass(frozen=True, slots=True)
class View:
    """One officer and one petition, which may not be there."""

    principal: Principal
    matter: Matter | None
    excluded: bool

    def may(self, act: Act) -> bool:
        """Test whether the officer may act so on it."""
        return self.matter is not None and may_see(
            self.principal, act, self.matter, excluded=self.excluded
        )

    def must(self, act: Act, *, seeing: Act = Act.SEE_CASES) -> None:
        """
        Let the officer go on, or refuse without telling more than they know.

        Raises:
            NoSuchMatter: there is none, or none that they may see.
            NotHere: they see it, but act so elsewhere only.
        """
        if not self.may(act):
            if act is seeing or not self.may(seeing):
                raise NoSuchMatter("no petition has this id; check the address")
            raise NotHere(
                f"your roles do not reach {act.value} in the body that holds this petition"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where a service keeps what decides who may see a petition."""

    table: str
    """Of `live`, with the columns `petition_id`, `holder`, `shunned` and `sealed`."""
    denunciation: str
    """The condition under which a row is a denunciation."""

    async def of(self, connection: Pooled, principal: Principal, petition_id: str) -> View:
        """Return what an officer may do about a petition."""
        row = await connection.fetchrow(
            f"select holder, {self.denunciation}, shunned, sealed,"
            " exists (select from live.exclusion"
            " where officer = $2 and petition_id = $1)"
            f" from live.{self.table} where petition_id = $1",
            petition_id,
            principal.officer,
        )
        if row is None:
            return View(principal, None, excluded=False)
        matter = Matter(
            petition_id=petition_id,
            holder=row[0],
            denunciation=row[1],
            shunned=row[2],
            sealed=row[3],
        )
        return View(principal, matter, excluded=row[4])
