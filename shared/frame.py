"""
What every service process consists of: its log, relay, hearing, and the FastStream broker.

FastStream is the frame around NATS for all that needs no order: requests between
services, jobs, live updates, and the AsyncAPI document. The ordered path of facts is
`shared.log`; decision 0002 says why.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec
import structlog
from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey
from nats.errors import Error as NatsError

from shared.answering import AnswersToInboxes
from shared.clock import Clock
from shared.errors import Conflict, StoreUnavailable
from shared.log.documented import document_facts
from shared.log.feeding import Feed, Feeder
from shared.log.hearing import Ears, Hearing
from shared.log.migrate import DatabaseUnfit
from shared.log.migrate import check as check_database
from shared.log.progress import Progress
from shared.log.reacting import Aggregates, Reactions, When
from shared.log.readmodel import ReadModel
from shared.log.relay import Relay
from shared.log.saying import PostgresLog
from shared.log.streams import check as check_stream
from shared.log.streams import source_of
from shared.log.wire import close, connect_once
from shared.postgres.pool import Database, connect
from shared.settings import Settings

log = structlog.get_logger()

RPC_TIMEOUT_S = 5.0
FACTS_AN_ANSWER = 500
RECONNECT_S = 0.5
RETRY_DUTY_S = 60.0
LIVE_EVERY_S = 0.2
"""Live updates are gathered so long: a page need not move more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a service brings into its frame."""

    service: str
    hears: Sequence[str]
    models: Sequence[ReadModel[Any]]
    when: When
    aggregates: Aggregates
    feeds: Sequence[Feed] = ()
    """Jobs that follow its own facts."""


class Frame:
    """One service process: everything that lives from start to stop."""

    def __init__(self, parts: Parts, settings: Settings, clock: Clock) -> None:
        self.parts = parts
        self.settings = settings
        self.clock = clock
        self.source = source_of(parts.service, settings.province)
        self.database = Database(settings.database_url, name=parts.service, size=12)
        self.log = PostgresLog(self.database, service=parts.service, source=self.source)
        self.progress = Progress()
        context = settings.nats.context()
        self.broker = NatsBroker(
            settings.nats.url,
            security=NatsNKey.from_file(
                settings.nats.seed_file,
                ssl_context=context,
                tls_handshake_first=context is not None,
            ),
            name=f"{parts.service}-frame",
            inbox_prefix=settings.nats.inbox,
            middlewares=[AnswersToInboxes],
            logger=None,
            reconnect_time_wait=1,
            max_reconnect_attempts=-1,
            connect_timeout=2,
            graceful_timeout=1.0,
        )
        self.relay = Relay(
            service=parts.service,
            database_url=settings.database_url,
            nats=settings.nats,
            wake=self.log.appended,
        )
        self.hearing = Hearing(
            Ears(
                service=parts.service,
                source=self.source,
                hears=parts.hears,
                models=parts.models,
                reactions=Reactions(
                    service=parts.service,
                    when=parts.when,
                    aggregates=parts.aggregates,
                    clock=clock,
                ),
                ask_origin=self._ask_origin,
            ),
            database_url=settings.database_url,
            nats=settings.nats,
            progress=self.progress,
            after_commit=self._moved,
        )
        self._live = asyncio.Event()
        self._turn = asyncio.Event()
        self._when_moved: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        self._at_start: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        self._every: list[tuple[str, float, Callable[[], Awaitable[None]]]] = []
        self._answer_for_own_facts()
        document_facts(self.broker, parts.service)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run relay, hearing and broker while the process serves requests."""
        await self.database.open()
        tasks = [
            asyncio.create_task(work, name=name)
            for name, work in (
                ("relay", self.relay.run()),
                ("hearing", self.hearing.run()),
                ("broker", self._keep_broker()),
                ("live", self._tell_live()),
                ("duties", self._do_duties()),
                ("followers", self._follow()),
                *((what, self._repeat(what, s, duty)) for what, s, duty in self._every),
                *(
                    (feed.subject, Feeder(feed, self.database, self.broker).run())
                    for feed in self.parts.feeds
                ),
            )
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.broker.stop()
            await self.database.close()

    def at_start(self, what: str, duty: Callable[[], Awaitable[None]]) -> None:
        """Have a duty done once when the process starts, as soon as the store answers."""
        self._at_start.append((what, duty))

    def every(self, what: str, seconds: float, duty: Callable[[], Awaitable[None]]) -> None:
        """Have a duty done at the start and again after so many seconds; in each replica."""
        self._every.append((what, seconds, duty))

    async def _repeat(
        self, what: str, seconds: float, duty: Callable[[], Awaitable[None]]
    ) -> None:
        while True:
            try:
                await duty()
            except Exception as error:  # it is tried again soon  # noqa: BLE001
                log.warning("duty_waits", what=what, why=type(error).__name__)
                await asyncio.sleep(min(seconds, RETRY_DUTY_S))
            else:
                await asyncio.sleep(seconds)

    def when_moved(self, what: str, duty: Callable[[], Awaitable[None]]) -> None:
        """
        Have a duty done at the start, and again whenever the read models moved.

        It must be cheap when nothing is left to do, and may be cut off anywhere.
        """
        self._when_moved.append((what, duty))

    async def _follow(self) -> None:
        while self._when_moved:
            self._turn.clear()
            for what, duty in self._when_moved:
                try:
                    await duty()
                except Exception as error:  # the next turn tries again  # noqa: BLE001
                    log.warning("duty_waits", what=what, why=type(error).__name__)
                    self._turn.set()
                    await asyncio.sleep(RECONNECT_S)
            await self._turn.wait()
            await asyncio.sleep(LIVE_EVERY_S)

    async def _do_duties(self) -> None:
        for what, duty in self._at_start:
            while True:
                try:
                    await duty()
                except (StoreUnavailable, Conflict) as error:
                    log.warning("duty_waits", what=what, why=type(error).__name__)
                    await asyncio.sleep(RECONNECT_S)
                else:
                    break

    async def check(self) -> None:
        """
        Test that database and stream were provisioned for this code; those that answer.

        Raises:
            DatabaseUnfit, StreamUnfit: they were not; starting would do harm.
        """
        with contextlib.suppress(StoreUnavailable):  # away: we start, and answer 503
            try:
                connection = await connect(self.settings.database_url, name="check")
            except (
                asyncpg.InvalidAuthorizationSpecificationError,
                asyncpg.InvalidCatalogNameError,
            ) as error:
                raise DatabaseUnfit(f"{error}: run `tiepdan provision`") from error
            try:
                await check_database(connection, self.parts.models)
            finally:
                connection.terminate()
        with contextlib.suppress(OSError, NatsError, TimeoutError):  # away: facts wait
            nc = await connect_once(self.settings.nats, name="check")
            try:
                await check_stream(nc)
            finally:
                await close(nc)

    async def _keep_broker(self) -> None:
        """Start the broker as soon as NATS can be reached; it reconnects by itself then."""
        while True:
            try:
                await self.broker.start()
            except Exception as error:  # NATS is away: requests wait, facts are kept  # noqa: BLE001
                log.warning("broker_waits", why=f"{type(error).__name__}: {error}"[:200])
                await asyncio.sleep(RECONNECT_S)
            else:
                return

    def _moved(self) -> None:
        self._live.set()
        self._turn.set()

    async def _tell_live(self) -> None:
        """Tell every replica's browsers that read models moved, by a message nobody keeps."""
        while True:
            await self._live.wait()
            self._live.clear()
            try:
                message: dict[str, Any] = {"positions": self.progress.positions}
                await self.broker.publish(message, f"live.{self.parts.service}")
            except Exception as error:  # a page that is not told shows its age  # noqa: BLE001
                log.info("live_not_told", why=type(error).__name__)
            await asyncio.sleep(LIVE_EVERY_S)

    def _answer_for_own_facts(self) -> None:
        """Give other services the facts that the stream lost on its way to them."""

        @self.broker.subscriber(f"rpc.{self.parts.service}.said", queue="said")
        async def said(asked: dict[str, int]) -> list[str]:
            """Return this service's facts by position, byte for byte."""
            async with self.database.connection() as connection:
                rows = await connection.fetch(
                    "select body from said where position between $1 and $2"
                    " order by position limit $3",
                    asked["first"], asked["last"], FACTS_AN_ANSWER,
                )  # fmt: skip
            return [row[0].decode() for row in rows]

    async def _ask_origin(self, service: str, first: int, last: int) -> Sequence[bytes]:
        answer = await self.broker.request(
            {"first": first, "last": last}, f"rpc.{service}.said", timeout=RPC_TIMEOUT_S
        )
        bodies: list[str] = msgspec.json.decode(answer.body, type=list[str])
        return [body.encode() for body in bodies]
