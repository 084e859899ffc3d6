"""`tiepdan door`: the front door alone, before services named in the environment."""

import os

import typer

from deploy.caddy.door import CADDYFILE, told
from deploy.commands.answers import AsJson
from deploy.embedded import programs


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(door)


def door(*, as_json: AsJson = False) -> None:
    """Run the front door with the settings in the environment (deploy/caddy/door.py)."""
    del as_json  # a door has no answer; its log is JSON already
    environment = {**os.environ, **told(os.environ)}
    program = str(programs.caddy())
    # In place of this process, so that signals reach it: SIGTERM, and SIGUSR1 for a renewed
    # certificate.
    os.execve(  # noqa: S606
        program,
        [program, "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
        environment,
    )
