"""The HTTP side of every service: one app, its health, its documents, its limits."""

import asyncio
import contextlib
import re
import socket
import sys
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import structlog
import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import tls
from shared.auth.token import Verifier
from shared.errors import Kind, Refusal, StoreUnavailable
from shared.frame import Frame
from shared.log.migrate import DatabaseUnfit
from shared.log.streams import SERVICES, StreamUnfit
from shared.web import problem
from shared.web.documents import documents
from shared.web.headers import SecureHeaders

BODY_LIMIT_BYTES = 2_000_000
NOTHING_STREAMED = re.compile(r"(?!)")
STARTUP_FAILED = 3
CERTIFICATE_EVERY_S = 3_600.0
"""A renewed certificate is shown within this time; nobody restarts anything for it."""
IDLE_S = 150
"""
Longer than the door keeps an idle connection (2 minutes): who closes first must be who asks.
Else a request meets the closing, and what is not asked twice, like a petition, gets a 502.
"""
LIVE = "/live"
"""Streams end here; they last as long as a page and have their own bound, see `live.Hub`."""
log = structlog.get_logger()

_LAG = Gauge("tiepdan_lag_seconds", "How long the read models may be behind", ["service"])
_STOPPED = Gauge(
    "tiepdan_processing_stopped", "1 while a fact cannot be processed", ["service"]
)
_SAID = Gauge("tiepdan_said_position", "Facts said", ["service"])
_SENT = Gauge("tiepdan_sent_position", "Facts known to be in the stream", ["service"])


def build(
    frame: Frame, *routers: APIRouter, streamed: re.Pattern[str] = NOTHING_STREAMED
) -> FastAPI:
    """
    Return the app of a service around its frame.

    What is put to a path that is `streamed` may be larger than other bodies: its endpoint
    reads it as it comes, and bounds it.
    """
    service = frame.parts.service

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with frame.running():
            yield

    prefix = f"/api/{service}"
    app = FastAPI(
        title=f"Tiepdan · {service}",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{prefix}/openapi.json",
    )
    app.state.frame = frame
    app.state.verifier = Verifier.of(frame.settings.principal_key)
    app.state.at_leaving = []
    problem.install(app)
    app.include_router(_health(frame, prefix))
    app.include_router(documents(frame, prefix))
    for router in routers:
        app.include_router(router)
    app.add_middleware(Limits, admission=frame.settings.admission, streamed=streamed)
    app.add_middleware(SecureHeaders)
    return app


def serve(app: FastAPI, frame: Frame) -> None:
    """
    Serve the app until the process is told to stop.

    Raises:
        SystemExit: database or stream were not provisioned for this code.
    """
    try:
        asyncio.run(frame.check())
    except (DatabaseUnfit, StreamUnfit) as unfit:
        log.error("not_provisioned", why=str(unfit))
        raise SystemExit(str(unfit)) from None
    server = _Server(_config(app, frame), app.state.at_leaving)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C, after everything ended in order
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILED)


def _config(app: FastAPI, frame: Frame) -> uvicorn.Config:
    settings = frame.settings
    context = tls.of_listener(settings.host, settings.certificate)
    if context is not None:

        async def renew() -> None:
            tls.load(context, settings.certificate)

        frame.every("certificate", CERTIFICATE_EVERY_S, renew)
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ssl_context_factory=(lambda *_: context) if context is not None else None,
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=3,
    )


