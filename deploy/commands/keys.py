"""`tiepdan keys`: change the master key, back up and restore keys, and what is due to be erased."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from deploy.commands.answers import (
    DEFAULT_DATA,
    DEFAULT_PROVINCE,
    AsJson,
    DataFolder,
    Province,
    console,
    errors,
    say_json,
)
from deploy.embedded.failures import StackError
from deploy.embedded.workspace import Workspace
from services.intake.rules.loader import load
from services.intake.vault import backup as keys_backup
from services.intake.vault.boxes import VaultUnfit
from services.intake.vault.erasing import Expired, expired
from services.intake.vault.keys import KeysMissing
from services.intake.vault.rewrapping import rotate as rotate_keys
from services.intake.vault.ring import KeyRing
from shared.clock import local_date
from shared.contracts.intake import VaultRotated
from shared.envelope import Context, Heard
from shared.log.streams import SERVICES, source_of
from shared.postgres.pool import Connection, connect

STATEMENT_TIMEOUT_S = 600
Passphrase = Annotated[
    Path | None,
    typer.Option(
        exists=True, help="A file that holds the passphrase; by default it is asked for."
    ),
]
Told = Callable[[int, int], None]

keys = typer.Typer(help="The keys of personal data.", no_args_is_help=True)


class KeysUnfit(StackError):
    """Keys, a backup of them or its passphrase do not fit; the sentence says what to do."""

    code = "keys-unfit"


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(keys, name="keys")


@keys.command()
def rotate(
    data: DataFolder = DEFAULT_DATA,
    *,
    province: Province = DEFAULT_PROVINCE,
    as_json: AsJson = False,
) -> None:
    """Change the master key while everything runs; cut off, run it again and it goes on."""
    workspace = Workspace.open(data)
    with _faults_in_words(), _bar("Wrapping keys", quiet=as_json) as told:
        fact = asyncio.run(_rotate(workspace, province, told))
    if as_json:
        say_json({"generation": fact.generation, "keys": fact.keys})
    else:
        console.print(
            f"{fact.keys} keys are wrapped by master key {fact.generation}; the one before"
            " is destroyed. Make a backup of keys, and destroy older ones when they end."
        )


@keys.command()
def backup(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    data: DataFolder = DEFAULT_DATA,
    *,
    passphrase_file: Passphrase = None,
    as_json: AsJson = False,
) -> None:
    """Write all keys into one file under a passphrase; without facts it opens nothing."""
    workspace = Workspace.open(data)
    passphrase = _passphrase(passphrase_file, confirm=True)
    draft = to.with_name(f".{to.name}.new")
    with _faults_in_words(), _bar("Backing up keys", quiet=as_json) as told:
        draft.touch(mode=0o600)
        count = asyncio.run(_back_up(workspace, draft, passphrase, told))
        draft.replace(to)
    if as_json:
        say_json({"keys": count, "file": str(to)})
    else:
        console.print(f"{count} keys are in {to}. Keep it apart from backups of facts.")


@keys.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup of keys.", exists=True)],
    data: DataFolder = DEFAULT_DATA,
    *,
    passphrase_file: Passphrase = None,
    as_json: AsJson = False,
) -> None:
    """Put keys back, but for what was erased since; may be repeated."""
    workspace = Workspace.open(data)
    passphrase = _passphrase(passphrase_file, confirm=False)
    with _faults_in_words(), _bar("Making marks", quiet=as_json) as told:
        done = asyncio.run(_restore(workspace, file, passphrase, told))
    if as_json:
        say_json({"keys": done.keys, "left_out": done.left_out, "marks": done.marks})
    else:
        console.print(
            f"{done.keys} keys are back, {done.left_out} left out because their petitions"
            f" were erased; {done.marks} marks made."
        )


@keys.command("expired")
def list_expired(
    data: DataFolder = DEFAULT_DATA,
    *,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 1_000,
    as_json: AsJson = False,
) -> None:
    """List closed petitions that need not be kept any more; custodians erase them on /custody."""
    workspace = Workspace.open(data)
    with _faults_in_words():
        found = asyncio.run(_expired(workspace, limit))
    if as_json:
        say_json({"expired": msgspec.to_builtins(found)})
        return
    for each in found:
        console.print(
            f"{each.receipt_code}  closed {each.closed_on}, kept until {each.kept_until}"
            f" ({each.rule}), held by {each.holder}"
        )
    console.print(f"{len(found)} petitions need not be kept any more; nothing was erased.")


async def _rotate(workspace: Workspace, province: str, told: Told) -> VaultRotated:
    now = dt.datetime.now(dt.UTC)
    context = Context(actor="operator", recorded_at=now, correlation_id="")
    async with _intake(workspace) as connection:
        return await rotate_keys(
            connection, _ring(workspace), source_of("intake", province), context, told
        )


async def _back_up(workspace: Workspace, to: Path, passphrase: str, told: Told) -> int:
    async with _intake(workspace) as connection:
        with to.open("wb") as file:
            return await keys_backup.back_up(
                connection, _ring(workspace), passphrase, file, told
            )


async def _restore(
    workspace: Workspace, source: Path, passphrase: str, told: Told
) -> keys_backup.Restored:
    erased = await _erasures(workspace)
    async with _intake(workspace) as connection:
        with source.open("rb") as file:
            return await keys_backup.restore(
                connection, _ring(workspace), passphrase, file, erased, told
            )


async def _erasures(workspace: Workspace) -> list[Heard]:
    """Return all erasures that any service knows of: intake's own log may be an old one."""
    found: dict[str, Heard] = {}
    for service in SERVICES:
        connection = await connect(
            workspace.service_dsn(service),
            name="keys",
            statement_timeout_s=STATEMENT_TIMEOUT_S,
        )
        try:
            for table in ("said", "heard"):
                for heard in await keys_backup.erasures_in(connection, table):
                    found[heard.id] = heard
        finally:
            connection.terminate()
    return list(found.values())


async def _expired(workspace: Workspace, limit: int) -> list[Expired]:
    async with _intake(workspace) as connection:
        today = local_date(dt.datetime.now(dt.UTC))
        return await expired(connection, load(), today, limit)


@asynccontextmanager
async def _intake(workspace: Workspace) -> AsyncIterator[Connection]:
    connection = await connect(
        workspace.service_dsn("intake"),
        name="keys",
        statement_timeout_s=STATEMENT_TIMEOUT_S,
    )
    try:
        yield connection
    finally:
        connection.terminate()


def _ring(workspace: Workspace) -> KeyRing:
    return KeyRing(str(workspace.master_key_file))


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file is not None:
        found = file.read_text(encoding="utf-8").strip()
    else:
        found = str(
            typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
        )
    if confirm and len(found) < keys_backup.LEAST_PASSPHRASE:
        raise KeysUnfit(
            f"The passphrase needs {keys_backup.LEAST_PASSPHRASE} characters at least;"
            " take several words."
        )
    return found


@contextmanager
def _faults_in_words() -> Iterator[None]:
    try:
        yield
    except (VaultUnfit, KeysMissing, keys_backup.BackupUnfit) as fault:
        raise KeysUnfit(f"{fault}.") from None


@contextmanager
def _bar(what: str, *, quiet: bool) -> Iterator[Told]:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=errors,
        disable=quiet or not errors.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
