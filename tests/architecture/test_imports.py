"""Who opens connections to the outside, by which setting; and that no tool of ours runs in use."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLIENTS = {
    "httpx", "requests", "aiohttp", "urllib3", "urllib.request", "http.client", "socket",
    "ssl", "smtplib", "aiosmtplib", "ftplib", "imaplib", "poplib", "xmlrpc", "websockets",
    "obstore", "boto3", "botocore", "grpc", "psycopg", "redis", "paramiko", "telnetlib",
}  # fmt: skip
"""Libraries that connect wherever they are told to; importing one is what is counted."""
CALLS = {
    "connect", "create_pool", "open_connection", "open_unix_connection", "urlopen",
    "create_connection", "create_unix_connection", "create_datagram_endpoint",
    "sock_connect", "NatsBroker", "S3Store",
}  # fmt: skip
"""Calls that connect, of libraries that many modules import for their types and errors."""
OUTSIDE = {
    ("services/intake/attachments/scanning.py", "open_connection"): "TIEPDAN_CLAMAV",
    ("services/intake/attachments/scanning.py", "open_unix_connection"): "TIEPDAN_CLAMAV",
    ("services/intake/attachments/store.py", "S3Store"): "TIEPDAN_ATTACHMENTS_URL",
    ("services/intake/attachments/store.py", "obstore"): "TIEPDAN_ATTACHMENTS_URL",
    ("services/intake/jobs.py", "aiosmtplib"): "TIEPDAN_SMTP_URL",
    ("shared/auth/oidc.py", "httpx"): "TIEPDAN_OIDC_ISSUER",
    ("shared/frame.py", "NatsBroker"): "TIEPDAN_NATS_URL",
    ("shared/log/wire.py", "connect"): "TIEPDAN_NATS_URL",
    ("shared/postgres/pool.py", "connect"): "TIEPDAN_DATABASE_URL",
    ("shared/postgres/pool.py", "create_pool"): "TIEPDAN_DATABASE_URL",
    ("shared/tls.py", "ssl"): "TIEPDAN_CA_FILE",
    ("shared/web/service.py", "socket"): "",  # the type of what uvicorn listens on
}
"""Module and what it uses: the setting that its address comes from."""


def modules() -> dict[str, ast.Module]:
    """Return every module that runs in a service, parsed."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for folder in ("services", "shared")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of everything that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def outside(tree: ast.Module) -> set[str]:
    """Return what a module uses that opens connections."""
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)}
    own |= {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shared.")
        for name in node.names
    }
    clients = {
        client
        for name in imported(tree)
        for client in CLIENTS
        if f"{name}.".startswith(f"{client}.")
    }
    calls = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for name in [ast.unparse(node.func).rpartition(".")[2]]
        if name in CALLS and not (isinstance(node.func, ast.Name) and name in own)
    }
    return clients | calls


def test_only_these_open_connections_and_to_addresses_of_settings() -> None:
    """A new way out of a service is a decision: it gets a line here, with its setting."""
    found = {(name, used) for name, tree in modules().items() for used in outside(tree)}
    assert found == set(OUTSIDE)
    known = set(
        re.findall(r"`(TIEPDAN_\w+)`", (ROOT / "shared/settings.py").read_text("utf-8"))
    )
    assert {setting for setting in OUTSIDE.values() if setting} - known == set()


@pytest.mark.parametrize(
    "text",
    ["import httpx", "import httpx as h", "from urllib.request import urlopen",
     "from urllib import request", "asyncio.open_connection(h, p)", "Client().connect(x)",
     "def f():\n  import socket"],
)  # fmt: skip
def test_the_search_would_find_a_way_out(text: str) -> None:
    """Under another name, inside a function, by a call."""
    assert outside(ast.parse(text))


def development() -> set[str]:
    """Return the packages that only we who build it need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = project["optional-dependencies"]["dev"]
    return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in named}


def test_what_runs_imports_no_tests_and_no_tools() -> None:
    """
    Neither tests nor the operator's programs nor a package that only development needs.

    `shared.testing` is what tests share; nothing that runs may import it.
    """
    packages, tools = packages_distributions(), development()
    assert {"pytest", "hypothesis", "pillow"} <= tools
    found = set()
    for module, tree in modules().items():
        if module.startswith("shared/testing/"):
            continue
        for name in imported(tree):
            top = name.split(".")[0]
            of = {each.lower().replace("_", "-") for each in packages.get(top, [])}
            ours = top in {"tests", "deploy"} or name.startswith("shared.testing")
            if ours or of & tools:
                found.add(f"{module}: {name}")
    assert sorted(found) == []
