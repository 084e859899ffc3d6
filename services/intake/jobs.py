"""Work whose order does not matter: receipts by mail, and sealed content for who waits for it."""

from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsMessage, PullSub

from services.intake.queries import Queries
from services.intake.store import PetitionStore
from services.intake.vault.keys import ContentGone
from shared.contracts.intake import PetitionLodged
from shared.envelope import Heard
from shared.errors import StoreUnavailable
from shared.frame import Frame
from shared.ids import PetitionId
from shared.log.feeding import Feed
from shared.log.streams import JOBS
from shared.settings import Settings

log = structlog.get_logger()

MAIL = "jobs.intake.mail"
RETRY_AFTER_S = 300
SMTP_TIMEOUT_S = 15


def _receipt_to_mail(heard: Heard) -> dict[str, Any] | None:
    """Tell the job which petition; who wrote, and whether there is an address, stays sealed."""
    fact = heard.fact
    return {"petition_id": fact.petition_id} if isinstance(fact, PetitionLodged) else None


MAIL_FEED = Feed(subject=MAIL, jobs={PetitionLodged: _receipt_to_mail})


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


def register_mail(frame: Frame, store: PetitionStore) -> None:
    """Send receipts by mail; only where a mail server is set."""

    @frame.broker.subscriber(
        MAIL,
        stream=JStream(JOBS, declare=False),
        durable="intake-mail",
        pull_sub=PullSub(batch_size=10, timeout=5.0),
        inbox_prefix=f"{frame.settings.nats.inbox}.".encode(),
        # The default terminates on an error: the mail would never go out.
        ack_policy=AckPolicy.MANUAL,
    )
    async def send_receipt(job: dict[str, str], message: NatsMessage) -> None:
        """Send the receipt to who left an address; on failure again in five minutes."""
        try:
            await _send(PetitionId(job["petition_id"]), frame.settings, store)
        except (aiosmtplib.SMTPException, OSError, StoreUnavailable) as failure:
            log.warning(
                "mail_waits", petition=job["petition_id"], why=type(failure).__name__
            )
            await message.nack(delay=RETRY_AFTER_S)
        else:
            await message.ack()


async def _send(petition_id: PetitionId, settings: Settings, store: PetitionStore) -> None:
    try:
        content = await store.content(petition_id)
    except ContentGone:
        return
    if content is None or not content.petitioner.email:
        return
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.mail_from, content.petitioner.email
    mail["Subject"] = "Biên nhận đơn"
    # Neither the secret nor a word of the petition: mail is read by many machines.
    mail.set_content(
        f"Đơn của Ông/Bà đã được tiếp nhận. Mã biên nhận: {store.receipt_code(petition_id)}.\n"
        "Để xem tình trạng, dùng mã này cùng mã bí mật đã được cấp khi nộp đơn.\n"
    )
    server = urlsplit(settings.smtp_url)
    await aiosmtplib.send(
        mail,
        hostname=server.hostname,
        port=server.port or 25,
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        timeout=SMTP_TIMEOUT_S,
    )
    log.info("receipt_mailed", petition=petition_id)
