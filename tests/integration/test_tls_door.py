"""The front door for everybody: https and nothing else; the real Caddy before an echo."""

import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import psutil
import pytest
from cryptography import x509

from deploy.caddy.door import Https
from deploy.embedded.caddy import CaddyServer
from deploy.embedded.names import SERVICES
from deploy.embedded.ports import choose
from deploy.embedded.supervisor import Stack
from shared.web.headers import SECURE, STRICT_TRANSPORT
from tests.certificates import Authority
from tests.folders import data_folder
from tests.integration.tls_ground import NAME, old, talking, weak

HSTS = STRICT_TRANSPORT[0]
YEAR = "max-age=31536000"


@dataclass
class Echo:
    """Stands where the services would, and tells what it was asked."""

    port: int = 0
    heard: list[str] = field(default_factory=list)


@pytest.fixture(name="echo", scope="module")
def _echo() -> Iterator[Echo]:
    echo = Echo()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            echo.heard.append(self.path)
            told = json.dumps({k.lower(): v for k, v in self.headers.items()}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.send_header(HSTS, YEAR)  # as services say it, who know of no subdomains
            self.end_headers()
            self.wfile.write(told)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        echo.port = server.server_address[1]
        yield echo
        server.shutdown()


@dataclass
class Door:
    """A front door that runs, and who vouches for it."""

    caddy: CaddyServer
    authority: Authority
    https: Https

    def ask(self, path: str, method: str = "GET", **more: str) -> httpx.Response:
        """Ask as a browser that trusts it."""
        url = f"https://{self.https.name}{path}"
        return httpx.request(method, url, verify=self.authority.trusting, headers=more)

    def ask_in_clear(self, path: str, method: str = "GET") -> httpx.Response:
        """Ask as somebody who left the s away."""
        return httpx.request(method, f"http://{NAME}:{self.caddy.port}{path}", content=b"")

    def serial(self) -> int:
        """Which certificate it shows."""
        with talking(self.https.port, self.authority.trusting) as sealed:
            shown = sealed.getpeercert(binary_form=True)
        assert shown is not None
        return x509.load_der_x509_certificate(shown).serial_number


@pytest.fixture(
    name="door", scope="module", params=[False, True], ids=["host", "subdomains"]
)
def _door(request: pytest.FixtureRequest, echo: Echo) -> Iterator[Door]:
    with data_folder() as folder:
        authority = Authority(folder / "tls")
        pair, port = authority.sign(NAME), choose(None)
        https = Https(
            name=f"{NAME}:{port}",
            certificate=pair.file,
            key=pair.key_file,
            port=port,
            subdomains=request.param,
        )
        caddy = CaddyServer(
            folder=folder,
            port=None,
            upstreams=lambda: dict.fromkeys(SERVICES, echo.port),
            https=https.checked(),
        )
        caddy.prepare()
        caddy.start()
        yield Door(caddy, authority, https)
        caddy.stop()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/lodge", 200), ("/api/intake/agencies", 200), ("/metrics", 404),
        ("/static/tiepdan.css", 200), ("/static/no-such", 404), ("/front-door/healthz", 200),
    ],
)  # fmt: skip
def test_every_answer_tells_browsers_to_stay(door: Door, path: str, status: int) -> None:
    """For a year, and below this host too where the operator promised it; said once."""
    answer = door.ask(path)
    assert answer.status_code == status
    more = "; includeSubDomains" if door.https.subdomains else ""
    assert answer.headers.get_list(HSTS) == [YEAR + more]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/lodge", "/track?code=1&x=a%20b", "/desk//x"])
