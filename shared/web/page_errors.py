"""Turns problem documents into pages where a browser asked for a page."""

import json
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROBLEM = "application/problem+json"
ErrorPage = Callable[[Request, int, str, str | None], Response]


def wants_page(scope: Scope) -> bool:
    """Test whether a person's browser asked, and not a program."""
    accept = Headers(scope=scope).get("accept", "")
    return not scope["path"].startswith("/api/") and "text/html" in accept


class ErrorsAsPages:
    """Lets everything pass but problem documents on their way to a person."""

    def __init__(self, app: ASGIApp, *, error_page: ErrorPage) -> None:
        self._app = app
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] != "http" or not wants_page(scope):
            await self._app(scope, receive, send)
            return
        caught: list[Message] = []
        body = bytearray()

        async def looking(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_problem(message):
                caught.append(message)
            elif not caught:
                await send(message)
            else:
                body.extend(message.get("body", b""))

        await self._app(scope, receive, looking)
        if caught:
            headers = Headers(raw=caught[0]["headers"])
            page = self._error_page(
                Request(scope),
                caught[0]["status"],
                str(json.loads(body)["code"]),
                headers.get("retry-after"),
            )
            await page(scope, receive, send)


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(PROBLEM)
