"""What deadlines asks of other services while somebody waits."""

from collections.abc import Iterable

import msgspec
from faststream.exceptions import IncorrectState
from faststream.nats import NatsBroker
from nats.errors import Error as NatsError

from shared.auth.principal import Principal
from shared.errors import StoreUnavailable

TIMEOUT_S = 1.5
_UNANSWERED = (
    NatsError,
    TimeoutError,
    OSError,
    AssertionError,
    IncorrectState,  # NATS was never reached since this process started
    msgspec.DecodeError,
)


class _Standing(msgspec.Struct):
    principal: Principal | None = None


class Staff:
    """Asks routing about officers; facts and read models know them by id alone."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def names(self, officers: Iterable[str]) -> dict[str, str]:
        """Return display names by officer; fewer, or none, while routing does not answer."""
        wanted = sorted(set(officers))
        if not wanted:
            return {}
        try:
            answer = await self._broker.request(
                {"officers": wanted}, "rpc.routing.names", timeout=TIMEOUT_S
            )
            return msgspec.json.decode(answer.body, type=dict[str, str])
        except _UNANSWERED:
            return {}  # the page is worth showing without

    async def standing(self, officer: str) -> Principal | None:
        """
        Return an officer with the roles of today; None when they may not come in any more.

        Raises:
            StoreUnavailable: routing does not answer; nothing can be shown without it.
        """
        try:
            answer = await self._broker.request(
                {"officer": officer}, "rpc.routing.standing", timeout=TIMEOUT_S
            )
            return msgspec.json.decode(answer.body, type=_Standing).principal
        except _UNANSWERED as error:
            raise StoreUnavailable("routing does not answer; ask again shortly") from error
