"""Real servers for the log's own tests: one NATS and one PostgreSQL a session, both thrown away."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import asyncpg
import httpx
import pytest
import pytest_asyncio

from deploy.commands.demo import access_of
from deploy.demo.load import Loader
from deploy.embedded.names import OPERATOR, SUPERUSER
from deploy.embedded.nats import NatsServer
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.secrets import Secrets, load_or_generate, seed_file
from deploy.embedded.supervisor import Stack
from shared.log import streams
from shared.log.wire import NatsAddress, close, connect_once
from tests.folders import data_folder
from tests.integration.signed import signed_in


@dataclass(frozen=True)
class Servers:
    """Running servers and who may do everything on them."""

    nats: NatsServer
    postgres: PostgresServer
    secrets: Secrets

    @property
    def operator(self) -> NatsAddress:
        """The NATS user that may do everything."""
        return self.nats_user(OPERATOR)

    def nats_user(self, user: str) -> NatsAddress:
        """A NATS user."""
        return NatsAddress(
            url=self.nats.url, user=user, seed_file=seed_file(self.nats.folder, user)
        )

    def url(self, database: str) -> str:
        """A database as the superuser."""
        password = self.secrets.postgres_superuser
        address = self.postgres.url.removeprefix("postgresql://")
        return f"postgresql://{SUPERUSER}:{password}@{address}/{database}"


@pytest.fixture(name="servers", scope="session")
def _servers() -> Iterator[Servers]:
    with data_folder() as folder:
        secrets = load_or_generate(folder)
        servers = Servers(
            NatsServer(folder=folder, port=None),
            PostgresServer(folder=folder, secrets=secrets, port=None),
            secrets,
        )
        try:
            for server in (servers.nats, servers.postgres):
                server.prepare()
                server.start()
            yield servers
        finally:
            servers.nats.stop()
            servers.postgres.stop()


@pytest_asyncio.fixture(name="stream")
async def _stream(servers: Servers) -> AsyncIterator[Servers]:
    """A fresh stream of facts."""
    nc = await connect_once(servers.operator, name="test")
    for name in (streams.STREAM, streams.JOBS):
        await streams.js_api(nc, f"STREAM.DELETE.{name}")
    await streams.declare(nc)
    yield servers
    await close(nc)


_NUMBERS = iter(range(1, 10_000))


@pytest_asyncio.fixture(name="database_url")
async def _database_url(servers: Servers) -> AsyncIterator[str]:
    """A fresh, empty database."""
    name = f"test_{next(_NUMBERS)}"
    connection = await asyncpg.connect(servers.url("postgres"))
    await connection.execute(f"create database {name}")
    await connection.close()
    yield servers.url(name)
    await asyncio.sleep(0)


@pytest.fixture(name="stack", scope="session")
def _stack() -> Iterator[Stack]:
    """The whole program, front door included, with the province's directory and no petitions."""
    with data_folder() as folder, Stack(folder, ports=None) as stack:
        access = access_of(stack.workspace)

        async def establish() -> None:
            async with Loader(access, seed=1).open() as loader:
                await loader.establish_directory(dt.datetime.now(dt.UTC))

        asyncio.run(establish())
        yield stack


@pytest.fixture(name="door")
def _door(stack: Stack) -> Iterator[httpx.Client]:
    """A client at the front door."""
    with httpx.Client(base_url=stack.urls["front"], timeout=10) as client:
        yield client


@pytest.fixture(name="desk")
def _desk(stack: Stack) -> Iterator[httpx.Client]:
    """A client at the front door, signed in as an officer who settles in the whole province."""
    headers = signed_in(stack, "head", "inspectorate", agency="80", below=True)
    with httpx.Client(base_url=stack.urls["front"], timeout=10, headers=headers) as client:
        yield client
