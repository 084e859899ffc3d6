"""The whole system as on several machines: each part its own process, told where the others are."""

import asyncio
import contextlib
import datetime as dt
import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.demo.load import Access, Loader
from deploy.embedded.names import HOST, OPERATOR, SERVICES
from deploy.embedded.secrets import seed_file
from deploy.embedded.server import Server
from deploy.embedded.service import Service
from deploy.embedded.supervisor import serve_command
from deploy.embedded.workspace import Workspace
from shared import tls
from tests.certificates import Authority, Pair
from tests.integration.tls_ground import NAME, Ground, ground

_TIEPDAN = [sys.executable, "-m", "deploy.cli"]
_DOORS_NAME = "of the tests"


class TlsService(Service):
    """A service that answers by https alone."""

    authority: Authority

    def is_ready(self) -> bool:
        context = self.authority.trusting
        knock = http.client.HTTPSConnection(NAME, self.port, timeout=2, context=context)
        try:
            knock.request("GET", f"/api/{self.name}/healthz")
            return knock.getresponse().status == http.client.OK
        finally:
            knock.close()


class Door(Server):
    """`tiepdan door`, told by the environment where the services are."""

    def __init__(self, folder: Path, told: Callable[[], dict[str, str]]) -> None:
        super().__init__(name="door", folder=folder, port=None)
        self._told = told

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def command(self) -> list[str]:
        return [*_TIEPDAN, "door"]

    def environment(self) -> dict[str, str]:
        own = {
            "TIEPDAN_FRONT_PORT": str(self.port),
            "TIEPDAN_FRONT_NAME": _DOORS_NAME,
            "HOME": str(self.folder),
        }
        return {**os.environ, **own, **self._told()}

    def working_folder(self) -> Path:
        return Path(__file__).parents[2]

    def is_ready(self) -> bool:
        knock = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            knock.request("GET", "/front-door/healthz")
            return knock.getresponse().read().decode() == _DOORS_NAME
        finally:
            knock.close()


@dataclass
class Whole:
    """What runs."""

    there: Ground
    services: dict[str, TlsService]
    door: Door

    def upstreams(self) -> dict[str, str]:
        """Where the services are, in the words of the door."""
        return {
            f"TIEPDAN_{name.upper()}": f"https://{NAME}:{one.port}"
            for name, one in self.services.items()
        } | {"TIEPDAN_CA_FILE": str(self.there.authority.file)}


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[Whole]:
    """Start everything for as long as somebody needs it."""
    with ground(folder) as there:
        provision(there)
        pair = there.authority.sign(NAME, called="services")
        services = {name: _service(there, name, pair) for name in SERVICES}
        made = Whole(there, services, Door(folder, lambda: made.upstreams()))
        try:
            with ThreadPoolExecutor(len(SERVICES)) as pool:
                list(pool.map(TlsService.start, services.values()))
            made.door.start()
            asyncio.run(_establish(there))
            yield made
        finally:
            for server in (made.door, *services.values()):
                server.stop()


def provision(there: Ground) -> None:
    """Make roles, databases and streams by the command of a cluster."""
    passwords = {
        f"TIEPDAN_{name.upper()}_PASSWORD": word
        for name, word in there.secrets.postgres_services.items()
    }
    ran = run(
        "provision",
        "--from-environment",
        TIEPDAN_ADMIN_DATABASE_URL=there.admin_url(),
        TIEPDAN_ADMIN_NATS_URL=f"tls://{NAME}:{there.nats.port}",
        TIEPDAN_ADMIN_NATS_SEED_FILE=str(seed_file(there.folder, OPERATOR)),
        TIEPDAN_OWNER_PASSWORD=there.secrets.postgres_owner,
        TIEPDAN_CA_FILE=str(there.authority.file),
        **passwords,
    )
    assert ran.returncode == 0, ran.stderr


async def _establish(there: Ground) -> None:
    access = Access(
        intake_url=database(there, "intake"),
        routing_url=database(there, "routing"),
        master_key_file=str(Workspace.open(there.folder).master_key_file),
    )
    async with Loader(access, seed=1).open() as loader:
        await loader.establish_directory(dt.datetime.now(dt.UTC))


def _service(there: Ground, name: str, pair: Pair) -> TlsService:
    made = TlsService(
        name=name,
        folder=there.folder,
        port=None,
        command=serve_command(name),
        surroundings=lambda name, port: told(there, name, port, pair),
    )
    made.authority = there.authority
    return made


def told(
    there: Ground, name: str, port: int = 1, pair: Pair | None = None
) -> dict[str, str]:
    """Return what a service is told where everything else is on other machines."""
    near = Workspace.open(there.folder).service_environment(
        name, port=port, postgres_port=there.postgres.port, nats_port=there.nats.port
    )
    address = near["TIEPDAN_DATABASE_URL"].replace(f"@{HOST}:", f"@{NAME}:")
    return near | {
        "TIEPDAN_DATABASE_URL": f"{address}?sslmode=verify-full",
        "TIEPDAN_NATS_URL": f"tls://{NAME}:{there.nats.port}",
        "TIEPDAN_CA_FILE": str(there.authority.file),
        "TIEPDAN_TLS_CERT_FILE": str(pair.file) if pair else "",
        "TIEPDAN_TLS_KEY_FILE": str(pair.key_file) if pair else "",
    }


def database(there: Ground, name: str) -> str:
    """Return how a service calls its database, with who vouches for it."""
    url = told(there, name)["TIEPDAN_DATABASE_URL"]
    return tls.with_authority(url, str(there.authority.file))


def run(*command: str, **told: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the operator."""
    return subprocess.run(
        [*_TIEPDAN, *command],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
