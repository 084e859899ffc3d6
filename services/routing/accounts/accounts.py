"""The table of accounts: logins, names and what passwords leave behind."""

import unicodedata
from dataclasses import dataclass

import asyncpg

from shared.errors import Kind, Refusal
from shared.ids import OfficerId
from shared.postgres.pool import Database, Pooled

_COLUMNS = "officer_id, login, name, password_hash, must_change, disabled, oidc_login, oidc_subject"


class LoginTaken(Refusal):
    """Another account has this login, or this name at the provider."""

    code = "login-taken"
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. `repr` shows no name and no hash."""

    officer: OfficerId
    login: str
    name: str
    password_hash: str | None
    must_change: bool
    disabled: bool
    oidc_login: str | None
    oidc_subject: str | None

    def __repr__(self) -> str:
        return f"Account({self.officer})"


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the list of people: the account, and what the facts say of the officer."""

    account: Account
    agency: str
    post: str
    grants: str
    left: bool


def login_key(login: str) -> str:
    """Return the one form of a login, whoever types it."""
    return unicodedata.normalize("NFC", login.strip()).casefold()


def bare(text: str) -> str:
    """Return a text without tone marks and capitals, as people search."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


class Accounts:
    """Accounts of this province."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, account: Account) -> bool:
        """
        Enter an account; False where the officer has one already.

        Raises:
            LoginTaken: the login, or the name at the provider, is another's.
        """
        try:
            async with self._database.connection() as connection:
                done: str = await connection.execute(
                    "insert into people.account (officer_id, login, login_key, name, search,"
                    " password_hash, must_change, disabled, oidc_login)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                    " on conflict (officer_id) do nothing",
                    account.officer, account.login.strip(), login_key(account.login),
                    account.name, bare(f"{account.name} {account.login}"),
                    account.password_hash, account.must_change, account.disabled,
                    account.oidc_login or None,
                )  # fmt: skip
        except asyncpg.UniqueViolationError:
            raise LoginTaken(
                "Tên đăng nhập này đã có người dùng; chọn tên khác.", field="login"
            ) from None
        return done.endswith("1")

    async def of(self, officer: OfficerId) -> Account | None:
        """Return an officer's account."""
        return await self._one("officer_id = $1", officer)

    async def by_login(self, login: str) -> Account | None:
        """Return the account of a login."""
        return await self._one("login_key = $1", login_key(login))

    async def by_subject(self, subject: str, login: str) -> Account | None:
        """
        Return the account of somebody whom the provider vouches for.

        By issuer and subject; the first time by the name that an administrator entered,
        which from then on belongs to that subject alone.
        """
        found = await self._one("oidc_subject = $1", subject)
        if found is not None or not login:
            return found
        async with self._database.connection() as connection:
            await connection.execute(
                "update people.account set oidc_subject = $1"
                " where oidc_login = $2 and oidc_subject is null",
                subject, login,
            )  # fmt: skip
        return await self._one("oidc_subject = $1", subject)

    async def set_password(
        self, officer: OfficerId, password_hash: str, *, must_change: bool
    ) -> None:
        """Keep another password."""
        await self._set(officer, "password_hash = $2, must_change = $3",
                        password_hash, must_change)  # fmt: skip

    async def renew_hash(self, officer: OfficerId, password_hash: str) -> None:
        """Keep the same password at another cost."""
        await self._set(officer, "password_hash = $2", password_hash)

    async def set_disabled(self, officer: OfficerId, *, disabled: bool) -> None:
        """Let an account in no longer, or again."""
        await self._set(officer, "disabled = $2", disabled)

    async def set_oidc_login(self, officer: OfficerId, login: str) -> None:
        """
        Say what the provider calls somebody; whoever was linked before is no longer.

        Raises:
            LoginTaken: it is entered for another account.
        """
        try:
            await self._set(officer, "oidc_login = $2, oidc_subject = null", login or None)
        except asyncpg.UniqueViolationError:
            raise LoginTaken(
                "Tên này đã được nhập cho tài khoản khác.", field="oidc_login"
            ) from None

    async def page(
        self, *, search: str = "", agency: str = "", after: str = "", limit: int
    ) -> tuple[list[Person], str | None]:
        """Return people by login, after one of them; and after whom the next page starts."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"select {_COLUMNS}, coalesce(agency, ''), coalesce(post, ''),"
                " coalesce(grants, '[]'), left_on is not null"
                " from people.account left join live.officer on officer = officer_id"
                " where search like $2 and ($3 = '' or agency = $3) and ($1 = '' or login_key >"
                " (select login_key from people.account where officer_id = $1))"
                " order by login_key limit $4",
                after, f"%{_plain(bare(search.strip()))}%", agency, limit + 1,
            )  # fmt: skip
        people = [Person(_account(row[:8]), *row[8:]) for row in rows[:limit]]
        following = people[-1].account.officer if len(rows) > limit else None
        return people, following

    async def names(self, officers: list[str]) -> dict[str, str]:
        """Return the display names of officers."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                "select officer_id, name from people.account where officer_id = any($1)",
                officers,
            )
        return dict(rows)

    async def _one(self, where: str, value: str) -> Account | None:
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                f"select {_COLUMNS} from people.account where {where}", value
            )
        return None if row is None else _account(row)

    async def _set(self, officer: OfficerId, change: str, *values: object) -> None:
        async with self._database.connection() as connection:
            await connection.execute(
                f"update people.account set {change} where officer_id = $1",
                officer,
                *values,
            )


def _account(row: Pooled) -> Account:
    officer, login, name, password_hash, must_change, disabled, oidc_login, subject = row
    return Account(
        officer=officer,
        login=login,
        name=name,
        password_hash=password_hash,
        must_change=must_change,
        disabled=disabled,
        oidc_login=oidc_login,
        oidc_subject=subject,
    )


def _plain(text: str) -> str:
    """Return a text in which LIKE sees no signs of its own."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
