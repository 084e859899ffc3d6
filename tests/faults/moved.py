"""The real deadlines service as processes of a test, under a clock that the test can move."""

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from deploy.embedded import ports
from deploy.embedded.supervisor import Stack
from services.deadlines import app as deadlines
from services.deadlines.app import SERVICE
from shared.settings import from_environment
from shared.telemetry.logging import configure
from shared.web.service import serve

FORKING = multiprocessing.get_context("forkserver")
"""A process that has imported everything forks: a start costs 0.3 s of one core and not 3."""
FORKING.set_forkserver_preload([__name__])

TICK_EVERY_S = 0.1
"""Fifty moments are to pass in a minute; a province has two a day."""
_TICKED = re.compile(r"(?m)^tiepdan_scheduler_ticks_total [1-9]")


class FileClock:
    """A clock that a file moves: it holds the seconds to add to the machine's."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> dt.datetime:
        """Return the present instant as the test wants it."""
        ahead = dt.timedelta(seconds=float(self._file.read_text("ascii")))
        return dt.datetime.now(dt.UTC) + ahead

    def move(self, to: dt.datetime) -> None:
        """Have it be an instant now, at once for every process."""
        ahead = (to - dt.datetime.now(dt.UTC)).total_seconds()
        new = self._file.with_suffix(".new")
        new.write_text(str(ahead), "ascii")
        new.replace(self._file)


def run(environment: Mapping[str, str], clock: Path, log: Path) -> None:
    """Be the service: what `tiepdan serve deadlines` does, but for clock and pace."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    configure(SERVICE)
    deadlines.EVERY_S = TICK_EVERY_S
    app, frame = deadlines.create(from_environment(environment), FileClock(clock))
    serve(app, frame)


@dataclass
class Replicas:
    """Processes of the service, some of which live."""

    stack: Stack
    clock: Path
    chance: random.Random
    living: dict[int, BaseProcess] = field(default_factory=dict)
    """By port."""
    killed: int = 0
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=1))

    @property
    def log(self) -> Path:
        """What they logged."""
        return self.stack.workspace.folder / "log" / "moved-deadlines.log"

    def start(self, wanted: int) -> None:
        """Start as many as are missing; do not wait for them."""
        while len(self.living) < wanted:
            port = ports.choose(None)
            environment = self.stack.workspace.service_environment(
                SERVICE,
                port=port,
                postgres_port=self.stack.postgres.port,
                nats_port=self.stack.nats.port,
            )
            process = FORKING.Process(target=run, args=(environment, self.clock, self.log))
            process.start()
            self.living[port] = process

    async def have_ticked(self) -> bool:
        """Test whether one of them has told what was due."""
        for port in self.living:
            with contextlib.suppress(httpx.HTTPError):
                url = f"http://127.0.0.1:{port}/metrics"
                answer = await asyncio.to_thread(self.client.get, url)
                if _TICKED.search(answer.text):
                    return True
        return False

    def kill_one(self) -> None:
        """End one of them by SIGKILL, whatever it is about to do."""
        process = self.living.pop(self.chance.choice(list(self.living)))
        assert process.is_alive(), self.log.read_text("utf-8")[-2_000:]
        process.kill()
        process.join()
        self.killed += 1

    def end(self) -> None:
        """End all of them."""
        for process in self.living.values():
            process.kill()
            process.join()
        self.living.clear()
        self.client.close()
