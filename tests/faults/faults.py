"""Faults in a running stack: processes killed or stopped, connections cut; chosen by seed."""

import asyncio
import contextlib
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import asyncpg
import psutil

from deploy.embedded.names import SERVICES, SUPERUSER, role_of
from deploy.embedded.supervisor import Stack
from tests.faults.province import eventually

Kind: TypeAlias = Literal["kill", "stop", "cut"]
STOPPED_S = (1.0, 5.0)
PAUSE_S = (0.5, 2.4)
SPREAD: tuple[tuple[str, Kind], ...] = (
    *((name, "kill") for name in (*SERVICES, "nats", "postgres")),
    *((name, "stop") for name in (*SERVICES, "nats", "postgres")),
    *((name, "cut") for name in (*SERVICES, "nats")),
)
"""Every kind for everything that can suffer it; a service's cut is of its PostgreSQL backends."""


@dataclass
class Chaos:
    """Injects faults, some at the same time, never two into one process at once."""

    stack: Stack
    seed: int
    done: list[tuple[str, Kind]] = field(default_factory=list)
    over_at: float = 0.0
    """When the last fault was over: the process is back and answers (monotonic)."""

    def planned(self, faults: int) -> Iterator[tuple[str, Kind]]:
        """Return what to break: everything once, the rest by chance."""
        chance = random.Random(self.seed)
        plan = [*SPREAD, *chance.choices(SPREAD, k=faults - len(SPREAD))]
        chance.shuffle(plan)
        return iter(plan)

    async def run(self, faults: int) -> None:
        """Inject the faults and wait until the last one is over."""
        chance = random.Random(f"{self.seed}/time")
        busy = {name: asyncio.Lock() for name in (*SERVICES, "nats", "postgres")}
        async with asyncio.TaskGroup() as group:
            for target, kind in self.planned(faults):
                group.create_task(
                    self._one(target, kind, busy[target], chance.uniform(*STOPPED_S))
                )
                await asyncio.sleep(chance.uniform(*PAUSE_S))

    async def _one(
        self, target: str, kind: Kind, busy: asyncio.Lock, stopped_s: float
    ) -> None:
        async with busy:
            match kind:
                case "kill":
                    await self._kill(target)
                case "stop":
                    await self._stop(target, stopped_s)
                case "cut" if target == "nats":
                    await self._cut_nats()
                case "cut":
                    await self._cut_backends(target)
            self.done.append((target, kind))
            self.over_at = max(self.over_at, time.monotonic())

    async def _kill(self, target: str) -> None:
        server = self.stack.process(target)
        pid = server.pid
        if pid is not None:
            server.signal(signal.SIGKILL)
        await eventually(lambda: self._is_back(target, pid), 60)

    async def _is_back(self, target: str, before: int | None) -> bool:
        server = self.stack.process(target)
        if server.pid in (None, before):
            return False
        if target != "postgres":
            return await asyncio.to_thread(server.is_ready)
        address = self.stack.workspace.admin_dsn(port=server.port)
        connection = await asyncpg.connect(address, timeout=2)
        connection.terminate()
        return True

    async def _stop(self, target: str, seconds: float) -> None:
        pid = self.stack.process(target).pid
        if pid is None:
            return
        # With its children: a stopped postmaster alone leaves its backends at work.
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            tree = [process, *process.children(recursive=True)]
            for each in tree:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.suspend()
            await asyncio.sleep(seconds)
            for each in reversed(tree):
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.resume()

    async def _cut_backends(self, service: str) -> None:
        async def cut() -> bool:
            admin = await asyncpg.connect(
                self.stack.workspace.admin_dsn(port=self.stack.postgres.port), timeout=2
            )
            try:
                await admin.fetch(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where usename = $1 and usename <> $2",
                    role_of(service), SUPERUSER,
                )  # fmt: skip
            finally:
                admin.terminate()
            return True

        await eventually(cut, 30)

    async def _cut_nats(self) -> None:
        """Abort every connection to NATS; where the kernel does not let us, kill it instead."""
        port = str(self.stack.nats.port)
        ss = shutil.which("ss")
        before = await asyncio.to_thread(_connections, port)
        if ss:
            command = [ss, "-K", "dport", "=", port]
            await asyncio.to_thread(
                subprocess.run, command, capture_output=True, check=False
            )
        if not ss or before & await asyncio.to_thread(_connections, port):
            await self._kill("nats")


def _connections(port: str) -> set[tuple[int, int]]:
    """Return the client ends of connections to a port."""
    return {
        (each.laddr.port, each.raddr.port)
        for each in psutil.net_connections("tcp")
        if each.raddr and str(each.raddr.port) == port and each.status == "ESTABLISHED"
    }
