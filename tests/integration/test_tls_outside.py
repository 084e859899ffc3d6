"""Whom we call outside: the mail server and the province's provider, encrypted or not at all."""

import datetime as dt
import json
import ssl
from collections.abc import Iterator
from email.message import EmailMessage, Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

import aiosmtplib
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from joserfc.jwk import ECKey

from deploy.embedded.ports import choose
from services.intake.jobs import deliver
from shared import tls
from shared.auth.oidc import Pending, Provider, ProviderAway
from shared.clock import FixedClock
from shared.settings import OidcSettings
from tests.certificates import Authority
from tests.integration.tls_ground import talking

ELSEWHERE = "127.1"
"""This machine, written so that the rule takes it for another."""


class Inbox(MessageHandler):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)


@pytest.fixture(name="authority")
def _authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Who vouches for the outside: the system's authorities, of which this is the only one."""
    authority = Authority(tmp_path / "tls")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return authority


def shown(authority: Authority, *hosts: str) -> ssl.SSLContext:
    """Return how a server answers with a certificate for these hosts."""
    pair = authority.sign(*hosts)
    return tls.server(tls.Certificate(str(pair.file), str(pair.key_file)))


@pytest.fixture(name="mail")
def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "us@example.vn", "lan@example.vn", "x"
    mail.set_content("a receipt")
    return mail


class Served:
    """A real mail server, set up in one way or another."""

    def __init__(self, **how: Any) -> None:
        self.inbox = Inbox()
        self.control = Controller(
            self.inbox, hostname="127.0.0.1", port=choose(None), **how
        )

    def __enter__(self) -> Self:
        self.control.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.control.stop()


async def test_mail_goes_to_another_machine_after_tls(
    authority: Authority, mail: EmailMessage
) -> None:
    """By `smtp://`, which turns to it first; the server would take nothing before."""
    with Served(tls_context=shown(authority, ELSEWHERE), require_starttls=True) as served:
        await deliver(mail, f"smtp://{ELSEWHERE}:{served.control.port}")
    assert len(served.inbox.mails) == 1


class Sealed(Controller):
    """Speaks TLS from the first word; it begins when somebody knocks, who must do so too."""

    authority: Authority

    def _trigger_server(self) -> None:
        with talking(self.port, self.authority.trusting, ELSEWHERE) as knock:
            knock.recv(1024)


async def test_mail_goes_by_tls_from_the_first_word(
    authority: Authority, mail: EmailMessage
) -> None:
    """By `smtps://`."""
    inbox = Inbox()
    control = Sealed(
        inbox,
        hostname="127.0.0.1",
        port=choose(None),
        ssl_context=shown(authority, ELSEWHERE),
    )
    control.authority = authority
    control.start()
    try:
        await deliver(mail, f"smtps://{ELSEWHERE}:{control.port}")
    finally:
        control.stop()
    assert len(inbox.mails) == 1


async def test_a_mail_server_without_tls_gets_no_mail(
    authority: Authority, mail: EmailMessage
) -> None:
    """Whoever stands in between can take the offer of TLS away; then it waits."""
    with Served() as served:
        with pytest.raises(aiosmtplib.SMTPException, match="STARTTLS"):
            await deliver(mail, f"smtp://{ELSEWHERE}:{served.control.port}")
        assert served.inbox.mails == []
        await deliver(mail, f"smtp://127.0.0.1:{served.control.port}")
    assert len(served.inbox.mails) == 1


@pytest.mark.parametrize("wrong", ["name", "authority"])
async def test_another_mail_server_gets_no_mail(
    authority: Authority, mail: EmailMessage, tmp_path: Path, wrong: str
) -> None:
    context = (
        shown(authority, "mail.example.vn")
        if wrong == "name"
        else shown(Authority(tmp_path / "stranger"), ELSEWHERE)
    )
    with Served(tls_context=context) as served:
        with pytest.raises((aiosmtplib.SMTPException, OSError)):
            await deliver(mail, f"smtp://{ELSEWHERE}:{served.control.port}")
    assert served.inbox.mails == []


KEYS = json.dumps({"keys": [ECKey.generate_key("P-256").as_dict(private=False)]}).encode()


class Telling(BaseHTTPRequestHandler):
    """A provider that tells of itself, over TLS."""

    about = ""

    def do_GET(self) -> None:
        document = self.about.encode()
        if self.path == "/keys":
            document = KEYS
        self.send_response(200)
        self.send_header("Content-Length", str(len(document)))
        self.end_headers()
        self.wfile.write(document)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(name="provider")
def _provider(authority: Authority) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Telling) as server:
        context = shown(authority, "localhost")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        issuer = f"https://localhost:{server.server_address[1]}"
        Telling.about = (
            f'{{"issuer": "{issuer}", "jwks_uri": "{issuer}/keys",'
            f' "authorization_endpoint": "{issuer}/auth"}}'
        )
        yield issuer
        server.shutdown()


def calling(issuer: str, folder: Path) -> Provider:
    """Return the provider as one of its clients knows it."""
    secret = folder / "secret"
    secret.write_text("secret")
    settings = OidcSettings(
        issuer=issuer, client_id="tiepdan", client_secret_file=str(secret)
    )
    found = Provider.of(settings, FixedClock(dt.datetime(2026, 11, 23, tzinfo=dt.UTC)))
    assert found is not None
    return found


async def test_the_provider_must_be_who_it_says(
    provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The authorities of the system count, and the name."""
    address = await calling(provider, tmp_path).begin(Pending.new())
    assert address.startswith(f"{provider}/auth?")
    with pytest.raises(ProviderAway):
        other = provider.replace("localhost", "127.0.0.1")
        await calling(other, tmp_path).begin(Pending.new())
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path / "stranger").file))
    with pytest.raises(ProviderAway):
        await calling(provider, tmp_path).begin(Pending.new())


async def test_the_provider_leads_nowhere_in_clear(provider: str, tmp_path: Path) -> None:
    """It tells us its other addresses itself."""
    Telling.about = Telling.about.replace(
        f'"jwks_uri": "{provider}/keys"', '"jwks_uri": "http://keys.example.vn/keys"'
    )
    with pytest.raises(ProviderAway, match="listen"):
        await calling(provider, tmp_path).begin(Pending.new())
