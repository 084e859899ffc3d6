"""A machine that collects log lines: a real socket, with TLS, that reads syslog as it is sent."""

import contextlib
import datetime as dt
import ipaddress
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.embedded.ports import choose

_MESSAGE = re.compile(
    rb"<(?P<priority>\d{1,3})>1 (?P<at>\S+) (?P<host>\S+) (?P<program>\S+) - (?P<event>\S+) - "
)


@dataclass(frozen=True)
class Message:
    """One message of syslog, taken apart."""

    severity: int
    at: str
    program: str
    event: str
    line: bytes


def taken_apart(message: bytes) -> Message:
    head = _MESSAGE.match(message)
    assert head, message
    assert int(head["priority"]) // 8 == 16, "not of the facility local0"
    return Message(
        severity=int(head["priority"]) % 8,
        at=head["at"].decode(),
        program=head["program"].decode(),
        event=head["event"].decode(),
        line=message[head.end() :],
    )


class Collector:
    """Listens on a port of its own. `stop` and `start` are a machine that goes away and returns."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.port = choose(None)
        self.messages: list[Message] = []
        self.reads = True
        self._certificate = certificate
        self._up = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def setting(self) -> str:
        return f"syslog+{'tls' if self._certificate else 'tcp'}://127.0.0.1:{self.port}"

    def lines(self, program: str) -> list[bytes]:
        """Return the lines of a program, each once, in the order in which they first came."""
        of = [m.line for m in list(self.messages) if m.program == f"tiepdan-{program}"]
        return list(dict.fromkeys(of))

    def start(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        listener.settimeout(0.02)
        self._up.set()
        self._run(self._accept, listener)

    def stop(self) -> None:
        """Go away at once, with whatever was not read: a machine that loses its power."""
        self._up.clear()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _run(self, work: Callable[[socket.socket], None], line: socket.socket) -> None:
        thread = threading.Thread(target=work, args=(line,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while self._up.is_set():
                with contextlib.suppress(TimeoutError):
                    line, _ = listener.accept()
                    self._run(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line = self._encrypted(line)
            line.settimeout(0.02)
            held = bytearray()
            while self._up.is_set():
                with contextlib.suppress(TimeoutError):
                    held += self._next(line)
                    self._take(held)
        with contextlib.suppress(OSError):
            linger = struct.pack("ii", 1, 0)  # a reset, and nothing is read any more
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        line.close()

    def _encrypted(self, line: socket.socket) -> socket.socket:
        if self._certificate is None:
            return line
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._certificate)
        return context.wrap_socket(line, server_side=True)

    def _next(self, line: socket.socket) -> bytes:
        if not self.reads:
            time.sleep(0.02)
            return b""
        part = line.recv(4096)
        if not part:
            raise ConnectionResetError
        return part

    def _take(self, held: bytearray) -> None:
        while (blank := held.find(b" ")) > 0:
            end = blank + 1 + int(held[:blank])
            if len(held) < end:
                return
            self.messages.append(taken_apart(bytes(held[blank + 1 : end])))
            del held[:end]


def authority(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """Return the certificate of an authority, and one that it made for a host, with its key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = _certificate("Some authority", ca_key, None, None)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    made = _certificate("Collector", key, (ca, ca_key), alternative)
    ca_file, file = folder / "ca.pem", folder / "collector.pem"
    ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return ca_file, file


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
    alternative: x509.SubjectAlternativeName | None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, by_key = issuer or (None, key)
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.BasicConstraints(ca=by is None, path_length=None), critical=True
        )
    )
    if alternative is not None:
        builder = builder.add_extension(alternative, critical=False)
    return builder.sign(by_key, hashes.SHA256())


def until(seen: Callable[[], bool], patience_s: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience_s
    while not seen():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
