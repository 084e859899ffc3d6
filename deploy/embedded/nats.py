"""The real nats-server with JetStream in the data folder; a user for each service, by key."""

import json
import os
import secrets
import socket
from pathlib import Path
from string import Template

from deploy.embedded import programs
from deploy.embedded.names import HOST, OPERATOR
from deploy.embedded.ports import choose
from deploy.embedded.secrets import NATS_USERS, seed_file, write_private
from deploy.embedded.server import Server
from deploy.nats.keys import public_key_of
from deploy.nats.permissions import users

_TEMPLATE = Path(__file__).parents[1] / "nats" / "nats-server.conf"
_KNOCK_TIMEOUT_S = 0.5


class NatsServer(Server):
    """One nats-server. `monitoring` opens its HTTP port, open to anybody local."""

    def __init__(self, *, folder: Path, port: int | None, monitoring: bool = False) -> None:
        super().__init__(name="nats", folder=folder, port=port)
        self._home = folder / "nats"
        self._server_name = f"tiepdan-{secrets.token_hex(6)}"
        self.monitoring_port = choose(None) if monitoring else None

    @property
    def url(self) -> str:
        """Where clients connect; without who asks."""
        return f"nats://{HOST}:{self.port}"

    def prepare(self) -> None:
        """Make the folder of the streams."""
        self._home.mkdir(mode=0o700, exist_ok=True)

    def configure(self) -> None:
        """Write the configuration; users anew, so that a changed right takes effect."""
        keys = {
            user: public_key_of(seed_file(self.folder, user).read_bytes())
            for user in NATS_USERS
        }
        allowed = users(keys, operator=OPERATOR)
        # The server's language contains JSON, so nothing needs quoting by hand.
        text = "authorization: " + json.dumps({"users": allowed}, indent=1)
        write_private(self._home / "users.conf", text.encode())
        monitoring = (
            f'http: "{HOST}:{self.monitoring_port}"' if self.monitoring_port else ""
        )
        rendered = Template(_TEMPLATE.read_text()).substitute(
            name=self._server_name,
            host=HOST,
            port=self.port,
            store=json.dumps(str(self._home / "store"))[1:-1],
            monitoring=monitoring,
        )
        write_private(self._config_file, rendered.encode())

    @property
    def _config_file(self) -> Path:
        return self._home / "nats-server.conf"

    def command(self) -> list[str]:
        """Return the command line."""
        return [str(programs.nats_server()), "--config", str(self._config_file)]

    def environment(self) -> dict[str, str]:
        """Return the bare environment: the server reads all it needs from its file."""
        return {"PATH": os.environ.get("PATH", os.defpath)}

    def is_ready(self) -> bool:
        """Test whether this server, known by its name, greets on its port."""
        with socket.create_connection((HOST, self.port), _KNOCK_TIMEOUT_S) as knock:
            knock.settimeout(_KNOCK_TIMEOUT_S)
            greeting = knock.recv(4096)
        return self._server_name.encode() in greeting
