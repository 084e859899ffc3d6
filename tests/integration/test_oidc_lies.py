"""A provider that lies, or somebody in its place, is not believed: a real server that signs wrongly."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from shared.auth.oidc import Answer, NotVouched, Pending, Provider, ProviderAway
from shared.clock import SystemClock
from shared.settings import OidcSettings

CLIENT = "tiepdan"
KEY = ECKey.generate_key("P-256", {"kid": "one"})
OTHER = ECKey.generate_key("P-256", {"kid": "one"})
RSA = RSAKey.generate_key(2048, {"kid": "two"})
PENDING = Pending(state="s" * 40, nonce="n" * 40, verifier="v" * 60)


@dataclass
class Liar:
    """What the server answers with; a test changes it."""

    issuer: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    id_token: str = ""
    elsewhere: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> dict[str, Any]:
        """Return the document at a path."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": [
                    "ES256",
                    "RS256",
                    "HS256",
                    "none",
                ],
            } | self.metadata
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False), RSA.as_dict(private=False)]}
        return {"id_token": self.id_token, "access_token": "a", "token_type": "Bearer"}


@pytest.fixture(name="liar")
def _liar() -> Iterator[Liar]:
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            liar.asked.append(self.path)
            if liar.elsewhere and self.path == "/token":
                self.send_response(307)
                self.send_header("Location", liar.elsewhere)
                self.end_headers()
                return
            body = json.dumps(liar.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    liar.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    yield liar
    server.shutdown()
    server.server_close()


def claims(liar: Liar, **changed: Any) -> dict[str, Any]:
    """Return what a true word would say, but for what is changed; None leaves it out."""
    now = int(dt.datetime.now(dt.UTC).timestamp())
    said = {
        "iss": liar.issuer, "aud": CLIENT, "sub": "42", "nonce": PENDING.nonce,
        "iat": now, "exp": now + 300, "preferred_username": "lan",
    } | changed  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def signed(said: dict[str, Any], key: Any = KEY, alg: str = "ES256", **header: str) -> str:
    """Return a signed word."""
    head = {"alg": alg, "kid": "one"} | header
    return jwt.encode(head, said, key, algorithms=[alg])


async def ask(liar: Liar, *hosts: str) -> str:
    """Finish a sign-in with what the server says, and return the subject."""
    settings = OidcSettings(
        issuer=liar.issuer,
        client_id=CLIENT,
        client_secret_file="",
        redirect_url="http://x/y",
        hosts=hosts,
    )
    provider = Provider(settings, "secret-of-the-client", SystemClock())
    answer = Answer(state=PENDING.state, code="c", issuer="")
    return (await provider.finish(PENDING, answer)).subject


async def test_a_true_word_is_taken(liar: Liar) -> None:
    """The server can tell the truth, so that the lies below are refused for what they are."""
    liar.id_token = signed(claims(liar))
    assert await ask(liar) == f"{liar.issuer} 42"


LONG_AGO = int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
        {"exp": LONG_AGO},
        {"exp": None},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
    ],
)
async def test_a_word_that_is_not_for_this_sign_in_is_refused(
    liar: Liar, changed: dict[str, Any]
) -> None:
    """Issuer, audience, time, nonce and subject must all be there and right."""
    liar.id_token = signed(claims(liar, **changed))
    with pytest.raises(NotVouched):
        await ask(liar)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unsigned(said: dict[str, Any], **header: str) -> str:
    parts = ({"alg": "none"} | header, said)
    return ".".join(_text(json.dumps(part).encode()) for part in parts)


def _by_the_public_key(said: dict[str, Any]) -> str:
    """A public key taken for a shared secret: whoever reads it could sign."""
    word = _unsigned(said, alg="HS256", kid="two")
    mac = hmac.digest(RSA.as_pem(private=False), word.encode(), hashlib.sha256)
    return f"{word}.{_text(mac)}"


async def test_a_word_without_the_providers_signature_is_refused(liar: Liar) -> None:
    """Another key, none at all, a secret that others know too, or a changed word."""
    said = claims(liar)
    true = signed(said)
    head, body, signature = true.split(".")
    changed = _text(json.dumps(said | {"sub": "1"}).encode())
    for word in (
        signed(said, OTHER),
        f"{_unsigned(said)}.",
        signed(said, OctKey.import_key("secret-of-the-client"), "HS256"),
        _by_the_public_key(said),
        f"{head}.{changed}.{signature}",
        f"{head}.{body}.",
        "",
        "no.token",
    ):
        liar.id_token = word
        with pytest.raises(NotVouched):
            await ask(liar)


async def test_a_key_inside_the_word_is_not_used(liar: Liar) -> None:
    """Neither a key nor an address of keys in the header counts."""
    for extra in (
        {"jwk": OTHER.as_dict(private=False)},
        {"jku": f"{liar.issuer}/other-keys"},
        {"x5u": f"{liar.issuer}/other-keys"},
    ):
        liar.id_token = signed(claims(liar), OTHER, **extra)  # type: ignore[arg-type]
        with pytest.raises(NotVouched):
            await ask(liar)
    assert "/other-keys" not in liar.asked


async def test_a_provider_that_calls_itself_otherwise_is_not_ours(liar: Liar) -> None:
    """Its metadata name the issuer of the setting, letter by letter."""
    liar.id_token = signed(claims(liar))
    for name in ("https://evil.example", f"{liar.issuer}/", ""):
        liar.metadata = {"issuer": name}
        with pytest.raises(ProviderAway):
            await ask(liar)


async def test_nobody_is_asked_where_a_redirect_leads(liar: Liar) -> None:
    """A code and our secret go to the provider's address, and not on from there."""
    liar.id_token = signed(claims(liar))
    liar.elsewhere = f"{liar.issuer}/elsewhere"
    with pytest.raises((ProviderAway, NotVouched)):
        await ask(liar)
    assert "/elsewhere" not in liar.asked


@pytest.mark.parametrize("endpoint", ["jwks_uri", "token_endpoint", "userinfo_endpoint"])
async def test_a_host_that_no_setting_names_is_not_asked(liar: Liar, endpoint: str) -> None:
    """The list of outside systems is ours: a provider adds nobody to it."""
    other = socket.create_server(("127.0.0.1", 0))
    other.settimeout(0)
    host = f"127.0.0.1:{other.getsockname()[1]}"
    liar.metadata = {endpoint: f"http://{host}/somewhere"}
    liar.id_token = signed(claims(liar, preferred_username=None))
    with pytest.raises(ProviderAway, match="TIEPDAN_OIDC_HOSTS"):
        await ask(liar)
    with pytest.raises(BlockingIOError):
        other.accept()
    other.close()
    with pytest.raises(ProviderAway, match="ConnectError"):
        await ask(liar, host)
