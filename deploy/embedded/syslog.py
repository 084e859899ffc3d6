"""Log lines as messages of syslog (RFC 5424), each after its length, as over TLS (RFC 5425)."""

import contextlib
import datetime as dt
import json
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from deploy.embedded.failures import StackError
from shared import tls

LONGEST_BYTES: Final = 64 * 1024
"""Of a line; what is longer comes in pieces. The receiver must take as much in one message."""
_LOCAL0 = 16 * 8
_SEVERITIES = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}
_NOTICE = 5
"""Of lines that are not ours to read: those of PostgreSQL and NATS."""
_NIL = "-"
_PORTS = {"syslog+tls": 6514, "syslog+tcp": 601}
_UNPRINTED = re.compile(r"[^\x21-\x7e]")
_MOST_OF_A_NAME = 48
_MOST_OF_AN_ID = 32


class ReceiverUnfit(StackError):
    """`TIEPDAN_LOG_TO` names no place that log lines can be sent to."""

    code = "log-receiver-unfit"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes log lines."""

    host: str
    port: int
    encrypted: bool

    @classmethod
    def at(cls, setting: str) -> "Receiver | None":
        """
        Return the receiver of `syslog+tls://host:6514`; none when it is empty.

        `syslog+tcp://` is for a collector on this machine: no line leaves it in clear.

        Raises:
            ReceiverUnfit: it is neither.
        """
        if not setting:
            return None
        address = urlsplit(setting)
        host, encrypted = address.hostname or "", address.scheme == "syslog+tls"
        port = 0
        with contextlib.suppress(KeyError, ValueError):
            usual = _PORTS[address.scheme]
            port = address.port or usual
        if not host or not port or not (encrypted or tls.is_here(host)):
            raise ReceiverUnfit(
                "TIEPDAN_LOG_TO must be syslog+tls://host:6514, or syslog+tcp://127.0.0.1:601"
                " for a collector on this machine."
            )
        return cls(host, port, encrypted)

    def __str__(self) -> str:
        return f"{'TLS' if self.encrypted else 'TCP'} to {self.host}:{self.port}"


def framed(program: str, line: bytes) -> bytes:
    """Return a line of a program's log as a message, after its length."""
    said = _ours(line)
    level, at, event = (str(said.get(key, "")) for key in ("level", "timestamp", "event"))
    head = " ".join(
        (
            f"<{_LOCAL0 + _SEVERITIES.get(level, _NOTICE)}>1",
            at if _is_instant(at) else _NIL,
            _word(socket.gethostname(), 255),
            _word(f"tiepdan-{program}", _MOST_OF_A_NAME),
            _NIL,
            _word(event, _MOST_OF_AN_ID),
            _NIL,
        )
    )
    message = f"{head} ".encode() + line
    return f"{len(message)} ".encode() + message


def _ours(line: bytes) -> dict[str, object]:
    """Return what a line of a service says; nothing of one that says it in another form."""
    if not line.startswith(b"{"):
        return {}
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _is_instant(text: str) -> bool:
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _word(text: str, longest: int) -> str:
    return _UNPRINTED.sub("_", text)[:longest] or _NIL
