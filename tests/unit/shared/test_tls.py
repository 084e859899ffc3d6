"""Nothing leaves this machine in clear: the rule, for every address in the settings."""

import base64
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.caddy.door import DoorUnfit, Https, told
from shared import tls
from shared.errors import Unfit
from shared.settings import from_environment
from tests.certificates import Authority, Pair

EVERYWHERE = "0.0.0.0"  # noqa: S104 - looked at, not listened on
HERE = ["localhost", "127.0.0.1", "127.8.9.1", "::1", "/run/postgresql"]
ELSEWHERE = [
    "", "db.mien.vn", "10.0.0.5", EVERYWHERE, "::", "fe80::1", "169.254.1.1", "127.1",
    "localhost.mien.vn", "127.0.0.1.mien.vn", "localhost.", "2130706433",
]  # fmt: skip


@pytest.mark.parametrize("host", HERE)
def test_this_machine_is_here(host: str) -> None:
    assert tls.is_here(host)


@pytest.mark.parametrize("host", ELSEWHERE)
def test_what_could_be_another_machine_is_not(host: str) -> None:
    """A name is whatever the network says, and other writings of an address are not guessed at."""
    assert not tls.is_here(host)


@given(st.ip_addresses())
def test_only_loopback_addresses_are_here(address: object) -> None:
    first = str(address)
    assert tls.is_here(first) == (first.startswith("127.") or first == "::1")


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("nats://127.0.0.1:4222", None),
        ("nats://localhost:4222", None),
        ("nats://[::1]:4222", None),
        ("tls://nats.mien.vn:4222", "checked"),
        ("tls://127.0.0.1:4222", "checked"),
        ("nats://nats.mien.vn:4222", "refused"),
        ("nats://127.0.0.1,nats.mien.vn:4222", "refused"),
        ("ws://127.0.0.1:80", "refused"),
        ("wss://nats.mien.vn", "refused"),
        ("127.0.0.1:4222", "refused"),
        ("tls://", "refused"),
        ("", "refused"),
    ],
)
def test_the_address_of_nats(url: str, answer: str | None) -> None:
    look(lambda: tls.of_nats(url), answer, names="TIEPDAN_NATS_URL")


DATABASE = "postgresql://role:word@"


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        ("127.0.0.1:5432/db", None),
        ("localhost/db", None),
        ("[::1]:5432/db", None),
        ("127.0.0.1:5432/db?sslmode=disable", None),
        ("%2Frun%2Fpostgresql/db", None),
        ("/db?host=/run/postgresql", None),
        ("127.0.0.1:5432,localhost:5433/db", None),
        ("db.mien.vn/db?sslmode=verify-full", "checked"),
        ("127.0.0.1/db?sslmode=verify-full", "checked"),
        ("a.mien.vn:1,b.mien.vn:2/db?sslmode=verify-full&sslrootcert=system", "checked"),
        ("db.mien.vn/db", "refused"),
        ("db.mien.vn/db?sslmode=disable", "refused"),
        ("db.mien.vn/db?sslmode=prefer", "refused"),
        ("db.mien.vn/db?sslmode=require", "refused"),
        ("db.mien.vn/db?sslmode=verify-ca", "refused"),
        ("db.mien.vn/db?sslmode=verify-full&sslmode=disable", "refused"),
        ("127.0.0.1:5432,db.mien.vn:5432/db", "refused"),
        ("127.0.0.1@db.mien.vn/db", "refused"),
        ("/db?host=db.mien.vn", "refused"),
        ("/db?host=/run/postgresql,db.mien.vn", "refused"),
        ("/db", "refused"),
    ],
)
def test_the_address_of_postgres(place: str, answer: str | None) -> None:
    look(lambda: tls.of_postgres(DATABASE + place), answer, names="TIEPDAN_DATABASE_URL")


def look(
    ask: Callable[[], ssl.SSLContext | None], answer: str | None, *, names: str
) -> None:
    """Compare what the rule says with what it should; a refusal names the setting, no secret."""
    if answer == "refused":
        with pytest.raises(tls.TlsUnfit) as refused:
            ask()
        assert names in str(refused.value)
        assert "word" not in str(refused.value)
        return
    context = ask()
    if answer is None:
        assert context is None
        return
    assert context is not None
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    suites = [suite["name"] for suite in context.get_ciphers()]
    assert all("GCM" in name or "CHACHA20" in name for name in suites)
    assert all(name.startswith(("ECDHE-", "TLS_")) for name in suites)


@pytest.mark.parametrize(
    ("url", "how"),
    [
        ("smtp://127.0.0.1:25", []),
        ("smtp://mail.mien.vn", ["start_tls", "tls_context"]),
        ("smtps://me:word@mail.mien.vn", ["use_tls", "tls_context"]),
        ("smtps://127.0.0.1", ["use_tls", "tls_context"]),
    ],
)
def test_the_address_of_the_mail_server(url: str, how: list[str]) -> None:
    """Another machine is never told anything before TLS."""
    assert how == list(tls.of_mail(url))


@pytest.mark.parametrize(
    "url", ["http://mail.mien.vn", "mail.mien.vn:25", "smtp:", "lmtp://a"]
)
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(tls.TlsUnfit, match="TIEPDAN_SMTP_URL"):
        tls.of_mail(url)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://id.mien.vn", True), ("http://127.0.0.1:9", True), ("http://localhost", True),
        ("http://id.mien.vn", False), ("ftp://127.0.0.1", False), ("id.mien.vn", False),
        ("http://127.0.0.1@id.mien.vn", False), ("", False),
    ],
)  # fmt: skip
def test_web_addresses(url: str, kept: bool) -> None:
    assert kept == tls.is_kept(url)


