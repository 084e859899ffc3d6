"""`tiepdan serve`: one service, against the servers named in the environment."""

import importlib
from typing import Annotated

import typer

from deploy.commands.answers import AsJson
from deploy.embedded.failures import StackError
from deploy.embedded.names import SERVICES


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Run one service with the settings in the environment (TIEPDAN_…)."""
    del as_json  # a service has no answer; its log is JSON already
    if service not in SERVICES:
        raise StackError(
            f"There is no service {service}; choose one of {', '.join(SERVICES)}."
        )
    importlib.import_module(f"services.{service}.app").main()
