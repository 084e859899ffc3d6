"""
Erasing a person: the key is destroyed, by two custodians, and nothing brings it back.

The fact comes first, then the key goes. Whoever dies between the two has erased all the
same: the vault is held to the facts at every start and whenever one is heard.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec
import structlog

from services.intake.domain.petition.commands import ErasePetition
from services.intake.domain.petition.decider import PETITION, check_may_go
from services.intake.domain.petition.errors import ContentErased, ErasureNotAsked
from services.intake.rules import RetentionRule, rule_for
from services.intake.vault.seeing import Seeing
from shared.auth.principal import Act, Principal
from shared.clock import LOCAL, Clock, local_date
from shared.contracts.intake import ErasureGround
from shared.envelope import Context
from shared.ids import OfficerId, PetitionId
from shared.log.handling import Aggregate, Done, handle
from shared.log.saying import Log
from shared.postgres.pool import Database, Pooled

Forget = Callable[[PetitionId], Awaitable[object]]
"""Delete what else is kept of a petition under its key; may be repeated."""
_AGGREGATE = Aggregate(PETITION, lambda command: command.petition_id)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An erasure for which one custodian stands; another has yet to confirm."""

    petition_id: PetitionId
    ground: ErasureGround
    reference: str
    asked_by: OfficerId
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    closed_on: dt.date | None
    rule: RetentionRule | None

    @property
    def kept_until(self) -> dt.date | None:
        if self.closed_on is None or self.rule is None:
            return None
        return self.rule.kept_until(self.closed_on)


