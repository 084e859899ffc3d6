"""What routing asks of other services while a person waits: who wrote, and what."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from faststream.nats import NatsBroker
from nats.errors import Error as NatsError

UNSEAL_TIMEOUT_S = 1.5
AT_ONCE = 200
"""Petitions that intake opens for one question."""

Part = Literal["name", "letter"]


class Content(msgspec.Struct, frozen=True):
    """The personal content of a petition, for one page and never kept."""

    full_name: str = ""
    address: str = ""
    respondent: str = ""
    summary: str = ""
    request: str = ""
    refused: str = ""
    """
    Why it is not shown: `identity-sealed`, `content-gone`, `no-such-petition`,
    `not-your-role`, `sign-in-needed`, `unreachable`.
    """

    def __repr__(self) -> str:
        return "Content(sealed)"


class _Answer(msgspec.Struct):
    contents: dict[str, Content]
    refused: str = ""


class Unsealing:
    """Asks intake for sealed content, on behalf of the officer who asks us."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def content(self, petition_id: str, signed: str) -> Content:
        """Return name and letter of a petition, or why they cannot be shown."""
        found = await self._ask([petition_id], signed, ("name", "letter"))
        return found[petition_id]

    async def contents(
        self, petition_ids: Sequence[str], signed: str
    ) -> dict[str, Content]:
        """Return the names of petitions, or why each cannot be shown; one question for all."""
        found: dict[str, Content] = {}
        for start in range(0, len(petition_ids), AT_ONCE):
            found |= await self._ask(
                petition_ids[start : start + AT_ONCE], signed, ("name",)
            )
        return found

    async def _ask(
        self, petition_ids: Sequence[str], signed: str, parts: tuple[Part, ...]
    ) -> dict[str, Content]:
        try:
            answer = await self._broker.request(
                {"petition_ids": petition_ids, "principal": signed, "parts": parts},
                "rpc.intake.unseal",
                timeout=UNSEAL_TIMEOUT_S,
            )
            found = msgspec.json.decode(answer.body, type=_Answer)
        except (NatsError, TimeoutError, OSError, AssertionError, msgspec.DecodeError):
            # The page is worth showing without the name; it says that intake is away.
            found = _Answer({}, "unreachable")
        missing = Content(refused=found.refused or "unreachable")
        return {name: found.contents.get(name, missing) for name in petition_ids}
