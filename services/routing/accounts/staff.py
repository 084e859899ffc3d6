"""Who works here, as those who govern it act: account, facts and sessions together."""

import datetime as dt
from dataclasses import dataclass

import structlog

from services.routing.accounts.accounts import Account, Accounts
from services.routing.accounts.factors import Factors
from services.routing.accounts.officers import Memory, Officers
from services.routing.accounts.sessions import Sessions
from services.routing.accounts.told import Tellings
from services.routing.domain.directory import Directory
from services.routing.domain.officer.commands import (
    AppointOfficer,
    DeclareRelative,
    GrantRole,
    LeaveOffice,
    WithdrawRole,
)
from services.routing.domain.officer.errors import OfficerUnknown
from services.routing.domain.officer.state import OfficerState, Serving
from shared.auth.passwords import Passwords, fit, generated
from shared.clock import Clock, local_date
from shared.contracts.routing_bodies import OfficerPost
from shared.errors import Kind, Refusal
from shared.ids import AgencyCode, OfficerId
from shared.log.handling import Done
from shared.log.saying import Log
from shared.postgres.pool import Database

log = structlog.get_logger()


class OwnFactor(Refusal):
    """Nobody takes off their own second factor without showing it."""

    code = "own-factor"
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """Somebody who is to work here. `repr` shows no name."""

    officer: OfficerId
    login: str
    name: str
    agency: AgencyCode
    post: OfficerPost
    marks: tuple[str, ...] = ()
    oidc_login: str = ""

    def __repr__(self) -> str:
        return f"NewOfficer({self.officer})"


class Staff:
    """Officers of this province and their accounts."""

    def __init__(
        self, said: Log, database: Database, sessions: Sessions, clock: Clock
    ) -> None:
        self.accounts = Accounts(database)
        self.passwords = Passwords()
        self.factors = Factors(database)
        self.tellings = Tellings(database, clock)
        self._officers = Officers(said)
        self._memory = Memory()
        self._sessions = sessions
        self._database = database
        self._clock = clock

    def now(self) -> dt.datetime:
        """Return the instant at which a request is made."""
        return self._clock.now()

    async def of(self, officer: OfficerId) -> OfficerState:
        """Return an officer as they stand now."""
        return await self._officers.of(officer)

    async def add(
        self,
        new: NewOfficer,
        *,
        by: OfficerId | None,
        must_change: bool = True,
        demo: bool = False,
    ) -> tuple[str | None, Done]:
        """
        Appoint somebody and give them an account; return their password, shown this once.

        The account first: without facts it opens nothing, and a repeat says what is missing.
        Asked again with the same officer, no new password comes.

        Raises:
            LoginTaken: another has the login.
            AgencyUnknown, AgencyNotInForce: there is no such body, or not today.
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        await self._must_be_there(new.agency)
        password = generated()
        account = Account(
            officer=new.officer,
            login=new.login,
            name=new.name,
            password_hash=await self.passwords.hash(password),
            must_change=must_change,
            disabled=False,
            oidc_login=new.oidc_login or None,
            oidc_subject=None,
        )
        added = await self.accounts.add(account)
        command = AppointOfficer(
            officer=new.officer,
            agency=new.agency,
            post=new.post,
            marks=new.marks,
            by=by,
            at=self._clock.now(),
        )
        done = await self._officers.carry_out(command, demo=demo)
        return password if added else None, done

    async def move(self, command: AppointOfficer) -> Done:
        """
        Move an officer to another body or post.

        Raises:
            AgencyUnknown, AgencyNotInForce, Refusal, Conflict, StoreUnavailable: see `add`.
        """
        await self._must_be_there(command.agency)
        await self._must_serve(command.officer)
        return await self._officers.carry_out(command)

    async def grant(self, command: GrantRole, *, demo: bool = False) -> Done:
        """
        Grant a role.

        Raises:
            AgencyUnknown, AgencyNotInForce, Refusal, Conflict, StoreUnavailable: see `add`.
        """
        await self._must_be_there(command.agency)
        return await self._officers.carry_out(command, demo=demo)

    async def withdraw(self, command: WithdrawRole) -> Done:
        """
        Withdraw a role; whoever held it must sign in again.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        done = await self._officers.carry_out(command)
        await self._sessions.end_all(command.officer)
        return done

    async def declare(self, command: DeclareRelative, command_id: str) -> Done:
        """
        Note a relative.

        Raises:
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        return await self._officers.carry_out(command, command_id=command_id)

    async def leave(self, command: LeaveOffice) -> Done:
        """
        End somebody's work here; what they had open is handed over by the job that follows.

        Raises:
            OfficerUnknown: the successor does not work here.
            Refusal, Conflict, StoreUnavailable: see `shared.log.handling.handle`.
        """
        if command.successor is not None:
            await self._must_serve(command.successor, field="successor")
        done = await self._officers.carry_out(command)
        await self.disable(command.officer, by=command.by)
        return done

    async def reset_password(self, officer: OfficerId, *, by: OfficerId | None) -> str:
        """
        Give an account a new password, to be changed at once; return it, shown this once.

        A second factor stays; one that was blocked is asked for again.
        """
        password = generated()
        kept = await self.passwords.hash(password)
        await self.accounts.set_password(officer, kept, must_change=True)
        await self.factors.unblock(officer)
        await self._sessions.end_all(officer)
        log.info("password_reset", officer=officer, by=by or "operator")
        return password

    async def change_password(self, account: Account, password: str) -> None:
        """
        Give an account the password that its owner chose; every session of theirs ends.

        Raises:
            PasswordUnfit: see `shared.auth.passwords.fit`.
        """
        fit(password, login=account.login)
        kept = await self.passwords.hash(password)
        await self.accounts.set_password(account.officer, kept, must_change=False)
        await self.factors.unblock(account.officer)
        await self._sessions.end_all(account.officer)
        log.info("password_changed", officer=account.officer)

    async def reset_factor(self, officer: OfficerId, *, by: OfficerId | None) -> bool:
        """
        Take off a second factor that its owner lost; False where there is none.

        Every session ends, and the owner is told when they next sign in.

        Raises:
            OwnFactor: one's own is taken off on the account page, by showing it.
        """
        if by == officer:
            raise OwnFactor("Ông/bà tắt xác thực hai bước của mình ở trang tài khoản.")
        if not await self.factors.remove(officer):
            return False
        await self.tellings.tell(officer, "factor_reset")
        await self._sessions.end_all(officer)
        log.warning("second_factor_reset", officer=officer, by=by or "operator")
        return True

    async def disable(self, officer: OfficerId, *, by: OfficerId | None) -> None:
        """Let somebody in no longer, from the next request on."""
        await self.accounts.set_disabled(officer, disabled=True)
        await self._sessions.end_all(officer)
        log.info("account_disabled", officer=officer, by=by or "operator")

    async def enable(self, officer: OfficerId, *, by: OfficerId | None) -> None:
        """
        Let somebody in again.

        Raises:
            OfficerUnknown: they do not work here.
        """
        await self._must_serve(officer)
        await self.accounts.set_disabled(officer, disabled=False)
        log.info("account_enabled", officer=officer, by=by or "operator")

    async def _must_be_there(self, agency: AgencyCode) -> None:
        async with self._database.connection() as connection:
            register = await self._memory.register(connection)
        Directory.of(register).in_force(agency, local_date(self._clock.now()))

    async def _must_serve(self, officer: OfficerId, *, field: str = "officer") -> None:
        if not isinstance(await self._officers.of(officer), Serving):
            raise OfficerUnknown("Không có cán bộ này đang làm việc.", field=field)
