"""What intake answers to other services, where a person waits: the sealed content of a petition."""

from typing import Any

import structlog

from services.intake.queries import Queries
from services.intake.store import PetitionStore
from services.intake.vault import ContentGone
from shared.frame import Frame
from shared.ids import PetitionId

log = structlog.get_logger()


def register(frame: Frame, store: PetitionStore, queries: Queries) -> None:
    """Answer requests for sealed content."""

    @frame.broker.subscriber("rpc.intake.unseal", queue="unseal")
    async def unseal(asked: dict[str, str]) -> dict[str, Any]:
        """
        Return who wrote and what, for an officer in charge.

        A denouncer stays sealed: the Law on Denunciations (LTC Đ56) forbids it until
        reveals are decided, limited and recorded.
        """
        petition_id = PetitionId(asked["petition_id"])
        row = await queries.petition(petition_id)
        if row is None:
            return {"refused": "no-such-petition"}
        if row.kind.startswith("denunciation"):
            return {"refused": "identity-sealed"}
        try:
            content = await store.content(petition_id)
        except ContentGone:
            return {"refused": "content-gone"}
        if content is None:
            return {"refused": "no-such-petition"}
        log.info("content_opened", petition=petition_id, actor=asked.get("actor", ""))
        return {
            "full_name": content.petitioner.full_name,
            "address": content.petitioner.address,
            "respondent": content.respondent.name,
            "summary": content.summary,
            "request": content.request,
        }
