"""Where it is measured: the product's own NATS and PostgreSQL, with the product's settings."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import asyncpg

from deploy.embedded.names import OPERATOR, role_of
from deploy.embedded.supervisor import Stack
from deploy.houses import house
from shared.auth.token import Signer
from shared.log import streams
from shared.log.wire import NatsAddress, close, connect_once
from shared.settings import Settings
from tests.folders import data_folder

PROVINCE = "80"


@dataclass(frozen=True, slots=True)
class Ground:
    """A running stack in a temporary folder, and databases made on it as needed."""

    stack: Stack
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def nats(self) -> NatsAddress:
        """The NATS user that may do everything."""
        return self.stack.workspace.nats_login(OPERATOR, port=self.stack.nats.port)

    def url(self, database: str = "postgres") -> str:
        """A database as the superuser."""
        return self.stack.workspace.admin_dsn(database, port=self.stack.postgres.port)

    @asynccontextmanager
    async def database(self, service: str = "") -> AsyncIterator[str]:
        """Make a database, empty or with the tables of a service, and drop it in the end."""
        name = f"bench_{next(self._numbers)}"
        admin = await asyncpg.connect(self.url())
        await admin.execute(f"create database {name}")
        if service:
            owner = await asyncpg.connect(self.url(name))
            await house(service).migrate(owner, role_of(service))
            await owner.close()
        try:
            yield self.url(name)
        finally:
            await admin.execute(f"drop database {name} with (force)")
            await admin.close()

    async def fresh_stream(self) -> None:
        """Make the stream of facts anew, empty."""
        nc = await connect_once(self.nats, name="bench")
        for name in (streams.STREAM, streams.JOBS):
            await streams.js_api(nc, f"STREAM.DELETE.{name}")
        await streams.declare(nc)
        await close(nc)

    def settings(self, database_url: str) -> Settings:
        """Return the settings with which a service would run on this ground."""
        return Settings(
            host="127.0.0.1",
            port=0,
            database_url=database_url,
            nats=self.nats,
            province=PROVINCE,
            principal_key=Signer.read(str(self.stack.workspace.principal_key_file)).public,
            principal_key_file=str(self.stack.workspace.principal_key_file),
            factor_key_file=str(self.stack.workspace.factor_key_file),
            master_key_file=str(self.stack.workspace.master_key_file),
        )


@contextmanager
def ground(*, with_services: bool = False) -> Iterator[Ground]:
    """Start a stack in a temporary folder and leave nothing behind."""
    with data_folder("bench") as folder:
        stack = Stack(
            folder,
            ports=None,
            with_services=with_services,
            with_caddy=False,
            with_provision=True,
            supervise=False,
        )
        with stack:
            yield Ground(stack)
