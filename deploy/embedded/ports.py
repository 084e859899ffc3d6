"""Which port a server gets: the preferred one if nobody has it, else a free one."""

import random
import socket

from deploy.embedded.failures import DidNotStart
from deploy.embedded.names import HOST

# Below the range from which the kernel takes the near end of outgoing connections. A client
# that knocks at a stopped server's port from inside that range can be connected to itself,
# and then holds the port against the server that wants to come back.
_RANGE = range(20_000, 32_000)
_ATTEMPTS = 200


def is_free(port: int, host: str = HOST) -> bool:
    """Test whether a server could listen on the port now."""
    with socket.socket() as probe:
        # Servers set it too; without it a port whose last connections linger seems taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def choose(preferred: int | None, host: str = HOST) -> int:
    """
    Return the preferred port if it is free, else a free one.

    Somebody can take it before the server does: the caller tries again.

    Raises:
        DidNotStart: no port in the range is free.
    """
    if preferred is not None and is_free(preferred, host):
        return preferred
    for port in random.sample(_RANGE, _ATTEMPTS):
        if is_free(port, host):
            return port
    raise DidNotStart(
        "No free port was found on this machine; stop other servers and try again."
    )
