"""Connections to one service's database; whatever is wrong with it becomes `StoreUnavailable`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg

from shared import tls
from shared.errors import StoreUnavailable

Connection: TypeAlias = asyncpg.Connection
Pooled: TypeAlias = asyncpg.Connection
"""One that is lent by the pool; asyncpg gives it the same methods."""

CONNECT_TIMEOUT_S = 3.0
STATEMENT_TIMEOUT_S = 5.0

LOST = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,  # shutdown, cancelled, crash recovery
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidCachedStatementError,  # a rebuild swapped the table under a statement
    asyncpg.PostgresSystemError,
)
"""What a connection raises when the store is to blame, not the statement."""


class Database:
    """A pool that connects when first asked, so that a service starts before its store does."""

    def __init__(self, url: str, *, name: str, size: int = 8) -> None:
        self.url = url
        self._name = name
        self._size = size
        self._pool: asyncpg.Pool | None = None

    async def open(self) -> None:
        """Prepare the pool; no connection is made yet."""
        self._pool = await asyncpg.create_pool(
            self.url,
            ssl=tls.of_postgres(self.url),
            min_size=0,
            max_size=self._size,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=STATEMENT_TIMEOUT_S,
            server_settings={"application_name": self._name},
        )

    async def close(self) -> None:
        """Drop every connection."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Pooled]:
        """
        Lend a connection.

        Raises:
            StoreUnavailable: PostgreSQL is away, restarting, or does not answer in time.
        """
        if self._pool is None:
            raise StoreUnavailable("the database is not open")
        try:
            connection = await self._pool.acquire(timeout=CONNECT_TIMEOUT_S)
        except LOST as error:
            raise StoreUnavailable(type(error).__name__) from error
        try:
            yield connection
        except LOST as error:
            # A statement that timed out may still hold its socket: never lend it again.
            # One that PostgreSQL closed is out of the pool already and refuses even that.
            with contextlib.suppress(asyncpg.InterfaceError):
                connection.terminate()
            raise StoreUnavailable(type(error).__name__) from error
        finally:
            # What was asked is done; a connection that dies in its reset is thrown away.
            with contextlib.suppress(*LOST):
                await self._pool.release(connection)


async def connect(url: str, *, name: str, statement_timeout_s: float = 30.0) -> Connection:
    """
    Return a connection of one's own, for work that holds a lock as long as it lives.

    Raises:
        StoreUnavailable: PostgreSQL cannot be reached, or is not the one it should be.
    """
    try:
        connection: Connection = await asyncpg.connect(
            url,
            ssl=tls.of_postgres(url),
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=statement_timeout_s,
            server_settings={"application_name": name},
        )
    except LOST as error:
        raise StoreUnavailable(type(error).__name__) from error
    return connection
