"""`tiepdan doctor`: what is wrong with this installation, and what to do about it."""

import asyncio
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import disk_usage

import typer

from deploy.commands.answers import DEFAULT_DATA, AsJson, DataFolder, console, say_json
from deploy.embedded import programs
from deploy.embedded.account import Account, reachable_program
from deploy.embedded.failures import NotRunning, StackError
from deploy.embedded.names import PREFERRED_PORTS
from deploy.embedded.ports import is_free
from deploy.embedded.secrets import SECRETS_FILE
from deploy.embedded.shipping import behind, noted
from deploy.embedded.workspace import Workspace, is_held
from deploy.network import of_workspace
from services.intake.attachments.errors import NotNow
from services.intake.attachments.store import Objects, ObjectsUnfit, Place
from services.intake.attachments.sweeping import missing_of
from services.intake.queries import Queries
from shared.errors import StoreUnavailable
from shared.postgres.pool import Database

_LEAST_PYTHON = (3, 11)
_LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; `advice` says what to do when it is not `ok`."""

    what: str
    ok: bool
    found: str
    advice: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(data: DataFolder = DEFAULT_DATA, *, as_json: AsJson = False) -> None:
    """Check the installation and say what to do. Changes nothing but a probe file."""
    findings = list(examine(data.absolute()))
    well = all(finding.ok for finding in findings)
    if as_json:
        say_json({"ok": well, "findings": [asdict(finding) for finding in findings]})
    for finding in () if as_json else findings:
        sign = "[green]ok[/]" if finding.ok else "[red]✗ [/]"
        advice = f" — {finding.advice}" if finding.advice else ""
        console.print(f"{sign} {finding.what}: {finding.found}{advice}", soft_wrap=True)
    if not well:
        raise typer.Exit(1)


def examine(folder: Path) -> Iterator[Finding]:
    """Look at everything a start needs, in the order in which it is needed."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    enough = sys.version_info >= _LEAST_PYTHON
    yield Finding(
        what="Python",
        ok=enough,
        found=version,
        advice="" if enough else "install 3.11 or newer",
    )
    yield _program("nats-server", programs.nats_server)
    yield _program("PostgreSQL", lambda: programs.postgres_home() / "bin" / "postgres")
    yield _program("Caddy", programs.caddy)
    yield _folder(folder)
    yield _secrets(folder)
    yield _account(folder)
    yield _disk(folder)
    yield from _running_or_ports(folder)
    yield from _outside(folder)


def _program(what: str, find: Callable[[], Path]) -> Finding:
    try:
        return Finding(what=what, ok=True, found=programs.version_of(find()))
    except StackError as failure:
        return Finding(what=what, ok=False, found="does not run", advice=str(failure))


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _folder(folder: Path) -> Finding:
    place = _existing(folder)
    probe = place / ".tiepdan-doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError as fault:
        advice = "give another folder with --data"
        return Finding(
            what="Data folder", ok=False, found=f"{place}: {fault.strerror}", advice=advice
        )
    new = "" if place == folder else " (will be made)"
    return Finding(what="Data folder", ok=True, found=f"{folder}{new}")


def _secrets(folder: Path) -> Finding:
    what = "Secrets"
    files = [folder / SECRETS_FILE, *sorted((folder / "keys").rglob("*"))]
    there = [path for path in files if path.exists()]
    if not there:
        return Finding(what=what, ok=True, found="none yet (will be made)")
    for path in there:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            advice = f"run: chmod go= {path}"
            found = f"{path} can be read by others"
            return Finding(what=what, ok=False, found=found, advice=advice)
    return Finding(what=what, ok=True, found="their owner alone can read them")


