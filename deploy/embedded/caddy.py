"""The real front door, Caddy: one address for all four services and the static files."""

import http.client
import os
import secrets as random_secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.embedded import programs
from deploy.embedded.names import HOST
from deploy.embedded.server import Server

_ROOT = Path(__file__).parents[2]
_CADDYFILE = _ROOT / "deploy" / "caddy" / "Caddyfile"
_STATIC = _ROOT / "shared" / "web" / "static"
_KNOCK_TIMEOUT_S = 1.0


class CaddyServer(Server):
    """One front door. `upstreams` answers the services' ports by name, once known."""

    def __init__(
        self, *, folder: Path, port: int | None, upstreams: Callable[[], Mapping[str, int]]
    ) -> None:
        super().__init__(name="caddy", folder=folder, port=port)
        self._upstreams = upstreams
        self._home = folder / "caddy"
        self._front_name = f"tiepdan-{random_secrets.token_hex(6)}"

    @property
    def url(self) -> str:
        """What people type into the browser."""
        return f"http://{HOST}:{self.port}"

    def prepare(self) -> None:
        """Make the folder in which Caddy keeps its own things."""
        self._home.mkdir(mode=0o700, exist_ok=True)

    def command(self) -> list[str]:
        """Return the command line."""
        caddyfile = ["--config", str(_CADDYFILE), "--adapter", "caddyfile"]
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
            "TIEPDAN_STATIC": str(_STATIC),
        }

    def is_ready(self) -> bool:
        """Test whether this very door, known by its name, is open."""
        knock = http.client.HTTPConnection(HOST, self.port, timeout=_KNOCK_TIMEOUT_S)
        try:
            knock.request("GET", "/front-door/healthz")
            return knock.getresponse().read().decode() == self._front_name
        except http.client.HTTPException:
            return False
        finally:
            knock.close()