class _Server(uvicorn.Server):
    """Ends open streams when the process is told to stop: nobody else would end them."""

    def __init__(
        self, config: uvicorn.Config, at_leaving: list[Callable[[], None]]
    ) -> None:
        super().__init__(config)
        self._at_leaving = at_leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of the streams, then wait for the requests as ever."""
        for leave in self._at_leaving:
            leave()
        await super().shutdown(sockets)


class Limits:
    """Refuse what is too large or too much before anything is read or promised."""

    def __init__(self, app: ASGIApp, *, admission: int, streamed: re.Pattern[str]) -> None:
        self._app = app
        self._room = admission
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413 or 503."""
        if scope["type"] != "http" or scope["path"].endswith(LIVE):
            await self._app(scope, receive, send)
            return
        if self._room <= 0:
            await problem.problem(
                503, "too-many-requests", "too much is waiting here; send it again shortly",
                headers={"Retry-After": str(problem.RETRY_AFTER_S)},
            )(scope, receive, send)  # fmt: skip
            return
        self._room -= 1
        try:
            if self._is_streamed(scope):
                await self._app(scope, receive, send)
            else:
                await self._within_size(scope, receive, send)
        finally:
            self._room += 1

    def _is_streamed(self, scope: Scope) -> bool:
        # A form would be read into memory whole by whoever looks for a word in it.
        kind = Headers(scope=scope).get("content-type", "")
        return (
            scope["method"] == "PUT"
            and bool(self._streamed.fullmatch(scope["path"]))
            and not kind.startswith(("application/x-www-form-urlencoded", "multipart/"))
        )

    async def _within_size(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT_BYTES:
                raise _TooLarge
            return message

        try:
            await self._app(scope, limited, send)
        except _TooLarge:
            await problem.problem(
                413,
                "body-too-large",
                f"the body is over {BODY_LIMIT_BYTES} bytes; shorten it",
            )(scope, receive, send)


class _TooLarge(Exception):
    """The body passed the limit while it was being read."""


def _health(frame: Frame, prefix: str) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get(f"{prefix}/healthz")
    async def alive() -> dict[str, str]:
        """The process is alive."""
        return {"status": "alive"}

    @router.get(f"{prefix}/readyz", response_model=None)
    async def ready() -> JSONResponse:
        """Whether writes are taken, and how far the read models are behind."""
        state = await readiness(frame)
        return JSONResponse(state, 200 if state["accepts"] else 503)

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        """Figures for the operators, on the service's own port only."""
        state = await readiness(frame)
        service = frame.parts.service
        _LAG.labels(service).set(float(str(state["lag_seconds"])))
        _STOPPED.labels(service).set(1 if frame.progress.stopped_at else 0)
        _SAID.labels(service).set(int(str(state["said"])))
        _SENT.labels(service).set(frame.relay.sent)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def readiness(frame: Frame) -> dict[str, object]:
    """Return what a page or an operator must know about this service now."""
    try:
        async with frame.database.connection() as connection:
            said = await connection.fetchval("select position from said_head")
    except StoreUnavailable:
        said = None
    own = frame.progress.positions.get(frame.parts.service, 0)
    return {
        "accepts": said is not None,
        "said": said or 0,
        "lag_facts": 0 if said is None else max(0, said - own),
        "lag_seconds": round(frame.progress.lag_s(), 1),
        "stopped_at": frame.progress.stopped_at,
        "trouble": frame.progress.trouble or frame.relay.trouble,
    }


class AtLeast(Refusal):
    """A position was asked for that cannot be read."""

    code = "position-unreadable"
    kind = Kind.INVALID


async def caught_up(
    request: Request,
    at_least: Annotated[
        str | None,
        Query(
            description="Wait until this position (`1234`, or `intake:1234`) is shown; 2 s at most",
            max_length=40,
        ),
    ] = None,
) -> bool:
    """Wait for a write to show; False when it does not yet."""
    frame: Frame = request.app.state.frame
    if at_least is None:
        return True
    source, _, number = at_least.rpartition(":")
    source = source or frame.parts.service
    if source not in SERVICES or not number.isascii() or not number.isdigit():
        raise AtLeast(
            "at_least must be a position such as 1234 or intake:1234", field="at_least"
        )
    return await frame.progress.reach(source, min(int(number), 2**62))


CaughtUp = Annotated[bool, Depends(caught_up)]

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client: the same key gives the same answer and one fact",
    ),
]


def command_id(kind: str, key: str | None) -> str:
    """Return the id of a write: from the client's key, or a new one for a client without."""
    return f"{kind}:{key}" if key else f"{kind}:{uuid.uuid4()}"
