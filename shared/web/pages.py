"""
Pages for people: one shell, one way to show things, errors as sentences, no foreign host.

A page of a service extends `shell.html` (citizens) or `staff.html`, builds its content from
the macros of `parts.html`, and takes every sentence from a `words.yaml`. `/gallery` shows all
parts in all states.
"""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import StringConstraints

from shared.clock import LOCAL, local_date
from shared.frame import Frame
from shared.web.headers import secure_headers
from shared.web.page_errors import ErrorsAsPages, wants_page
from shared.web.shell import Shell, asked_language, keep_choices, shell_of
from shared.web.showing import Showing
from shared.web.words import OURS, Words

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
LAG_SHOWN_S = 5.0
"""Older than this, a page says how old its figures are."""
NOT_KEPT = {"Cache-Control": "no-store"}
"""For what names a person or shows a secret: no copy in any cache."""
_TOKEN = r"^[A-Za-z0-9_-]{16,64}$"
Token = Annotated[str, StringConstraints(pattern=_TOKEN)]
"""What `new_token` gives, where a form's fields are declared."""
_HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}


class Pages:
    """The pages of one service; its words and templates stand in its own `web` folder."""

    def __init__(self, frame: Frame, folder: Path) -> None:
        self._frame = frame
        own = folder / "words.yaml"
        self.words = Words([OURS, own])
        self._templates = Environment(
            loader=FileSystemLoader([folder / "templates", _HERE / "templates"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["static"] = static

    def showing(self, request: Request) -> Showing:
        """Return how things are shown to who asks."""
        now = self._frame.clock.now()
        return Showing(self.words, asked_language(request), local_date(now), now)

    def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """Return a page in the shell, in the reader's language."""
        show = self.showing(request)
        html = self._templates.get_template(template).render(
            show=show, t=show.t, shell=self._shell(request), **values
        )
        said = {**secure_headers(request.scope), **_HEADERS, **(headers or {})}
        answer = HTMLResponse(html, status, headers=said)
        keep_choices(request, answer)
        return answer

    def error(
        self, request: Request, status: int, code: str = "", retry_after: str | None = None
    ) -> Response:
        """Return what went wrong, in words, with a way on."""
        key = next(
            key
            for key in (f"error_{code}", f"error_{status}", f"error_{status // 100}xx")
            if f"{key}.title" in self.words
        )
        headers = {**NOT_KEPT, **({"Retry-After": retry_after} if retry_after else {})}
        return self.page(
            request, "error.html", {"key": key}, status=status, headers=headers
        )

    def _shell(self, request: Request) -> Shell:
        progress = self._frame.progress
        lag_s = progress.lag_s()
        as_of = self._frame.clock.now() - dt.timedelta(seconds=lag_s)
        return shell_of(
            request,
            as_of=f"{as_of.astimezone(LOCAL):%H:%M:%S}",
            lag_s=round(lag_s) if lag_s > LAG_SHOWN_S else 0,
            stopped_at=progress.stopped_at,
        )


def install(app: FastAPI, pages: Pages) -> None:
    """Give the app its pages: from now on a browser gets errors as pages."""
    app.state.pages = pages
    app.add_middleware(ErrorsAsPages, error_page=pages.error)

    async def fault(request: Request, _: Exception) -> Response:
        if wants_page(request.scope):
            return pages.error(request, 500)
        headers = secure_headers(request.scope)
        return PlainTextResponse("Internal Server Error", 500, headers)

    app.add_exception_handler(Exception, fault)


def pages_of(request: Request) -> Pages:
    """Return what `install` put there."""
    found: Pages = request.app.state.pages
    return found


def new_token() -> str:
    """Return what a form carries so that sending it twice does its work once."""
    return secrets.token_urlsafe(18)


def token_in(form: Mapping[str, Any]) -> str | None:
    """Return what a form that was sent carries; None: nothing that is like ours."""
    token = str(form.get("token", ""))
    return token if re.fullmatch(_TOKEN, token) else None


@cache
def static(name: str) -> str:
    """Return the address of a file of ours; a new content has a new address."""
    file = STATIC / name
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.exists() else "0"
    return f"/static/{name}?v={digest}"
