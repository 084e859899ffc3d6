"""
Turns problem documents into pages where a browser asked for a page.

Where somebody must sign in first, the page is the sign-in, and leads back.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
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
            page = self._instead(Request(scope), caught[0], str(json.loads(body)["code"]))
            await page(scope, receive, send)

    def _instead(self, request: Request, start: Message, code: str) -> Response:
        if start["status"] == HTTPStatus.UNAUTHORIZED:
            return _to_sign_in(request)
        headers = Headers(raw=start["headers"])
        return self._error_page(request, start["status"], code, headers.get("retry-after"))


def _to_sign_in(request: Request) -> Response:
    """Lead to the sign-in and, from there, back; what a form carried is not kept."""
    address = "/sign-in"
    if request.method in ("GET", "HEAD"):
        query = f"?{request.url.query}" if request.url.query else ""
        address += "?" + urlencode({"next": f"{request.url.path}{query}"})
    if "hx-request" in request.headers:  # a part of a page cannot sign in: the page must
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(PROBLEM)
