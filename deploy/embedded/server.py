"""One supervised process: find it a port, start it, wait until ready, stop it cleanly."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from deploy.embedded import ports
from deploy.embedded.failures import DidNotStart
from deploy.embedded.names import HOST
from deploy.embedded.process import Launch, launch

_ATTEMPTS = 5
_TAIL_BYTES = 4096


class Server(ABC):
    """
    A process with a port, a log and a pid file in the data folder.

    Once started it keeps its port, because the others know it. `wanted` tells the
    supervisor whether to bring it back when it dies.
    """

    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    start_timeout_s: ClassVar[float] = 60.0

    def __init__(self, *, name: str, folder: Path, port: int | None) -> None:
        self.name = name
        self.folder = folder
        self.wanted = False
        self.log_file = folder / "log" / f"{name}.log"
        self.pid_file = folder / "run" / f"{name}.pid"
        self._preferred_port = port
        self._port: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = threading.Event()
        self._guard = threading.RLock()

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command line."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Test whether this very process (not another on its port) answers."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it answers, without user and password."""

    def prepare(self) -> None:  # noqa: B027
        """Make what must exist once, before the first start."""

    def configure(self) -> None:  # noqa: B027
        """Write what depends on the port, before every start."""

    def environment(self) -> dict[str, str]:
        """Return the environment of the process."""
        return dict(os.environ)

    def run_as(self) -> Mapping[str, Any]:
        """Return account arguments for Popen; empty means the supervisor's own account."""
        return {}

    def working_folder(self) -> Path:
        """Return the folder in which the process runs."""
        return self.folder

    @property
    def port(self) -> int:
        """The port in use. Raises: DidNotStart if none was chosen yet."""
        if self._port is None:
            raise DidNotStart(f"{self.name} was never started.")
        return self._port

    @property
    def pid(self) -> int | None:
        """The process id, or None while nothing lives."""
        return self._process.pid if self._process and self.alive else None

    @property
    def alive(self) -> bool:
        """Whether the process lives (it may still be unready)."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_status(self) -> int | None:
        """How the last process ended: negative is a signal, None alive or never begun."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """
        Start and wait until ready; on a port that was taken meanwhile try another.

        Raises:
            DidNotStart: it ended or stayed silent; the sentence names its log.
        """
        with self._guard:
            settled = self._port is not None
            for _ in range(_ATTEMPTS):
                if self.alive or self._start_once():
                    self.wanted = True
                    return
                lost_race = not self._cancelled.is_set() and not ports.is_free(self.port)
                if not lost_race:
                    break
                if not settled:
                    self._port = None
        raise DidNotStart(
            f"{self.name} did not start; read {self.log_file}.{self._last_words()}"
        )

    def _start_once(self) -> bool:
        if self._cancelled.is_set():
            return False
        self._begin()
        ready = self._await_ready()
        if not ready:
            self.kill()
        return ready

    def respawn(self) -> bool:
        """
        Start again on the same port without waiting; return whether it was begun.

        It is not while somebody else is starting or stopping it.
        """
        if not self._guard.acquire(blocking=False):
            return False
        try:
            if not self.wanted or self.alive:
                return False
            self._begin()
            return True
        finally:
            self._guard.release()

    def cancel(self) -> None:
        """Make a `start` in another thread give up, and later ones refuse until `stop`."""
        self._cancelled.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ask the process to end, and after the timeout make it."""
        with self._guard:
            self.wanted = False
            self._cancelled.clear()
            process = self._process
            if process is None:
                return
            self.signal(signal.SIGCONT)  # a frozen process would not hear the request
            self.signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout_s)
            self.kill()
            self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the process and what it started, at once, and wait for it."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send the signal to the process alone; nothing happens when it is gone."""
        if self._process is not None:
            self._process.send_signal(number)

    def _begin(self) -> None:
        if self._port is None:
            self._port = ports.choose(self._preferred_port, self.host())
        self.configure()
        self._process = launch(
            Launch(
                command=self.command(),
                environment=self.environment(),
                folder=self.working_folder(),
                log_file=self.log_file,
                pid_file=self.pid_file,
                stop_signal=self.stop_signal,
                run_as=self.run_as(),
            )
        )

    def host(self) -> str:
        """Return the address on which the process listens."""
        return HOST

    def _await_ready(self) -> bool:
        deadline = time.monotonic() + self.start_timeout_s
        while self.alive and time.monotonic() < deadline and not self._cancelled.is_set():
            with contextlib.suppress(OSError):
                if self.is_ready():
                    return True
            time.sleep(0.02)
        return False

    def _last_words(self) -> str:
        with contextlib.suppress(OSError), self.log_file.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - _TAIL_BYTES))
            lines = log.read().decode(errors="replace").strip().splitlines()
            return f" Its last line: {lines[-1]}" if lines else ""
        return ""
