"""`tiepdan people`: the first administrator, and the way back for whoever is locked out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer
from rich.table import Table

from deploy.commands.answers import (
    DEFAULT_DATA,
    DEFAULT_PROVINCE,
    AsJson,
    DataFolder,
    Province,
    console,
    say_json,
)
from deploy.embedded.failures import StackError
from deploy.embedded.workspace import Workspace
from deploy.staffing import staff_at
from services.routing.accounts.accounts import Person
from services.routing.accounts.staff import NewOfficer, Staff
from services.routing.domain.officer.commands import GrantRole
from services.routing.domain.officer.grants import read
from shared.clock import local_date
from shared.contracts.routing_bodies import OfficerPost, Role
from shared.errors import Refusal
from shared.ids import AgencyCode, OfficerId, new_id
from shared.telemetry.logging import configure

PAGE = 500
T = TypeVar("T")
Login = Annotated[str, typer.Argument(help="What they type to sign in.")]
Agency = Annotated[str, typer.Option(help="Code of the body they work for.")]
RoleName = Annotated[
    str, typer.Option(help="administrator, reception, processing, head, …")
]
Reach = Annotated[str, typer.Option(help="Body the role is for; by default their own.")]
Below = Annotated[bool, typer.Option("--below", help="And all bodies below it.")]
Post = Annotated[str, typer.Option(help="head, deputy or official.")]

people = typer.Typer(help="People who sign in.", no_args_is_help=True)


class NotDone(StackError):
    """What was asked about a person was refused; the sentence says why."""

    code = "not-done"


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(people, name="people")


@people.command("add")
def add(  # noqa: PLR0913
    login: Login,
    *,
    name: Annotated[str, typer.Option(help="As pages show it.")],
    agency: Agency,
    role: RoleName = "administrator",
    reach: Reach = "",
    below: Below = False,
    post: Post = "official",
    data: DataFolder = DEFAULT_DATA,
    province: Province = DEFAULT_PROVINCE,
    as_json: AsJson = False,
) -> None:
    """Add somebody with one role; prints a password that must be changed at once."""
    new = NewOfficer(
        officer=OfficerId(new_id()),
        login=login,
        name=name,
        agency=AgencyCode(agency),
        post=_one_of(post, OfficerPost, "--post"),
    )
    granted = _one_of(role, Role, "--role")

    async def work(staff: Staff) -> str:
        password, _ = await staff.add(new, by=None)
        at = staff.now()
        await staff.grant(
            GrantRole(
                officer=new.officer,
                role=granted,
                agency=AgencyCode(reach or agency),
                subordinates=below,
                from_on=local_date(at),
                by=None,
                at=at,
            )
        )
        return password or ""

    _tell_password(login, _with_staff(data, work, province), as_json=as_json)


@people.command("reset")
def reset(
    login: Login, *, data: DataFolder = DEFAULT_DATA, as_json: AsJson = False
) -> None:
    """Give somebody a new password, to be changed at once; all their sessions end."""

    async def work(staff: Staff) -> str:
        account = await staff.accounts.by_login(login)
        if account is None:
            raise NotDone(f"Nobody has the login {login}; see `tiepdan people list`.")
        return await staff.reset_password(account.officer, by=None)

    _tell_password(login, _with_staff(data, work), as_json=as_json)


@people.command("reset-factor")
def reset_factor(
    login: Login, *, data: DataFolder = DEFAULT_DATA, as_json: AsJson = False
) -> None:
    """Take off the second factor of somebody who lost it; all their sessions end."""

    async def work(staff: Staff) -> bool:
        account = await staff.accounts.by_login(login)
        if account is None:
            raise NotDone(f"Nobody has the login {login}; see `tiepdan people list`.")
        return await staff.reset_factor(account.officer, by=None)

    if not _with_staff(data, work):
        raise NotDone(f"{login} has no second factor; the password is enough.")
    if as_json:
        say_json({"login": login})
    else:
        console.print(f"{login} signs in with the password alone, and is told so.")


@people.command("list")
def list_people(
    search: Annotated[str, typer.Argument(help="Part of a name or login.")] = "",
    *,
    data: DataFolder = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """List who may sign in, by login."""

    async def work(staff: Staff) -> list[Person]:
        found: list[Person] = []
        after: str | None = ""
        while after is not None:
            page, after = await staff.accounts.page(search=search, after=after, limit=PAGE)
            found += page
        return found

    entries = [_entry(person) for person in _with_staff(data, work)]
    if as_json:
        say_json({"people": entries})
    else:
        show(entries, ("login", "name", "agency", "roles", "state"))


def show_accounts(entries: Iterable[dict[str, Any]]) -> None:
    """Print accounts with their passwords: of the demonstration, or just made."""
    show(entries, ("login", "password", "role", "agency"))


def show(entries: Iterable[dict[str, Any]], columns: Sequence[str]) -> None:
    """Print a table."""
    table = Table(*columns, box=None, pad_edge=False)
    for entry in entries:
        table.add_row(*(str(entry[column]) for column in columns))
    console.print(table)


def _entry(person: Person) -> dict[str, Any]:
    account = person.account
    return {
        "login": account.login,
        "name": account.name,
        "agency": person.agency,
        "roles": ", ".join(
            f"{held.role} {held.agency}"
            for held in read(person.grants)
            if not held.withdrawn
        ),
        "state": "left" if person.left else "disabled" if account.disabled else "active",
    }


def _tell_password(login: str, password: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"login": login, "password": password})
    else:
        console.print(f"{login} may sign in with: {password}", markup=False)
        console.print("It is shown this once, and must be changed at the first sign-in.")


def _one_of(given: str, kind: Any, option: str) -> Any:  # noqa: ANN401 - a Literal
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def _with_staff(
    data: Path, work: Callable[[Staff], Awaitable[T]], province: str = DEFAULT_PROVINCE
) -> T:
    workspace = Workspace.open(data)
    # Standard output is the answer's alone.
    configure("people")

    async def run() -> T:
        async with staff_at(workspace.service_dsn("routing"), province=province) as staff:
            return await work(staff)

    try:
        return asyncio.run(run())
    except Refusal as refusal:
        raise NotDone(refusal.sentence) from None