class Erasures:
    """Erasures of this province."""

    def __init__(
        self,
        database: Database,
        log: Log,
        seeing: Seeing,
        rules: Sequence[RetentionRule],
        clock: Clock,
        forget: Forget,
    ) -> None:
        self._database = database
        self._log = log
        self._seeing = seeing
        self._rules = rules
        self._clock = clock
        self._forget = forget

    async def ask(
        self, who: Principal, petition_id: PetitionId, ground: ErasureGround, reference: str
    ) -> Asked:
        """
        Ask to erase; asking again, by whomever, changes nothing until it is confirmed.

        Raises:
            NoSuchMatter: there is no such petition, or none that they may know of.
            StillOpen, RetentionRuns: it cannot be erased now.
            ContentErased: it was erased before.
        """
        await self._seeing.must(who, Act.ERASE, petition_id)
        await self._check_not_erased(petition_id)
        file = await self._file(petition_id)
        now = self._clock.now()
        if ground == "retention_ended" and file.rule is not None:
            reference = f"{file.rule.id} v{file.rule.version}"
        check_may_go(ground, reference, file.closed_on, file.kept_until, local_date(now))
        async with self._database.connection() as connection:
            await connection.execute(
                "insert into vault.erasure_asked values ($1, $2, $3, $4, $5)"
                " on conflict do nothing",
                petition_id, ground, reference, who.officer, now,
            )  # fmt: skip
            return await _asked(connection, petition_id)

    async def confirm(self, who: Principal, petition_id: PetitionId) -> Done:
        """
        Confirm what another custodian asked: the content is gone when this returns.

        Raises:
            NoSuchMatter: there is no such petition, or none that they may know of.
            ErasureNotAsked: nobody asked, or it was withdrawn.
            SameCustodian, StillOpen, RetentionRuns: see the decider.
        """
        await self._seeing.must(who, Act.ERASE, petition_id)
        await self._check_not_erased(petition_id)
        async with self._database.connection() as connection:
            asked = await _asked(connection, petition_id)
        file = await self._file(petition_id)
        command = ErasePetition(
            petition_id=petition_id,
            ground=asked.ground,
            reference=asked.reference,
            asked_by=asked.asked_by,
            confirmed_by=who.officer,
            closed_on=file.closed_on,
            kept_until=file.kept_until,
            at=self._clock.now(),
        )
        context = Context(
            actor=who.actor, recorded_at=command.at, correlation_id=petition_id
        )
        done = await handle(self._log, _AGGREGATE, command, context)
        await self._destroy(petition_id, command.at)
        return done

    async def withdraw(self, who: Principal, petition_id: PetitionId) -> None:
        """
        Take a request back, or turn another's down.

        Raises:
            NoSuchMatter: there is no such petition, or none that they may know of.
        """
        await self._seeing.must(who, Act.ERASE, petition_id)
        async with self._database.connection() as connection:
            await connection.execute(
                "delete from vault.erasure_asked where petition_id = $1", petition_id
            )

    async def hold_to_facts(self) -> None:
        """Destroy every key whose petition was erased, whatever brought it back."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select e.petition_id, e.erased_at from live.erasure e"
                " where exists (select from vault.key k where k.name = e.petition_id)"
                " or not exists (select from vault.tombstone t"
                " where t.petition_id = e.petition_id)"
            )
        for petition_id, erased_at in rows:
            await self._destroy(PetitionId(petition_id), erased_at)

    async def _destroy(self, petition_id: PetitionId, at: dt.datetime) -> None:
        async with self._database.connection() as connection, connection.transaction():
            await destroy_keys(connection, [petition_id])
        await self._forget(petition_id)
        async with self._database.connection() as connection:
            await put_up_stones(connection, [(petition_id, at)])
        log.info("content_erased", petition=petition_id)

    async def _check_not_erased(self, petition_id: PetitionId) -> None:
        facts = await self._log.load(petition_id)
        petition = PETITION.fold(heard.fact for heard in facts)  # type: ignore[misc]  # the stream holds no other
        if getattr(petition, "erased", False):
            raise ContentErased(
                "the content was erased for good; nobody can read it any more"
            )

    async def _file(self, petition_id: PetitionId) -> _File:
        async with self._database.connection() as connection:
            state, moved_at = await connection.fetchrow(
                "select state, moved_at from live.tracking where petition_id = $1",
                petition_id,
            )
        if not state.startswith("closed"):
            return _File(closed_on=None, rule=None)
        closed_on = local_date(moved_at)
        return _File(closed_on=closed_on, rule=rule_for(self._rules, state, closed_on))


async def destroy_keys(connection: Pooled, petition_ids: Sequence[str]) -> None:
    """Destroy keys, marks and sketches: nobody can read, find or compare what they belong to."""
    names = list(petition_ids)
    for statement in (
        "delete from vault.key where name = any($1)",
        "delete from vault.mark where petition_id = any($1)",
        "delete from vault.likeness where petition_id = any($1)",
        "delete from vault.erasure_asked where petition_id = any($1)",
    ):
        await connection.execute(statement, names)


async def put_up_stones(
    connection: Pooled, erased: Sequence[tuple[str, dt.datetime]]
) -> None:
    """Note that all is done, so that no old backup of keys brings one back."""
    await connection.execute(
        "insert into vault.tombstone select * from unnest($1::text[], $2::timestamptz[])"
        " on conflict do nothing",
        [name for name, _ in erased], [at for _, at in erased],
    )  # fmt: skip


class Expired(msgspec.Struct, frozen=True, kw_only=True):
    """A closed petition that need not be kept any more; two custodians may erase it."""

    petition_id: str
    receipt_code: str
    holder: str
    state: str
    closed_on: dt.date
    kept_until: dt.date
    rule: str


async def expired(
    connection: Pooled, rules: Sequence[RetentionRule], today: dt.date, limit: int
) -> list[Expired]:
    """Return what is due, the longest over first."""
    found: list[Expired] = []
    for rule in rules:
        rows = await connection.fetch(
            "select petition_id, receipt_code, holder, state, moved_at from live.tracking t"
            " where state = any($1) and moved_at >= $2 and moved_at < $3 and not exists"
            " (select from live.erasure e where e.petition_id = t.petition_id)"
            " order by moved_at limit $4",
            sorted(rule.states),
            _midnight(rule.valid_from),
            _midnight(_earlier(today, rule.years)),
            limit,
        )
        for petition_id, receipt_code, holder, state, moved_at in rows:
            closed_on = local_date(moved_at)
            if rule.covers(closed_on) and rule.kept_until(closed_on) <= today:
                found.append(
                    Expired(
                        petition_id=petition_id,
                        receipt_code=receipt_code,
                        holder=holder,
                        state=state,
                        closed_on=closed_on,
                        kept_until=rule.kept_until(closed_on),
                        rule=f"{rule.id} v{rule.version}",
                    )
                )
    return sorted(found, key=lambda each: each.kept_until)[:limit]


def _earlier(day: dt.date, years: int) -> dt.date:
    """Return the day after the same day some years earlier: the index narrows, rules decide."""
    first = day.replace(year=day.year - years, day=min(day.day, 28))
    return first + dt.timedelta(days=5)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LOCAL)


async def _asked(connection: Pooled, petition_id: PetitionId) -> Asked:
    row = await connection.fetchrow(
        "select petition_id, ground, reference, asked_by, asked_at"
        " from vault.erasure_asked where petition_id = $1",
        petition_id,
    )
    if row is None:
        raise ErasureNotAsked("nobody asked to erase this petition; ask first")
    return Asked(**dict(row))