def _account(folder: Path) -> Finding:
    what = "Account of the database"
    try:
        account = Account.choose(folder / "postgres")
        reachable_program(programs.postgres_home(), account)
    except StackError as failure:
        return Finding(what=what, ok=False, found="none that works", advice=str(failure))
    home = folder / "postgres"
    if account.can('test -x "$1"', home.resolve() if home.exists() else _existing(folder)):
        return Finding(what=what, ok=True, found=f"{account.name} reaches the data folder")
    found = f"{account.name} cannot reach {folder}"
    return Finding(
        what=what,
        ok=True,
        found=found,
        advice="the database's files will stand in /var/lib/tiepdan",
    )


def _disk(folder: Path) -> Finding:
    free = disk_usage(_existing(folder)).free
    enough = free >= _LEAST_FREE_BYTES
    advice = "" if enough else f"make room: at least {_LEAST_FREE_BYTES / 1024**3:.0f} GiB"
    return Finding(
        what="Free disk space", ok=enough, found=f"{free / 1024**3:.1f} GiB", advice=advice
    )


def _running_or_ports(folder: Path) -> Iterator[Finding]:
    if folder.exists() and is_held(folder):
        yield Finding(what="Stack", ok=True, found=_where(folder))
        yield from _attachments(folder)
        return
    yield Finding(what="Stack", ok=True, found="not running; the data folder is not locked")
    for name, port in PREFERRED_PORTS.items():
        if is_free(port):
            yield Finding(what=f"Port of {name}", ok=True, found=f"{port} is free")
        else:
            found = f"{port} is taken by another program"
            yield Finding(
                what=f"Port of {name}", ok=True, found=found, advice="another is chosen"
            )


def _outside(folder: Path) -> Iterator[Finding]:
    """Tell with whom services may speak, and whether log lines have left the machine."""
    try:
        found = of_workspace(Workspace.open(folder))
    except StackError:
        return  # nothing was ever started here, or its secrets are gone: that was said
    elsewhere = "; ".join(str(each) for each in found if not each.here)
    yield Finding(what="Outside systems", ok=True, found=elsewhere or "on this machine")
    note = noted(folder)
    if note and os.environ.get("TIEPDAN_LOG_TO"):
        waiting = f"{behind(folder)} bytes may not have arrived by {note['to']}"
        yield Finding(
            what="Log lines elsewhere",
            ok=not note["away"],
            found=waiting,
            advice=f"{note['away']}: look at the receiver" if note["away"] else "",
        )


def _attachments(folder: Path) -> Iterator[Finding]:
    """Look for every file that a fact speaks of, in the store that intake uses."""
    what = "Files of petitions"
    try:
        missing = asyncio.run(_missing(Workspace.open(folder)))
    except (NotRunning, StoreUnavailable):
        return  # just starting or ending
    except (NotNow, ObjectsUnfit) as away:
        yield Finding(what=what, ok=False, found="cannot be looked at", advice=str(away))
        return
    if not missing:
        yield Finding(what=what, ok=True, found="all there")
        return
    petition, digest = missing[0]
    yield Finding(
        what=what,
        ok=False,
        found=f"{len(missing)} missing, the first {petition}/{digest}",
        advice="put them back from a backup of the files; nothing else brings them back",
    )


async def _missing(workspace: Workspace) -> list[tuple[str, str]]:
    # As the supervisor tells intake, so that the same store is asked.
    place = Place(
        url=os.environ.get(
            "TIEPDAN_ATTACHMENTS_URL", workspace.attachments_folder.as_uri()
        ),
        endpoint=os.environ.get("TIEPDAN_ATTACHMENTS_ENDPOINT", ""),
        key_file=os.environ.get("TIEPDAN_ATTACHMENTS_KEY_FILE", ""),
    )
    database = Database(workspace.service_dsn("intake"), name="doctor")
    await database.open()
    try:
        queries = Queries(database)
        return [found async for found in missing_of(Objects(place), queries)]
    finally:
        await database.close()


def _where(folder: Path) -> str:
    try:
        state = Workspace.open(folder).state()
    except NotRunning:
        return "just starting or ending"
    return f"running at {state['urls'].get('front', 'no front door')}"
