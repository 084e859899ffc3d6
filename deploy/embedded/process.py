"""A program that never outlives its supervisor, and is found again after a crash."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.embedded.secrets import write_private

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
# Linux sends the parent-death signal when the *thread* that started the child ends. All
# children are therefore started by this one thread, which lives as long as the interpreter.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")
_LOG_LIMIT_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """All that is needed to start one program; `run_as` are account arguments for Popen."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log_file: Path
    pid_file: Path
    stop_signal: signal.Signals
    run_as: Mapping[str, Any]


def launch(order: Launch) -> subprocess.Popen[bytes]:
    """
    Start the program in its own process group and write down who it is.

    Raises:
        OSError: it cannot be run.
    """
    process = _STARTER.submit(_launch, order).result()
    note = {
        "pid": process.pid,
        "command": list(order.command),
        "stop_signal": int(order.stop_signal),
    }
    write_private(order.pid_file, json.dumps(note).encode())
    return process


def _launch(order: Launch) -> subprocess.Popen[bytes]:
    order.log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(order.log_file)
    with open(order.log_file, "ab", opener=_for_us_alone) as log:
        return subprocess.Popen(
            list(order.command),
            env=dict(order.environment),
            cwd=order.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            umask=0o077,  # whatever a program writes is for its own account
            start_new_session=True,  # the terminal's Ctrl-C is for the supervisor alone
            # Only system calls happen in it, nothing that could wait for a thread.
            preexec_fn=_end_with_parent(order.stop_signal),  # noqa: PLW1509
            **order.run_as,
        )


def _for_us_alone(path: str, flags: int) -> int:
    handle = os.open(path, flags, 0o600)
    os.fchmod(handle, 0o600)  # one that an older version made for everybody to read
    return handle


def _make_room(log_file: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log_file.stat().st_size > _LOG_LIMIT_BYTES:
            log_file.replace(log_file.with_suffix(".log.1"))


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    prctl, parent = _LIBC.prctl, os.getpid()

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return arrange


def command_of(pid: int) -> list[str] | None:
    """Return the command line of a living process; None when it is gone or a zombie."""
    if Path("/proc/self").exists():
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return raw.decode(errors="replace").rstrip("\0").split("\0") if raw else None
    answer = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.split() or None


def end_leftover(pid_file: Path, *, patience_s: float) -> bool:
    """
    End the process of an earlier, crashed supervisor; return whether there was one.

    It must have the recorded pid *and* command line: pids are given out again.
    """
    try:
        note = json.loads(pid_file.read_bytes())
        pid, command, stop_signal = note["pid"], note["command"], note["stop_signal"]
    except (OSError, ValueError, KeyError, TypeError):
        pid_file.unlink(missing_ok=True)
        return False
    expected = " ".join(command).split()
    found = _is(pid, expected)
    deadline = time.monotonic() + patience_s
    _signal(pid, stop_signal, expected)
    while _is(pid, expected):
        if time.monotonic() > deadline:
            _signal(pid, signal.SIGKILL, expected)
        time.sleep(0.05)
    pid_file.unlink(missing_ok=True)
    return found


def _is(pid: int, expected: list[str]) -> bool:
    command = command_of(pid)
    return command is not None and " ".join(command).split() == expected


def _signal(pid: int, number: int, expected: list[str]) -> None:
    if _is(pid, expected):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
