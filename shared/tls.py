"""
Who could listen: what leaves this machine is encrypted, and its other end shows a certificate.

The one place that decides it, for every address in the settings and every connection made. In
clear only to this machine itself, or through a socket in its file system. There is no switch.
"""

import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from shared.errors import Unfit

Context: TypeAlias = ssl.SSLContext
SUITES: Final = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2: forward secret, and nothing can be changed unseen. All of TLS 1.3 are so."""
CHECKED: Final = "verify-full"
"""PostgreSQL's word for: encrypted, of an authority we trust, and the name is the right one."""
SYSTEM: Final = "system"
"""PostgreSQL's word for the authorities that the operating system trusts."""


class TlsUnfit(Unfit):
    """A setting would let others listen, or names no certificate."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a service shows to who connects: two files in PEM. Both empty: none."""

    file: str = ""
    key_file: str = ""


NO_CERTIFICATE: Final = Certificate()


def is_here(host: str) -> bool:
    """Test whether a host of an address is this machine and can be no other."""
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name is whatever the network says


def is_kept(url: str) -> bool:
    """Test whether nobody can listen on the way to a web address."""
    address = urlsplit(url)
    return address.scheme == "https" or (
        address.scheme == "http" and is_here(address.hostname or "")
    )


def refuse_open(url: str, setting: str) -> None:
    """
    Let a web address of a setting pass where nobody can listen.

    Raises:
        TlsUnfit: it leads to another machine in clear.
    """
    if not is_kept(url):
        raise TlsUnfit(
            f"{setting} leads to another machine in clear: begin it with https://"
        )


def client(ca_file: str = "") -> Context:
    """
    Return how we call others: they must show a certificate of an authority for their name.

    `ca_file` has the only authorities that count, in PEM; without it those of the system do.

    Raises:
        TlsUnfit: no authority can be read in the file.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:  # also what OpenSSL says
        raise TlsUnfit(
            f"no certificate of an authority can be read in {ca_file}"
            f" ({type(error).__name__}): give TIEPDAN_CA_FILE a file in PEM"
        ) from None
    return _strict(context)


def server(certificate: Certificate) -> Context:
    """
    Return how we answer others.

    Raises:
        TlsUnfit: certificate and key cannot be read, or do not belong together.
    """
    context = _strict(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH))
    context.set_alpn_protocols(["http/1.1"])
    load(context, certificate)
    return context


def load(context: Context, certificate: Certificate) -> None:
    """
    Show this certificate from now on; connections that are open keep the one they have.

    Raises:
        TlsUnfit: certificate and key cannot be read, or do not belong together.
    """
    try:
        context.load_cert_chain(certificate.file, certificate.key_file)
    except OSError as error:
        raise TlsUnfit(
            "TIEPDAN_TLS_CERT_FILE and TIEPDAN_TLS_KEY_FILE must be a certificate and its"
            f" key in PEM, readable by this account ({type(error).__name__})"
        ) from None


def _strict(context: Context) -> Context:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(SUITES)
    return context


def of_listener(host: str, certificate: Certificate) -> Context | None:
    """
    Return how a service answers on a host; None: in clear, to this machine alone.

    Raises:
        TlsUnfit: other machines could connect, and there is no certificate.
    """
    if certificate != NO_CERTIFICATE:
        return server(certificate)
    if is_here(host):
        return None
    raise TlsUnfit(
        "TIEPDAN_HOST lets other machines in, and they would be answered in clear: set"
        " TIEPDAN_TLS_CERT_FILE and TIEPDAN_TLS_KEY_FILE, or listen on 127.0.0.1"
    )


def of_nats(
    url: str, ca_file: str = "", setting: str = "TIEPDAN_NATS_URL"
) -> Context | None:
    """
    Return how to call NATS; None: in clear.

    With a context, TLS must come before the first word (`tls_handshake_first`): otherwise
    nats-py encrypts only if the server asks for it, and whoever stands in between does not ask.

    Raises:
        TlsUnfit: the address leads to another machine in clear.
    """
    address = urlsplit(url)
    if address.scheme == "tls" and address.hostname:
        return client(ca_file)
    if address.scheme == "nats" and is_here(address.hostname or ""):
        return None
    raise TlsUnfit(
        f"{setting} leads to another machine in clear: begin it with tls://, and name the"
        " authority of the server's certificate in TIEPDAN_CA_FILE (nats:// is for 127.0.0.1)"
    )


def of_postgres(url: str, setting: str = "TIEPDAN_DATABASE_URL") -> Context | None:
    """
    Return how to call PostgreSQL; None: as the address says, to this machine.

    Raises:
        TlsUnfit: the address leads to another machine, and does not ask for all checks.
    """
    asked = dict(parse_qsl(urlsplit(url).query))
    if asked.get("sslmode") == CHECKED:
        authorities = asked.get("sslrootcert", SYSTEM)
        return client("" if authorities == SYSTEM else authorities)
    hosts = list(_hosts(url, asked))
    if hosts and all(is_here(host) for host in hosts):
        return None
    raise TlsUnfit(
        f"{setting} leads to another machine, and others could listen or answer in its place:"
        f" add ?sslmode={CHECKED}, and name the authority of the server's certificate in"
        " TIEPDAN_CA_FILE"
    )


def _hosts(url: str, asked: dict[str, str]) -> Iterator[str]:
    """Yield the hosts of an address as asyncpg reads it; there may be several, or a socket."""
    place = urlsplit(url).netloc
    named = (place.partition("@")[2] if "@" in place else place) or asked.get("host", "")
    for one in filter(None, named.split(",")):
        host = unquote(one)
        if host.startswith("["):
            yield host[1:].partition("]")[0]
        else:
            yield host if host.startswith("/") else host.partition(":")[0]


def with_authority(url: str, ca_file: str) -> str:
    """Return the address of a database with the authority that counts, unless it names one."""
    asked = dict(parse_qsl(urlsplit(url).query))
    if not ca_file or asked.get("sslmode") != CHECKED or "sslrootcert" in asked:
        return url
    return f"{url}&sslrootcert={quote(ca_file, safe='/')}"


def of_mail(url: str, setting: str = "TIEPDAN_SMTP_URL") -> dict[str, Any]:
    """
    Return how to call the mail server, in the words of aiosmtplib.

    `smtp://` to another machine must turn to TLS before anything is said; a server that
    does not offer it gets no mail.

    Raises:
        TlsUnfit: it is no address of a mail server.
    """
    address = urlsplit(url)
    if address.scheme not in {"smtp", "smtps"} or not address.hostname:
        raise TlsUnfit(f"{setting} must begin with smtps:// or smtp:// and name a host")
    if address.scheme == "smtps":
        return {"use_tls": True, "tls_context": client()}
    if is_here(address.hostname):
        return {}
    return {"start_tls": True, "tls_context": client()}
