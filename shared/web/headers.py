"""
What every answer tells browsers to forbid: pages, API answers, errors; files get it in Caddy.

A page may load scripts, styles, letters and images of this host alone and be framed by
nobody; nothing that stands inside a page runs or styles. The list follows the secure headers
project of OWASP. The front door adds the same ones to its own answers and to files: see
`deploy/caddy/Caddyfile`; a test keeps the two lists equal.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the small signs of Bootstrap's sheet
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
POLICY_NAME: Final = "Content-Security-Policy"


def _policy(**other: str) -> str:
    rules = _POLICY | {name.replace("_", "-"): value for name, value in other.items()}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


DOCUMENTS_POLICY: Final = _policy(style_src="'self' 'unsafe-inline'")
"""For the API's own documents: the program that shows them styles what it makes."""
SECURE: Final[Mapping[str, str]] = MappingProxyType(
    {
        POLICY_NAME: _policy(),
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": (
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
            " magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
        ),
        # Not `no-referrer`: our own forms must say where they come from, see `same_origin`.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Permitted-Cross-Domain-Policies": "none",
    }
)
STRICT_TRANSPORT: Final = ("Strict-Transport-Security", "max-age=31536000")
"""Only said where the visitor came by https: on plain http browsers ignore it."""


def secure_headers(scope: Scope) -> dict[str, str]:
    """Return the headers of an answer to this request."""
    found = dict(SECURE)
    if Headers(scope=scope).get("x-forwarded-proto") == "https":
        name, value = STRICT_TRANSPORT
        found[name] = value
    return found


class SecureHeaders:
    """Gives every answer what it does not say itself; a page may say more than this."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def saying(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in secure_headers(scope).items():
                    headers.setdefault(name, value)
                # What the API tells is about a matter or a person: no cache keeps it unasked.
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, saying)
