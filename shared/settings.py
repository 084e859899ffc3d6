"""What a service process is told by its environment, read once, when it starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from shared import tls
from shared.contracts.routing_bodies import Role
from shared.errors import Unfit
from shared.log.wire import NatsAddress

ROLES: frozenset[Role] = frozenset(get_args(Role))
GOVERN_OR_UNSEAL = "administrator,custodian,inspectorate"
"""Whose stolen password would open the most: decision 0013."""

VISITOR_LIMIT = "120/hour,600/day"
"""
How many petitions may be lodged, and how many wrong codes tried, from one address (of IPv6: one
network of 64 bits) by people who are not signed in; or `off`. A village of five hundred
households that writes through one router on one day must get through, two petitions a minute;
a program that sends a thousand a minute must not.
"""


class SettingMissing(Unfit):
    """A variable of the environment is missing or cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """The province's OpenID provider; without an issuer nobody signs in by it."""

    issuer: str = ""
    client_id: str = ""
    client_secret_file: str = ""
    redirect_url: str = ""
    hosts: tuple[str, ...] = ()
    """Others than the issuer's that we may ask, as `host` or `host:port`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentSettings:
    """Where files that come with petitions stand, how large one may be, and who scans them."""

    url: str = "file:///var/lib/tiepdan/attachments"
    """Made when the first file comes."""
    endpoint: str = ""
    key_file: str = ""
    temp: str = ""
    megabytes: int = 50
    clamav: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    One service process. Each field is the variable `TIEPDAN_<NAME>`.

    | variable | unit | default |
    | --- | --- | --- |
    | `TIEPDAN_HOST` | address to listen on | `127.0.0.1` |
    | `TIEPDAN_PORT` | TCP port | none |
    | `TIEPDAN_TLS_CERT_FILE` | path, PEM: what it shows; needed to listen elsewhere | empty |
    | `TIEPDAN_TLS_KEY_FILE` | path, PEM: the key of it | empty |
    | `TIEPDAN_CA_FILE` | path, PEM: who vouches for NATS and PostgreSQL | the system's |
    | `TIEPDAN_DATABASE_URL` | PostgreSQL URL of the service's own role and database | none |
    | `TIEPDAN_NATS_URL` | NATS URL, without user; `tls://` on another machine | none |
    | `TIEPDAN_NATS_USER` | the service's name, after which its inbox is called | none |
    | `TIEPDAN_NATS_SEED_FILE` | path of its nkey seed, readable by it alone | none |
    | `TIEPDAN_PROVINCE` | official province code | `80` |
    | `TIEPDAN_MASTER_KEY_FILE` | path; intake only | empty |
    | `TIEPDAN_REVEAL_CUSTODIANS` | who must agree before a denouncer is shown, 0–2; intake | `2` |
    | `TIEPDAN_REVEAL_DAYS` | for how many days a reveal may be asked; intake | `30` |
    | `TIEPDAN_PRINCIPAL_KEY` | public key that checks who is signed in | none |
    | `TIEPDAN_PRINCIPAL_KEY_FILE` | path of the signing key; routing only | empty |
    | `TIEPDAN_FACTOR_KEY_FILE` | path of the key that seals second factors; routing only | empty |
    | `TIEPDAN_SECOND_FACTOR` | roles that must have one, by commas; `all`; `off`; routing | below |
    | `TIEPDAN_SESSION_IDLE_S` | seconds without a request that end a session; routing | `1800` |
    | `TIEPDAN_SESSION_S` | seconds from sign-in to its end in any case; routing | `36000` |
    | `TIEPDAN_OIDC_ISSUER` | URL of the province's OpenID provider; routing, empty: none | empty |
    | `TIEPDAN_OIDC_CLIENT_ID` | what the provider calls us | empty |
    | `TIEPDAN_OIDC_CLIENT_SECRET_FILE` | path of what we show it | empty |
    | `TIEPDAN_OIDC_REDIRECT_URL` | our address `…/sign-in/oidc/callback`, as it knows it | empty |
    | `TIEPDAN_OIDC_HOSTS` | its other hosts that we may ask, `host:port,host`; routing | empty |
    | `TIEPDAN_SMTP_URL` | `smtp://user:password@host:port`; intake only, empty: no mail | empty |
    | `TIEPDAN_MAIL_FROM` | address receipts come from | `tiepdan@localhost` |
    | `TIEPDAN_ATTACHMENTS_URL` | `file:///…` or `s3://bucket/prefix` | `AttachmentSettings` |
    | `TIEPDAN_ATTACHMENTS_ENDPOINT` | URL of an S3 that is not Amazon's | empty |
    | `TIEPDAN_ATTACHMENTS_KEY_FILE` | path of S3 key id and secret; empty: `AWS_…` | empty |
    | `TIEPDAN_ATTACHMENTS_TEMP` | folder of files on their way, sealed | the system's |
    | `TIEPDAN_ATTACHMENT_MB` | megabytes of one file; a petition has four times that | `50` |
    | `TIEPDAN_CLAMAV` | clamd of this machine: `host:port` or path; empty: no scanner | empty |
    | `TIEPDAN_ADMISSION` | requests that may wait at once | `256` |
    | `TIEPDAN_VISITOR_LIMIT` | see `VISITOR_LIMIT`; intake | `120/hour,600/day` |

    PostgreSQL on another machine needs `?sslmode=verify-full`: see `shared/tls.py`.
    Without `TIEPDAN_SECOND_FACTOR` it is `administrator,custodian,inspectorate`.
    """

    host: str
    port: int
    database_url: str = field(repr=False)
    nats: NatsAddress
    province: str
    principal_key: str
    certificate: tls.Certificate = tls.NO_CERTIFICATE
    principal_key_file: str = ""
    factor_key_file: str = ""
    second_factor: frozenset[Role] = frozenset()
    master_key_file: str = ""
    reveal_custodians: int = 2
    reveal_days: int = 30
    session_idle_s: int = 1_800
    session_s: int = 36_000
    oidc: OidcSettings = OidcSettings()
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "tiepdan@localhost"
    attachments: AttachmentSettings = AttachmentSettings()
    admission: int = 256
    visitor_limit: str = VISITOR_LIMIT


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Return the settings of this process.

    Raises:
        SettingMissing: a variable is not set or is not a number; the sentence names it.
        TlsUnfit: an address would let others listen, or a certificate cannot be read.
    """
    env = os.environ if environment is None else environment

    def text(name: str, default: str | None = None) -> str:
        value = env.get(f"TIEPDAN_{name}", default)
        if value is None:
            raise SettingMissing(f"TIEPDAN_{name} is not set: see shared/settings.py")
        return value

    def number(name: str, default: str | None = None) -> int:
        value = text(name, default)
        if not value.isdigit():
            raise SettingMissing(f"TIEPDAN_{name} must be a whole number, not {value!r}")
        return int(value)

    def file(name: str) -> Path:
        path = Path(text(name))
        if not os.access(path, os.R_OK):
            raise SettingMissing(f"TIEPDAN_{name}: {path} cannot be read; see SECURITY.md")
        return path

    ca_file = text("CA_FILE", "")
    settings = Settings(
        host=text("HOST", "127.0.0.1"),
        port=number("PORT"),
        database_url=tls.with_authority(text("DATABASE_URL"), ca_file),
        nats=NatsAddress(
            url=text("NATS_URL"),
            user=text("NATS_USER"),
            seed_file=file("NATS_SEED_FILE"),
            ca_file=ca_file,
        ),
        certificate=tls.Certificate(text("TLS_CERT_FILE", ""), text("TLS_KEY_FILE", "")),
        province=text("PROVINCE", "80"),
        principal_key=text("PRINCIPAL_KEY"),
        principal_key_file=text("PRINCIPAL_KEY_FILE", ""),
        factor_key_file=text("FACTOR_KEY_FILE", ""),
        second_factor=_roles(text("SECOND_FACTOR", GOVERN_OR_UNSEAL)),
        master_key_file=text("MASTER_KEY_FILE", ""),
        reveal_custodians=number("REVEAL_CUSTODIANS", "2"),
        reveal_days=number("REVEAL_DAYS", "30"),
        session_idle_s=number("SESSION_IDLE_S", "1800"),
        session_s=number("SESSION_S", "36000"),
        oidc=OidcSettings(
            issuer=text("OIDC_ISSUER", ""),
            client_id=text("OIDC_CLIENT_ID", ""),
            client_secret_file=text("OIDC_CLIENT_SECRET_FILE", ""),
            redirect_url=text("OIDC_REDIRECT_URL", ""),
            hosts=tuple(filter(None, text("OIDC_HOSTS", "").replace(" ", "").split(","))),
        ),
        smtp_url=text("SMTP_URL", ""),
        mail_from=text("MAIL_FROM", "tiepdan@localhost"),
        attachments=AttachmentSettings(
            url=text("ATTACHMENTS_URL", AttachmentSettings().url),
            endpoint=text("ATTACHMENTS_ENDPOINT", ""),
            key_file=text("ATTACHMENTS_KEY_FILE", ""),
            temp=text("ATTACHMENTS_TEMP", ""),
            megabytes=number("ATTACHMENT_MB", "50"),
            clamav=text("CLAMAV", ""),
        ),
        admission=number("ADMISSION", "256"),
        visitor_limit=text("VISITOR_LIMIT", VISITOR_LIMIT),
    )
    _refuse_listeners(settings)
    return settings


def _refuse_listeners(settings: Settings) -> None:
    """Look at every address before anything is sent to one."""
    tls.of_listener(settings.host, settings.certificate)
    tls.of_nats(settings.nats.url, settings.nats.ca_file)
    tls.of_postgres(settings.database_url)
    if settings.smtp_url:
        tls.of_mail(settings.smtp_url)
    for setting, url in (
        ("TIEPDAN_OIDC_ISSUER", settings.oidc.issuer),
        ("TIEPDAN_OIDC_REDIRECT_URL", settings.oidc.redirect_url),
        ("TIEPDAN_ATTACHMENTS_ENDPOINT", settings.attachments.endpoint),
    ):
        if url:
            tls.refuse_open(url, setting)


def _roles(text: str) -> frozenset[Role]:
    """Return the roles that must have a second factor."""
    if text in ("off", "all"):
        return ROLES if text == "all" else frozenset()
    named = {name.strip() for name in text.split(",")}
    if unknown := sorted(named - ROLES):
        raise SettingMissing(
            f"TIEPDAN_SECOND_FACTOR: {unknown[0]!r} is no role; name roles, `all` or `off`"
        )
    return frozenset(role for role in ROLES if role in named)
