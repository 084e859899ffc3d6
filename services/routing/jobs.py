"""What routing asks of other services while a person waits: who wrote, and what."""

import msgspec
from faststream.nats import NatsBroker
from nats.errors import Error as NatsError

UNSEAL_TIMEOUT_S = 1.5


class Content(msgspec.Struct, frozen=True):
    """The personal content of a petition, for one page and never kept."""

    full_name: str = ""
    address: str = ""
    respondent: str = ""
    summary: str = ""
    request: str = ""
    refused: str = ""
    """Why it is not shown: `identity-sealed`, `content-gone`, `unreachable`."""

    def __repr__(self) -> str:
        return "Content(sealed)"


class Unsealing:
    """Asks intake for sealed content."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def content(self, petition_id: str, actor: str) -> Content:
        """Return the content, or why it cannot be shown."""
        try:
            answer = await self._broker.request(
                {"petition_id": petition_id, "actor": actor},
                "rpc.intake.unseal",
                timeout=UNSEAL_TIMEOUT_S,
            )
            return msgspec.json.decode(answer.body, type=Content)
        except (NatsError, TimeoutError, OSError, AssertionError, msgspec.DecodeError):
            # The page is worth showing without the name; it says that intake is away.
            return Content(refused="unreachable")
