"""One of the four services as a supervised process."""

import http.client
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.embedded.names import HOST
from deploy.embedded.server import Server

_ROOT = Path(__file__).parents[2]
_KNOCK_TIMEOUT_S = 2.0


class Service(Server):
    """One service. `surroundings` answers its environment once its port is known."""

    def __init__(
        self,
        *,
        name: str,
        folder: Path,
        port: int | None,
        command: Sequence[str],
        surroundings: Callable[[str, int], dict[str, str]],
    ) -> None:
        super().__init__(name=name, folder=folder, port=port)
        self._command = list(command)
        self._surroundings = surroundings

    @property
    def url(self) -> str:
        """Where the service answers without the front door."""
        return f"http://{HOST}:{self.port}"

    def command(self) -> list[str]:
        """Return the command line."""
        return self._command

    def environment(self) -> dict[str, str]:
        """Return the supervisor's environment and the settings of the service."""
        return super().environment() | self._surroundings(self.name, self.port)

    def working_folder(self) -> Path:
        """Return the folder from which `deploy` and `services` are found."""
        return _ROOT

    def is_ready(self) -> bool:
        """Test whether the service says that it is alive."""
        knock = http.client.HTTPConnection(HOST, self.port, timeout=_KNOCK_TIMEOUT_S)
        try:
            knock.request("GET", f"/api/{self.name}/healthz")
            return knock.getresponse().status == http.client.OK
        except http.client.HTTPException:
            return False
        finally:
            knock.close()
