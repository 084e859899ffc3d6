"""
Sessions: what the browser holds, and for how long it is worth something.

The browser holds 32 random bytes in a cookie that no script, no other site and no other host
can read or set. The server keeps their digest only: whoever reads its table can sign nobody in.
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

COOKIE: Final = "__Host-tiepdan"
"""`__Host-`: browsers take it from this very host only, secure, for all paths."""
SEEN_EVERY: Final = dt.timedelta(minutes=1)
"""How often the time of the last request is written down: a write a minute, not a click."""
_ID_BYTES: Final = 32
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,499}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """How long a session lasts."""

    idle: dt.timedelta
    """Without any request."""
    whole: dt.timedelta
    """From sign-in, whatever happens."""

    def ends(self, *, began_at: dt.datetime, seen_at: dt.datetime) -> dt.datetime:
        """Return the instant from which the session is over."""
        return min(began_at + self.whole, seen_at + self.idle)


@dataclass(frozen=True, slots=True)
class SessionId:
    """What the browser holds. `repr` shows nothing of it."""

    secret: bytes

    def __repr__(self) -> str:
        return "SessionId(hidden)"

    @classmethod
    def new(cls) -> "SessionId":
        """Return one that nobody can guess."""
        return cls(secrets.token_bytes(_ID_BYTES))

    @classmethod
    def read(cls, cookie: str | None) -> "SessionId | None":
        """Return the one in a cookie; None where there is none of ours."""
        if not cookie:
            return None
        try:
            secret = base64.urlsafe_b64decode(cookie.encode("ascii") + b"=")
        except (UnicodeEncodeError, binascii.Error):
            return None
        return cls(secret) if len(secret) == _ID_BYTES else None

    @property
    def cookie(self) -> str:
        """How the browser holds it."""
        return base64.urlsafe_b64encode(self.secret).decode().rstrip("=")

    @property
    def digest(self) -> bytes:
        """How the server keeps it."""
        return hashlib.sha256(self.secret).digest()

    @property
    def csrf(self) -> str:
        """What every form of this session carries; tells nothing of the session itself."""
        word = hmac.digest(self.secret, b"csrf", hashlib.sha256)
        return base64.urlsafe_b64encode(word).decode().rstrip("=")


def local_path(wanted: str, *, otherwise: str) -> str:
    """Return where to go after signing in: a path of ours, never another site."""
    return wanted if _LOCAL_PATH.fullmatch(wanted) else otherwise


_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_family(user_agent: str) -> str:
    """Return as much of a browser as its owner knows it by: `Chrome, Windows`."""
    found = [
        next((name for mark, name in names if mark in user_agent), "")
        for names in (_BROWSERS, _MACHINES)
    ]
    return ", ".join(name for name in found if name)
