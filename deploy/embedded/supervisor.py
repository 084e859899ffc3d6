"""The stack: start all servers in order, keep them alive, stop them in reverse."""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import structlog

from deploy.caddy.door import Https
from deploy.embedded.caddy import CaddyServer
from deploy.embedded.names import PREFERRED_PORTS, SERVICES
from deploy.embedded.nats import NatsServer
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.process import end_leftover
from deploy.embedded.server import Server
from deploy.embedded.service import Service
from deploy.embedded.shipping import Shipping
from deploy.embedded.watch import Watch
from deploy.embedded.workspace import FolderLock, Workspace
from deploy.provision import AdminSettings, provision

Role = Literal["service", "owner", "admin"]
_LEFTOVER_PATIENCE_S = 5.0
_log = structlog.get_logger("supervisor")


def serve_command(service: str) -> list[str]:
    """Return the command line of a service in this interpreter."""
    return [sys.executable, "-m", "deploy.cli", "serve", service]


def _log_line(line: str) -> None:
    _log.warning("stack", line=line)


class Stack:
    """
    Everything on one machine. Blocking; also for tests, in a temporary folder.

    `ports` are preferences by name (`front`, `postgres`, `nats`, a service); None or a
    missing name means any free port. Without `https` only this machine can come in.
    `tell` gets one line a death or leftover.
    """

    def __init__(  # noqa: PLR0913
        self,
        data: Path,
        *,
        ports: Mapping[str, int] | None = PREFERRED_PORTS,
        with_services: bool = True,
        with_caddy: bool = True,
        with_provision: bool = True,
        supervise: bool = True,
        service_command: Callable[[str], list[str]] = serve_command,
        https: Https | None = None,
        tell: Callable[[str], None] = _log_line,
    ) -> None:
        self.workspace = Workspace.make(data)
        self._ports = ports or {}
        self._with_caddy = with_caddy
        self._with_provision = with_provision
        self._supervise = supervise
        self._service_command = service_command
        self._https = https
        self._tell = tell
        self._lock = FolderLock(self.workspace)
        self._writing = threading.Lock()
        self._started_at = ""
        self._watch: Watch | None = None
        self._shipping: Shipping | None = None
        self._build(SERVICES if with_services else ())

    def _build(self, services: Iterable[str]) -> None:
        folder, secrets, ports = self.workspace.folder, self.workspace.secrets, self._ports
        self.nats = NatsServer(folder=folder, port=ports.get("nats"))
        self.postgres = PostgresServer(
            folder=folder, secrets=secrets, port=ports.get("postgres")
        )
        self.services = {
            name: Service(
                name=name,
                folder=folder,
                port=ports.get(name),
                command=self._service_command(name),
                surroundings=self._surroundings,
            )
            for name in services
        }
        self.caddy = CaddyServer(
            folder=folder,
            port=ports.get("front"),
            upstreams=lambda: {
                name: service.port for name, service in self.services.items()
            },
            https=self._https,
        )

    def __enter__(self) -> Self:
        """Start the stack."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the stack."""
        self.stop()

    def start(self) -> None:
        """
        Start everything and wait until it is ready; on any failure stop what was started.

        Raises:
            AlreadyRunning: another supervisor has the data folder.
            StackError: something did not start; the sentence says what to do.
        """
        shipping = Shipping.asked(self.workspace.folder, os.environ, self._tell)
        self._lock.take()
        if shipping is not None:
            self._shipping = shipping
            shipping.start()
        self._started_at = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            self._end_leftovers()
            if self._supervise:
                self._watch = Watch(self._all(), tell=self._tell, changed=self._write_state)
                self._watch.start()
            self._together(self.nats, self.postgres)
            self._write_state()
            if self._with_provision:
                self._provision()
            self._together(*self.services.values())
            if self._with_caddy:
                self._together(self.caddy)
            self._write_state()
        except BaseException:  # also Ctrl-C: nothing may stay behind
            self.stop()
            raise

    def stop(self) -> None:
        """Stop everything, in such an order that nobody misses what he needs."""
        if self._watch is not None:
            self._watch.end()
            self._watch = None
        self.caddy.stop(3.0)
        with ThreadPoolExecutor(len(SERVICES)) as pool:
            list(pool.map(lambda service: service.stop(4.0), self.services.values()))
        self.nats.stop(3.0)
        self.postgres.stop(8.0)
        if self._shipping is not None:
            self._shipping.end(3.0)  # after all others: their last lines go too
            self._shipping = None
        if self._lock.held:
            self.workspace.state_file.unlink(missing_ok=True)
            self._lock.release()

    def restart(self, name: str) -> None:
        """Stop the process cleanly and start it again on its port; wait until ready."""
        server = self.process(name)
        server.stop()
        server.start()
        self._write_state()

    def process(self, name: str) -> Server:
        """Return the server called `nats`, `postgres`, `caddy` or after its service."""
        return {server.name: server for server in self._all()}[name]

    @property
    def urls(self) -> dict[str, str]:
        """Where each part answers, without passwords; `front` is for people."""
        return {_door_name(server): server.url for server in self._all()}

    def dsn(self, service: str, role: Role = "service") -> str:
        """Return the address of the service's database with the rights of the role."""
        port = self.postgres.port
        match role:
            case "service":
                return self.workspace.service_dsn(service, port=port)
            case "owner":
                return self.workspace.owner_dsn(service, port=port)
            case "admin":
                return self.workspace.admin_dsn(f"tiepdan_{service}", port=port)

    def _all(self) -> list[Server]:
        door = [self.caddy] if self._with_caddy else []
        return [self.nats, self.postgres, *self.services.values(), *door]

    def _surroundings(self, service: str, port: int) -> dict[str, str]:
        return self.workspace.service_environment(
            service,
            port=port,
            postgres_port=self.postgres.port,
            nats_port=self.nats.port,
            others=self._https is not None,
        )

    def _end_leftovers(self) -> None:
        notes = sorted((self.workspace.folder / "run").glob("*.pid"))
        with ThreadPoolExecutor(8) as pool:
            ended = pool.map(
                lambda note: end_leftover(note, patience_s=_LEFTOVER_PATIENCE_S), notes
            )
            for note, found in zip(notes, ended, strict=True):
                if found:
                    self._tell(f"{note.stem} was left by a crash; ended it")

    def _together(self, *servers: Server) -> None:
        if not servers:
            return
        with ThreadPoolExecutor(len(servers)) as pool:
            begun = [pool.submit(_prepare_and_start, server) for server in servers]
            try:
                for one in begun:
                    one.result()
            except BaseException:
                for server in servers:
                    server.cancel()  # else leaving this block waits for their time-outs
                raise

    def _provision(self) -> None:
        settings = AdminSettings.of_workspace(
            self.workspace, postgres_port=self.postgres.port, nats_port=self.nats.port
        )
        # In a thread of its own: the caller may already be inside an event loop.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: asyncio.run(provision(settings))).result()

    def _write_state(self) -> None:
        with self._writing, contextlib.suppress(OSError):
            living = [server for server in self._all() if server.pid is not None]
            self.workspace.write_state(
                {
                    "supervisor": os.getpid(),
                    "started_at": self._started_at,
                    "ports": {_door_name(server): server.port for server in living},
                    "urls": {_door_name(server): server.url for server in living},
                    "processes": {server.name: server.pid for server in living},
                }
            )


def _door_name(server: Server) -> str:
    return "front" if server.name == "caddy" else server.name


def _prepare_and_start(server: Server) -> None:
    server.prepare()
    server.start()
