"""`tiepdan rebuild`: fold what a service heard beside its live read models, compare, swap."""

import asyncio
from typing import Annotated, Any

import typer
from rich.progress import Progress

from deploy.commands.answers import (
    DEFAULT_DATA,
    AsJson,
    DataFolder,
    console,
    errors,
    say_json,
)
from deploy.embedded.names import role_of
from deploy.embedded.workspace import Workspace
from deploy.houses import House, house
from shared.log.rebuild import Report
from shared.log.streams import SERVICES

ServiceName = Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")]
CompareOnly = Annotated[bool, typer.Option("--compare-only", help="Leave the live ones.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rebuild)


def rebuild(
    service: ServiceName,
    data: DataFolder = DEFAULT_DATA,
    *,
    compare_only: CompareOnly = False,
    as_json: AsJson = False,
) -> None:
    """Rebuild a service's read models; exit status 1 where they differ from the live ones."""
    if service not in SERVICES:
        raise typer.BadParameter(f"no service is called {service}", param_hint="SERVICE")
    workspace = Workspace.open(data)
    report = asyncio.run(
        _rebuild(house(service), workspace.owner_dsn(service), compare_only, quiet=as_json)
    )
    if as_json:
        say_json(_document(service, report))
    else:
        verdict = "equal to the live ones" if not report.differences else "different"
        console.print(
            f"{service}: {report.facts} facts folded at {report.facts_per_second:,.0f}/s;"
            f" read models {verdict}; {'swapped' if report.swapped else 'not swapped'}."
        )
        for table, rows in report.differences.items():
            console.print(f"  {table}: {rows} rows differ")
    if report.differences:
        raise typer.Exit(1)


async def _rebuild(one: House, url: str, compare_only: bool, *, quiet: bool) -> Report:  # noqa: FBT001
    with Progress(console=errors, disable=quiet or not errors.is_terminal) as bar:
        task = bar.add_task(f"Folding {one.service}", total=None)
        return await one.rebuild(
            url,
            role_of(one.service),
            compare_only=compare_only,
            told=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _document(service: str, report: Report) -> dict[str, Any]:
    return {
        "service": service,
        "facts": report.facts,
        "facts_per_second": round(report.facts_per_second),
        "upto": report.upto,
        "differences": report.differences,
        "swapped": report.swapped,
    }
