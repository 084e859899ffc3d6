"""Answers go to inboxes and nowhere else, whatever the question says."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from faststream import BaseMiddleware
from faststream.message import StreamMessage

INBOXES = "_INBOX_"

log = structlog.get_logger()


class AnswersToInboxes(BaseMiddleware[Any, Any]):
    """
    Leaves a question alone whose answer would go elsewhere.

    The server checks where one may publish, not where one has an answer sent: a question
    could otherwise put our answer, with our rights, among our own facts or jobs.
    """

    async def consume_scope(
        self,
        call_next: Callable[[StreamMessage[Any]], Awaitable[Any]],
        msg: StreamMessage[Any],
    ) -> Any:  # noqa: ANN401 - whatever the handler answers
        """Call the handler, unless the answer would go to a subject that is no inbox."""
        if msg.reply_to and not msg.reply_to.startswith(INBOXES):
            log.error("question_refused", answer_to=msg.reply_to)
            msg.reply_to = ""
            return None
        return await call_next(msg)
