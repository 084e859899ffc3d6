"""`tiepdan up`: the embedded stack in the foreground, until Ctrl-C or SIGTERM."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from deploy.caddy.door import HTTPS_PORT, Https
from deploy.commands.answers import (
    DEFAULT_DATA,
    AsJson,
    DataFolder,
    console,
    errors,
    say_json,
)
from deploy.commands.people import show_accounts
from deploy.demo.staff import ACCOUNTS_FILE, read
from deploy.embedded.names import HOST, PREFERRED_PORTS
from deploy.embedded.supervisor import Stack
from deploy.embedded.workspace import Workspace

DEMO_MARK = "demo.json"
"""In the data folder once the demonstration province is loaded."""
LOOK_FOR_CERTIFICATE_S = 60
"""How long a renewed certificate of the front door may wait until it is shown."""

Port = Annotated[
    int, typer.Option("--port", envvar="TIEPDAN_FRONT_PORT", help="Front door, http.")
]
Host = Annotated[
    str,
    typer.Option(
        envvar="TIEPDAN_FRONT_HOST",
        help="Where the front door listens; 0.0.0.0: everywhere, with https alone.",
    ),
]
TlsName = Annotated[
    str,
    typer.Option(
        envvar="TIEPDAN_FRONT_TLS_NAME",
        help="The host that people type: all goes by https.",
    ),
]
TlsCert = Annotated[
    Path | None,
    typer.Option(envvar="TIEPDAN_FRONT_TLS_CERT", help="Its certificate and chain, PEM."),
]
TlsKey = Annotated[
    Path | None,
    typer.Option(envvar="TIEPDAN_FRONT_TLS_KEY", help="Its key, PEM."),
]
TlsPort = Annotated[
    int, typer.Option(envvar="TIEPDAN_FRONT_TLS_PORT", help="Front door, https.")
]
Subdomains = Annotated[
    bool,
    typer.Option(
        "--hsts-subdomains",
        envvar="TIEPDAN_FRONT_SUBDOMAINS",
        help="For a year browsers ask hosts below this one by https too.",
    ),
]
NoDemo = Annotated[
    bool, typer.Option("--no-demo", help="No petitions; directory and accounts.")
]


class _Ended(BaseException):
    """A signal asked us to end; unlike an error it must pass every `except Exception`."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(up)


def up(  # noqa: PLR0913 - each is an option
    data: DataFolder = DEFAULT_DATA,
    port: Port = PREFERRED_PORTS["front"],
    *,
    host: Host = HOST,
    tls_name: TlsName = "",
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    tls_port: TlsPort = HTTPS_PORT,
    hsts_subdomains: Subdomains = False,
    no_demo: NoDemo = False,
    as_json: AsJson = False,
) -> None:
    """Start everything on this machine and keep it alive; Ctrl-C stops it cleanly."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    https = Https(
        name=tls_name,
        certificate=tls_cert,
        key=tls_key,
        host=host,
        port=tls_port,
        subdomains=hsts_subdomains,
    ).checked()
    tell = _tell_json if as_json else _tell
    stack = Stack(data, ports={**PREFERRED_PORTS, "front": port}, tell=tell, https=https)
    try:
        with stack:
            _announce(stack, asked_port=port, as_json=as_json)
            _load_demo(stack.workspace, empty=no_demo)
            while True:
                time.sleep(LOOK_FOR_CERTIFICATE_S)
                stack.caddy.renew()
    except _Ended:
        if not as_json:
            errors.print("Stopped; the next start finds the data again.")


def _end(number: int, frame: FrameType | None) -> None:
    del number, frame
    # Asked twice, we still stop in order: the order is what keeps the data whole.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise _Ended


def _announce(stack: Stack, *, asked_port: int, as_json: bool) -> None:
    if as_json:
        say_json({"urls": stack.urls, "data": str(stack.workspace.folder)})
        return
    console.print(f"[bold green]Tiepdan is ready:[/] [link]{stack.urls['front']}[/link]")
    if stack.caddy.port != asked_port:
        console.print(
            f"Port {asked_port} is taken by another program; a free one was chosen."
        )
    if stack.postgres.home != stack.postgres.home_asked:
        console.print(
            f"The database stands in {stack.postgres.home}, where its account can go."
        )
    accounts = read(stack.workspace.folder / ACCOUNTS_FILE)
    if accounts:
        show_accounts(accounts)
    console.print("Ctrl-C stops it.")


def _tell(line: str) -> None:
    errors.print(line, markup=False)


def _tell_json(line: str) -> None:
    print(json.dumps({"event": line}), file=sys.stderr, flush=True)  # noqa: T201


def _load_demo(workspace: Workspace, *, empty: bool) -> None:
    mark = workspace.folder / DEMO_MARK
    if mark.exists() or importlib.util.find_spec("deploy.commands.demo") is None:
        return
    threading.Thread(
        target=_load, args=(workspace.folder, mark, empty), daemon=True
    ).start()


def _load(folder: Path, mark: Path, empty: bool) -> None:  # noqa: FBT001
    command = [sys.executable, "-m", "deploy.cli", "demo", "load"]
    answer = subprocess.run(
        command + (["--petitions", "0"] if empty else []),
        env={**os.environ, "TIEPDAN_DATA": str(folder)},
        check=False,
    )
    # An empty province is not marked: the next start without --no-demo still loads it.
    if answer.returncode == 0 and not empty:
        mark.write_text("{}\n")
