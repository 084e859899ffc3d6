"""The directory as people keep it: a file is looked at first, and then taken as it was shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.routing.domain.agency.commands import (
    AgencyCommand,
    ImportBodies,
    Row,
)
from services.routing.domain.agency.faults import BodiesUnfit
from services.routing.domain.agency.planning import Plan, plan
from services.routing.domain.directory import Directory
from services.routing.store import CaseStore
from shared.auth.principal import WHOLE_PROVINCE, Act, Principal
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode
from shared.log.handling import Done
from shared.postgres.pool import Database


class NotYourDirectory(Refusal):
    """The directory is the province's, and their role does not reach so far."""

    code = "not-your-directory"
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Held:
    """How many open cases a body holds that is to end."""

    agency: AgencyCode
    cases: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do, on the directory as it stands."""

    plan: Plan
    held: tuple[Held, ...]
    """Bodies that would end and hold open cases: these need a new holder."""


@dataclass(frozen=True, slots=True)
class Directories:
    """Reads the directory and carries out what people ask of it."""

    store: CaseStore
    database: Database

    async def directory(self) -> Directory:
        """Return the directory as said up to now."""
        return Directory.of(await self.store.register())

    async def preview(self, rows: Sequence[Row]) -> Preview:
        """
        Return what a file would do; nothing is said.

        Raises:
            BodiesUnfit: with every line that cannot be taken.
        """
        found = plan(rows, await self.store.register())
        if found.faults:
            raise BodiesUnfit(found.faults)
        return Preview(found, await self.held(found.ended))

    async def take(
        self, who: Principal, rows: Sequence[Row], fingerprint: str, key: str
    ) -> Done:
        """
        Take a file as it was shown.

        Raises:
            NotYourDirectory: their role does not reach the whole province.
            BodiesUnfit, DirectoryMovedOn: it would not do what was shown.
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        command = ImportBodies(rows=rows, fingerprint=fingerprint, at=self.store.now())
        return await self.change(who, command, key)

    async def change(self, who: Principal, command: AgencyCommand, key: str) -> Done:
        """
        Change the directory by hand.

        Raises:
            NotYourDirectory: their role does not reach the whole province.
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        if WHOLE_PROVINCE not in who.reach(Act.ADMINISTER):
            raise NotYourDirectory(
                "Danh mục dùng cho cả tỉnh: chỉ quản trị viên toàn tỉnh được thay đổi."
            )
        return await self.store.keep(command, actor=who.actor, command_id=key)

    async def held(self, codes: Sequence[AgencyCode]) -> tuple[Held, ...]:
        """Return which of these bodies hold open cases, the most first. Of each only how many."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "select holder, sum(n)::bigint from live.worklist_count"
                " where open and holder = any($1::text[]) group by 1 having sum(n) > 0"
                " order by 2 desc, 1",
                list(codes),
            )
        return tuple(Held(AgencyCode(code), n) for code, n in rows)
