"""`tiepdan provision`: roles, databases, tables and streams of running servers."""

import asyncio
from typing import Annotated

import typer

from deploy.commands.answers import DEFAULT_DATA, AsJson, DataFolder, console, say_json
from deploy.embedded.workspace import Workspace
from deploy.provision import AdminSettings
from deploy.provision import provision as provision_all

FromEnvironment = Annotated[
    bool,
    typer.Option(
        "--from-environment", help="A cluster: servers and passwords from TIEPDAN_…"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(provision)


def provision(
    data: DataFolder = DEFAULT_DATA,
    *,
    from_environment: FromEnvironment = False,
    as_json: AsJson = False,
) -> None:
    """Make roles, databases, tables and streams where they are missing. May be repeated."""
    if from_environment:
        settings = AdminSettings.from_environment()
    else:
        settings = AdminSettings.of_workspace(Workspace.open(data))
    asyncio.run(provision_all(settings))
    if as_json:
        say_json({"provisioned": True})
    else:
        console.print("Roles, databases, tables and streams are in place.")
