"""How this process reaches NATS: an address and an identity, never kept in a URL."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError

from shared import tls

CONNECT_TIMEOUT_S = 2
CLOSE_TIMEOUT_S = 1.0
LOOK_S = 0.2
"""How long a connection may be closed before whoever waits on it looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NatsAddress:
    """
    Where NATS is and who asks.

    The seed stays in its file, which its owner alone reads: what stands in the environment
    or in memory is only its place.
    """

    url: str
    user: str
    """Names the inbox; the server knows the user by the key."""
    seed_file: Path
    ca_file: str = ""
    """Who vouches for the server, where the address is `tls://`; empty: as the system says."""

    @property
    def inbox(self) -> str:
        """Where answers to this user come: nobody else may listen there."""
        return f"_INBOX_{self.user}"

    def context(self) -> tls.Context | None:
        """
        Return how it is called; None: in clear, on this machine.

        Raises:
            TlsUnfit: others could listen.
        """
        return tls.of_nats(self.url, self.ca_file)


async def connect_once(
    address: NatsAddress,
    *,
    name: str,
    closed: Callable[[], None] = lambda: None,
    timeout_s: int = CONNECT_TIMEOUT_S,
) -> Client:
    """
    Return a connection that never reconnects by itself; `closed` is called at its end.

    A client that reconnects sends what it had buffered again, out of order. Whoever
    publishes or reads in order must rather start over from what is stored.
    """

    async def tell() -> None:
        closed()

    context = address.context()
    return await nats.connect(
        address.url,
        tls=context,
        tls_handshake_first=context is not None,
        nkeys_seed=str(address.seed_file),
        name=name,
        inbox_prefix=address.inbox,
        allow_reconnect=False,
        connect_timeout=timeout_s,
        pending_size=64 << 20,
        error_cb=_keep_quiet,
        closed_cb=tell,
    )


async def request(nc: Client, subject: str, payload: bytes, timeout_s: float) -> Msg:
    """
    Return the answer; fail at once when the connection closes.

    nats-py waits out the timeout for an answer that cannot come any more.
    """
    asked = asyncio.ensure_future(nc.request(subject, payload, timeout=timeout_s))
    try:
        while not asked.done():
            await asyncio.wait({asked}, timeout=LOOK_S)
            if nc.is_closed and not asked.done():
                raise ConnectionClosedError
        return asked.result()
    finally:
        asked.cancel()


async def _keep_quiet(_: Exception) -> None:
    """Do nothing: the caller notices a broken connection and says so once."""


async def close(nc: Client) -> None:
    """Close a connection that may be broken, in bounded time."""
    with contextlib.suppress(Exception):
        await asyncio.wait_for(nc.close(), CLOSE_TIMEOUT_S)
