"""`tiepdan network`: with whom services may speak, and rules that hold them to it."""

import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from deploy import network as lists
from deploy.commands.answers import DEFAULT_DATA, AsJson, DataFolder, console, say_json
from deploy.embedded.failures import StackError
from deploy.embedded.names import SERVICES
from deploy.embedded.workspace import Workspace

_RESOLVERS = Path("/etc/resolv.conf")
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")

OfService = Annotated[
    str,
    typer.Option("--of", help="One service of a cluster, from its TIEPDAN_… around us."),
]
Account = Annotated[
    str,
    typer.Option(
        "--nftables", metavar="ACCOUNT", help="Print rules for `nft -f`, for this account."
    ),
]


class HostUnknown(StackError):
    """A host of the settings has no address now, so no rule can name it."""

    code = "host-unknown"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(network)


def network(
    data: DataFolder = DEFAULT_DATA,
    of: OfService = "",
    nftables: Account = "",
    *,
    as_json: AsJson = False,
) -> None:
    """List the outside systems that the settings name; services speak to no others."""
    found = _found(data, of)
    if nftables:
        typer.echo(_rules(nftables, found), nl=False)
    elif as_json:
        say_json({"outside": [{**asdict(each), "here": each.here} for each in found]})
    else:
        for each in found:
            where = " on this machine" if each.here else ""
            console.print(f"{each}{where}", soft_wrap=True)


def _found(data: Path, of: str) -> list[lists.Outside]:
    if not of:
        return lists.of_workspace(Workspace.open(data))
    if of not in SERVICES:
        raise StackError(f"There is no service {of}; there are {', '.join(SERVICES)}.")
    return lists.outside(of, os.environ)


def _rules(account: str, found: list[lists.Outside]) -> str:
    if not _NAME.fullmatch(account) or account == "root":
        raise StackError(
            "The rules bind everything that runs under an account: give Tiepdan one of its"
            " own, and name it."
        )
    try:
        addresses = {
            each.host: lists.resolved(each.host) for each in found if not each.here
        }
    except OSError:
        raise HostUnknown(
            "One of the hosts has no address now; see `tiepdan network`, and try again."
        ) from None
    named = any(host not in now for host, now in addresses.items())
    servers = lists.name_servers(_RESOLVERS.read_text()) if named else []
    return lists.nftables(account, found, addresses, servers)