def test_who_typed_a_page_without_https_is_led_to_it(
    door: Door, echo: Echo, method: str, path: str
) -> None:
    heard = len(echo.heard)
    answer = door.ask_in_clear(path, method)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"https://{door.https.name}{path}"
    assert HSTS not in answer.headers, "in clear anybody could have said it"
    assert len(echo.heard) == heard, "a service was asked"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/intake/agencies"), ("HEAD", "/api/routing/session"),
        ("POST", "/api/intake/petitions"), ("POST", "/lodge"), ("POST", "/sign-in"),
        ("GET", "/static/tiepdan.css"), ("GET", "/metrics"),
    ],
)  # fmt: skip
def test_programs_and_forms_are_refused_in_clear(
    door: Door, echo: Echo, method: str, path: str
) -> None:
    """No redirect: it would hide that what was sent could be read on its way."""
    heard = len(echo.heard)
    answer = door.ask_in_clear(path, method)
    assert answer.status_code == 403
    assert "location" not in answer.headers
    assert len(echo.heard) == heard, "a service was asked"
    if path.startswith("/api/") and method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert told["code"] == "https-only"
        assert f"https://{door.https.name}" in told["detail"]


@pytest.mark.parametrize("path", ["/", "/api/x", "/static/x"])
def test_an_answer_in_clear_is_as_careful_as_others(door: Door, path: str) -> None:
    answer = door.ask_in_clear(path)
    assert "server" not in answer.headers
    for name, value in SECURE.items():
        assert answer.headers.get_list(name) == [value], name


def test_services_are_told_how_and_by_whom_they_are_asked(door: Door) -> None:
    """Whatever a visitor says of it."""
    lie = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "10.1.1.1"}
    told = door.ask("/", **lie).json()
    assert told["x-forwarded-proto"] == "https"
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["host"] == door.https.name


def test_new_tls_is_spoken(door: Door) -> None:
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=str(door.authority.file))
        context.minimum_version = context.maximum_version = version
        with talking(door.https.port, context) as sealed:
            assert sealed.version() == version.name.replace("_", ".")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_not(door: Door, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        with talking(door.https.port, old(door.authority, version)):
            pass


@pytest.mark.parametrize(
    "suites", ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "aNULL", "kRSA"]
)
def test_weak_suites_are_not(door: Door, suites: str) -> None:
    """Without forward secrecy, with CBC, without a certificate."""
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        with talking(door.https.port, weak(door.authority, suites)):
            pass


def test_a_renewed_certificate_is_shown_without_a_pause(door: Door) -> None:
    """Files that do not fit each other change nothing; who is connected stays so."""
    before, url = door.serial(), f"https://{door.https.name}/"
    with httpx.Client(verify=door.authority.trusting) as visitor:
        assert visitor.get(url).status_code == 200
        kept = Path(door.https.certificate or "").read_bytes()
        other = door.authority.sign(NAME, called="other")
        Path(door.https.certificate or "").write_bytes(other.file.read_bytes())
        door.caddy.renew()
        time.sleep(1)
        assert door.serial() == before, "the key is still the old one"
        Path(door.https.certificate or "").write_bytes(kept)
        door.authority.sign(NAME)  # in place of the first
        door.caddy.renew()
        until = time.monotonic() + 10
        while door.serial() == before:
            assert time.monotonic() < until, "it is never shown"
            time.sleep(0.1)
        assert visitor.get(url).status_code == 200
    renewed = door.serial()
    door.caddy.renew()
    assert door.serial() == renewed


def test_without_https_nobody_else_can_come_in(stack: Stack) -> None:
    """Every port of every process of one machine: the door, services, NATS, PostgreSQL."""
    servers = [stack.caddy, stack.nats, stack.postgres, *stack.services.values()]
    assert {server.name for server in servers} == {"caddy", "nats", "postgres", *SERVICES}
    for server in servers:
        listens = [
            found.laddr.ip
            for found in psutil.Process(server.pid).net_connections(kind="inet")
            if found.status == psutil.CONN_LISTEN or found.type == socket.SOCK_DGRAM
        ]
        assert listens, server.name
        assert set(listens) == {"127.0.0.1"}, server.name
