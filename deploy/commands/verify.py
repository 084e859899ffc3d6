"""`tiepdan verify`: is every fact, everywhere, as it was said? And put back what copies lost."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from deploy.commands.answers import (
    DEFAULT_DATA,
    AsJson,
    DataFolder,
    console,
    errors,
    say_json,
)
from deploy.embedded.workspace import Workspace
from deploy.houses import houses
from shared.log import verify as checks
from shared.log.streams import SERVICES
from shared.postgres.pool import Connection, connect

ServiceName = Annotated[str | None, typer.Argument(help="One service; by default all.")]
Repair = Annotated[bool, typer.Option("--repair", help="Put back what copies lost.")]
STATEMENT_TIMEOUT_S = 600


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(verify)


def verify(
    service: ServiceName = None,
    data: DataFolder = DEFAULT_DATA,
    *,
    repair: Repair = False,
    as_json: AsJson = False,
) -> None:
    """Check versions, positions, hashes and causes; exit status 1 where a fact is not right."""
    if service is not None and service not in SERVICES:
        raise typer.BadParameter(f"no service is called {service}", param_hint="SERVICE")
    report = asyncio.run(
        _verify(Workspace.open(data), service, repair=repair, quiet=as_json)
    )
    if as_json:
        say_json(dataclasses.asdict(report))
    else:
        _print(report)
    if report.found > report.repaired:
        raise typer.Exit(1)


def _print(report: checks.Report) -> None:
    for finding in report.findings:
        console.print(
            f"[red]✗[/] {finding.place}, position {finding.position}, fact {finding.fact_id}:"
            f" {finding.wrong}. Repair from: {finding.repair}."
        )
    verdict = (
        "every one as it was said" if not report.found else f"{report.found} not right"
    )
    console.print(f"{report.facts} checks, {verdict}; {report.repaired} put back.")


async def _verify(
    workspace: Workspace, only: str | None, *, repair: bool, quiet: bool
) -> checks.Report:
    report = checks.Report()

    def say(text: str) -> None:
        if not quiet:
            errors.print(text, style="dim")

    async with _owners(workspace) as owners:
        broken = set()
        for service in SERVICES:
            say(f"{service}: its own log")
            before = report.found
            await checks.verify_said(owners[service], service, report)
            if report.found > before:
                broken.add(service)
        for house in houses():
            if only not in (None, house.service):
                continue
            say(f"{house.service}: what it heard")
            for source in house.hears:
                await checks.verify_heard(
                    owners[house.service],
                    owners[source],
                    service=house.service,
                    source=source,
                    # A broken origin must not overwrite a copy that may be the last good one.
                    repair=repair and source not in broken,
                    report=report,
                )
            await checks.verify_causes(
                owners[house.service], service=house.service, report=report
            )
        if only is None:
            say("the stream")
            await _verify_stream(workspace, owners, report, repair=repair and not broken)
    return report


async def _verify_stream(
    workspace: Workspace,
    owners: dict[str, Connection],
    report: checks.Report,
    *,
    repair: bool,
) -> None:
    await checks.verify_stream(
        workspace.nats_login(),
        owners,
        services=SERVICES,
        repair=repair,
        report=report,
    )


@asynccontextmanager
async def _owners(workspace: Workspace) -> AsyncIterator[dict[str, Connection]]:
    connections: dict[str, Connection] = {}
    try:
        for service in SERVICES:
            connections[service] = await connect(
                workspace.owner_dsn(service),
                name="verify",
                statement_timeout_s=STATEMENT_TIMEOUT_S,
            )
        yield connections
    finally:
        for connection in connections.values():
            connection.terminate()
