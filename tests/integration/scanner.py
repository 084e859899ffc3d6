"""The real clamd of Debian, with one signature of our own: none can be fetched here."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.embedded.ports import choose

HARMFUL = b"tiepdan-harmless-pattern-for-tests-8831"
_PATIENCE_S = 30.0


class Clamd:
    """One clamd in a folder of its own, that can be stopped and started."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tiepdan-clamd-"))
        self.port = choose(None)
        self.path = self.folder / "clamd.sock"
        (self.folder / "own.ndb").write_text(f"Tiepdan.Test:0:*:{HARMFUL.hex()}\n")
        (self.folder / "clamd.conf").write_text(
            f"DatabaseDirectory {self.folder}\nTemporaryDirectory {self.folder}\n"
            f"LocalSocket {self.path}\nTCPSocket {self.port}\nTCPAddr 127.0.0.1\n"
            "Foreground yes\nStreamMaxLength 60M\nMaxThreads 4\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        program = shutil.which("clamd") or "/usr/sbin/clamd"
        log = (self.folder / "log").open("ab")
        command = [program, "--config-file", str(self.folder / "clamd.conf")]
        self._process = subprocess.Popen(command, stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                with socket.create_connection(("127.0.0.1", self.port), 1) as knock:
                    knock.sendall(b"zPING\0")
                    if knock.recv(16) == b"PONG\0":
                        return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        """Stop."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


@contextlib.contextmanager
def running() -> Iterator[Clamd]:
    """A clamd for as long as somebody needs it."""
    clamd = Clamd()
    clamd.start()
    try:
        yield clamd
    finally:
        clamd.stop()
        shutil.rmtree(clamd.folder)
