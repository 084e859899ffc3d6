"""The one step that makes roles, databases, tables and streams; it may be repeated."""

import asyncio
import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlsplit

import asyncpg
from nats.errors import Error as NatsError

from deploy.embedded.failures import NotProvisioned, StackError
from deploy.embedded.names import OPERATOR, OWNER_ROLE, SERVICES, database_of, role_of
from deploy.embedded.workspace import Workspace
from deploy.nats.permissions import WORK, consumer_of
from deploy.postgres import scram
from shared import tls
from shared.log.wire import NatsAddress, connect_once

CONNECT_TIMEOUT_S = 10.0
SERVICE_CONNECTIONS = 40
OWNER_CONNECTIONS = 12
_BOUNDS = {
    "statement_timeout": "60s",  # clients give up after 5 or 30 s; no statement goes on for ever
    "temp_file_limit": "2GB",  # one query may not fill the disk on which facts are written
    "search_path": "public",
}
"""What a service's role may use of the server that all of them share."""
_LOCK = 8_080_001
"""Advisory lock: two that provision at once would both try to create the same role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminSettings:
    """With what rights and passwords everything is set up. `repr` shows no secret."""

    postgres_dsn: str = field(repr=False)
    """Of a superuser, any database."""
    owner_password: str = field(repr=False)
    service_passwords: Mapping[str, str] = field(repr=False)
    nats: NatsAddress
    """As the operator."""
    replicas: int = 1
    """Of each stream: 1 on one machine, 3 in a cluster."""

    @classmethod
    def of_workspace(
        cls,
        workspace: Workspace,
        *,
        postgres_port: int | None = None,
        nats_port: int | None = None,
    ) -> Self:
        """Return the settings of an embedded stack; ports default to the running one's."""
        return cls(
            postgres_dsn=workspace.admin_dsn(port=postgres_port),
            owner_password=workspace.secrets.postgres_owner,
            service_passwords=workspace.secrets.postgres_services,
            nats=workspace.nats_login(port=nats_port),
        )

    @classmethod
    def from_environment(cls) -> Self:
        """
        Return the settings of a cluster, from `TIEPDAN_ADMIN_*` and the passwords to set.

        Raises:
            StackError: a variable is missing; the sentence names it.
            TlsUnfit: an address would let others listen.
        """
        ca_file = os.environ.get("TIEPDAN_CA_FILE", "")
        try:
            found = cls(
                postgres_dsn=tls.with_authority(
                    os.environ["TIEPDAN_ADMIN_DATABASE_URL"], ca_file
                ),
                owner_password=os.environ["TIEPDAN_OWNER_PASSWORD"],
                service_passwords={
                    name: os.environ[f"TIEPDAN_{name.upper()}_PASSWORD"]
                    for name in SERVICES
                },
                nats=NatsAddress(
                    url=os.environ["TIEPDAN_ADMIN_NATS_URL"],
                    user=OPERATOR,
                    seed_file=Path(os.environ["TIEPDAN_ADMIN_NATS_SEED_FILE"]),
                    ca_file=ca_file,
                ),
                replicas=int(os.environ.get("TIEPDAN_STREAM_REPLICAS", "1")),
            )
        except KeyError as missing:
            name = missing.args[0]
            raise StackError(f"{name} is not set; set it and try again.") from None
        tls.of_postgres(found.postgres_dsn, "TIEPDAN_ADMIN_DATABASE_URL")
        tls.of_nats(found.nats.url, ca_file, "TIEPDAN_ADMIN_NATS_URL")
        return found


async def provision(settings: AdminSettings) -> None:
    """
    Make what is missing; leave what is there.

    Raises:
        NotProvisioned: a server cannot be reached or refuses.
    """
    try:
        await asyncio.gather(_provision_databases(settings), _declare_streams(settings))
    except (asyncpg.PostgresError, NatsError, OSError) as fault:
        reason = str(fault) or type(fault).__name__
        raise NotProvisioned(
            f"Databases and streams were not set up: {reason}; see `tiepdan doctor`."
        ) from fault


async def _provision_databases(settings: AdminSettings) -> None:
    admin = await _connect(settings.postgres_dsn)
    try:
        await admin.execute("SELECT pg_advisory_lock($1::bigint)", _LOCK)
        await _make_roles(admin, settings)
        await _make_databases(admin)
        await asyncio.gather(*(_migrate(settings, service) for service in SERVICES))
    finally:
        await admin.close()


async def _make_roles(admin: asyncpg.Connection, settings: AdminSettings) -> None:
    passwords = {role_of(name): word for name, word in settings.service_passwords.items()}
    passwords[OWNER_ROLE] = settings.owner_password
    found = await admin.fetch(
        "SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY($1::text[])",
        list(passwords),
    )
    stored: dict[str, str | None] = {row["rolname"]: row["rolpassword"] for row in found}
    for role, password in passwords.items():
        if scram.opens(password, stored.get(role)):
            continue
        limit = OWNER_CONNECTIONS if role == OWNER_ROLE else SERVICE_CONNECTIONS
        verb = "ALTER" if role in stored else "CREATE"
        await admin.execute(
            f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
            f"CONNECTION LIMIT {limit} PASSWORD '{scram.verifier(password)}'"
        )
    for service in SERVICES:
        for setting, value in _BOUNDS.items():
            await admin.execute(f"ALTER ROLE {role_of(service)} SET {setting} = '{value}'")


async def _make_databases(admin: asyncpg.Connection) -> None:
    found = await admin.fetch("SELECT datname FROM pg_database")
    existing = {row["datname"] for row in found}
    for service in SERVICES:
        database = database_of(service)
        if database not in existing:
            await admin.execute(f"CREATE DATABASE {database} OWNER {OWNER_ROLE}")
        # Always: a crash between the two statements would leave the door open to everybody.
        await admin.execute(
            f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {role_of(service)}; "
            f"GRANT CONNECT ON DATABASE {database} TO {role_of(service)}"
        )
    # Where everybody may go by default, and make temporary tables, nobody has business.
    await admin.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")


async def _migrate(settings: AdminSettings, service: str) -> None:
    # Late: the tables belong to code that a broken installation may not be able to import.
    house = importlib.import_module("deploy.houses").house(service)
    dsn = _owner_dsn(settings, service)
    connection = await _connect(dsn)
    try:
        stale = await house.migrate(connection, role_of(service))
    finally:
        await connection.close()
    if stale:
        await house.rebuild(dsn, role_of(service))


def _owner_dsn(settings: AdminSettings, service: str) -> str:
    asked = urlsplit(settings.postgres_dsn)
    address = asked.netloc.rpartition("@")[2]
    owner = f"{OWNER_ROLE}:{quote(settings.owner_password, safe='')}"
    how = f"?{asked.query}" if asked.query else ""
    return f"postgresql://{owner}@{address}/{database_of(service)}{how}"


async def _connect(dsn: str) -> asyncpg.Connection:
    return await asyncpg.connect(dsn, ssl=tls.of_postgres(dsn), timeout=CONNECT_TIMEOUT_S)


async def _declare_streams(settings: AdminSettings) -> None:
    streams = importlib.import_module("shared.log.streams")
    connection = await connect_once(
        settings.nats, name="provision", timeout_s=int(CONNECT_TIMEOUT_S)
    )
    try:
        await streams.declare(connection, replicas=settings.replicas)
        for service, kinds in WORK.items():
            for what in kinds:
                name = consumer_of(service, what)
                await streams.declare_work(connection, f"jobs.{service}.{what}", name)
    finally:
        await connection.close()
