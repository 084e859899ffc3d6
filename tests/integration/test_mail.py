"""A receipt goes out by mail, through the work queue, to a real mail server."""

import asyncio
import datetime as dt
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from deploy.commands.demo import access_of
from deploy.demo.load import Loader
from deploy.embedded.ports import choose
from deploy.embedded.supervisor import Stack


class Inbox(MessageHandler):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)


@pytest.fixture(name="mail", scope="module")
def _mail() -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=choose(None))
    controller.start()
    yield inbox, controller.port
    controller.stop()


def test_a_receipt_is_mailed_and_tells_no_secret(
    mail: tuple[Inbox, int], tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any
) -> None:
    """Who left an address gets the code; neither the secret nor a word of the petition."""
    inbox, port = mail
    monkeypatch.setenv("TIEPDAN_SMTP_URL", f"smtp://127.0.0.1:{port}")
    folder: Path = tmp_path_factory.mktemp("mail")
    with Stack(folder, ports=None, with_caddy=False) as stack:

        async def establish() -> None:
            async with Loader(access_of(stack.workspace), seed=1).open() as loader:
                await loader.establish_directory(dt.datetime.now(dt.UTC))

        asyncio.run(establish())
        receipts = [
            httpx.post(
                f"{stack.urls['intake']}/api/intake/petitions", json=petition(email)
            ).json()
            for email in ("lan@example.vn", "")
        ]
        deadline = time.monotonic() + 15
        while not inbox.mails and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1.5)
    assert 1 == len(inbox.mails)
    sent = inbox.mails[0]
    text = sent.get_payload(decode=True).decode()
    assert "lan@example.vn" == sent["To"]
    assert receipts[0]["receipt_code"] in text
    assert receipts[0]["tracking_secret"] not in str(sent)
    assert "Thu hồi đất" not in text


def petition(email: str) -> dict[str, Any]:
    return {
        "channel": "online",
        "kind_claimed": "complaint",
        "petitioner": {"full_name": "Nguyễn Thị Lan", "address": "Ấp 3", "email": email},
        "respondent": {"name": "UBND xã Châu Thành", "agency_code": "25585"},
        "subject_field": "land",
        "summary": "Thu hồi đất không bồi thường",
        "request": "Giải quyết",
        "receiving_agency": "25585",
    }
