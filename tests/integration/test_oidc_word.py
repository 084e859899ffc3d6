"""What a provider's signed word must be; said by one that lies on purpose, over real HTTP."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from shared.auth.oidc import (
    Answer,
    NotVouched,
    Pending,
    Provider,
    ProviderAway,
    ProviderUnfit,
)
from shared.clock import SystemClock
from shared.settings import OidcSettings

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
SECRET = "a secret that only the two of us know, long enough"
PENDING = Pending(state="s" * 43, nonce="n" * 43, verifier="v" * 64)


class Liar(BaseHTTPRequestHandler):
    """A provider whose word is whatever the test wants."""

    token: ClassVar[str] = ""
    metadata: ClassVar[dict[str, Any]] = {}
    about: ClassVar[dict[str, Any]] = {}

    def do_GET(self) -> None:
        home = f"http://127.0.0.1:{self.server.server_address[1]}"
        document = {
            "issuer": home,
            "authorization_endpoint": f"{home}/auth",
            "token_endpoint": f"{home}/token",
            "userinfo_endpoint": f"{home}/me",
            "jwks_uri": f"{home}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        if self.path == "/jwks":
            document = {"keys": [KEY.as_dict(private=False)]}
        if self.path == "/me":
            document = self.about
        self._say(document | (self.metadata if self.path.startswith("/.well") else {}))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._say({"access_token": "a", "token_type": "Bearer", "id_token": self.token})

    def _say(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(name="issuer")
def _issuer() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Liar.metadata, Liar.about = {}, {}
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def word(issuer: str, **more: Any) -> dict[str, Any]:
    now = int(time.time())
    claims = {"iss": issuer, "sub": "7", "aud": "tiepdan", "iat": now, "exp": now + 300}
    claims |= {"nonce": PENDING.nonce, "preferred_username": "lan"} | more
    return {name: value for name, value in claims.items() if value is not None}


def signed(claims: dict[str, Any], key: Any = KEY, alg: str = "RS256") -> str:
    header = {"alg": alg, "kid": "one"}
    return jwt.encode(header, claims, key, algorithms=[alg])


async def finish(issuer: str) -> tuple[str, str]:
    settings = OidcSettings(issuer=issuer, client_id="tiepdan", redirect_url="http://x/y")
    provider = Provider(settings, SECRET, SystemClock())
    answer = Answer(state=PENDING.state, code="c", issuer="")
    vouched = await provider.finish(PENDING, answer)
    return vouched.subject, vouched.login


async def test_a_true_word_is_taken(issuer: str) -> None:
    Liar.token = signed(word(issuer))
    assert await finish(issuer) == (f"{issuer} 7", "lan")


async def test_a_name_that_is_not_in_the_word_is_asked_for(issuer: str) -> None:
    Liar.token = signed(word(issuer, preferred_username=None))
    Liar.about = {"sub": "7", "preferred_username": "lan"}
    assert await finish(issuer) == (f"{issuer} 7", "lan")
    Liar.about = {"sub": "8", "preferred_username": "lan"}
    assert await finish(issuer) == (f"{issuer} 7", "")


AN_HOUR_AGO, IN_AN_HOUR = int(time.time()) - 3600, int(time.time()) + 3600


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["tiepdan", "another"]},
        {"azp": "another"},
        {"exp": AN_HOUR_AGO},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nonce": "another"},
        {"nonce": None},
        {"nbf": IN_AN_HOUR},
    ],
    ids=lambda lie: " ".join(lie),
)
async def test_a_word_that_is_not_for_us_is_not_taken(
    issuer: str, lie: dict[str, Any]
) -> None:
    Liar.token = signed(word(issuer, **lie))
    with pytest.raises(NotVouched):
        await finish(issuer)


async def test_a_word_that_the_provider_did_not_sign_is_not_taken(issuer: str) -> None:
    """Not by a stranger's key, not by the secret that we know too, not by nobody."""
    true = signed(word(issuer))
    head, body, _ = true.split(".")
    unsigned = "eyJhbGciOiJub25lIn0"
    by_secret = signed(word(issuer), OctKey.import_key(SECRET), "HS256")
    for token in (
        signed(word(issuer), STRANGER),
        by_secret,
        f"{unsigned}.{body}.",
        f"{head}.{body}.{'A' * 342}",
        "nonsense",
        "",
    ):
        Liar.token = token
        with pytest.raises(NotVouched):
            await finish(issuer)


async def test_who_calls_itself_another_is_not_asked(issuer: str) -> None:
    Liar.metadata = {"issuer": "https://evil.example"}
    with pytest.raises(ProviderAway):
        await finish(issuer)


async def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(ProviderAway):
        await finish("http://127.0.0.1:9")


def test_a_provider_is_not_reached_in_the_open() -> None:
    clock = SystemClock()
    assert Provider.of(OidcSettings(), clock) is None
    with pytest.raises(ProviderUnfit):
        Provider.of(OidcSettings(issuer="http://id.example.vn"), clock)
    with pytest.raises(ProviderUnfit):
        Provider.of(OidcSettings(issuer="https://id.example.vn"), clock)
