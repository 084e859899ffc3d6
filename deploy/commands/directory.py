"""`tiepdan directory`: a list of bodies is looked at and taken; who there is on a day."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from deploy.commands.answers import (
    DEFAULT_DATA,
    DEFAULT_PROVINCE,
    AsJson,
    DataFolder,
    Province,
    console,
    say_json,
)
from deploy.commands.people import show as show_table
from deploy.embedded.failures import StackError
from deploy.embedded.workspace import Workspace
from services.routing.api.directory import preview_out
from services.routing.directory.files import LARGEST_BYTES, rows_of_file
from services.routing.directory.keeping import Directories
from services.routing.domain.agency.commands import ImportBodies
from services.routing.rules.loader import load
from services.routing.store import CaseStore, RoutingAggregates
from shared.clock import SystemClock, local_date
from shared.errors import Refusal
from shared.log.saying import PostgresLog
from shared.log.streams import source_of
from shared.postgres.pool import Database
from shared.telemetry.logging import configure

T = TypeVar("T")
directory = typer.Typer(help="The directory of bodies.", no_args_is_help=True)


class NotTaken(StackError):
    """The file or the request was refused; the sentence says why."""

    code = "not-taken"


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(directory, name="directory")


@directory.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV: code, name, kind, level, parent, …")],
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only say what it does.")
    ] = False,
    data: DataFolder = DEFAULT_DATA,
    province: Province = DEFAULT_PROVINCE,
    as_json: AsJson = False,
) -> None:
    """Take a list of bodies, whole or not at all; the same list again changes nothing."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise NotTaken(f"{file} cannot be read: {error.strerror}.") from None

    async def work(kept: Directories) -> dict[str, Any]:
        rows = rows_of_file(content)
        shown = await kept.preview(rows)
        answer = preview_out(shown).model_dump(mode="json")
        if not preview:
            command = ImportBodies(
                rows=rows, fingerprint=shown.plan.fingerprint, at=kept.store.now()
            )
            done = await kept.store.keep(command, actor="operator")
            answer["position"] = done.position
        return {"taken": not preview, **answer}

    answer = _with_directory(data, work, province)
    if as_json:
        say_json(answer)
        return
    said = "Would be" if preview else "Taken:"
    console.print(
        f"{said} {answer['new']} new, {answer['changed']} changed, {answer['ended']} ended,"
        f" {answer['unchanged']} unchanged."
    )
    for line in answer["lines"]:
        console.print(
            f"  line {line['line']}: {line['what']} {line['code']} {line['name']}"
            f" {' '.join(line['parts'])}",
            markup=False,
        )
    for held in answer["held"]:
        console.print(f"  {held['agency']} ends and holds {held['cases']} open cases.")


@directory.command("show")
def show(
    *,
    on: Annotated[
        str, typer.Option(help="As of this day, YYYY-MM-DD; by default today.")
    ] = "",
    data: DataFolder = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """List the bodies that there are on a day, as they were called then."""
    try:
        day = dt.date.fromisoformat(on) if on else local_date(SystemClock().now())
    except ValueError:
        raise typer.BadParameter("write a day as 2025-07-01", param_hint="--on") from None

    async def work(kept: Directories) -> list[dict[str, Any]]:
        known = (await kept.directory()).register
        return [
            {
                "code": code,
                "name": version.name,
                "kind": version.kind,
                "level": known.bodies[code].level,
                "parent": version.parent or "",
            }
            for code, version in sorted(known.known_on(day).items())
        ]

    entries = _with_directory(data, work)
    if as_json:
        say_json({"on": day.isoformat(), "bodies": entries})
    else:
        show_table(entries, ("code", "name", "kind", "level", "parent"))


def _with_directory(
    data: Path,
    work: Callable[[Directories], Awaitable[T]],
    province: str = DEFAULT_PROVINCE,
) -> T:
    workspace = Workspace.open(data)
    # Standard output is the answer's alone.
    configure("directory")

    async def run() -> T:
        database = Database(workspace.service_dsn("routing"), name="directory", size=2)
        await database.open()
        try:
            log = PostgresLog(
                database, service="routing", source=source_of("routing", province)
            )
            store = CaseStore(log, database, RoutingAggregates(load()), SystemClock())
            return await work(Directories(store, database))
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except Refusal as refusal:
        raise NotTaken(refusal.sentence) from None