def test_the_authority_of_the_settings_goes_with_the_address() -> None:
    """So that one word tells all: to us, and to psql and pg_dump."""
    checked = f"{DATABASE}db.mien.vn/db?sslmode=verify-full"
    assert f"{checked}&sslrootcert=/etc/a%20b.pem" == tls.with_authority(
        checked, "/etc/a b.pem"
    )
    assert checked == tls.with_authority(checked, "")
    named = f"{checked}&sslrootcert=/own.pem"
    assert named == tls.with_authority(named, "/etc/a.pem")
    assert f"{DATABASE}127.0.0.1/db" == tls.with_authority(
        f"{DATABASE}127.0.0.1/db", "/a.pem"
    )


@pytest.fixture(name="pair")
def _pair(tmp_path: Path) -> Pair:
    return Authority(tmp_path).sign("mien.vn")


def test_who_lets_others_in_shows_a_certificate(pair: Pair) -> None:
    shown = tls.Certificate(str(pair.file), str(pair.key_file))
    assert tls.of_listener("127.0.0.1", tls.NO_CERTIFICATE) is None
    assert tls.of_listener(EVERYWHERE, shown) is not None
    assert tls.of_listener("127.0.0.1", shown) is not None
    for host in (EVERYWHERE, "::", "10.0.0.5", "intake"):
        with pytest.raises(tls.TlsUnfit, match="TIEPDAN_TLS_CERT_FILE"):
            tls.of_listener(host, tls.NO_CERTIFICATE)


def test_a_certificate_that_does_not_do_is_named(pair: Pair, tmp_path: Path) -> None:
    """Half of it, a file that is none, a key of another."""
    other = Authority(tmp_path / "other").sign("mien.vn")
    cert, key = str(pair.file), str(pair.key_file)
    for file, key_file in ((cert, ""), ("", key), (key, cert), (cert, str(other.key_file))):
        with pytest.raises(tls.TlsUnfit, match="TIEPDAN_TLS_KEY_FILE"):
            tls.of_listener("127.0.0.1", tls.Certificate(file, key_file))
    for file in (key, str(tmp_path / "nothing.pem")):
        with pytest.raises(tls.TlsUnfit, match="TIEPDAN_CA_FILE"):
            tls.client(file)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", EVERYWHERE),
        ("NATS_URL", "nats://nats.mien.vn:4222"),
        ("DATABASE_URL", "postgresql://role:word@db.mien.vn/db"),
        ("SMTP_URL", "mail.mien.vn"),
        ("OIDC_ISSUER", "http://id.mien.vn"),
        ("OIDC_REDIRECT_URL", "http://petitions.mien.vn/sign-in/oidc/callback"),
        ("ATTACHMENTS_ENDPOINT", "http://s3.mien.vn:9000"),
    ],
)
def test_a_service_does_not_start_where_others_could_listen(
    name: str, value: str, tmp_path: Path
) -> None:
    """The sentence names the setting."""
    key = tmp_path / "some.key"
    key.write_bytes(base64.urlsafe_b64encode(bytes(32)))
    fit = {
        "TIEPDAN_PORT": "1",
        "TIEPDAN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "TIEPDAN_NATS_URL": "nats://127.0.0.1:1",
        "TIEPDAN_NATS_USER": "nobody",
        "TIEPDAN_NATS_SEED_FILE": str(key),
        "TIEPDAN_PRINCIPAL_KEY": "any",
    }
    assert from_environment(fit).port == 1
    with pytest.raises(Unfit, match=f"TIEPDAN_{name}"):
        from_environment({**fit, f"TIEPDAN_{name}": value})


def test_the_door_opens_to_others_by_https_alone(pair: Pair) -> None:
    whole = Https(name="mien.vn", certificate=pair.file, key=pair.key_file, host=EVERYWHERE)
    assert whole.checked() is whole
    assert Https().checked() is None
    for unfit in (
        Https(host=EVERYWHERE),
        Https(name="mien.vn"),
        Https(name="mien.vn", certificate=pair.file),
        Https(certificate=pair.file, key=pair.key_file),
        Https(name="mien.vn", certificate=pair.key_file, key=pair.file),
        Https(name="https://mien.vn", certificate=pair.file, key=pair.key_file),
        Https(name='mien.vn"', certificate=pair.file, key=pair.key_file),
    ):
        with pytest.raises(DoorUnfit, match=r"--(tls-|host)"):
            unfit.checked()


@pytest.mark.parametrize(
    ("upstreams", "fit"),
    [
        ("127.0.0.1:8101", True),
        ("https://intake:8101", True),
        ("https://intake-1:8101 https://intake-2:8101", True),
        ("intake:8101", False),
        ("http://10.0.0.5:8101", False),
        ("https://intake-1:8101 intake-2:8101", False),
    ],
)
def test_the_door_asks_services_elsewhere_by_https_alone(upstreams: str, fit: bool) -> None:
    if fit:
        assert upstreams == told({"TIEPDAN_INTAKE": upstreams})["TIEPDAN_INTAKE"]
        return
    with pytest.raises(DoorUnfit, match="TIEPDAN_INTAKE"):
        told({"TIEPDAN_INTAKE": upstreams})
