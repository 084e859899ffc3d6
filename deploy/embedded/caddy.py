"""The real front door, Caddy: one address for all four services and the static files."""

import http.client
import os
import secrets as random_secrets
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.caddy.door import CADDYFILE, STATIC, Https
from deploy.embedded import programs
from deploy.embedded.names import HOST
from deploy.embedded.server import Server

_KNOCK_TIMEOUT_S = 1.0
_PROXIES = "TIEPDAN_FRONT_PROXIES"
"""Addresses or networks, by blanks, of proxies before the door: they say for whom they ask."""
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


class CaddyServer(Server):
    """
    One front door. `upstreams` answers the services' ports by name, once known.

    Without `https` it answers this machine alone. With it, `port` leads there.
    """

    def __init__(
        self,
        *,
        folder: Path,
        port: int | None,
        upstreams: Callable[[], Mapping[str, int]],
        https: Https | None = None,
    ) -> None:
        super().__init__(name="caddy", folder=folder, port=port)
        self._upstreams = upstreams
        self._https = https
        self._shown = self._stamps()
        self._home = folder / "caddy"
        self._front_name = f"tiepdan-{random_secrets.token_hex(6)}"

    @property
    def url(self) -> str:
        """What people type into the browser."""
        return (
            f"https://{self._https.name}" if self._https else f"http://{HOST}:{self.port}"
        )

    def prepare(self) -> None:
        """Make the folder in which Caddy keeps its own things."""
        self._home.mkdir(mode=0o700, exist_ok=True)

    def configure(self) -> None:
        """Remember which certificate it starts with."""
        self._shown = self._stamps()

    def command(self) -> list[str]:
        """Return the command line."""
        caddyfile = ["--config", str(CADDYFILE), "--adapter", "caddyfile"]
        return [str(programs.caddy()), "run", *caddyfile]

    def environment(self) -> dict[str, str]:
        """Return what fills the placeholders of the Caddyfile."""
        services = {
            f"TIEPDAN_{name.upper()}": f"{HOST}:{port}"
            for name, port in self._upstreams().items()
        }
        return services | {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self._home),  # else it writes into the user's own
            "XDG_DATA_HOME": str(self._home),
            "XDG_CONFIG_HOME": str(self._home),
            "TIEPDAN_FRONT_HOST": HOST,
            "TIEPDAN_FRONT_PORT": str(self.port),
            "TIEPDAN_FRONT_NAME": self._front_name,
            "TIEPDAN_STATIC": str(STATIC),
            **{name: os.environ[name] for name in (_PROXIES,) if os.environ.get(name)},
            **(self._https.environment() if self._https else {}),
        }

    def is_ready(self) -> bool:
        """Test whether this very door, known by its name, is open."""
        # It opens all its ports or none, and says its name on the plain one too.
        listens = self._https.host if self._https else HOST
        at = HOST if listens in _EVERYWHERE else listens
        knock = http.client.HTTPConnection(at, self.port, timeout=_KNOCK_TIMEOUT_S)
        try:
            knock.request("GET", "/front-door/healthz")
            return knock.getresponse().read().decode() == self._front_name
        except http.client.HTTPException:
            return False
        finally:
            knock.close()

    def renew(self) -> None:
        """Have a certificate shown whose files changed; where they do not fit, the old one is."""
        stamps = self._stamps()
        if stamps != self._shown:
            self._shown = stamps
            self.signal(signal.SIGUSR1)

    def _stamps(self) -> list[int]:
        files = (self._https.certificate, self._https.key) if self._https else ()
        return [_stamp(file) for file in files]


def _stamp(file: Path | None) -> int:
    try:
        return file.stat().st_mtime_ns if file else 0
    except OSError:  # just being replaced
        return 0
